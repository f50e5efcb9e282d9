/** How a script does, and its console. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, component, visit, withBrowser } from './rig.ts';
import { code, content, open, scriptOf, scriptServer, write } from './script-rig.ts';
import { leave } from './shared-pages.ts';

const SOURCE = `let count = 1;
print('begun');
Script.impulse.connect(() => { nowhere(); });
console.warn('<b>bold</b> \\u202e turned');
`;

describe('the console of a script', () => {
  let browser: Browser, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    server = await scriptServer(SOURCE);
    page = await visit(browser, server);
    await open(page);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
  });

  const lines = (at: Page = page) => at.getByRole('log', { name: 'Console of Script' });
  const line = (text: string | RegExp) => lines().locator('.line').filter({ hasText: text });
  const box = () => component(page, 'Script').getByRole('textbox', { name: 'Type to the running script' });
  const state = (words: string) => component(page, 'Script').locator('ww-script-state').getByText(words, { exact: true });

  test('shows what this script has written and nothing else, and foreign words stay words', async () => {
    await line('begun').waitFor();
    await line('<b>bold</b> \\u{202e} turned').waitFor();
    expect(await lines().locator('b').count()).toBe(0);
    expect(await line(/joined/).count()).toBe(0);
    await lines().scrollIntoViewIfNeeded();
    expect(await unsound(page)).toEqual([]);
    await component(page, 'Script').getByRole('button', { name: 'Clear' }).click();
    expect(await lines().locator('.line').count()).toBe(0);
  });

  test('runs what is typed in the running script; the arrows bring it back, and Shift-Enter begins another line', async () => {
    await box().fill('count += 41');
    await box().press('Enter');
    await line('> count += 41').waitFor();
    await line('< 42').waitFor();
    expect(await box().inputValue()).toBe('');
    await box().pressSequentially('count');
    await box().press('Shift+Enter');
    await box().pressSequentially('+ 1');
    expect(await box().inputValue()).toBe('count\n+ 1');
    await box().press('Enter');
    await line('< 43').waitFor();
    await box().pressSequentially('unsent');
    await box().press('ArrowUp');
    expect(await box().inputValue()).toBe('count\n+ 1');
    await box().press('ArrowUp');
    await box().press('ArrowUp');
    expect(await box().inputValue()).toBe('count += 41');
    await box().press('ArrowDown');
    await box().press('ArrowDown');
    await box().press('ArrowDown');
    expect(await box().inputValue()).toBe('unsent');
    await box().fill('nobody.knows');
    await box().press('Enter');
    await line(/nobody is not defined/).waitFor();
    expect((await scriptOf(server))['State']).toBe('Running');
  });

  test('what was not taken stays in the box, with the reason', async () => {
    await write(page, 'throw new Error("no")');
    await page.keyboard.press('Control+s');
    await state('Failed as it began').waitFor();
    await box().fill('count');
    await box().press('Enter');
    await component(page, 'Script').locator('ww-script-console').getByRole('alert').waitFor();
    expect(await box().inputValue()).toBe('count');
  });

  test('an error leads to its line in the editor, from its place in the state and in the console', async () => {
    await server.worlds.get('scripts').submit({ userId: 'host', role: 'Admin' } as never, { type: 'impulse', tag: 'go' } as never);
    await state('Running, with an error').waitFor();
    await component(page, 'Script')
      .locator('ww-script-state')
      .getByRole('button', { name: /^line 3, column/ })
      .click();
    await expect.poll(() => content(page).evaluate((element) => element === (element.getRootNode() as ShadowRoot).activeElement), PATIENCE).toBe(true);
    await page.keyboard.type('here ');
    await code(page).locator('.cm-line', { hasText: 'here nowhere()' }).waitFor();
    await page.keyboard.press('Control+Home');
    await line(/is not defined/)
      .getByRole('button', { name: /lamp\/Script\.js:3:/ })
      .first()
      .click();
    await page.keyboard.type('and ');
    await code(page)
      .locator('.cm-line', { hasText: /and here nowhere|here and nowhere/ })
      .waitFor();
  });

  test('says how it does, in words, colour and shape, with what it takes beside what it may; and begins anew where one asks', async () => {
    await state('Running').waitFor();
    const section = component(page, 'Script');
    await section.getByRole('img', { name: /^Fuel: [\d\s]+ of 300\s000$/ }).waitFor();
    await section.getByRole('img', { name: /^Memory: \d\.\d+\sMiB of 16\sMiB$/ }).waitFor();
    await section.getByRole('img', { name: /^Sockets: 0 of 1\s024$/ }).waitFor();
    expect(await section.locator('ww-sparkline line').count()).toBe(3);
    await box().fill('count = 7');
    await box().press('Enter');
    await line('< 7').waitFor();
    await section.getByRole('button', { name: 'Restart' }).click();
    await expect.poll(() => line('begun').count(), PATIENCE).toBe(2);
    await box().fill('count');
    await box().press('Enter');
    await line(/^< 1$/).waitFor();
  });

  test('where a file runs in its place it says so, and that the file is watched', async () => {
    const { worlds } = server;
    await worlds.get('scripts').submit({ userId: 'host', role: 'Admin' } as never, {
      type: 'operations',
      operations: [{ op: 'setField', entity: 'lamp', component: 'Script', field: 'File', value: 'lib/chat.js' }],
    });
    await component(page, 'Script').getByText('What runs is the file lib/chat.js beside the scene.').waitFor();
    await code(page).getByText('Does not run: the file does').waitFor();
  });

  test('stands below the editor over the whole window as well', async () => {
    await content(page).click();
    await page.keyboard.press('Control+Shift+Enter');
    const desk = page.locator('ww-script-desk');
    await desk.getByRole('log', { name: 'Console of Script' }).getByText('begun').waitFor();
    const typing = desk.getByRole('textbox', { name: 'Type to the running script' });
    await typing.fill('count');
    await typing.press('Enter');
    await desk.getByRole('log', { name: 'Console of Script' }).getByText('< 1').waitFor();
    await page.setViewportSize({ width: 360, height: 720 });
    expect(await unsound(page)).toEqual([]);
  });
});
