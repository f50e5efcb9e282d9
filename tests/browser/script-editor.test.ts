/** The editor of a script's program. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOST } from '../../engine/index.ts';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, component, openEntity, visit, withBrowser } from './rig.ts';
import { code, content, open, scriptServer, sign, source, textIn, write } from './script-rig.ts';
import { leave } from './shared-pages.ts';

describe('the editor of a script', () => {
  let browser: Browser, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    server = await scriptServer("print('one');\n");
    page = await visit(browser, server);
    await open(page);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
  });

  const now = () => source(server);
  const history = async () => (await server.worlds.get('scripts').ask({ ask: 'history' })).entries.length;
  const option = (name: string) => page.getByRole('option', { name });

  test('says whether what runs is what stands in it; saving writes the field as one edit, and runs it', async () => {
    await sign(page, 'This is what runs').waitFor();
    await write(page, "print('two');");
    await sign(page, 'Not saved: what runs is what was saved').waitFor();
    expect(await now()).toBe("print('one');\n");
    await page.keyboard.press('Control+s');
    await sign(page, 'This is what runs').waitFor();
    expect(await now()).toBe("print('two');");
    expect(await history()).toBe(1);
    await write(page, "print('three');");
    await page.keyboard.press('Control+Enter');
    await expect.poll(now, PATIENCE).toBe("print('three');");
    await page.getByRole('log', { name: 'Log lines' }).getByText('three', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect.poll(() => textIn(page), PATIENCE).toBe("print('two');");
    expect(await unsound(page)).toEqual([]);
  });

  test('what is not saved goes back to what is, once that is confirmed, and Ctrl-Z brings it again', async () => {
    await write(page, 'print(2)');
    await code(page).getByRole('button', { name: 'Revert' }).click();
    await page.getByRole('button', { name: 'Revert', exact: true }).last().click();
    await expect.poll(() => textIn(page), PATIENCE).toBe("print('one');\n");
    await content(page).click();
    await page.keyboard.press('Control+z');
    expect(await textIn(page)).toBe('print(2)');
    expect(await now()).toBe("print('one');\n");
  });

  test('what is not saved is there again after one has looked elsewhere, and after the page was loaded anew', async () => {
    await write(page, 'print(2)');
    await openEntity(page, 'Garden');
    await open(page);
    expect(await textIn(page)).toBe('print(2)');
    await sign(page, /^Not saved/).waitFor();
    page.on('dialog', (dialog) => void dialog.accept());
    await page.waitForTimeout(700);
    await page.reload();
    await open(page);
    await expect.poll(() => textIn(page), PATIENCE).toBe('print(2)');
    await code(page).getByRole('button', { name: 'Save and run' }).click();
    await expect.poll(now, PATIENCE).toBe('print(2)');
  });

  test('offers what scripts find, the world’s components, their fields, events and commands; and tells of a name by F1 and by the pointer', async () => {
    const type = async (text: string): Promise<void> => {
      await write(page, '');
      await page.keyboard.type(text, { delay: 5 });
    };
    /** For a moment after it has come, what is offered is not taken by Enter: it may have been meant for the text. */
    const taken = async (): Promise<void> => {
      await page.waitForTimeout(150);
      await page.keyboard.press('Enter');
    };
    await type('worl');
    await option('world').waitFor();
    await page.keyboard.press('Escape');
    await type('world.qu');
    await option('query(').waitFor();
    await taken();
    await page.keyboard.type("('Floa");
    await option('FloatValue').waitFor();
    await page.keyboard.press('Escape');
    await type("entity.get('FloatValue').Va");
    await option('Value').first().waitFor();
    await taken();
    expect(await textIn(page)).toBe("entity.get('FloatValue').Value");
    await type("const c = entity.get('WebsocketClient');\nc.on('OnMe");
    await option('OnMessage').waitFor();
    await page.keyboard.press('Escape');
    await type("const c = entity.get('WebsocketClient');\nc.command('Se");
    await option('Send').first().waitFor();
    await page.keyboard.press('Escape');
    const said = code(page).locator('.cm-said');
    await write(page, 'Script.update');
    await option('update').waitFor();
    await page.keyboard.press('F1');
    await said.getByText('Script.update: Signal<number>').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => said.count(), PATIENCE).toBe(0);
    await write(page, 'debugger;');
    await code(page).getByText('debugger', { exact: true }).hover();
    await said.getByText(/^It is passed over/).waitFor();
  });

  test('marks a fault of syntax at its line as one types, and where the program that runs has failed', async () => {
    await write(page, 'const a = 1;\nconst b = ;\n');
    const marks = code(page).locator('.cm-lintRange-error');
    await expect.poll(() => marks.allTextContents(), PATIENCE).toEqual([';']);
    await code(page).locator('.cm-gutter-lint .cm-lint-marker-error').hover();
    await page.getByText('Not expected here: ;').waitFor();
    await write(page, "print('a');\n\n  nowhere();\n");
    await expect.poll(() => marks.count(), PATIENCE).toBe(0);
    await page.keyboard.press('Control+s');
    await sign(page, 'Saved; it failed as it began').waitFor();
    await expect.poll(() => marks.allTextContents(), PATIENCE).toEqual(['nowhere']);
    // It stays with its line where others come before it.
    await content(page).click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('// one more\n');
    expect(await marks.allTextContents()).toEqual(['nowhere']);
  });

  test('what turns the direction of writing in a stranger’s program is shown, and not done', async () => {
    await write(page, "const a = 'user\u202e // ';");
    const signs = code(page).locator('.cm-specialChar');
    await expect.poll(() => signs.count(), PATIENCE).toBe(1);
    expect(await signs.getAttribute('title')).toContain('right-to-left');
  });

  test('a program with a fault of syntax is saved, and one is told that what ran before runs on', async () => {
    await write(page, 'const = 1');
    await page.keyboard.press('Control+s');
    await sign(page, 'Saved, and faulty: what ran before runs on').waitFor();
    expect(await now()).toBe('const = 1');
  });

  test('finds and replaces, and lays out, and says why it does not where it cannot', async () => {
    await write(page, 'let aa=1;aa=aa+1');
    await page.keyboard.press('Control+f');
    const panel = code(page).locator('.cm-search');
    await panel.getByRole('textbox', { name: 'Find' }).fill('aa');
    await panel.getByRole('textbox', { name: 'Replace' }).fill('bb');
    await panel.getByRole('button', { name: 'replace all' }).click();
    expect(await textIn(page)).toBe('let bb=1;bb=bb+1');
    await page.keyboard.press('Escape');
    await code(page).getByRole('button', { name: 'Format' }).click();
    await expect.poll(() => textIn(page), PATIENCE).toBe('let bb = 1;\nbb = bb + 1;\n');
    await write(page, 'let = ');
    await code(page).getByRole('button', { name: 'Format' }).click();
    await code(page).getByText('It cannot be laid out while it has a fault of syntax.').waitFor();
    expect(await textIn(page)).toBe('let = ');
  });

  test('opens over the whole window by key and goes back, with what was written and what can be taken back', async () => {
    await write(page, 'print(2)');
    await page.keyboard.press('Control+Shift+Enter');
    const desk = page.locator('ww-script-desk');
    await desk.getByRole('heading', { name: 'Script of Lamp' }).waitFor();
    await expect.poll(() => content(desk).count(), PATIENCE).toBe(1);
    const box = await content(desk).evaluate((element) => element.closest('.code')?.getBoundingClientRect().width ?? 0);
    expect(box).toBeGreaterThan(1_200);
    expect(await textIn(desk)).toBe('print(2)');
    expect(await unsound(page)).toEqual([]);
    await page.keyboard.press('End');
    await page.keyboard.type(' + 1');
    // What the editor offers is closed by Escape, and not the editor.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Shift+Enter');
    await expect.poll(() => desk.count(), PATIENCE).toBe(0);
    await expect.poll(() => textIn(page), PATIENCE).toBe('print(2) + 1');
    await expect.poll(() => content(page).evaluate((element) => element === (element.getRootNode() as ShadowRoot).activeElement), PATIENCE).toBe(true);
    await page.keyboard.press('Control+z');
    expect(await textIn(page)).not.toBe('print(2) + 1');
  });

  test('where its code cannot be loaded, a plain box does the same', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const late = await context.newPage();
    await late.route('**/assets/code-view-*.js', (route) => route.abort());
    await late.goto(server.url);
    await openEntity(late, 'Lamp');
    const box = code(late).locator('textarea[aria-label="Source"]:not([readonly])');
    await box.fill('print(3)');
    await sign(late, /^Not saved/).waitFor();
    await box.press('Control+s');
    await expect.poll(now, PATIENCE).toBe('print(3)');
    await sign(late, 'This is what runs').waitFor();
    await box.fill('print(4)');
    await server.worlds.get('scripts').submit(HOST, {
      type: 'operations',
      operations: [{ op: 'setField', entity: 'lamp', component: 'Script', field: 'Source', value: 'print(5)' }],
    });
    await code(late).getByRole('button', { name: 'Save and run' }).click();
    await code(late).getByText('Somebody else has saved since.').waitFor();
    expect(await now()).toBe('print(5)');
    expect(await box.inputValue()).toBe('print(4)');
    await code(late).getByRole('button', { name: 'Save and run' }).click();
    await code(late).getByText('Somebody else has saved since.').waitFor();
    expect(await now()).toBe('print(5)');
    await context.close();
  });

  test('fits a telephone, in its section and over the whole window', async () => {
    await page.setViewportSize({ width: 360, height: 720 });
    await page.getByRole('navigation').getByRole('button', { name: 'Entity' }).click();
    await content(page).click();
    expect(await unsound(page)).toEqual([]);
    await code(page).getByRole('button', { name: 'Open large' }).click();
    await content(page.locator('ww-script-desk')).click();
    expect(await unsound(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
});

describe('two people at one source', () => {
  let browser: Browser, server: RunningServer, page: Page, other: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    server = await scriptServer("print('one');\nprint('two');\nprint('three');\n");
    page = await visit(browser, server);
    other = await visit(browser, server);
    await open(page);
    await open(other);
  });
  afterEach(async () => {
    await leave(page);
    await leave(other);
    await server.close();
  });
  const now = () => source(server);
  /** Puts something at the beginning of a line. */
  const put = async (at: Page, line: number, text: string): Promise<void> => {
    await at.bringToFront();
    await content(at).click();
    await at.keyboard.press('Control+Home');
    for (let down = 1; down < line; down++) await at.keyboard.press('ArrowDown');
    await at.keyboard.type(text);
  };
  const text = (...lines: readonly string[]): string => `${lines.map((each, at) => `${each}print('${['one', 'two', 'three'][at] ?? ''}');`).join('\n')}\n`;

  test('who has written nothing sees what the other saves; who has gets it merged, and then saves both', async () => {
    await put(page, 1, '/*a*/');
    await put(other, 3, '/*b*/');
    await other.keyboard.press('Control+s');
    await expect.poll(now, PATIENCE).toBe(text('', '', '/*b*/'));
    await expect.poll(() => textIn(page), PATIENCE).toBe(text('/*a*/', '', '/*b*/'));
    await code(page)
      .getByText(/has saved meanwhile is merged into yours/)
      .waitFor();
    await page.bringToFront();
    await content(page).click();
    await page.keyboard.press('Control+s');
    await expect.poll(now, PATIENCE).toBe(text('/*a*/', '', '/*b*/'));
    await expect.poll(() => textIn(other), PATIENCE).toBe(text('/*a*/', '', '/*b*/'));
    // Ctrl-Z takes back what one has written, and leaves the other's.
    await page.keyboard.press('Control+z');
    await expect.poll(() => textIn(page), PATIENCE).toContain('/*b*/');
  });

  test('where both have changed a line, both are shown and nothing is saved before one has said what holds', async () => {
    await put(page, 2, '/*mine*/');
    await put(other, 2, '/*theirs*/');
    await other.keyboard.press('Control+s');
    const clash = code(page).locator('.cm-clash-theirs');
    await clash.getByText("/*theirs*/print('two');").waitFor();
    expect(await textIn(page)).toBe(text('', '/*mine*/', ''));
    await page.bringToFront();
    expect(await unsound(page)).toEqual([]);
    await content(page).click({ position: { x: 200, y: 5 } });
    await page.keyboard.press('Control+s');
    await code(page).getByText('First decide what holds in 1 place').waitFor();
    expect(await now()).toBe(text('', '/*theirs*/', ''));
    // It is still to be decided after one has looked elsewhere.
    await openEntity(page, 'Garden');
    await open(page);
    await code(page).getByText('One place was changed by somebody else as well.').waitFor();
    await code(page).getByRole('button', { name: 'Save and run' }).click();
    await code(page).getByText('First decide what holds in 1 place').waitFor();
    expect(await now()).toBe(text('', '/*theirs*/', ''));
    await clash.getByRole('button', { name: 'Keep both' }).click();
    await expect.poll(() => clash.count(), PATIENCE).toBe(0);
    expect(await textIn(page)).toBe("print('one');\n/*mine*/print('two');\n/*theirs*/print('two');\nprint('three');\n");
    // Taken back, it is to be decided again.
    await page.keyboard.press('Control+z');
    await clash.waitFor();
    await code(page).getByRole('button', { name: 'Take theirs' }).first().click();
    await expect.poll(() => textIn(page), PATIENCE).toBe(text('', '/*theirs*/', ''));
    await sign(page, 'This is what runs').waitFor();
  });

  test('a save that meets another’s newer text is not taken, and theirs is merged', async () => {
    await put(page, 1, '/*a*/');
    await put(other, 3, '/*b*/');
    await Promise.all([other.keyboard.press('Control+s'), code(page).getByRole('button', { name: 'Save and run' }).click()]);
    await expect.poll(async () => String(await now()).includes('/*b*/') || String(await now()).includes('/*a*/'), PATIENCE).toBe(true);
    for (const at of [page, other]) {
      await at.bringToFront();
      await content(at).click();
      await expect.poll(() => textIn(at), PATIENCE).toBe(text('/*a*/', '', '/*b*/'));
      await at.keyboard.press('Control+s');
    }
    await expect.poll(now, PATIENCE).toBe(text('/*a*/', '', '/*b*/'));
  });

  test('who writes in a source is seen by the other', async () => {
    await content(other).click();
    await component(page, 'Script')
      .getByRole('img', { name: /edits this now/ })
      .waitFor();
  });
});
