import type { Browser, CDPSession, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { HOST, type Operation } from '../../engine/index.ts';
import { PATIENCE, basic, component, echoServer, focusTree, gardenServer, item, openEntity, visit, withBrowser, type EchoServer } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('what one types is what one gets', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    echo = await echoServer();
    server = await gardenServer(echo);
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
  });

  const entity = async (id: string) => server.worlds.get('garden').ask({ ask: 'entity', entity: id });
  const field = async (key: string, name: string) => (await entity('lamp')).components[key]?.[name];
  /** As a system of the world would, or a program. */
  const set = (...operations: Operation[]) => server.worlds.get('garden').submit(HOST, { type: 'operations', operations });
  const history = async () => (await server.worlds.get('garden').ask({ ask: 'history' })).entries;
  const marked = (box: Locator) => box.evaluate((input: HTMLInputElement) => input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0));

  test('no box ends, empties or does anything for keys that are the input method’s', async () => {
    const cdp = await page.context().newCDPSession(page);
    /** Composes a word, and presses what an input method makes of its own: none of it may reach the page. */
    const compose = async (box: Locator): Promise<void> => {
      await box.focus();
      await box.fill('');
      await cdp.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
      for (const [key, code] of KEYS) await press(cdp, key, code);
      expect(await box.inputValue()).toBe('にほん');
      expect(await box.evaluate((input) => (input.getRootNode() as ShadowRoot).activeElement === input)).toBe(true);
      await cdp.send('Input.insertText', { text: '日本' });
      // Some browsers have ended the composition when its Enter comes, and tell it by the code alone.
      await press(cdp, 'Enter', 229);
      expect(await box.inputValue()).toBe('日本');
    };

    await focusTree(page);
    await item(page, 'Lamp').click();
    await page.keyboard.press('F2');
    await compose(page.getByLabel('New name', { exact: true }));
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await entity('lamp')).name, PATIENCE).toBe('日本');

    await page.getByRole('heading', { name: '日本', exact: true }).waitFor();
    const client = component(page, 'WebsocketClient');
    for (const box of [basic(page, 'Tag'), client.getByLabel('ConnectRetryInterval', { exact: true }), client.getByLabel('URL', { exact: true })]) {
      await compose(box);
      await box.press('Escape');
    }
    const send = page.getByLabel('Send Data', { exact: true });
    await compose(send);
    const query = page.getByRole('combobox', { name: 'Search entities' });
    await compose(query);
    await query.press('Escape');
    await page.keyboard.press('Control+k');
    await compose(page.getByRole('combobox', { name: /Search commands/ }));
    await page.keyboard.press('Escape');
    expect((await history()).map(({ label }) => label)).toEqual(['rename to 日本']);
    expect(await field('WebsocketClient', 'MessagesSent')).toBe(0);

    // What was typed for a connection waits there while one looks elsewhere.
    await openEntity(page, 'Bench');
    await openEntity(page, '日本');
    expect(await send.inputValue()).toBe('日本');
  });

  test('a box in which nothing is typed shows what is, and one in which something is says that it has changed', async () => {
    await openEntity(page, 'Lamp');
    const tag = basic(page, 'Tag'),
      interval = component(page, 'WebsocketClient').getByLabel('ConnectRetryInterval', { exact: true });
    await tag.click();
    await tag.press('Home');
    await tag.press('ArrowRight');
    await set({ op: 'updateEntity', entity: 'lamp', tag: 'dawn' });
    await expect.poll(() => tag.inputValue(), PATIENCE).toBe('dawn');
    await page.keyboard.type('X');
    expect(await tag.inputValue()).toBe('dXawn');
    await tag.press('Escape');

    await interval.focus();
    await set({ op: 'setField', entity: 'lamp', component: 'WebsocketClient', field: 'ConnectRetryInterval', value: 7.25 });
    await expect.poll(() => interval.inputValue(), PATIENCE).toBe('7.25');
    expect(await marked(interval)).toBe('7.25');
    await page.keyboard.type('9');
    await set({ op: 'setField', entity: 'lamp', component: 'WebsocketClient', field: 'ConnectRetryInterval', value: 8 });
    await component(page, 'WebsocketClient').getByRole('status').filter({ hasText: 'to 8 meanwhile; yours is not sent yet' }).waitFor();
    expect(await interval.inputValue()).toBe('9');
    await interval.press('Escape');
    expect(await interval.inputValue()).toBe('8');

    await focusTree(page);
    await item(page, 'Bench').click();
    await page.keyboard.press('F2');
    const name = page.getByLabel('New name', { exact: true });
    await set({ op: 'updateEntity', entity: 'bench', name: 'Stool' });
    await expect.poll(() => name.inputValue(), PATIENCE).toBe('Stool');
    await page.keyboard.type('Chair');
    await set({ op: 'updateEntity', entity: 'bench', name: 'Table' });
    await page.getByText('has been renamed to Table meanwhile').waitFor();
    expect(await name.inputValue()).toBe('Chair');
    await name.press('Enter');
    await expect.poll(async () => (await entity('bench')).name, PATIENCE).toBe('Chair');
  });

  test('what a number box shows is what is edited, digit by digit, and all of it is marked for who comes in', async () => {
    await openEntity(page, 'Lamp');
    const interval = component(page, 'WebsocketClient').getByLabel('ConnectRetryInterval', { exact: true });
    const fault = component(page, 'WebsocketClient').getByRole('alert');
    const value = () => field('WebsocketClient', 'ConnectRetryInterval');
    await interval.fill('0.123456789');
    await interval.press('Enter');
    await expect.poll(value, PATIENCE).toBe(0.12345679);
    await expect.poll(() => interval.inputValue(), PATIENCE).toBe('0.12345679');
    await interval.press('End');
    await page.keyboard.type('+0');
    await interval.press('Enter');
    await expect.poll(() => interval.inputValue(), PATIENCE).toBe('0.12345679');
    await page.keyboard.type('*2');
    await interval.press('Enter');
    await expect.poll(value, PATIENCE).toBe(0.24691358);

    await interval.fill('1/3');
    await interval.press('Enter');
    await expect.poll(value, PATIENCE).toBe(0.33333334);
    await interval.press('Shift+Tab');
    await expect.poll(() => interval.inputValue(), PATIENCE).toBe('0.3333');
    await page.keyboard.press('Tab');
    await expect.poll(() => marked(interval), PATIENCE).toBe('0.33333334');
    await page.keyboard.type('2');
    await interval.press('Enter');
    await expect.poll(value, PATIENCE).toBe(2);
    // In steps of a tenth the rest of its digits stays.
    await interval.fill('0.123456');
    await interval.press('Enter');
    await expect.poll(value, PATIENCE).toBe(0.123456);

    const steps = (await history()).length;
    await interval.fill('12,000');
    await interval.press('Enter');
    await fault.filter({ hasText: '"12,000" may mean 12000 or 12' }).waitFor();
    expect(await interval.inputValue()).toBe('12,000');
    await interval.fill('0.123456s');
    await interval.press('Enter');
    await expect.poll(() => interval.inputValue(), PATIENCE).toBe('0.123456');
    await fault.waitFor({ state: 'detached' });
    // The next answer of the world comes after that of the edit, which came to nothing.
    await set({ op: 'updateEntity', entity: 'shed', name: 'Hut' });
    await item(page, 'Hut').waitFor();
    expect((await history()).filter(({ author }) => author !== 'host').length).toBe(steps);
  });
});

/** What an input method takes for itself: to take a word, to give it up, to go through its list; and what would be shortcuts. */
const KEYS: readonly (readonly [string, number])[] = [
  ['Enter', 229],
  ['Escape', 229],
  ['Enter', 13],
  ['Escape', 27],
  ['ArrowDown', 40],
  ['F2', 113],
];

function press(cdp: CDPSession, key: string, windowsVirtualKeyCode: number): Promise<unknown> {
  return cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode });
}
