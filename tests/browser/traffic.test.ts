import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { echo, startServer, type TestServer } from '../peers/servers.ts';
import { unsound } from './axe.ts';
import { PATIENCE, serve, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('the traffic of all connections in the browser', () => {
  let browser: Browser, peer: TestServer, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    peer = await startServer({ serve: echo });
    const client = (path: string): object => ({ WebsocketClient: { URL: peer.url(path), HandlingUser: { userId: 'host' } } });
    const entities = [
      { id: 'garden', name: 'Garden' },
      ...['Ann', 'Ben', 'Cal'].map((name) => ({ id: name.toLowerCase(), name, parent: 'garden', components: client(`/${name}`) })),
    ];
    const scene = { format: 'worldwire/scene', version: 1, name: 'Talk', tickRate: 60, entities };
    server = await serve({ worlds: [{ name: 'talk', scene: scene as never }], allowedUrlHosts: [`127.0.0.1:${peer.port}`] });
    await expect.poll(() => peer.guests.length, PATIENCE).toBe(3);
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await peer.close();
  });

  const open = (): Promise<void> => page.getByRole('tab', { name: /^Traffic/ }).click();
  const list = (): Locator => page.getByRole('listbox', { name: 'Traffic of the connections' });
  const row = (name: string | RegExp): Locator => list().getByRole('option', { name });
  const say = (from: number, text: string): void => peer.guests[from]?.socket.send(text);
  const nameOfGuest = (at: number): string => peer.guests[at]?.request.url?.slice(1) ?? '';
  const find = async (typed: string): Promise<void> => page.getByRole('searchbox', { name: 'Find messages' }).fill(typed);

  test('what all say stands in one list, with what was said before anybody looked, and follows', async () => {
    say(0, 'before you came');
    await open();
    await row(/before you came$/).waitFor();
    await row(/^Handshake, Ann: Open/).waitFor();
    say(1, 'and after');
    await row(new RegExp(`^Received, ${nameOfGuest(1)}, 9 B: and after$`)).waitFor();
    expect(await unsound(page)).toEqual([]);
  });

  test('it is found by words, by a place in JSON and by kind; what cannot be read is told', async () => {
    for (let at = 0; at < 30; at++) say(at % 3, JSON.stringify({ temp: at, from: at % 3 }));
    await open();
    await row(/"temp":29/).waitFor();
    await find('$.temp>27');
    await expect.poll(() => list().getByRole('option').count(), PATIENCE).toBe(2);
    await find('$.temp>27 -28');
    await expect.poll(() => list().getByRole('option').count(), PATIENCE).toBe(1);
    await find('$.a..b');
    await page.getByRole('alert').getByText('Expected a place such as', { exact: false }).waitFor();
    await find('');
    await page.getByRole('button', { name: '↓ in' }).click();
    await expect.poll(() => row(/^Received/).count(), PATIENCE).toBe(0);
    await row(/^Handshake/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: '↓ in' }).click();
    await row(/"temp":29/).waitFor();
  });

  test('one is read, its connection followed, what passed around it shown, and two compared, by keys alone', async () => {
    say(0, '{"temp":1,"unit":"C"}');
    await open();
    await row(/"temp":1/).waitFor();
    say(1, '{"temp":2,"unit":"C"}');
    await row(/"temp":2/).waitFor();
    await find('temp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.getByText('Held still as it was', { exact: false }).waitFor();
    await expect.poll(() => row(/"temp":2/).getAttribute('aria-selected'), PATIENCE).toBe('true');
    await page.keyboard.press('c');
    await page.keyboard.press('ArrowUp');
    const both = page.getByRole('list', { name: 'Both messages, line by line' });
    await both.getByText('only in the first: "temp": 2,', { exact: false }).waitFor();
    expect(await unsound(page)).toEqual([]);
    await page.keyboard.press('o');
    await page.getByTitle('Show the traffic of all again').getByText(nameOfGuest(0)).waitFor();
    await expect.poll(() => list().getByRole('option').count(), PATIENCE).toBe(1);
    await page.getByRole('button', { name: 'What passed around it' }).click();
    await row(/^Handshake/)
      .first()
      .waitFor();
    await expect.poll(() => row(/"temp":1/).getAttribute('aria-selected'), PATIENCE).toBe('true');
    await list().focus();
    await page.keyboard.press('End');
    await page.getByText('Held still as it was', { exact: false }).waitFor({ state: 'detached' });
  });

  test('who scrolls up holds it still, and nothing runs away while much is said', async () => {
    for (let at = 0; at < 300; at++) say(0, `first ${at}`);
    await open();
    await row(/first 299$/).waitFor();
    await list().hover();
    await page.mouse.wheel(0, -2_000);
    await page.getByText('Held still as it was', { exact: false }).waitFor();
    await expect.poll(async () => (await list().getByRole('option').last().getAttribute('aria-label')) ?? '', PATIENCE).not.toContain('299');
    const seen = await list().getByRole('option').first().getAttribute('aria-label');
    for (let at = 0; at < 500; at++) say(1, `then ${at}`);
    await expect.poll(() => server.worlds.get('talk').run().messagesIn, PATIENCE).toBeGreaterThan(799);
    expect(await list().getByRole('option').first().getAttribute('aria-label')).toBe(seen);
    await page.getByRole('button', { name: 'Go on (End)' }).click();
    await row(/then 499$/).waitFor();
  });

  test('one that is chosen while much is said stays chosen, and the keys go on from it', async () => {
    let number = 0;
    const saying = setInterval(() => say(0, `number ${++number}`), 15);
    try {
      await open();
      await row(/number \d+$/)
        .nth(8)
        .waitFor();
      await row(/number \d+$/)
        .nth(5)
        .click();
      await page.getByText('Held still as it was', { exact: false }).waitFor();
      const chosen = async (): Promise<number> =>
        Number(/number (\d+)$/.exec((await list().getByRole('option', { selected: true }).getAttribute('aria-label')) ?? '')?.[1] ?? 0);
      const first = await chosen();
      await expect.poll(() => number, PATIENCE).toBeGreaterThan(first + 40);
      await page.keyboard.press('ArrowUp');
      await expect.poll(chosen, PATIENCE).toBe(first - 1);
    } finally {
      clearInterval(saying);
    }
  });

  test('what is found is exported as HAR and as JSON lines', async () => {
    say(0, 'keep me');
    say(1, 'not me');
    await open();
    await row(/not me$/).waitFor();
    await find('keep');
    await expect.poll(() => list().getByRole('option').count(), PATIENCE).toBe(1);
    const saved = async (format: string): Promise<string> => {
      await page.getByRole('button', { name: 'More of the traffic' }).click();
      const coming = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: new RegExp(`Export what is found.*${format}`, 's') }).click();
      return readFile(await (await coming).path(), 'utf8');
    };
    expect(JSON.parse(await saved('HAR'))).toMatchObject({ log: { entries: [{ _webSocketMessages: [{ type: 'receive', opcode: 1, data: 'keep me' }] }] } });
    expect(
      (await saved('JSONL'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([{ what: 'received', text: 'keep me' }]);
  });

  test('it is opened for what is selected, by the menu of the tree', async () => {
    say(0, 'x');
    say(1, 'y');
    const name = nameOfGuest(0);
    await page.getByRole('treeitem', { name: 'Garden' }).click();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('treeitem', { name: new RegExp(`^${name}`) }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Traffic of it and below' }).click();
    await page.getByTitle('Show the traffic of all again').getByText(name).waitFor();
    await row(/: x$/).waitFor();
    expect(await row(/: y$/).count()).toBe(0);
  });

  test('on a narrow screen, and in the dark, it is all there', async () => {
    say(0, 'x'.repeat(400));
    await open();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator('nav.tabs').getByRole('button', { name: 'World' }).click();
    await row(/x+/).first().click();
    await page.getByRole('button', { name: 'Only this connection' }).waitFor();
    expect(await unsound(page)).toEqual([]);
  });
});
