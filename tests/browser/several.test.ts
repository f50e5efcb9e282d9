import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { PATIENCE, basic, component, echoServer, item, visit, type EchoServer, inDialog, withBrowser, serve } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('several entities at once', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    echo = await echoServer();
    const client = { URL: echo.url, HandlingUser: { userId: 'host' } };
    const scene = {
      format: 'worldwire/scene',
      version: 1,
      name: 'Workshop',
      entities: [
        { id: 'garden', name: 'Garden' },
        { id: 'a', name: 'Ash', tag: 'tree', components: { Transform: { Position: [1, 0, 0] }, FloatValue: { Value: 1 }, WebsocketClient: client } },
        { id: 'b', name: 'Birch', tag: 'tree', components: { Transform: { Position: [2, 5, 0] }, FloatValue: { Value: 2 }, WebsocketClient: client } },
        { id: 'c', name: 'Cedar', tag: 'shrub', active: false, components: { Transform: { Position: [3, 0, 0] }, FloatValue: { Value: 2 }, ColorValue: {} } },
      ],
    };
    server = await serve({
      allowedUrlHosts: [echo.host],
      worlds: [{ name: 'workshop', scene }],
    });
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
  });

  const entity = async (id: string) => server.worlds.get('workshop').ask({ ask: 'entity', entity: id });
  const all = async (key: string, field: string, ids = ['a', 'b', 'c']): Promise<unknown[]> =>
    Promise.all(ids.map(async (id) => (await entity(id)).components[key]?.[field]));
  const choose = async (...names: string[]): Promise<void> => {
    const [first = '', ...others] = names;
    await item(page, first).click();
    for (const name of others) await item(page, name).click({ modifiers: ['Control'] });
    await page.getByRole('heading', { name: `${names.length} entities` }).waitFor();
  };
  const undo = async (): Promise<void> => page.getByRole('button', { name: 'Undo' }).first().click();
  const undoSays = async (): Promise<string | null> => page.getByRole('button', { name: 'Undo' }).first().getAttribute('title');

  test('what they have in common is shown, and what differs is shown as mixed', async () => {
    await choose('Ash', 'Birch', 'Cedar');
    await component(page, 'FloatValue').waitFor();
    expect(await component(page, 'ColorValue').count()).toBe(0);
    expect(await component(page, 'WebsocketClient').count()).toBe(0);
    expect(await basic(page, 'Tag').inputValue()).toBe('');
    expect(await basic(page, 'Tag').getAttribute('placeholder')).toBe('mixed');
    expect(await basic(page, 'Active').evaluate((box) => (box as HTMLInputElement).indeterminate)).toBe(true);
    const value = component(page, 'FloatValue').getByLabel('Value', { exact: true });
    expect(await value.getAttribute('placeholder')).toBe('mixed');
    // One of them is taken out: of the rest more is the same.
    await page.getByRole('button', { name: 'List' }).click();
    await page.getByRole('button', { name: 'Take Ash out of the selection' }).click();
    await page.getByRole('heading', { name: '2 entities' }).waitFor();
    await expect.poll(() => value.inputValue(), PATIENCE).toBe('2');
    await page.getByRole('button', { name: 'Take Birch out of the selection' }).click();
    await page.getByRole('heading', { name: 'Cedar', exact: true }).waitFor();
  });

  test('an edit is one batch over all and one step of undo, which says so', async () => {
    await choose('Ash', 'Birch', 'Cedar');
    const value = component(page, 'FloatValue').getByLabel('Value', { exact: true });
    await value.click();
    await value.fill('7');
    await value.press('Enter');
    await expect.poll(() => all('FloatValue', 'Value'), PATIENCE).toEqual([7, 7, 7]);
    await expect.poll(() => value.inputValue(), PATIENCE).toBe('7');
    await expect.poll(undoSays, PATIENCE).toContain('FloatValue.Value on 3 entities');
    await undo();
    await expect.poll(() => all('FloatValue', 'Value'), PATIENCE).toEqual([1, 2, 2]);
    await basic(page, 'Active').click();
    await expect.poll(async () => Promise.all(['a', 'b', 'c'].map(async (id) => (await entity(id)).active)), PATIENCE).toEqual([true, true, true]);
    await undo();
    await expect.poll(async () => Promise.all(['a', 'b', 'c'].map(async (id) => (await entity(id)).active)), PATIENCE).toEqual([true, true, false]);
    await component(page, 'FloatValue').getByRole('switch', { name: 'Enabled' }).click();
    await expect.poll(() => all('FloatValue', 'Enabled'), PATIENCE).toEqual([false, false, false]);
  });

  test('a change of what is there changes each by itself, and a part of a vector leaves the others', async () => {
    await choose('Ash', 'Birch', 'Cedar');
    const value = component(page, 'FloatValue').getByLabel('Value', { exact: true });
    await value.click();
    await value.fill('*=10');
    await value.press('Enter');
    await expect.poll(() => all('FloatValue', 'Value'), PATIENCE).toEqual([10, 20, 20]);
    await undo();
    await expect.poll(() => all('FloatValue', 'Value'), PATIENCE).toEqual([1, 2, 2]);
    await basic(page, 'Position z').click();
    await basic(page, 'Position z').fill('4');
    await basic(page, 'Position z').press('Enter');
    await expect
      .poll(() => all('Transform', 'Position'), PATIENCE)
      .toEqual([
        [1, 0, 4],
        [2, 5, 4],
        [3, 0, 4],
      ]);
  });

  test('what is refused stands at the field, and nothing of it counts', async () => {
    await choose('Ash', 'Birch');
    const client = component(page, 'WebsocketClient'),
      url = client.getByLabel('URL', { exact: true });
    await url.fill('http://127.0.0.1/x');
    await url.press('Enter');
    await client.getByRole('alert').filter({ hasText: 'begins with http:' }).waitFor();
    expect(await all('WebsocketClient', 'URL', ['a', 'b'])).toEqual([echo.url, echo.url]);
    await url.fill('ws://127.0.0.1:9/');
    await url.press('Enter');
    await client.getByRole('alert').waitFor({ state: 'detached' });
    await expect.poll(() => all('WebsocketClient', 'URL', ['a', 'b']), PATIENCE).toEqual(['ws://127.0.0.1:9/', 'ws://127.0.0.1:9/']);
  });

  test('a component is attached to all and destroyed on all, and a command is asked of all', async () => {
    await choose('Ash', 'Birch', 'Cedar');
    await page.getByRole('button', { name: 'Attach Component to all' }).click();
    const dialog = inDialog(page, 'Attach Component');
    await dialog.getByLabel('Search components').fill('comment');
    await page.keyboard.press('Enter');
    await component(page, 'Comment').waitFor();
    for (const id of ['a', 'b', 'c']) expect(Object.keys((await entity(id)).components)).toContain('Comment');
    await component(page, 'Comment').getByRole('button', { name: 'More of Comment' }).click();
    await page.getByRole('menuitem', { name: 'Destroy Comment on 3' }).click();
    await component(page, 'Comment').waitFor({ state: 'detached' });
    await undo();
    await component(page, 'Comment').waitFor();

    await choose('Ash', 'Birch');
    await expect.poll(() => echo.open(), PATIENCE).toBe(2);
    await component(page, 'WebsocketClient').getByRole('button', { name: 'Disconnect', exact: true }).click();
    await expect.poll(() => echo.open(), PATIENCE).toBe(0);
    await page.getByRole('status').filter({ hasText: 'Disconnect asked of 2 components.' }).waitFor();
  });
});
