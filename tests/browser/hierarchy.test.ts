import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOST, type Operation } from '../../engine/index.ts';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { choose, chosen, names, outline, search, worldOf } from './hierarchy-worlds.ts';
import { PATIENCE, TOKEN, basic, echoServer, focusTree, item, menu, openEntity, visit, type EchoServer, inDialog, inView, withBrowser } from './rig.ts';
import { borrow, leave } from './shared-pages.ts';

const SHOTS = join(import.meta.dirname, '../../.cache/shots');
mkdirSync(SHOTS, { recursive: true });

describe('the hierarchy', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    echo = await echoServer();
    const client = (url: string): object => ({ WebsocketClient: { URL: url, HandlingUser: { userId: 'host' } } });
    const entities = [
      { id: 'garden', name: 'Garden' },
      { id: 'bed', name: 'Bed', parent: 'garden' },
      { id: 'rose', name: 'Rose', parent: 'bed', tag: 'flower', components: client(echo.url) },
      { id: 'iris', name: 'Iris', parent: 'bed', tag: 'flower', active: false },
      { id: 'pond', name: 'Pond', parent: 'garden' },
      { id: 'frog', name: 'Frog', parent: 'pond', components: client('') },
      { id: 'shed', name: 'Shed' },
      { id: 'rake', name: 'Rake', parent: 'shed' },
      { id: 'hose', name: 'Hose', persistent: false },
    ];
    const scene = (name: string, list: readonly object[]): never => ({ format: 'worldwire/scene', version: 1, name, tickRate: 60, entities: list }) as never;
    server = await worldOf([], {
      allowedUrlHosts: [echo.host],
      tokens: [{ token: `spectator-${TOKEN}`, role: 'Spectator' }],
      worlds: [
        { name: 'test', scene: scene('Test world', entities) },
        { name: 'other', scene: scene('Other world', [{ id: 'garden', name: 'Garden' }]) },
      ],
    });
    page = await visit(browser, server, { permissions: ['clipboard-read', 'clipboard-write'] });
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
  });

  const entity = async (id: string) => server.worlds.get('test').ask({ ask: 'entity', entity: id });
  const undone = async (): Promise<number> => (await server.worlds.get('test').ask({ ask: 'history' })).entries.filter((each) => !each.undone).length;
  /** The tree without those who look at it. */
  const stands = async (...wanted: readonly string[]): Promise<void> => {
    await expect.poll(async () => (await outline(page)).filter((row) => !/Users|Admin/.test(row)).join('\n'), PATIENCE).toBe(wanted.join('\n'));
  };
  const unfold = async (): Promise<void> => {
    await item(page, 'Garden').click();
    await page.getByRole('button', { name: 'More of the hierarchy' }).click();
    await page.getByRole('menuitem', { name: 'Unfold all below' }).click();
    await item(page, 'Frog').waitFor();
  };
  const WHOLE = ['Garden', '- Bed', '- - Rose', '- - Iris', '- Pond', '- - Frog', 'Shed', '- Rake', 'Hose'] as const;

  test('who comes in for the first time sees the tops unfolded from the first frame on, so that nothing moves under a hand that aims', async () => {
    const list = [
      { id: 'garden', name: 'Garden' },
      { id: 'bed', name: 'Bed', parent: 'garden' },
      { id: 'shed', name: 'Shed' },
    ];
    // Slow ticks: what a page is told one tick later stands for many frames.
    const slow = await worldOf([], {
      worlds: [{ name: 'test', scene: { format: 'worldwire/scene', version: 1, name: 'Slow', tickRate: 4, entities: list } as never }],
    });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    try {
      const first = await context.newPage();
      await first.addInitScript(() => {
        const seen: string[] = [];
        Object.assign(window, { seen });
        const inside = (root: ParentNode): Element[] =>
          [...root.querySelectorAll('*')].flatMap((each) => [
            ...(each.getAttribute('role') === 'treeitem' ? [each] : []),
            ...(each.shadowRoot === null ? [] : inside(each.shadowRoot)),
          ]);
        const look = (): void => {
          const rows = inside(document).map((row) => row.getAttribute('aria-label') ?? '');
          if (rows.includes('Shed')) seen.push(rows.slice(0, rows.indexOf('Shed') + 1).join());
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
      await first.goto(slow.url);
      await item(first, 'Bed').waitFor();
      const frames = await first.evaluate(() => (window as unknown as { seen: string[] }).seen);
      expect([...new Set(frames)]).toEqual(['Garden,Bed,Shed']);
    } finally {
      await context.close();
      await slow.close();
    }
  });

  test('what is clicked is the row that was pressed, though rows come and go between pressing and letting go', async () => {
    await unfold();
    const edit = async (...operations: readonly Operation[]): Promise<void> => {
      expect(await server.worlds.get('test').submit(HOST, { type: 'operations', operations })).toMatchObject({ ok: true });
    };
    /** Presses, lets the world change until the page shows it, and lets go where it has pressed. */
    const press = async (at: Locator, change: Operation, shows: Locator): Promise<void> => {
      const box = await at.boundingBox();
      if (box === null) throw new Error('the row is not in view');
      await page.mouse.move(box.x + Math.min(60, box.width / 2), box.y + box.height / 2);
      await page.mouse.down();
      await edit(change);
      await shows.waitFor();
      await page.mouse.up();
    };
    const above = (name: string, before: string): Operation => ({ op: 'addEntity', entity: { id: name, name }, parent: 'garden', before });
    await press(item(page, 'Pond'), above('Path', 'bed'), item(page, 'Path'));
    await expect.poll(() => chosen(page), PATIENCE).toEqual(['Pond']);
    // The element of the last row goes, since all after what is removed move up.
    await press(item(page, 'Hose'), { op: 'removeEntity', entity: 'bed' }, page.locator('[role=tree]:not(:has([aria-label=Rose]))'));
    await expect.poll(() => chosen(page), PATIENCE).toEqual(['Hose']);
    await press(item(page, 'Shed').locator('.twist'), above('Gate', 'Path'), item(page, 'Gate'));
    await item(page, 'Rake').waitFor({ state: 'detached' });
    await expect.poll(() => chosen(page), PATIENCE).toEqual(['Hose']);
    // Nothing is chosen instead of what has gone.
    await press(item(page, 'Gate'), { op: 'removeEntity', entity: 'Gate' }, page.locator('[role=tree]:not(:has([aria-label=Gate]))'));
    await item(page, 'Path').click({ modifiers: ['Control'] });
    await expect.poll(() => chosen(page), PATIENCE).toEqual(['Path', 'Hose']);
  });

  describe('several at once', () => {
    test('are removed in one step of undo, and what hangs below another of them only once', async () => {
      await unfold();
      await choose(page, 'Bed', 'Rose', 'Shed');
      await page.keyboard.press('Delete');
      await stands('Garden', '- Pond', '- - Frog', 'Hose');
      expect(await undone()).toBe(1);
      await page.keyboard.press('Control+z');
      await stands(...WHOLE);
    });

    test('are duplicated in one step, and the copies are selected', async () => {
      await unfold();
      await choose(page, 'Rose', 'Frog');
      await page.keyboard.press('Control+d');
      await stands('Garden', '- Bed', '- - Rose', '- - Rose 2', '- - Iris', '- Pond', '- - Frog', '- - Frog 2', 'Shed', '- Rake', 'Hose');
      await expect.poll(() => chosen(page), PATIENCE).toEqual(['Rose 2', 'Frog 2']);
      expect(await undone()).toBe(1);
    });

    test('get one new parent, at the place of the first', async () => {
      await unfold();
      await choose(page, 'Rose', 'Frog');
      await menu(page, 'Frog', 'Group under a new parent');
      await page.getByLabel('New name').fill('Both');
      await page.keyboard.press('Enter');
      await stands('Garden', '- Bed', '- - Both', '- - - Rose', '- - - Frog', '- - Iris', '- Pond', 'Shed', '- Rake', 'Hose');
      expect(await undone()).toBe(1);
    });

    test('are deactivated, tagged and made not persistent, each in one step', async () => {
      await unfold();
      await choose(page, 'Pond', 'Rake');
      await menu(page, 'Rake', 'Deactivate');
      await expect.poll(async () => [(await entity('pond')).active, (await entity('rake')).active], PATIENCE).toEqual([false, false]);
      await menu(page, 'Rake', 'Make not persistent');
      await expect.poll(async () => [(await entity('pond')).persistent, (await entity('rake')).persistent], PATIENCE).toEqual([false, false]);
      await menu(page, 'Rake', 'Set tag…');
      await page.getByRole('textbox', { name: 'Tag of 2 entities' }).fill('wet');
      await page.keyboard.press('Enter');
      await expect.poll(async () => [(await entity('pond')).tag, (await entity('rake')).tag], PATIENCE).toEqual(['wet', 'wet']);
      expect(await undone()).toBe(3);
      await focusTree(page);
      for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
      await expect.poll(async () => [(await entity('pond')).tag, (await entity('rake')).active], PATIENCE).toEqual(['', true]);
    });

    test('of which somebody else has removed one meanwhile are still handled', async () => {
      await unfold();
      await choose(page, 'Rose', 'Rake');
      await server.worlds.get('test').submit({ userId: 'host', role: 'Admin' }, { type: 'operations', operations: [{ op: 'removeEntity', entity: 'rake' }] });
      await item(page, 'Rake').waitFor({ state: 'detached' });
      await focusTree(page);
      await page.keyboard.press('Delete');
      await item(page, 'Rose').waitFor({ state: 'detached' });
    });

    test('are moved by the menu below another', async () => {
      await unfold();
      await choose(page, 'Rose', 'Rake');
      await menu(page, 'Rake', 'Move to…');
      await inDialog(page, 'Move 2 entities to').getByLabel('Search entities').fill('pond');
      await inDialog(page, 'Move 2 entities to').getByRole('option', { name: /Pond/ }).click();
      await stands('Garden', '- Bed', '- - Iris', '- Pond', '- - Frog', '- - Rose', '- - Rake', 'Shed', 'Hose');
      expect(await undone()).toBe(1);
    });
  });

  describe('dragging', () => {
    test('reorders on the line between two rows, and shows where one would land', async () => {
      await unfold();
      const from = await item(page, 'Hose').boundingBox(),
        to = await item(page, 'Pond').boundingBox();
      if (from === null || to === null) throw new Error('rows are not in view');
      await page.mouse.move(from.x + 60, from.y + 12);
      await page.mouse.down();
      await page.mouse.move(to.x + 60, to.y + 6, { steps: 4 });
      await page.mouse.move(to.x + 60, to.y + 3, { steps: 2 });
      await page.locator('ww-entity-tree .mark.line').waitFor();
      await page.mouse.up();
      await stands('Garden', '- Bed', '- - Rose', '- - Iris', '- Hose', '- Pond', '- - Frog', 'Shed', '- Rake');
      await page.locator('ww-entity-tree .mark').waitFor({ state: 'detached' });
    });

    test('takes several along, and nothing lands below itself', async () => {
      await unfold();
      await choose(page, 'Bed', 'Shed');
      await item(page, 'Shed').dragTo(item(page, 'Pond'));
      await stands('Garden', '- Pond', '- - Frog', '- - Bed', '- - - Rose', '- - - Iris', '- - Shed', '- - - Rake', 'Hose');
      expect(await undone()).toBe(1);

      const from = await item(page, 'Pond').boundingBox(),
        to = await item(page, 'Rose').boundingBox();
      if (from === null || to === null) throw new Error('rows are not in view');
      await page.mouse.move(from.x + 60, from.y + 12);
      await page.mouse.down();
      await page.mouse.move(to.x + 60, to.y + 12, { steps: 5 });
      await page.locator('ww-entity-tree .mark.refused').waitFor();
      await page.mouse.up();
      await page.locator('ww-entity-tree .mark').waitFor({ state: 'detached' });
      expect(await undone()).toBe(1);
    });

    test('unfolds a row that it is held over', async () => {
      const from = await item(page, 'Hose').boundingBox(),
        to = await item(page, 'Shed').boundingBox();
      if (from === null || to === null) throw new Error('rows are not in view');
      await page.mouse.move(from.x + 60, from.y + 12);
      await page.mouse.down();
      await page.mouse.move(to.x + 60, to.y + 12, { steps: 5 });
      await item(page, 'Rake').waitFor();
      await page.mouse.up();
    });

    test('gives ids to whoever takes them, and takes text and files that hold an item', async () => {
      await unfold();
      await choose(page, 'Rose', 'Frog');
      const given = await item(page, 'Rose').evaluate((row) => {
        const data = new DataTransfer();
        row.dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer: data }));
        return { text: data.getData('text/plain'), ids: data.getData('application/x-worldwire-entity') };
      });
      expect(given).toEqual({ text: 'rose\nfrog', ids: '["rose","frog"]' });
      const dropped = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Gnome', entities: [{ id: 'gnome', name: 'Gnome' }] });
      await item(page, 'Shed').evaluate((row, text) => {
        const data = new DataTransfer();
        data.setData('text/plain', text);
        const { x, y, height } = row.getBoundingClientRect();
        const at = { bubbles: true, composed: true, cancelable: true, dataTransfer: data, clientX: x + 50, clientY: y + height / 2 };
        row.dispatchEvent(new DragEvent('dragend', at));
        row.dispatchEvent(new DragEvent('dragover', at));
        row.dispatchEvent(new DragEvent('drop', at));
      }, dropped);
      await item(page, 'Gnome').waitFor();
      expect(await item(page, 'Gnome').getAttribute('aria-level')).toBe('2');
    });
  });

  describe('the menus', () => {
    test('Set Root shows the inside of an entity, the crumbs and Root Up lead out again', async () => {
      await unfold();
      await menu(page, 'Bed', 'Set root');
      await stands('Rose', 'Iris');
      const crumbs = page.getByRole('navigation', { name: 'Root' });
      await crumbs.getByRole('button', { name: 'Bed' }).waitFor();
      await page.screenshot({ path: join(SHOTS, 'hierarchy-root.png') });
      await crumbs.getByRole('button', { name: 'Root up' }).click();
      await stands('Bed', '- Rose', '- Iris', 'Pond', '- Frog');
      await crumbs.getByRole('button', { name: 'Test world' }).click();
      await stands(...WHOLE);
      await crumbs.waitFor({ state: 'detached' });
      // A new entity goes where one is.
      await menu(page, 'Shed', 'Set root');
      await page.getByRole('button', { name: 'Add entity' }).click();
      await expect.poll(async () => (await entity('shed')).children.length, PATIENCE).toBe(2);
    });

    test('Object Root shows the object that the selected one belongs to', async () => {
      await unfold();
      await menu(page, 'Rose', 'Object root');
      await stands('Bed', '- Rose', '- Iris', 'Pond', '- Frog');
      await expect.poll(() => chosen(page), PATIENCE).toEqual(['Rose']);
      // What stands outside of the root is shown in the whole world again.
      await search(page).fill('name=rake');
      await item(page, 'Rake').click();
      await page.keyboard.press('Escape');
      await stands(...WHOLE);
      await expect.poll(() => chosen(page), PATIENCE).toEqual(['Rake']);
    });

    test('Insert Parent and Destroy that keeps the children are each other turned around', async () => {
      await unfold();
      await menu(page, 'Rose', 'Insert parent');
      await page.getByLabel('New name').press('Escape');
      await stands('Garden', '- Bed', '- - Entity', '- - - Rose', '- - Iris', '- Pond', '- - Frog', 'Shed', '- Rake', 'Hose');
      await menu(page, 'Entity', 'Destroy, keep children');
      await stands(...WHOLE);
      await menu(page, 'Garden', 'Destroy, keep children');
      await stands('Bed', '- Rose', '- Iris', 'Pond', '- Frog', 'Shed', '- Rake', 'Hose');
      await focusTree(page);
      await page.keyboard.press('Control+z');
      await stands(...WHOLE);
    });

    test('a spectator is offered nothing that changes the world', async () => {
      const spectator = await borrow(browser);
      await spectator.goto(`${server.origin}/?token=spectator-${TOKEN}`);
      await item(spectator, 'Shed').click({ button: 'right' });
      await spectator.getByRole('menuitem', { name: 'Copy id' }).waitFor();
      for (const name of ['Add child', 'Destroy', 'Duplicate', 'Move to…', 'Cut', 'Paste', 'Deactivate'])
        expect(
          await spectator
            .getByRole('menuitem', { name: new RegExp(`^${name}`) })
            .first()
            .getAttribute('aria-disabled'),
          name,
        ).toBe('true');
      await leave(spectator);
    });
  });

  describe('pins', () => {
    test('keep entities at hand, with their state, and are remembered', async () => {
      await unfold();
      await menu(page, 'Rose', 'Pin');
      const pinned = page.getByRole('region', { name: 'Pinned' });
      await expect.poll(() => pinned.getByRole('button', { name: 'Rose', exact: true }).getAttribute('aria-description'), PATIENCE).toBe('Open');
      await item(page, 'Frog').dragTo(pinned);
      await pinned.getByRole('button', { name: 'Frog', exact: true }).waitFor();
      await page.reload();
      await pinned.getByRole('button', { name: 'Rose', exact: true }).click();
      await page.getByRole('heading', { name: 'Rose', exact: true }).waitFor();
      await expect.poll(() => chosen(page), PATIENCE).toEqual(['Rose']);
      await pinned.getByRole('button', { name: 'Unpin Frog' }).click();
      await pinned.getByRole('button', { name: 'Frog', exact: true }).waitFor({ state: 'detached' });
      await menu(page, 'Rose', 'Unpin');
      await pinned.waitFor({ state: 'detached' });
    });
  });

  describe('the search', () => {
    test('is completed from the keyboard: type, field, operator, value', async () => {
      await search(page).pressSequentially('web');
      const list = page.getByRole('listbox', { name: 'Completions' });
      await list.getByRole('option', { name: /^WebsocketClient/ }).waitFor();
      await page.screenshot({ path: join(SHOTS, 'hierarchy-completion.png') });
      await page.keyboard.press('Tab');
      expect(await search(page).inputValue()).toBe('c:WebsocketClient ');
      await page.keyboard.type('Sta');
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => list.getByRole('option', { selected: true }).textContent(), PATIENCE).toContain('State');
      await page.keyboard.press('Enter');
      await page.keyboard.type('=op');
      await page.keyboard.press('Tab');
      expect(await search(page).inputValue()).toBe('c:WebsocketClient State=Open ');
      await expect.poll(() => names(page), PATIENCE).toEqual(['Rose']);
      await page.getByText('1 entity found').waitFor();
      expect(await page.locator('ww-query-box .ink .type').textContent()).toBe('WebsocketClient');
    });

    test('says a fault under the box and marks its place', async () => {
      await search(page).fill('tag=flower c:Nonsense');
      await page.getByRole('alert').filter({ hasText: 'at character 12' }).waitFor();
      expect(await search(page).getAttribute('aria-invalid')).toBe('true');
      expect(await page.locator('ww-query-box .ink .wrong').textContent()).toBe('c:');
      await search(page).fill('State=Opend');
      await page.getByRole('alert').filter({ hasText: 'did you mean Open?' }).waitFor();
      // What is said of one text goes with its first other letter, not when the next answer comes.
      const stillSaid = await search(page).evaluate(async (box: HTMLInputElement) => {
        box.value = 'State=Open';
        box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const pane = ((box.getRootNode() as ShadowRoot).host.getRootNode() as ShadowRoot).querySelector('[role=alert]');
        return pane?.textContent ?? null;
      });
      expect(stillSaid).toBeNull();
    });

    test('says at the top of the list, where one looks, that nothing fits', async () => {
      await search(page).fill('nobody');
      const said = page.getByText('Nothing fits nobody.');
      await said.waitFor();
      expect(await inView(said)).toBe(1);
      const [box, list] = [await said.boundingBox(), await page.locator('ww-entity-tree').boundingBox()];
      expect((box?.y ?? Infinity) - (list?.y ?? 0)).toBeLessThan(100);
    });

    test('gives a list that lives, from which several are selected; Escape leads to the selected in the tree', async () => {
      await search(page).fill('tag=flower');
      await expect.poll(() => names(page), PATIENCE).toEqual(['Rose', 'Iris']);
      // Its path stands behind its name.
      expect(await item(page, 'Rose').locator('.path').getAttribute('data-text')).toBe('Garden / Bed');
      await search(page).press('ArrowDown');
      await page.keyboard.press('Shift+ArrowDown');
      await expect.poll(() => chosen(page), PATIENCE).toEqual(['Rose', 'Iris']);
      await page.keyboard.press('Escape');
      await expect.poll(() => chosen(page), PATIENCE).toEqual(['Iris']);
      // Somebody else changes what it finds.
      const other = await visit(browser, server);
      await openEntity(other, 'Shed');
      await basic(other, 'Tag').fill('flower');
      await basic(other, 'Tag').press('Enter');
      await item(page, 'Shed').waitFor();
      await leave(other);
      await page.keyboard.press('Escape');
      await expect.poll(() => search(page).inputValue(), PATIENCE).toBe('');
      await item(page, 'Iris').waitFor();
      await expect.poll(() => chosen(page), PATIENCE).toEqual(['Iris']);
    });

    test('offers what was asked last, and what was kept', async () => {
      await search(page).fill('tag=flower');
      await search(page).press('Enter');
      await page.getByRole('button', { name: 'Keep this query' }).click();
      await search(page).fill('name~frog');
      await search(page).press('Enter');
      await expect.poll(() => names(page), PATIENCE).toEqual(['Frog']);
      await page.getByRole('button', { name: 'Clear the search' }).click();
      await search(page).click();
      const list = page.getByRole('listbox', { name: 'Completions' });
      expect(await list.getByRole('option').allTextContents()).toEqual([expect.stringContaining('tag=flower'), expect.stringContaining('name~frog')]);
      await list.getByRole('option', { name: /tag=flower/ }).click();
      await expect.poll(() => names(page), PATIENCE).toEqual(['Rose', 'Iris']);
    });
  });

  describe('what a row shows', () => {
    test('folded, the states of the connections below it, from the worst; inactive and not saved in words as well', async () => {
      await expect.poll(() => item(page, 'Bed').getAttribute('aria-description'), PATIENCE).toContain('below: 1 open');
      await unfold();
      await expect.poll(() => item(page, 'Bed').getAttribute('aria-description'), PATIENCE).not.toContain('below');
      expect(await item(page, 'Bed').getAttribute('aria-description')).toContain('2 children');
      expect(await item(page, 'Iris').getAttribute('aria-description')).toContain('inactive');
      expect(await item(page, 'Hose').getAttribute('aria-description')).toContain('not saved');
      await page.screenshot({ path: join(SHOTS, 'hierarchy-rows.png') });
    });

    test('who else looks at it, and who has selected it', async () => {
      const other = await visit(browser, server);
      await item(other, 'Garden').click();
      await item(other, 'Shed').click({ modifiers: ['Control'] });
      await expect.poll(() => item(page, 'Garden').getAttribute('aria-description'), PATIENCE).toContain('has selected it');
      await expect.poll(() => item(page, 'Shed').locator('.who').count(), PATIENCE).toBe(1);
      await leave(other);
      await expect.poll(() => item(page, 'Shed').locator('.who').count(), PATIENCE).toBe(0);
    });
  });

  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 360],
    ['dark', 360],
  ] as const)('axe finds nothing serious in it, %s and %i pixels wide', async (colorScheme, width) => {
    const shown = await visit(browser, server, { colorScheme, viewport: { width, height: 800 } });
    const shot = async (name: string): Promise<void> => {
      await shown.screenshot({ path: join(SHOTS, `hierarchy-${name}-${colorScheme}-${width}.png`) });
      expect(await unsound(shown), name).toEqual([]);
    };
    const toTree = async (): Promise<void> => {
      if (width < 860) await shown.getByRole('navigation', { name: 'Panes' }).getByText('Hierarchy').click();
    };
    await menu(shown, 'Pond', 'Pin');
    await choose(shown, 'Bed');
    await toTree();
    await shown.getByRole('region', { name: 'Pinned' }).waitFor();
    await shot('pins');
    await search(shown).pressSequentially('c:WebsocketClient State≠');
    await shown.getByRole('listbox', { name: 'Completions' }).waitFor();
    await shot('completion');
    await shown.keyboard.type('Denied');
    await search(shown).press('Enter');
    await shown.getByText('2 entities found').waitFor();
    await shot('results');
    await search(shown).fill('c:Nonsense');
    await shown.getByRole('alert').filter({ hasText: 'component type' }).waitFor();
    await shot('fault');
    await search(shown).press('Escape');
    await menu(shown, 'Bed', 'Set root');
    await shown.getByRole('navigation', { name: 'Root' }).waitFor();
    await shot('root');
    await leave(shown);
  });

  describe('the clipboard', () => {
    const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

    test('holds a subtree as scene text, which is pasted below the selected', async () => {
      await item(page, 'Bed').click();
      await page.keyboard.press('Control+c');
      await page.getByText('Copied Bed.').waitFor();
      expect(JSON.parse(await clipboard())).toMatchObject({ format: 'worldwire/scene', entities: [{ name: 'Bed' }, { name: 'Rose' }, { name: 'Iris' }] });
      await item(page, 'Shed').click();
      await page.keyboard.press('Control+v');
      await page.getByText('Pasted Bed.').waitFor();
      await expect.poll(async () => (await entity('shed')).children.length, PATIENCE).toBe(2);
      await page.keyboard.press('Control+z');
      await expect.poll(async () => (await entity('shed')).children.length, PATIENCE).toBe(1);
    });

    test('takes several into another world, in one step of undo', async () => {
      await unfold();
      await choose(page, 'Bed', 'Rose', 'Shed');
      await page.keyboard.press('Control+c');
      await page.getByText('Copied 2 entities.').waitFor();
      expect(JSON.parse(await clipboard())).toMatchObject({
        format: 'worldwire/items',
        version: 1,
        items: [{ format: 'worldwire/scene' }, { format: 'worldwire/scene' }],
      });
      await page.getByRole('button', { name: /^World:/ }).click();
      await page.getByRole('menuitemcheckbox', { name: /Other world/ }).click();
      await item(page, 'Shed').waitFor({ state: 'detached' });
      await item(page, 'Garden').click();
      await page.keyboard.press('Control+v');
      await page.getByText('Pasted 2 items.').waitFor();
      await item(page, 'Shed').waitFor();
      const other = server.worlds.get('other');
      expect((await other.ask({ ask: 'entity', entity: 'garden' })).children.length).toBe(2);
      await page.keyboard.press('Control+z');
      await expect.poll(async () => (await other.ask({ ask: 'entity', entity: 'garden' })).children.length, PATIENCE).toBe(0);
    });

    test('is cut to and pasted beside', async () => {
      await unfold();
      await choose(page, 'Rake');
      await page.keyboard.press('Control+x');
      await item(page, 'Rake').waitFor({ state: 'detached' });
      await item(page, 'Pond').click();
      await menu(page, 'Pond', 'Paste');
      await expect.poll(async () => (await entity('pond')).children.length, PATIENCE).toBe(2);
      await item(page, 'Pond').click();
      await page.keyboard.press('Control+Shift+v');
      await expect.poll(async () => (await entity('garden')).children.length, PATIENCE).toBe(3);
    });

    test('that holds no item is told of, and nothing is changed', async () => {
      await page.evaluate(() => navigator.clipboard.writeText('Dear gardener'));
      await item(page, 'Shed').click();
      await page.keyboard.press('Control+v');
      await page.getByText(/This is no item/).waitFor();
      expect(await undone()).toBe(0);
    });
  });
});
