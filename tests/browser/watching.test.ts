import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { PATIENCE, basic, component, echoServer, garden, gardenServer, item, openEntity, visit, type EchoServer, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('watching a running world in the browser', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page, folder: string;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'worldwire-'));
    echo = await echoServer();
    await writeFile(join(folder, 'garden.scene.json'), JSON.stringify(garden(echo.url)));
    server = await gardenServer(echo, { stateFolder: join(folder, 'state'), worlds: [{ file: join(folder, 'garden.scene.json') }] });
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('values move by themselves', async () => {
    await openEntity(page, 'Lamp');
    const y = basic(page, 'Rotation y');
    const first = await y.inputValue();
    await expect.poll(() => y.inputValue(), PATIENCE).not.toBe(first);
  });

  test('the state of a connection is seen in the tree, the overview and the entity', async () => {
    await expect.poll(() => item(page, 'Lamp').getAttribute('aria-description'), PATIENCE).toContain('Open');
    await page.getByRole('option', { name: 'Lamp, Open' }).click();
    await page.getByRole('heading', { name: 'Lamp', exact: true }).waitFor();
    await echo.close();
    await expect.poll(() => item(page, 'Lamp').getAttribute('aria-description'), PATIENCE).toContain('Waiting to retry');
    await page.getByRole('option', { name: 'Lamp, Waiting to retry' }).waitFor();
    await component(page, 'WebsocketClient').getByText('Waiting to retry', { exact: true }).waitFor();
    echo = await echoServer();
  });

  test("two people see each other's edits, and where the other looks", async () => {
    const other = await visit(browser, server);
    try {
      await openEntity(page, 'Bench');
      await openEntity(other, 'Shed');
      await expect.poll(() => item(page, 'Shed').getAttribute('aria-description'), PATIENCE).toContain('is here');

      await basic(other, 'Name').fill('Tool shed');
      await basic(other, 'Name').press('Enter');
      await item(page, 'Tool shed').waitFor();
      await openEntity(page, 'Tool shed');
      await basic(page, 'Tag').fill('locked');
      await basic(page, 'Tag').press('Enter');
      await expect.poll(() => basic(other, 'Tag').inputValue(), PATIENCE).toBe('locked');
    } finally {
      await leave(other);
    }
  });

  test('undo leaves alone what another has changed since, and says so', async () => {
    const other = await visit(browser, server);
    try {
      for (const [one, tag] of [
        [page, 'first'],
        [other, 'second'],
      ] as const) {
        await openEntity(one, 'Shed');
        await basic(one, 'Tag').fill(tag);
        await basic(one, 'Tag').press('Enter');
        await expect.poll(() => basic(page, 'Tag').inputValue(), PATIENCE).toBe(tag);
      }
      await page.getByRole('button', { name: 'Undo' }).click();
      await page
        .getByRole('status')
        .filter({ hasText: /Nothing was taken back: tag of Shed has been changed by .+ since/i })
        .waitFor();
      expect(await basic(page, 'Tag').inputValue()).toBe('second');
    } finally {
      await leave(other);
    }
  });

  test('pause, step and save', async () => {
    const world = server.worlds.get('garden');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Pause', exact: true }).getAttribute('aria-pressed'), PATIENCE).toBe('true');
    const at = (await world.ask({ ask: 'status' })).tick;
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(async () => (await world.ask({ ask: 'status' })).tick, PATIENCE).toBe(at + 1);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(async () => (await world.ask({ ask: 'status' })).tick, PATIENCE).toBeGreaterThan(at + 10);

    await openEntity(page, 'Shed');
    await basic(page, 'Name').fill('Saved shed');
    await basic(page, 'Name').press('Enter');
    await item(page, 'Saved shed').waitFor();
    await page.getByRole('button', { name: 'Unsaved, save' }).click();
    await expect.poll(async () => await readFile(join(folder, 'garden.scene.json'), 'utf8'), PATIENCE).toContain('Saved shed');
    await page.getByRole('button', { name: 'Unsaved, save' }).waitFor({ state: 'detached' });
  });

  test('the server goes and comes back: the page says so, keeps what it showed, and goes on without a reload', async () => {
    await openEntity(page, 'Lamp');
    await page.evaluate(() => {
      document.documentElement.dataset['mark'] = 'same page';
    });
    await copyFile(join(folder, 'garden.scene.json'), join(folder, 'again.json'));
    const { port, token } = server;
    await server.close();
    await page.getByRole('alert').filter({ hasText: 'Connection to the server lost' }).waitFor();
    expect(await item(page, 'Lamp').count()).toBe(1);

    server = await gardenServer(echo, { port, token, stateFolder: join(folder, 'state'), worlds: [{ file: join(folder, 'garden.scene.json') }] });
    await page.getByRole('alert').filter({ hasText: 'Connection to the server lost' }).waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.documentElement.dataset['mark'])).toBe('same page');
    await page.getByRole('heading', { name: 'Lamp', exact: true }).waitFor();
    const y = basic(page, 'Rotation y');
    const first = await y.inputValue();
    await expect.poll(() => y.inputValue(), PATIENCE).not.toBe(first);
    await basic(page, 'Tag').fill('after');
    await basic(page, 'Tag').press('Enter');
    await expect.poll(async () => (await server.worlds.get('garden').ask({ ask: 'entity', entity: 'lamp' })).tag, PATIENCE).toBe('after');
  });

  test('a server with another token tells the page to open the printed URL', async () => {
    const { port } = server;
    await server.close();
    server = await gardenServer(echo, { port, token: 'quite-another-token-for-this-test-0123456789', worlds: [{ file: join(folder, 'garden.scene.json') }] });
    await page.getByRole('heading', { name: 'Open the printed URL' }).waitFor();
    expect(await page.getByRole('tree').count()).toBe(0);
  });

  test('no request leaves the server', async () => {
    const { origin } = server;
    const strangers: string[] = [];
    const context = await browser.newContext();
    const fresh = await context.newPage();
    context.on('request', (request) => {
      if (new URL(request.url()).origin !== origin && !request.url().startsWith('data:') && !request.url().startsWith('blob:')) strangers.push(request.url());
    });
    fresh.on('websocket', (socket) => {
      if (new URL(socket.url()).host !== new URL(origin).host) strangers.push(socket.url());
    });
    const faults: string[] = [];
    fresh.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    fresh.on('pageerror', (error) => faults.push(String(error)));
    await fresh.goto(server.url);
    await openEntity(fresh, 'Lamp');
    await fresh.getByRole('button', { name: 'Attach Component' }).click();
    await fresh.getByRole('combobox', { name: 'Search components' }).waitFor();
    await fresh.keyboard.press('Escape');
    await fresh.getByRole('button', { name: 'More of Lamp' }).click();
    await fresh.getByRole('menuitem', { name: 'Copy id' }).waitFor();
    await context.close();
    expect(strangers).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('a line of the log leads to its entity', async () => {
    await page.getByRole('log').getByRole('button', { name: 'Lamp', exact: true }).first().click();
    await page.getByRole('heading', { name: 'Lamp', exact: true }).waitFor();
    expect(await item(page, 'Lamp').getAttribute('aria-selected')).toBe('true');
  });

  test('the search finds by name, component and field, and says what is wrong with a query', async () => {
    const search = page.getByLabel('Search entities');
    await search.fill('c:WebsocketClient State=Open');
    await expect.poll(() => page.getByRole('treeitem').allTextContents(), PATIENCE).toHaveLength(1);
    await search.fill('tag=demo');
    await item(page, 'Lamp').waitFor();
    await expect.poll(() => page.getByRole('treeitem').count(), PATIENCE).toBe(1);
    await search.fill('c:Nonsense');
    await page.getByRole('alert').filter({ hasText: 'component type' }).waitFor();
    await search.fill('nothing is called this');
    await page.getByText('Nothing fits').waitFor();
    await search.press('Escape');
    await item(page, 'Shed').waitFor();
  });
});
