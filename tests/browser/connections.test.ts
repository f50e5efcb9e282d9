import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { PATIENCE, component, echoServer, item, visit, type EchoServer, withBrowser, serve } from './rig.ts';
import { leave } from './shared-pages.ts';

const MANY = 1_000;
const MOST = 900;
const FEW = 50;
const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

describe('all connections of a world as a table', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  /** A thousand connections before each test, of which so many are open: sockets cost, and most tests are not about them. */
  const fleet = (open: number): void => {
    beforeEach(() => begin(open));
  };
  const begin = async (open: number): Promise<void> => {
    echo = await echoServer();
    const client = { URL: echo.url, HandlingUser: { userId: 'host' } };
    const entities = [
      { id: 'garden', name: 'Garden' },
      ...Array.from({ length: MANY }, (_, i) => ({
        id: `bot${i}`,
        name: `Bot ${String(i).padStart(4, '0')}`,
        parent: 'garden',
        tag: i % 10 === 0 ? 'tenth' : '',
        // The rest stay closed.
        components: { WebsocketClient: i < open ? client : { HandlingUser: { userId: 'host' } } },
      })),
    ];
    server = await serve({
      allowedUrlHosts: [echo.host],
      worlds: [{ name: 'fleet', scene: { format: 'worldwire/scene', version: 1, name: 'Fleet', entities } }],
    });
    page = await visit(browser, server);
    await page.getByRole('group', { name: 'Show as' }).getByRole('button', { name: 'Table' }).click();
    await row('Bot 0003').waitFor();
  };
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
  });

  const table = (): Locator => page.getByRole('grid', { name: 'Connections' });
  const row = (name: string): Locator =>
    table()
      .getByRole('row')
      .filter({ has: page.getByRole('gridcell', { name, exact: true }) });
  const cells = (column: string): Promise<string[]> =>
    table()
      .locator(`[role=gridcell].${column}`)
      .evaluateAll((all) => all.map((cell) => cell.textContent?.trim() ?? ''));
  async function filter(text: string): Promise<void> {
    await page.getByLabel('Filter connections').fill(text);
    await page.getByLabel('Filter connections').press('Enter');
  }
  const bar = (): Locator => page.getByRole('toolbar', { name: 'What is picked' });
  const rowCount = async (): Promise<number> => Number(await table().getAttribute('aria-rowcount')) - 1;
  const states = async (): Promise<{ [state: string]: number }> => (await server.worlds.get('fleet').ask({ ask: 'status' })).connections;
  const enabled = async (): Promise<number> =>
    (await server.worlds.get('fleet').ask({ ask: 'entities', query: 'c:WebsocketClient Enabled=true', offset: 0, limit: 0 })).total;

  describe('most of them open', () => {
    fleet(MOST);

    test('a thousand are in it, few of them in the page, and the last is one key away', async () => {
      expect(await rowCount()).toBe(MANY);
      expect(await table().getByRole('row').count()).toBeLessThan(120);
      await table().focus();
      await page.keyboard.press('End');
      await row('Bot 0999').waitFor();
      await expect.poll(() => row('Bot 0999').getAttribute('aria-selected'), PATIENCE).toBe('true');
      expect(await table().getByRole('row').count()).toBeLessThan(120);
      await expect.poll(() => row('Bot 0899').getByText('Open', { exact: true }).count(), PATIENCE).toBeLessThan(2);
    });

    test('a state that no connection is in any more keeps its place among the filters, and the table stays where it is', async () => {
      const chips = page.getByRole('group', { name: 'States' }).getByRole('button');
      const open = chips.filter({ hasText: 'Open' });
      await expect.poll(() => open.textContent(), PATIENCE).toMatch(/900/);
      const top = (await table().boundingBox())?.y;
      await table().focus();
      await page.keyboard.press('Control+a');
      await bar().getByRole('button', { name: 'Disconnect' }).click();
      await expect.poll(() => open.textContent(), PATIENCE).toMatch(/Open 0$/);
      expect((await table().boundingBox())?.y).toBe(top);
    });

    test('all are picked by Ctrl-A, disconnected and connected again; what came of it is told', async () => {
      await expect.poll(async () => (await states())['Open'], PATIENCE).toBe(MOST);
      await table().focus();
      await page.keyboard.press('Control+a');
      await bar()
        .getByText(/^1\s000 picked$/)
        .waitFor();
      await bar().getByRole('button', { name: 'Disconnect', exact: true }).click();
      await page
        .getByRole('status')
        .filter({ hasText: /1\s000 asked to disconnect\./ })
        .waitFor();
      await expect.poll(async () => (await states())['Idle'], PATIENCE).toBe(MANY);
      await bar().getByRole('button', { name: 'Connect', exact: true }).click();
      await page
        .getByRole('status')
        .filter({ hasText: /1\s000 asked to connect\./ })
        .waitFor();
      await expect.poll(async () => (await states())['Open'], PATIENCE).toBe(MOST);
    });
  });

  describe('some of them open', () => {
    fleet(FEW);

    test('it is sorted by a click on a heading, the other way by the next, and says so', async () => {
      const head = table().getByRole('columnheader', { name: 'Entity' });
      expect(await head.getAttribute('aria-sort')).toBe('none');
      await head.getByRole('button').click();
      await head.getByRole('button').click();
      expect(await head.getAttribute('aria-sort')).toBe('descending');
      await expect.poll(async () => (await cells('name'))[0], PATIENCE).toBe('Bot 0999');
      // Remembered, and ended by a third click.
      await page.reload();
      await row('Bot 0999').waitFor();
      await head.getByRole('button').click();
      await expect.poll(async () => (await cells('name'))[0], PATIENCE).toBe('Bot 0000');
    });

    test('it is filtered by the query language and by state', async () => {
      await filter('tag=tenth');
      await expect.poll(rowCount, PATIENCE).toBe(MANY / 10);
      await page.getByRole('group', { name: 'States' }).getByRole('button', { name: /^Idle/ }).click();
      await expect.poll(rowCount, PATIENCE).toBe((MANY - FEW) / 10);
      expect(new Set(await cells('state'))).toEqual(new Set(['Idle']));
      await filter('c:Nonsense');
      await page.getByRole('alert').filter({ hasText: 'component type' }).waitFor();
      await filter('nobody');
      await page.getByText('No connection fits.').waitFor();
      await page.getByRole('button', { name: 'Show all' }).click();
      await expect.poll(rowCount, PATIENCE).toBe(MANY);
    });

    test('where a connection leads is in view at the usual width, and in full at its cell', async () => {
      const url = row('Bot 0003').locator('.url');
      expect(await url.getAttribute('title')).toBe(echo.url);
      expect(await url.textContent()).toBe(echo.url.replace('ws://', ''));
      expect(await url.evaluate((cell) => cell.scrollWidth <= cell.clientWidth)).toBe(true);
    });

    test('columns are chosen, and stay so', async () => {
      const heads = async (): Promise<string[]> => table().getByRole('columnheader').allTextContents();
      expect((await heads()).map((head) => head.trim())).not.toContain('Bytes in');
      await page.getByRole('button', { name: 'Columns' }).click();
      await page.getByRole('menuitemcheckbox', { name: 'Bytes in' }).click();
      await table().getByRole('columnheader', { name: 'Bytes in' }).waitFor();
      await page.reload();
      await table().getByRole('columnheader', { name: 'Bytes in' }).waitFor();
    });

    test('several are picked by click, Shift, Ctrl and keys; one of them shows its entity', async () => {
      await row('Bot 0001').click();
      await page.getByRole('heading', { name: 'Bot 0001', exact: true }).waitFor();
      await expect.poll(() => item(page, 'Bot 0001').getAttribute('aria-selected'), PATIENCE).toBe('true');
      await row('Bot 0004').click({ modifiers: ['Shift'] });
      await bar().getByText('4 picked').waitFor();
      await row('Bot 0002').click({ modifiers: ['Control'] });
      await bar().getByText('3 picked').waitFor();
      expect(await row('Bot 0002').getAttribute('aria-selected')).toBe('false');
      // There is one selection: in the hierarchy it is the same three, and what is selected there is picked here.
      for (const [name, is] of [
        ['Bot 0001', 'true'],
        ['Bot 0002', 'false'],
        ['Bot 0003', 'true'],
        ['Bot 0004', 'true'],
      ] as const)
        await expect.poll(() => item(page, name).getAttribute('aria-selected'), PATIENCE).toBe(is);
      await item(page, 'Bot 0002').click();
      await bar().getByText('1 picked').waitFor();
      expect([await row('Bot 0002').getAttribute('aria-selected'), await row('Bot 0001').getAttribute('aria-selected')]).toEqual(['true', 'false']);
      await item(page, 'Bot 0003').click({ modifiers: ['Control'] });
      await bar().getByText('2 picked').waitFor();
      await table().focus();
      await page.keyboard.press('Escape');
      await bar()
        .getByText(/connections$/)
        .waitFor();
      await page.keyboard.press('Home');
      await page.keyboard.press('Shift+End');
      await bar()
        .getByText(/^1\s000 picked$/)
        .waitFor();
    });

    test('those that are picked are disabled, enabled and removed, each as one step of undo', async () => {
      await row('Bot 0001').click();
      await row('Bot 0005').click({ modifiers: ['Shift'] });
      await bar().getByRole('button', { name: 'Disable', exact: true }).click();
      await expect.poll(enabled, PATIENCE).toBe(MANY - 5);
      await bar().getByRole('button', { name: 'Enable', exact: true }).click();
      await expect.poll(enabled, PATIENCE).toBe(MANY);
      await table().focus();
      await page.keyboard.press('Delete');
      await expect.poll(rowCount, PATIENCE).toBe(MANY - 5);
      await page.keyboard.press('Control+z');
      await expect.poll(rowCount, PATIENCE).toBe(MANY);
    });

    test('a field of all that are picked is set beside the table', async () => {
      await row('Bot 0001').click();
      await row('Bot 0003').click({ modifiers: ['Shift'] });
      await bar().getByText('3 picked').waitFor();
      await bar().getByRole('button', { name: 'Set a field…' }).click();
      const retry = component(page, 'WebsocketClient').getByLabel('ConnectRetryInterval', { exact: true });
      await retry.fill('3');
      await retry.press('Enter');
      const set = async (): Promise<number> =>
        (await server.worlds.get('fleet').ask({ ask: 'entities', query: 'ConnectRetryInterval=3', offset: 0, limit: 0 })).total;
      await expect.poll(set, PATIENCE).toBe(3);
    });

    test('what is wrong with it for who cannot see it: nothing serious', async () => {
      await row('Bot 0001').click();
      await page.evaluate(`${AXE}; undefined`);
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } };
        const { violations } = await axe.run();
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`);
      });
      expect(found).toEqual([]);
    });
  });
});
