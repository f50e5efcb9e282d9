import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { startServer, type TestServer } from '../peers/servers.ts';
import { unsound } from './axe.ts';
import { item, PATIENCE, serve, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

const NAMES = Array.from({ length: 24 }, (_, at) => `Device ${at + 1}`);

describe('sending to many in the browser', () => {
  let browser: Browser, peer: TestServer, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    // All answer with what they were told but for one, who is wrong, and one, who is silent.
    peer = await startServer({
      serve: ({ socket, request }) =>
        socket.on('message', (data: Buffer) => {
          const said = JSON.parse(data.toString()) as object;
          if (request.url !== '/9') socket.send(JSON.stringify({ ...said, ok: request.url !== '/4' }));
        }),
    });
    const client = (path: string): object => ({ WebsocketClient: { URL: peer.url(path), HandlingUser: { userId: 'host' } } });
    const entities = [
      { id: 'garden', name: 'Garden' },
      ...NAMES.map((name, at) => ({ id: `d${at + 1}`, name, parent: 'garden', tag: 'device', components: client(`/${at + 1}`) })),
    ];
    const scene = { format: 'worldwire/scene', version: 1, name: 'Talk', tickRate: 60, entities };
    server = await serve({ worlds: [{ name: 'talk', scene: scene as never }], allowedUrlHosts: [`127.0.0.1:${peer.port}`] });
    await expect.poll(() => peer.guests.length, PATIENCE).toBe(NAMES.length);
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await peer.close();
  });

  const open = (): Promise<void> => page.getByRole('tab', { name: 'Send' }).click();
  const text = (): Locator => page.getByLabel('What is said');
  const preview = (): Locator => page.getByLabel('What it would say');
  const heard = (at: number): readonly string[] => (peer.guests[at]?.messages ?? []).map(({ data }) => data.toString());
  const TEMPLATE = '{"from": {{json(name)}}, "n": {{n}}}';

  test('it shows what three of them would be told, tells all by a key, and the one that answers otherwise stands out', async () => {
    await open();
    await text().fill(TEMPLATE);
    await preview().getByText('{"from": "Device 24", "n": 24}').waitFor();
    await preview().getByText('{"from": "Device 1", "n": 1}').waitFor();
    await page.getByText('24 clients, all open').waitFor();
    await text().press('Control+Enter');
    await expect.poll(() => peer.guests.map((_, at) => heard(at).length), PATIENCE).toEqual(NAMES.map(() => 1));
    const names = peer.guests.map((guest, at) => [guest.request.url, (JSON.parse(heard(at)[0] ?? '{}') as { from?: string }).from]);
    expect(names).toEqual(names.map(([url]) => [url, `Device ${(url ?? '').slice(1)}`]));
    const odd = page.locator('.group', { hasText: '"ok":false' });
    await odd.waitFor();
    await page.locator('.group', { hasText: '"ok":true' }).getByText('22', { exact: true }).waitFor();
    await odd.getByRole('button', { name: 'Select 1' }).click();
    await expect.poll(() => page.locator('ww-entity-pane').getByText('Device 4').first().isVisible(), PATIENCE).toBe(true);
    const silent = page.locator('.group.silent');
    await silent.waitFor({ timeout: 20_000 });
    await silent.getByRole('button', { name: 'Traffic' }).click();
    await page
      .getByRole('listbox', { name: 'Traffic of the connections' })
      .getByRole('option', { name: /Device 9/ })
      .first()
      .waitFor();
    expect(await unsound(page)).toEqual([]);
  });

  test('what cannot be said is told where it is typed, and nothing is sent', async () => {
    await open();
    await text().fill('{{nam}}');
    await preview().getByText('name', { exact: false }).and(preview().locator('.fault')).waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Send', exact: true }).isDisabled(), PATIENCE).toBe(true);
    await page.getByRole('radio', { name: 'At times' }).click();
    await text().fill('x');
    await page.getByLabel('Seconds after it begins').fill('0, soon');
    await preview().getByText('found soon', { exact: false }).waitFor();
    expect(await unsound(page)).toEqual([]);
  });

  test('from the menu of the hierarchy it is for what is below, goes on every so often, and stops at once', async () => {
    await item(page, 'Garden').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Send to it and below…' }).click();
    await expect.poll(() => text().evaluate((box) => box.matches(':focus')), PATIENCE).toBe(true);
    await page.keyboard.type('"tick"');
    await page.getByRole('radio', { name: 'Once, now' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByLabel('Seconds between two rounds').fill('0.2');
    await page.getByRole('button', { name: 'Begin' }).click();
    await expect.poll(() => heard(0).length, PATIENCE).toBeGreaterThan(3);
    await page.getByRole('button', { name: 'Stop all' }).click();
    await page.getByText(/^stopped by /).waitFor();
    const count = heard(0).length;
    await page.waitForTimeout(700);
    expect(heard(0).length).toBe(count);
  });

  test('it is saved in the scene by a name, put on and off there, and undone', async () => {
    await open();
    await text().fill('"report"');
    await page.getByRole('radio', { name: 'Every …' }).click();
    await page.getByLabel('Seconds between two rounds').fill('0.1');
    await page.getByRole('button', { name: 'Save…' }).click();
    await page.getByRole('textbox', { name: 'Save this send as' }).fill('Report');
    await page.keyboard.press('Enter');
    const on = page.getByRole('switch', { name: 'Report is on' });
    await on.check();
    await expect.poll(() => heard(0).length, PATIENCE).toBeGreaterThan(2);
    await page.getByRole('button', { name: 'Stop Report' }).click();
    await expect.poll(() => on.isChecked(), PATIENCE).toBe(false);
    await page.locator('body').press('Control+z');
    await expect.poll(() => on.isChecked(), PATIENCE).toBe(true);
    expect(await unsound(page)).toEqual([]);
  });
});
