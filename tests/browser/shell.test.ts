import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import {
  PATIENCE,
  basic,
  component,
  echoServer,
  focusTree,
  garden,
  gardenServer,
  item,
  openEntity,
  serve,
  visit,
  type EchoServer,
  withBrowser,
} from './rig.ts';
import { leave } from './shared-pages.ts';

const SHOTS = fileURLToPath(new URL('../../.cache/screenshots', import.meta.url));
const TABS = ['World', 'Connections', 'Flow', 'Changes', 'Time', 'Traffic', 'Watch', 'Send'];

describe('the frame of the page', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page, folder: string;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeAll(async () => {
    await mkdir(SHOTS, { recursive: true });
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'worldwire-'));
    echo = await echoServer();
    await writeFile(join(folder, 'garden.scene.json'), JSON.stringify(garden(echo.url)));
    await writeFile(join(folder, 'yard.scene.json'), JSON.stringify({ ...garden(echo.url), name: 'Back yard' }));
    server = await gardenServer(echo, { worlds: [{ file: join(folder, 'garden.scene.json') }, { file: join(folder, 'yard.scene.json') }] });
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
    await rm(folder, { recursive: true, force: true });
  });

  const dialog = (name: string): Locator => page.getByRole('dialog', { name, exact: true });
  /** What a dialog or a panel holds: it is slotted, and so no descendant of what has the role. */
  const inside = (name: string): Locator => page.locator(`wa-dialog[label="${name}"]`);
  const panel = (): Locator => page.locator('ww-popover');
  const palette = (): Locator => page.locator('ww-palette');
  const search = (): Locator => palette().getByRole('combobox');
  const offered = (name: string | RegExp): Locator => palette().getByRole('option', { name });
  const tab = (name: string): Locator => page.getByRole('tab', { name: new RegExp(`^${name}`) });
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  test('Ctrl-K finds a command by some of its letters, and Enter does it', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('rn pse');
    // All commands are there until the letters have come in.
    await expect.poll(() => offered('Pause or run the world').getAttribute('aria-selected'), PATIENCE).toBe('true');
    await page.keyboard.press('Enter');
    await palette().waitFor({ state: 'detached' });
    await expect.poll(() => page.getByRole('button', { name: 'Pause', exact: true }).getAttribute('aria-pressed'), PATIENCE).toBe('true');
    // What was used last comes first.
    await page.keyboard.press('Control+Shift+P');
    expect(await palette().getByRole('group', { name: 'Recent' }).getByRole('option').first().textContent()).toContain('Pause or run the world');
    // And once only.
    expect(await offered('Pause or run the world').count()).toBe(1);
  });

  test('who looks for pause finds that of the world before that of the log', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('pause');
    await offered('Pause the log').waitFor();
    expect(await offered('Pause or run the world').getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Escape');
  });

  test('the palette leads to an entity by its name, live, and gives the keyboard back when it is left', async () => {
    await focusTree(page);
    await page.keyboard.press('Control+k');
    await search().fill('greenh');
    await palette().getByText('Nothing is called “greenh”.').waitFor();
    await search().fill('#greenh');
    await palette().getByText('Nothing is called “greenh” among the worlds.').waitFor();
    // By what it holds an entity is found as well.
    await search().fill('@websocket');
    await offered(/Lamp.*holds WebsocketClient/).waitFor();
    await search().fill('greenh');
    await server.worlds
      .get('garden')
      .submit({ userId: 'host', role: 'Admin' }, { type: 'operations', operations: [{ op: 'addEntity', entity: { name: 'Greenhouse' }, parent: 'bench' }] });
    await offered('Greenhouse').waitFor();
    await page.keyboard.press('Escape');
    await palette().waitFor({ state: 'detached' });
    await expect.poll(() => focusedRole(page), PATIENCE).toBe('tree');
    await page.keyboard.press('Control+k');
    await search().fill('@greenh');
    await offered('Greenhouse').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Greenhouse', exact: true }).waitFor();
    await item(page, 'Greenhouse').waitFor();
  });

  test('the palette attaches a component to the selected, enters a world, and dims what cannot be done', async () => {
    await page.keyboard.press('Control+k');
    await search().fill('+comment');
    expect(await offered('Attach Comment').getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');
    await openEntity(page, 'Shed');
    await page.keyboard.press('Control+k');
    await search().fill('+comment');
    await expect.poll(() => offered('Attach Comment').getAttribute('aria-disabled'), PATIENCE).toBe('false');
    await page.keyboard.press('Enter');
    await component(page, 'Comment').waitFor();
    await page.keyboard.press('Control+k');
    await search().fill('#yard');
    await offered('Back yard').click();
    await page.getByRole('button', { name: 'World: Back yard' }).waitFor();
  });

  test('? lists all keys with what they do, those of the hierarchy too', async () => {
    await page.locator('body').press('?');
    const overlay = inside('Keys');
    await overlay.getByRole('heading', { name: 'In the hierarchy' }).waitFor();
    const row = overlay.locator('dl > div').filter({ hasText: 'Command palette' });
    expect(await row.locator('kbd').allTextContents()).toEqual(['Ctrl', 'K', 'Ctrl', 'Shift', 'P']);
    // A sign typed into a box is a sign.
    await page.keyboard.press('Escape');
    await overlay.waitFor({ state: 'detached' });
    await page.getByLabel('Filter the log').fill('');
    await page.getByLabel('Filter the log').press('?');
    expect(await page.getByLabel('Filter the log').inputValue()).toBe('?');
    expect(await overlay.count()).toBe(0);
  });

  test('every key stands at one action only', async () => {
    await page.locator('body').press('?');
    await dialog('Keys').waitFor();
    const anywhere = inside('Keys')
      .locator('section')
      .filter({ hasNot: page.getByRole('heading', { name: /^In / }) });
    const keys = await anywhere
      .locator('dd > span')
      .evaluateAll((spans) => spans.map((span) => [...span.querySelectorAll('kbd')].map((key) => key.textContent).join('-')));
    expect(keys.length).toBeGreaterThan(15);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  test('tabs are walked with arrows and Alt-1 to Alt-7, and the one that was open is open again', async () => {
    for (const [i, name] of TABS.entries()) {
      await page.keyboard.press(`Alt+${i + 1}`);
      await expect.poll(() => tab(name).getAttribute('aria-selected'), PATIENCE).toBe('true');
    }
    await tab('Time').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => tab('Changes').getAttribute('aria-selected'), PATIENCE).toBe('true');
    expect(await page.getByRole('tabpanel', { name: /^Changes/ }).isVisible()).toBe(true);
    await page.reload();
    await expect.poll(() => tab('Changes').getAttribute('aria-selected'), PATIENCE).toBe('true');
    await expect.poll(() => tab('Connections').textContent(), PATIENCE).toBe('Connections1');
  });

  test('a tab that is chosen leaves its neighbours where they are', async () => {
    const lefts = (): Promise<number[]> => page.getByRole('tab').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().left));
    await tab('World').click();
    const before = await lefts();
    await tab('Changes').click();
    expect(await lefts()).toEqual(before);
  });

  test('a part of the page that does not come is told to who opens it', async () => {
    await page.route('**/assets/settings-*.js', (route) => route.abort());
    await page.keyboard.press('Control+,');
    await page.getByRole('status').getByText('could not be loaded from the server', { exact: false }).waitFor();
  });

  test('on a telephone the bar has two lines, and the filter of the log room to type', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    expect((await page.locator('ww-top-bar').boundingBox())?.height).toBeLessThan(84);
    await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Log' }).click();
    expect((await page.getByLabel('Filter the log').boundingBox())?.width).toBeGreaterThan(160);
  });

  test('F6 walks the panes and comes back to where the keyboard was', async () => {
    await focusTree(page);
    await page.keyboard.press('F6');
    await expect.poll(() => focusedRole(page), PATIENCE).toBe('tab');
    await page.keyboard.press('F6');
    await page.keyboard.press('F6');
    await expect.poll(() => focusedRole(page), PATIENCE).toBe('grid');
    await page.keyboard.press('F6');
    await expect.poll(() => focusedRole(page), PATIENCE).toBe('tree');
    await page.keyboard.press('Shift+F6');
    await expect.poll(() => focusedRole(page), PATIENCE).toBe('grid');
    // What is chosen by its key has the keyboard, and not the tab that had it before.
    for (const [key, name] of [
      ['Alt+2', 'Connections'],
      ['Alt+4', 'Changes'],
      ['Alt+1', 'World'],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(() => page.locator('wa-tab:focus').textContent(), PATIENCE).toMatch(new RegExp(`^${name}`));
    }
  });

  test.each([
    ['hierarchy', 'Control+b', '.left', 'tree'],
    ['log', 'Control+j', '.bottom', 'grid'],
  ] as const)(
    'a %s that is folded with the keyboard in it gives it to the middle, and takes it back as it is shown again',
    async (_name, key, around, role) => {
      const shown = page.locator(`${around} > :not([inert])`);
      await focusTree(page);
      if (role === 'grid') {
        await page.keyboard.press('Shift+F6');
        await expect.poll(() => focusedRole(page), PATIENCE).toBe('grid');
      }
      await page.keyboard.press(key);
      await shown.waitFor({ state: 'detached' });
      await expect.poll(() => focusedRole(page), PATIENCE).toBe('tab');
      await page.keyboard.press(key);
      await shown.waitFor();
      await expect.poll(() => focusedRole(page), PATIENCE).toBe(role);
      // Who has gone elsewhere meanwhile stays there.
      await page.keyboard.press(key);
      await expect.poll(() => focusedRole(page), PATIENCE).toBe('tab');
      await page.getByRole('button', { name: 'Settings' }).focus();
      await page.keyboard.press(key);
      await shown.waitFor();
      expect(await page.getByRole('button', { name: 'Settings' }).evaluate((button) => button.matches(':focus'))).toBe(true);
    },
  );

  test('nothing is called saved while no world is known', async () => {
    const file = page.getByRole('group', { name: 'File' }).getByRole('button').first();
    await expect.poll(() => file.textContent(), PATIENCE).toBe('saved');
    const empty = await serve({});
    try {
      await page.goto(empty.url);
      await page.getByText('no world', { exact: true }).waitFor();
      expect([await file.textContent(), await file.getAttribute('aria-label'), await file.isDisabled()]).toEqual(['–', 'No world', true]);
    } finally {
      await empty.close();
    }
  });

  test('a paused world is stepped by as many ticks as one likes, and the number is remembered', async () => {
    const world = server.worlds.get('garden');
    const at = async (): Promise<number> => (await world.ask({ ask: 'status' })).tick;
    await page.keyboard.press('F8');
    await page.getByRole('button', { name: 'Step several ticks', disabled: false }).click();
    await dialog('Step').waitFor();
    const before = await at();
    await panel().getByLabel('Ticks to step').fill('7 ');
    await page.keyboard.press('Enter');
    await expect.poll(at, PATIENCE).toBe(before + 7);
    await panel().getByLabel('Ticks to step').fill('many');
    await page.keyboard.press('Enter');
    await panel().getByRole('alert').filter({ hasText: 'whole number' }).waitFor();
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    await page.keyboard.press('Control+F10');
    await expect.poll(at, PATIENCE).toBe(before + 14);
  });

  test('save as asks for a name and says at its box what is wrong with it', async () => {
    await page.getByRole('button', { name: 'More of the file' }).click();
    await page.getByRole('menuitem', { name: 'Save as…' }).click();
    const box = inside('Save as');
    await box.getByRole('textbox').fill('../outside');
    await page.keyboard.press('Enter');
    await box.getByRole('alert').waitFor();
    expect(await box.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
    await box.getByRole('textbox').fill('second garden');
    await page.keyboard.press('Enter');
    await box.waitFor({ state: 'detached' });
    await expect.poll(async () => readFile(join(folder, 'second garden.scene.json'), 'utf8').catch(() => ''), PATIENCE).toContain('"lamp"');
  });

  test('revert says what is lost, does nothing where one thinks again, and else puts the world back to its file', async () => {
    await openEntity(page, 'Shed');
    await basic(page, 'Name').fill('Barn');
    await basic(page, 'Name').press('Enter');
    await item(page, 'Barn').waitFor();
    const question = inside('Revert to the file?');
    const revert = async (): Promise<void> => {
      await page.getByRole('button', { name: 'More of the file' }).click();
      await page.getByRole('menuitem', { name: 'Revert to the file…' }).click();
      await question.getByText('What was edited since it was saved is lost').waitFor();
      await question.getByText('open connection').waitFor();
    };
    await revert();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(await item(page, 'Barn').count()).toBe(1);
    await revert();
    await question.getByRole('button', { name: 'Revert' }).click();
    await item(page, 'Shed').waitFor();
    await item(page, 'Barn').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Saved', exact: true }).waitFor();
  });

  test('a revert takes away what was refused before', async () => {
    await openEntity(page, 'Lamp');
    const position = basic(page, 'Position y');
    await position.fill('abc');
    await position.press('Enter');
    await basic(page, 'Tag').fill('other');
    await basic(page, 'Tag').press('Enter');
    await page.getByRole('button', { name: /^Unsaved/ }).waitFor();
    expect(await position.getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('button', { name: 'More of the file' }).click();
    await page.getByRole('menuitem', { name: 'Revert to the file…' }).click();
    await inside('Revert to the file?').getByRole('button', { name: 'Revert' }).click();
    await page.getByRole('status').filter({ hasText: 'Back to the file.' }).waitFor();
    await expect.poll(() => position.getAttribute('aria-invalid'), PATIENCE).toBe(null);
    expect(await position.inputValue()).toBe('1');
    expect(await page.getByRole('alert').filter({ hasText: 'expected a number' }).count()).toBe(0);
  });

  test('a revert that takes longer says so until it has ended', async () => {
    // What the server answers is held back, however quick it is.
    const context = await browser.newContext();
    const own = await context.newPage();
    let held: (() => void)[] | null = null;
    await own.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        if (held === null) socket.send(message);
        else held.push(() => socket.send(message));
      });
    });
    await own.goto(server.url);
    await item(own, 'Garden').waitFor();
    await own.getByRole('button', { name: 'More of the file' }).click();
    await own.getByRole('menuitem', { name: 'Revert to the file…' }).click();
    held = [];
    await own.locator('wa-dialog[label="Revert to the file?"]').getByRole('button', { name: 'Revert' }).click();
    const under = own.getByRole('status').filter({ hasText: 'Putting the world back to its file…' });
    await under.waitFor();
    const waiting = held;
    held = null;
    for (const send of waiting) send();
    await own.getByRole('status').filter({ hasText: 'Back to the file.' }).waitFor();
    expect(await under.count()).toBe(0);
    await context.close();
  });

  test('the world picker tells what is unsaved and who is where', async () => {
    const other = await visit(browser, server);
    try {
      await openEntity(other, 'Shed');
      await basic(other, 'Tag').fill('edited');
      await basic(other, 'Tag').press('Enter');
      const entry = page.getByRole('menuitemcheckbox', { name: /Test garden/ });
      await expect
        .poll(async () => {
          await page.getByRole('button', { name: /^World:/ }).click();
          await entry.waitFor();
          const text = await entry.textContent();
          await page.keyboard.press('Escape');
          await entry.waitFor({ state: 'hidden' });
          return text;
        }, PATIENCE)
        .toMatch(/2 here.*unsaved/s);
    } finally {
      await leave(other);
    }
  });

  test('the people panel tells who is here, where they look and what they edit, and leads there; one may take another name', async () => {
    const other = await visit(browser, server);
    try {
      await openEntity(other, 'Shed');
      await basic(other, 'Tag').focus();
      await page.getByRole('button', { name: /^People:/ }).click();
      await dialog('People').waitFor();
      await panel().getByText('looks at').waitFor();
      await panel().getByRole('button', { name: 'Shed', exact: true }).first().click();
      await page.getByRole('heading', { name: 'Shed', exact: true }).waitFor();
      expect(await item(page, 'Shed').getAttribute('aria-selected')).toBe('true');
      await panel().getByRole('button', { name: 'Change name' }).click();
      await inside('Your name').getByRole('textbox').fill('Mika');
      await page.keyboard.press('Enter');
      await other.getByRole('button', { name: /^People:.*Mika/ }).waitFor();
    } finally {
      await leave(other);
    }
  });

  test('how the world runs is plotted and tabled, from the bar', async () => {
    await page.getByRole('button', { name: /^A tick takes/ }).click();
    await dialog('How it runs').waitFor();
    await panel().getByRole('rowheader', { name: 'spinner', exact: true }).waitFor();
    for (const name of ['Tick time', 'Rate', 'Late', 'Messages']) await panel().getByRole('group', { name, exact: true }).locator('canvas').waitFor();
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    await expect.poll(() => focusedRole(page), PATIENCE).toBe('button');
  });

  test('density changes rows and fields, motion and colours go by hand, and all is forgotten when asked', async () => {
    await openEntity(page, 'Lamp');
    const heights = async (): Promise<readonly (number | undefined)[]> => [
      (await item(page, 'Lamp').boundingBox())?.height,
      Math.round(((await item(page, 'Bench').boundingBox())?.y ?? 0) - ((await item(page, 'Lamp').boundingBox())?.y ?? 0)),
    ];
    expect(await heights()).toEqual([24, 24]);
    await page.keyboard.press('Control+,');
    const settings = inside('Settings');
    await settings.getByRole('group', { name: 'Density' }).getByRole('radio', { name: 'Roomy' }).check();
    await expect.poll(heights, PATIENCE).toEqual([30, 30]);
    await settings.getByRole('group', { name: 'Motion' }).getByRole('radio', { name: 'Less' }).check();
    expect(await page.evaluate(() => document.documentElement.dataset['motion'])).toBe('less');
    const before = await background();
    await settings.getByRole('group', { name: 'Colours' }).getByRole('radio', { name: 'Dark' }).check();
    await expect.poll(background, PATIENCE).not.toBe(before);
    await settings.getByRole('button', { name: 'Forget all…' }).click();
    await inside('Forget all that is remembered here?').getByRole('button', { name: 'Forget all' }).click();
    await expect.poll(background, PATIENCE).toBe(before);
    expect(await page.evaluate(() => document.documentElement.dataset['density'])).toBe('compact');
  });

  test('a button tells what it does and its key, to the pointer and to the keyboard', async () => {
    const tip = page.getByRole('tooltip');
    await page.getByRole('button', { name: 'Pause', exact: true }).hover();
    await tip.filter({ hasText: 'Pause' }).filter({ hasText: 'F8' }).waitFor();
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'detached' });
    await page.mouse.move(600, 500);
    await page.getByRole('button', { name: 'Run', exact: true }).focus();
    await page.keyboard.press('Tab');
    await tip.filter({ hasText: 'Pause' }).filter({ hasText: 'F8' }).waitFor();
  });

  test.each(['light', 'dark'] as const)(
    '%s: axe finds nothing serious in any tab, in the palette, the keys, the settings or the panels',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await openEntity(page, 'Lamp');
      for (const [i, name] of TABS.entries()) {
        await page.keyboard.press(`Alt+${i + 1}`);
        await expect.poll(() => tab(name).getAttribute('aria-selected'), PATIENCE).toBe('true');
        await page
          .getByRole('tabpanel', { name: new RegExp(`^${name}`) })
          .locator('> *')
          .first()
          .waitFor({ state: 'attached' });
        await page.screenshot({ path: join(SHOTS, `tab-${name.toLowerCase()}-${colorScheme}.png`) });
        expect(await unsound(page)).toEqual([]);
      }
      for (const [key, name] of [
        ['Control+k', 'Commands'],
        ['?', 'Keys'],
        ['Control+,', 'Settings'],
      ] as const) {
        await page.locator('body').press(key);
        await dialog(name).waitFor();
        await page.screenshot({ path: join(SHOTS, `${name.toLowerCase()}-${colorScheme}.png`) });
        expect(await unsound(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await dialog(name).waitFor({ state: 'detached' });
      }
      for (const [button, name] of [
        [/^A tick takes/, 'How it runs'],
        [/^People:/, 'People'],
        ['History of edits', 'History of edits'],
      ] as const) {
        await page.getByRole('button', { name: button }).click();
        await dialog(name).waitFor();
        await page.screenshot({ path: join(SHOTS, `${name.toLowerCase().replaceAll(' ', '-')}-${colorScheme}.png`) });
        expect(await unsound(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await dialog(name).waitFor({ state: 'detached' });
      }
    },
  );

  test('on a narrow screen the middle has its tabs, and palette, keys and settings fit', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'World' }).click();
    for (const name of TABS) {
      await tab(name).click();
      await expect.poll(() => tab(name).getAttribute('aria-selected'), PATIENCE).toBe('true');
      expect(await unsound(page)).toEqual([]);
    }
    for (const [key, name] of [
      ['Control+k', 'Commands'],
      ['?', 'Keys'],
      ['Control+,', 'Settings'],
    ] as const) {
      await page.locator('body').press(key);
      const box = await dialog(name).boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(740);
      expect(await unsound(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog(name).waitFor({ state: 'detached' });
    }
  });
});

/** The role of what has the focus, however deep in shadow roots it is. */
async function focusedRole(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active === null ? null : (active.role ?? active.localName);
  });
}
