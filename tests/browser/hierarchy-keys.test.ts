import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { choose, chosen, hundredThousand, names, outline, typeToFind, worldOf } from './hierarchy-worlds.ts';
import { PATIENCE, focusTree, item, visit, withBrowser } from './rig.ts';
import { borrow, leave } from './shared-pages.ts';

describe('the keyboard in the hierarchy', () => {
  let browser: Browser, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    server = await worldOf([
      { id: 'garden', name: 'Garden' },
      { id: 'bed', name: 'Bed', parent: 'garden' },
      { id: 'rose', name: 'Rose', parent: 'bed' },
      { id: 'iris', name: 'Iris', parent: 'bed' },
      { id: 'pond', name: 'Pond', parent: 'garden' },
      { id: 'frog', name: 'Frog', parent: 'pond' },
      { id: 'newt', name: 'Newt', parent: 'pond' },
      { id: 'shed', name: 'Shed' },
      { id: 'rake', name: 'Rake', parent: 'shed' },
    ]);
    page = await visit(browser, server);
    await item(page, 'Shed').click();
    await focusTree(page);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
  });
  const keys = async (...pressed: readonly string[]): Promise<void> => {
    for (const key of pressed) await page.keyboard.press(key);
  };
  const isChosen = async (...wanted: readonly string[]): Promise<void> => {
    await expect.poll(async () => (await chosen(page)).join(), PATIENCE).toBe(wanted.join());
  };
  const stands = async (...wanted: readonly string[]): Promise<void> => {
    await expect.poll(async () => (await outline(page)).filter((row) => !/Users|Admin/.test(row)).join('\n'), PATIENCE).toBe(wanted.join('\n'));
  };

  test('an asterisk unfolds all that stand beside an entity', async () => {
    await keys('Home', 'ArrowDown');
    await isChosen('Bed');
    await page.keyboard.press('*');
    await stands('Garden', '- Bed', '- - Rose', '- - Iris', '- Pond', '- - Frog', '- - Newt', 'Shed', '- Rake');
  });

  test('each row says its level, its place among its siblings, and how many they are', async () => {
    expect(await page.getByRole('tree').getAttribute('aria-multiselectable')).toBe('true');
    const pond = item(page, 'Pond');
    expect(await pond.getAttribute('aria-level')).toBe('2');
    expect(await pond.getAttribute('aria-posinset')).toBe('2');
    expect(await pond.getAttribute('aria-setsize')).toBe('2');
  });

  test('Shift and an arrow select a stretch, which grows and shrinks; Escape goes back to one', async () => {
    await keys('Home', 'Shift+ArrowDown', 'Shift+ArrowDown');
    await isChosen('Garden', 'Bed', 'Pond');
    await keys('Shift+ArrowUp');
    await isChosen('Garden', 'Bed');
    await keys('Escape');
    await expect.poll(async () => (await chosen(page)).length, PATIENCE).toBe(1);
    await isChosen('Bed');
  });

  test('Ctrl with arrows walks without selecting, Ctrl-Space selects one more and takes it out again', async () => {
    await keys('Home', 'Control+ArrowDown', 'Control+ArrowDown');
    await isChosen('Garden');
    await keys('Control+Space');
    await isChosen('Garden', 'Pond');
    await keys('Control+Space');
    await isChosen('Garden');
  });

  test('Ctrl-click selects one more, Shift-click all up to a row, Ctrl-A all that is visible', async () => {
    await choose(page, 'Bed', 'Shed');
    await isChosen('Bed', 'Shed');
    await item(page, 'Garden').click();
    await item(page, 'Pond').click({ modifiers: ['Shift'] });
    await isChosen('Garden', 'Bed', 'Pond');
    await keys('Control+a');
    await expect.poll(async () => (await chosen(page)).length, PATIENCE).toBe((await names(page)).length);
  });

  test('Alt and the arrows move several among their siblings together', async () => {
    await keys('Home', 'ArrowDown', 'ArrowRight');
    await item(page, 'Rose').waitFor();
    await choose(page, 'Garden', 'Bed');
    // Bed hangs below Garden: only Garden moves.
    await keys('Alt+ArrowDown');
    await stands('Shed', '- Rake', 'Garden', '- Bed', '- - Rose', '- - Iris', '- Pond');
    await isChosen('Garden', 'Bed');
  });

  test('Alt-Right moves into the sibling above, Alt-Left out again to right behind it, each one step of undo', async () => {
    const parent = async (id: string): Promise<string | null> => (await server.worlds.get('test').ask({ ask: 'entity', entity: id })).parent;
    await choose(page, 'Pond');
    await keys('Alt+ArrowRight');
    await expect.poll(() => parent('pond'), PATIENCE).toBe('bed');
    await item(page, 'Rose').waitFor();
    await keys('Alt+ArrowLeft');
    await expect.poll(() => parent('pond'), PATIENCE).toBe('garden');
    await keys('Control+z', 'Control+z');
    await stands('Garden', '- Bed', '- - Rose', '- - Iris', '- Pond', 'Shed', '- Rake');
  });

  test('Left goes to the parent, and folds it', async () => {
    await keys('End');
    await item(page, 'Bed').click();
    await keys('ArrowRight');
    await item(page, 'Rose').waitFor();
    await keys('ArrowRight');
    await isChosen('Rose');
    await keys('ArrowLeft');
    await isChosen('Bed');
    await keys('ArrowLeft');
    await item(page, 'Rose').waitFor({ state: 'detached' });
  });

  test('Enter opens the entity, on a narrow screen in its own pane', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('navigation', { name: 'Panes' }).getByText('Hierarchy').click();
    await focusTree(page);
    await keys('Home', 'Enter');
    await page.getByRole('heading', { name: 'Garden', exact: true }).waitFor();
    expect(await page.getByRole('tree').isVisible()).toBe(false);
  });
});

describe('a hundred thousand entities in the hierarchy', () => {
  let browser: Browser, server: RunningServer, page: Page;
  let sent: string[] = [];
  withBrowser((opened) => {
    browser = opened;
  });
  beforeAll(async () => {
    server = await worldOf(hundredThousand());
  });
  afterAll(async () => {
    await server.close();
  });
  beforeEach(async () => {
    sent = [];
    page = await borrow(browser);
    // After an edit of thousands the world takes seconds on a machine that is busy.
    page.setDefaultTimeout(PATIENCE.timeout * 2);
    page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
    await page.goto(server.url);
    await item(page, 'Garden').waitFor();
    await focusTree(page);
  });
  afterEach(async () => {
    await leave(page);
  });
  const isChosen = async (...wanted: readonly string[]): Promise<void> => {
    await expect.poll(async () => (await chosen(page)).join(), PATIENCE).toBe(wanted.join());
  };
  const total = async (): Promise<number> => (await server.worlds.get('test').ask({ ask: 'entities', query: 'name~Thing', offset: 0, limit: 1 })).total;

  test('only the rows in view are in the page, from the first to the last and by pages', async () => {
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await isChosen('Thing 59948');
    expect(await page.getByRole('treeitem').count()).toBeLessThan(80);
    await page.keyboard.press('PageUp');
    await expect.poll(async () => Number((await chosen(page))[0]?.replace('Thing ', '')), PATIENCE).toBeLessThan(59_930);
    await page.keyboard.press('Home');
    await isChosen('Garden');
    await page.keyboard.press('PageDown');
    await expect.poll(async () => Number((await chosen(page))[0]?.replace('Thing ', '')), PATIENCE).toBeGreaterThan(10);
    expect(await page.getByRole('treeitem').count()).toBeLessThan(80);
  });

  test('typing finds a name that is nowhere near the page', async () => {
    await page.keyboard.press('Home');
    await typeToFind(page, 'thing 51234');
    await isChosen('Thing 51234');
  });

  test('scrolling sends where one is, and never again what is unfolded', async () => {
    await item(page, 'Garden').click();
    await page.keyboard.press('ArrowRight');
    await item(page, 'Group 3').waitFor();
    await item(page, 'Group 3').click();
    await page.keyboard.press('*');
    await item(page, 'Plot 0').waitFor();
    await page.keyboard.press('Home');
    const before = sent.length;
    const list = page.locator('ww-entity-tree .scroll');
    for (let i = 1; i <= 20; i++) await list.evaluate((element, to) => (element.scrollTop = to), i * 40_000);
    await expect.poll(async () => (await names(page)).some((name) => name.startsWith('Plot 3')), PATIENCE).toBe(true);
    const scrolls = sent.slice(before).filter((frame) => frame.includes('"scroll"'));
    expect(scrolls.length).toBeGreaterThan(0);
    expect(Math.max(...scrolls.map((frame) => frame.length))).toBeLessThan(120);
    expect(sent.slice(before).filter((frame) => frame.includes('"watch"') && frame.includes('g17'))).toEqual([]);
  });

  test('what has not arrived yet keeps its place', async () => {
    const list = page.locator('ww-entity-tree .scroll');
    const height = await list.evaluate((element) => element.scrollHeight);
    const row = (await item(page, 'Garden').boundingBox())?.height ?? 0;
    await list.evaluate((element) => (element.scrollTop = element.scrollHeight / 2));
    // Garden is folded and stands first: row 1 is Thing 0.
    const misplaced = async (): Promise<number> =>
      page
        .getByRole('treeitem')
        .evaluateAll((rows) => rows.filter((each) => each.getAttribute('aria-label') !== `Thing ${Number(each.id.replace('row-', '')) - 1}`).length);
    await expect.poll(async () => (await names(page)).some((name) => Number(name.replace('Thing ', '')) > 20_000), PATIENCE).toBe(true);
    expect(await misplaced()).toBe(0);
    expect(await list.evaluate((element) => element.scrollHeight)).toBe(height);
    expect(height).toBeGreaterThan(row * 59_949);
  });

  test('thousands of rows that were never loaded are selected by Shift, removed in one go and brought back by one undo', async () => {
    const before = await total();
    await page.keyboard.press('Home');
    await typeToFind(page, 'thing 20000');
    await isChosen('Thing 20000');
    await page.locator('ww-entity-tree .scroll').evaluate((element) => (element.scrollTop += 5_000 * 24));
    await item(page, 'Thing 25005').click({ modifiers: ['Shift'] });
    await expect.poll(async () => (await chosen(page)).includes('Thing 25004'), PATIENCE).toBe(true);
    await page.keyboard.press('Delete');
    await expect.poll(total, PATIENCE).toBe(before - 5_006);
    await page.keyboard.press('Control+z');
    await expect.poll(total, PATIENCE).toBe(before);
  });

  test('more than ten thousand at once are refused in words', async () => {
    const list = page.locator('ww-entity-tree .scroll');
    await expect.poll(() => list.evaluate((element) => element.scrollHeight), PATIENCE).toBeGreaterThan(50_000 * 20);
    await page.keyboard.press('End');
    // The last of the world, or of those who are here.
    await expect.poll(async () => (await chosen(page)).join(), PATIENCE).toMatch(/^(Thing 59948|Users|Admin.*)$/);
    // The first row cannot have come before both keys are pressed, and what comes of the last ones in between says nothing of it.
    await page.getByRole('tree').evaluate((tree) => {
      const press = (key: string, shiftKey = false): boolean =>
        tree.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, composed: true, cancelable: true }));
      const { window: rows } = (tree.getRootNode() as ShadowRoot).host as unknown as { window: { onupdate?: () => void } };
      press('Home');
      rows.onupdate?.();
      press('End', true);
    });
    await page.getByText(/At most 10.000 entities can be selected at once/).waitFor();
  });

  test('what is dragged to the lower edge scrolls the list', async () => {
    const list = page.locator('ww-entity-tree .scroll');
    const from = await item(page, 'Thing 5').boundingBox(),
      box = await list.boundingBox();
    if (from === null || box === null) throw new Error('rows are not in view');
    await page.mouse.move(from.x + 60, from.y + 12);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + box.height - 60, { steps: 6 });
    await page.mouse.move(box.x + 60, box.y + box.height - 6, { steps: 6 });
    await expect.poll(() => list.evaluate((element) => element.scrollTop), PATIENCE).toBeGreaterThan(500);
    await page.keyboard.press('Escape');
    await page.mouse.up();
  });

  test('what is inserted above does not move what one reads', async () => {
    const list = page.locator('ww-entity-tree .scroll');
    await list.evaluate((element) => (element.scrollTop = 400));
    await expect.poll(async () => await page.locator('ww-entity-tree .ghost').count(), PATIENCE).toBe(0);
    const place = async (): Promise<number> => (await item(page, 'Thing 30').boundingBox())?.y ?? -1;
    const at = await place();
    expect(at).toBeGreaterThan(0);
    const other = await visit(browser, server);
    // Thing 2 goes into Thing 1: all below stand a row higher.
    const second = other.getByRole('treeitem', { name: 'Thing 2', exact: true });
    await second.click();
    await expect.poll(() => second.getAttribute('aria-selected'), PATIENCE).toBe('true');
    await second.press('Alt+ArrowRight');
    await expect.poll(async () => (await item(page, 'Thing 30').getAttribute('id')) ?? '', PATIENCE).toBe('row-30');
    await expect.poll(place, PATIENCE).toBe(at);
    await leave(other);
  });
});
