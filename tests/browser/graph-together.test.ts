/** Two people in one graph, somebody who may only look, and a small screen. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { drag, given, graphServer, head, node, nodeOf, nodesOf, openGraph, plug, spot, stage, undo, wire, type Nodes } from './graph-rig.ts';
import { PATIENCE, item, visit, withBrowser } from './rig.ts';
import { borrow, leave } from './shared-pages.ts';

const SPECTATOR = 'a-token-of-who-only-looks-at-graphs-0123';
const SUMS: Nodes = {
  one: { type: 'ValueInput<int>', refs: { Value: 1 }, at: [0, 0] },
  two: { type: 'ValueInput<int>', refs: { Value: 2 }, at: [0, 160] },
  sum: { type: 'ValueAdd<int>', in: {}, at: [320, 0] },
  more: { type: 'ValueAdd<int>', in: {}, at: [320, 160] },
};

describe('a graph among people', () => {
  let browser: Browser, server: RunningServer;
  const pages: Page[] = [];
  withBrowser((opened) => {
    browser = opened;
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map(leave));
    await server.close();
  });
  async function begin(nodes: Nodes): Promise<Page> {
    server = await graphServer(nodes, { tokens: [{ token: SPECTATOR, role: 'Spectator' }] });
    return come();
  }
  async function come(): Promise<Page> {
    const page = await visit(browser, server);
    pages.push(page);
    await openGraph(page);
    await node(page, 'sum').waitFor();
    return page;
  }
  async function has(id: string, part: string, value: unknown): Promise<void> {
    await expect.poll(() => nodeOf(server, id, part), PATIENCE).toEqual(value);
  }

  test('two see each other’s hands, both wire at once and lose nothing, and each takes back their own', async () => {
    const anna = await begin(SUMS);
    const ben = await come();
    const others = (page: Page) => page.locator('ww-graph-others');
    const at = await spot(ben, 20, 20);
    // Hands are told once somebody else is known to look, and as they move.
    let step = 0;
    await expect
      .poll(async () => {
        await ben.mouse.move(at.x + (step++ % 9) * 4, at.y);
        return others(anna).locator('.hand').count();
      }, PATIENCE)
      .toBe(1);
    const grip = await head(ben, 'two');
    await ben.mouse.click(grip.x, grip.y);
    await others(anna).locator('.hold').waitFor();
    // A wire in hand is told, too.
    const from = await plug(ben, 'two', 'out:*');
    await ben.mouse.move(from.x, from.y);
    await ben.mouse.down();
    await ben.mouse.move(from.x + 60, from.y + 40, { steps: 6 });
    await others(anna).locator('.hand', { hasText: 'wires' }).waitFor();
    const to = await plug(ben, 'more', 'in:A');
    await ben.mouse.move(to.x, to.y, { steps: 6 });
    await Promise.all([ben.mouse.up(), wire(anna, ['one', 'out:*'], ['sum', 'in:A'])]);
    await has('more', 'in', { A: { from: 'two' } });
    await has('sum', 'in', { A: { from: 'one' } });
    // At the same node, each at an input of their own.
    await Promise.all([wire(anna, ['one', 'out:*'], ['more', 'in:B']), wire(ben, ['two', 'out:*'], ['sum', 'in:B'])]);
    await has('more', 'in', { A: { from: 'two' }, B: { from: 'one' } });
    await has('sum', 'in', { A: { from: 'one' }, B: { from: 'two' } });
    await undo(ben);
    await has('sum', 'in', { A: { from: 'one' } });
    await undo(anna);
    await has('more', 'in', { A: { from: 'two' } });
    // What one drags the other sees move.
    const before = await head(anna, 'two');
    const hold = await head(ben, 'two');
    await drag(ben, hold, { x: hold.x + 44, y: hold.y + 66 }, 12);
    await expect.poll(async () => (await head(anna, 'two')).y, PATIENCE).toBeGreaterThan(before.y + 20);
  });

  test('who may only look sees the graph, and can neither edit nor stop it', async () => {
    await begin(SUMS);
    const page = await borrow(browser, {});
    pages.push(page);
    await page.goto(`${server.origin}/?token=${SPECTATOR}`);
    await item(page, 'Lamp').waitFor();
    await openGraph(page);
    await node(page, 'sum').waitFor();
    expect(await page.getByRole('button', { name: 'Add', exact: true }).isDisabled()).toBe(true);
    expect(await given(page, 'sum', 'in:A').isDisabled()).toBe(true);
    const grip = await head(page, 'sum');
    await page.mouse.click(grip.x, grip.y, { button: 'right' });
    for (const name of ['Remove', 'Breakpoint', 'Duplicate'])
      expect(
        await page
          .getByRole('menuitem', { name: new RegExp(`^${name}( |$)`) })
          .first()
          .getAttribute('aria-disabled'),
      ).toBe('true');
    await page.keyboard.press('Escape');
    await stage(page).focus();
    await page.keyboard.press('b');
    await page.keyboard.press('Delete');
    await page.keyboard.press(' ');
    await wire(page, ['one', 'out:*'], ['sum', 'in:A']);
    expect(await page.locator('ww-node-search, ww-graph-debug').count()).toBe(0);
    expect(await nodesOf(server)).toEqual(SUMS);
  });

  test('on a telephone a graph is read, and a node added', async () => {
    const page = await begin(SUMS);
    await page.setViewportSize({ width: 360, height: 720 });
    await stage(page).waitFor();
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), PATIENCE).toBe(360);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('combobox', { name: 'Search for a node' }).fill('ValueMul');
    await page.getByRole('option').first().click();
    await expect.poll(async () => Object.keys(await nodesOf(server)), PATIENCE).toHaveLength(5);
    await page.getByRole('button', { name: 'Text', exact: true }).click();
    await expect.poll(() => page.getByRole('list', { name: 'Nodes in text order' }).getByRole('listitem').count(), PATIENCE).toBe(5);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
});
