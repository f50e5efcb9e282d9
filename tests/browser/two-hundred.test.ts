/** What a new user would do who simulates two hundred devices and hunts one fault among them, by the page alone. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { startServer, type TestServer } from '../peers/servers.ts';
import { item, PATIENCE, serve, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

const COUNT = 200,
  ODD = 117;

describe('two hundred devices in the browser', () => {
  let browser: Browser, peer: TestServer, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    peer = await startServer({
      serve: ({ socket, request }) =>
        socket.on('message', (data: Buffer) => {
          socket.send(JSON.stringify({ ...(JSON.parse(data.toString()) as object), status: request.url === `/device/${ODD}` ? 'bad' : 'good' }));
        }),
    });
    const components = { WebsocketClient: { URL: peer.url('/device/0'), HandlingUser: { userId: 'host' } }, FloatValue: {} };
    const entities = [
      { id: 'garden', name: 'Garden' },
      { id: 'device', name: 'Device', parent: 'garden', components },
    ];
    const scene = { format: 'worldwire/scene', version: 1, name: 'Devices', tickRate: 60, entities };
    server = await serve({ worlds: [{ name: 'devices', scene: scene as never }], allowedUrlHosts: [`127.0.0.1:${peer.port}`] });
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await peer.close();
  });

  test('are made from one with a URL each, report under their own names, and the one that answers wrongly is found', async () => {
    await item(page, 'Device').click();
    await page.keyboard.press('Control+Shift+D');
    const dialog = page.locator('ww-duplicate-many');
    await dialog.getByLabel('How many').fill(String(COUNT));
    await dialog.getByLabel('Name', { exact: true }).fill('Device {{n}}');
    await dialog.getByRole('textbox', { name: 'WebsocketClient.URL' }).fill(`${peer.url('/device/')}{{n}}`);
    await page.keyboard.press('Enter');
    await expect.poll(() => peer.guests.length, PATIENCE).toBe(COUNT + 1);
    expect(new Set(peer.guests.map(({ request }) => request.url)).size).toBe(COUNT + 1);

    // They are what is selected now: all of them are told from the menu of one.
    await page.getByRole('tab', { name: 'Send' }).click();
    await page.getByRole('radio', { name: 'The selection' }).click();
    await page.getByLabel('What is said').fill('{"from": {{json(name)}}}');
    await page.getByText('200 clients, all open').waitFor();
    await page.getByRole('radio', { name: 'Every …' }).click();
    await page.getByRole('button', { name: 'Begin' }).click();
    const odd = page.locator('.group', { hasText: '"status":"bad"' });
    await odd.getByRole('button', { name: 'Traffic' }).click();

    const list = page.getByRole('listbox', { name: 'Traffic of the connections' });
    await list
      .getByRole('option', { name: new RegExp(`Received, Device ${ODD}, .*"status":"bad"`) })
      .first()
      .waitFor();
    // The same by who only has the timeline.
    await page.getByRole('button', { name: 'those who said', exact: false }).click();
    await page.getByRole('searchbox', { name: 'Find messages' }).fill('$.status=bad');
    await list
      .getByRole('option', { name: new RegExp(`Received, Device ${ODD}, `) })
      .first()
      .waitFor();
    expect(await list.getByRole('option', { name: /"status":"good"/ }).count()).toBe(0);
    const reports = peer.guests.find(({ request }) => request.url === `/device/${ODD}`)?.messages ?? [];
    expect(reports.map(({ data }) => JSON.parse(data.toString()) as object)[0]).toEqual({ from: `Device ${ODD}` });
  });
});
