/** A graph under fingers, on a small screen. */
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { boxOf, graphServer, head, node, nodeOf, nodesOf, plug, spot, stage, type Nodes, type Spot } from './graph-rig.ts';
import { PATIENCE, component, item, withBrowser } from './rig.ts';

const SUMS: Nodes = {
  one: { type: 'ValueInput<int>', refs: { Value: 1 }, at: [0, 0] },
  sum: { type: 'ValueAdd<int>', in: { B: 4 }, at: [0, 120] },
  far: { type: 'ValueMul<int>', in: {}, at: [1200, 0] },
};

describe('a graph on a telephone', () => {
  let browser: Browser, server: RunningServer, context: BrowserContext, page: Page, hand: CDPSession;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    server = await graphServer(SUMS);
    context = await browser.newContext({ viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    hand = await context.newCDPSession(page);
    await page.goto(server.url);
    await item(page, 'Lamp').tap();
    await page.getByRole('button', { name: 'Entity', exact: true }).tap();
    await component(page, 'Flow').getByRole('button', { name: 'Open graph' }).tap();
    await node(page, 'sum').waitFor();
  });
  afterEach(async () => {
    await context.close();
    await server.close();
  });

  async function fingers(type: 'touchStart' | 'touchMove' | 'touchEnd', ...at: readonly Spot[]): Promise<void> {
    await hand.send('Input.dispatchTouchEvent', { type, touchPoints: at.map(({ x, y }, id) => ({ x, y, id })) });
  }
  async function slide(from: Spot, to: Spot): Promise<void> {
    await fingers('touchStart', from);
    for (let step = 1; step <= 8; step++) await fingers('touchMove', { x: from.x + ((to.x - from.x) * step) / 8, y: from.y + ((to.y - from.y) * step) / 8 });
    await fingers('touchEnd');
  }
  async function has(id: string, part: string, value: unknown): Promise<void> {
    await expect.poll(() => nodeOf(server, id, part), PATIENCE).toEqual(value);
  }

  test('two ports are connected by a finger that goes from one to the other, and the view stays where it is', async () => {
    const [from, to] = [await plug(page, 'one', 'out:*'), await plug(page, 'sum', 'in:A')];
    await slide(from, to);
    await has('sum', 'in', { A: { from: 'one' }, B: 4 });
    expect(await plug(page, 'one', 'out:*')).toEqual(from);
    // A node goes as far as the finger, on the ground the view does, and two fingers go nearer.
    const grip = await head(page, 'sum');
    await slide(grip, { x: grip.x + 20, y: grip.y + 80 });
    await expect.poll(async () => Math.round(((await head(page, 'sum')).y - grip.y) / 20), PATIENCE).toBe(4);
    expect(await plug(page, 'one', 'out:*')).toEqual(from);
    await expect.poll(async () => JSON.stringify(await nodeOf(server, 'sum', 'at')), PATIENCE).not.toBe('[0,120]');
    const moved = await nodeOf(server, 'sum', 'at');
    const free = await spot(page, 200, 30);
    await slide(free, { x: free.x - 40, y: free.y + 20 });
    await expect.poll(async () => Math.round((await plug(page, 'one', 'out:*')).x - from.x), PATIENCE).toBe(-40);
    const { width } = await boxOf(node(page, 'sum'));
    const middle = await head(page, 'sum');
    await fingers('touchStart', middle);
    await fingers('touchStart', middle, { x: middle.x + 60, y: middle.y + 90 });
    for (let step = 1; step <= 6; step++) await fingers('touchMove', middle, { x: middle.x + 60 + step * 10, y: middle.y + 90 + step * 15 });
    await fingers('touchEnd');
    await expect.poll(async () => (await boxOf(node(page, 'sum'))).width, PATIENCE).toBeGreaterThan(width * 1.2);
    expect(await nodeOf(server, 'sum', 'at'), 'a node under one of two fingers').toEqual(moved);
  });

  test('a tap on a port offers those that fit, also such as are out of sight, and a tap on a node lets one read what it says', async () => {
    expect((await boxOf(node(page, 'sum'))).width, 'it can be read').toBeGreaterThan(90);
    const out = await plug(page, 'one', 'out:*');
    // What has no room in the bar is in a menu there.
    await page.getByRole('button', { name: 'Find, fit, tidy' }).tap();
    for (const name of [/^Find/, /^Tidy up/]) await page.getByRole('menuitem', { name }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem').first().waitFor({ state: 'detached' });
    await page.touchscreen.tap(out.x, out.y);
    await page.getByRole('menuitem', { name: /· A\b.*far/ }).tap();
    await has('far', 'in', { A: { from: 'one' } });
    const grip = await head(page, 'sum');
    await page.touchscreen.tap(grip.x, grip.y);
    await node(page, 'sum').and(page.locator('[selected]')).waitFor();
    await page.getByRole('button', { name: 'Text', exact: true }).tap();
    const list = page.getByRole('list', { name: 'Nodes in text order' });
    await list.locator('[aria-current=true]', { hasText: /sum: .*B 4/ }).waitFor();
    await list.getByRole('button', { name: /A from one/ }).waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).tap();
    await stage(page).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(Object.keys(await nodesOf(server))).toEqual(['one', 'sum', 'far']);
  });
});
