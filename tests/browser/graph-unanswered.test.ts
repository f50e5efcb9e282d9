/** A graph whose server does not answer, or not at once: what was done to it, and how the page says so. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { drag, graphServer, head, node, nodeOf, openGraph, stage, type Nodes, type Spot } from './graph-rig.ts';
import { PATIENCE, item, withBrowser } from './rig.ts';

const SUMS: Nodes = {
  one: { type: 'ValueInput<int>', refs: { Value: 1 }, at: [0, 0] },
  sum: { type: 'ValueAdd<int>', in: { A: { from: 'one' } }, at: [320, 0] },
  more: { type: 'ValueAdd<int>', in: {}, at: [320, 160] },
};

describe('a graph whose server does not answer', () => {
  let browser: Browser, server: RunningServer, page: Page;
  /** What the server says and the page is not told: messages that hold one of these words. */
  let isHeld: (message: string) => boolean;
  const held: (() => void)[] = [];
  withBrowser((opened) => {
    browser = opened;
  });
  afterEach(async () => {
    await page.context().close();
    await server.close();
    held.length = 0;
  });
  async function begin(): Promise<void> {
    server = await graphServer(SUMS);
    isHeld = () => false;
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const to = socket.connectToServer();
      to.onMessage((message) => {
        if (isHeld(String(message))) held.push(() => socket.send(message));
        else socket.send(message);
      });
    });
    await page.goto(server.url);
    await item(page, 'Garden').waitFor();
    await openGraph(page);
    await node(page, 'sum').waitFor();
  }
  function release(): void {
    isHeld = () => false;
    for (const send of held.splice(0)) send();
  }
  /** Where the wire from a node begins, and where the port lies that it comes from, on the page. */
  function ends(): Promise<{ readonly wire: Spot; readonly port: Spot }> {
    return stage(page).evaluate((element) => {
      const { drawing, view } = element as unknown as {
        drawing: { scene: { wires: Map<string, { from: { x: number; y: number } }> } };
        view: { k: number; x: number; y: number };
      };
      const own = element.getBoundingClientRect();
      const from = drawing.scene.wires.get('sum/in/A')?.from ?? { x: NaN, y: NaN };
      const row = element.shadowRoot?.querySelector('[data-node="one"]')?.shadowRoot?.querySelector('[data-port="out:*"]')?.getBoundingClientRect();
      return {
        wire: { x: own.left + from.x * view.k + view.x, y: own.top + from.y * view.k + view.y },
        port: { x: row?.right ?? NaN, y: row === undefined ? NaN : row.top + row.height / 2 },
      };
    });
  }
  async function isWhole(): Promise<void> {
    const { wire, port } = await ends();
    expect(Math.hypot(wire.x - port.x, wire.y - port.y)).toBeLessThan(12);
  }
  const notice = (text: string) => page.locator('ww-notices .notice').filter({ hasText: text });
  async function move(): Promise<void> {
    const from = await head(page, 'one');
    await drag(page, from, { x: from.x + 66, y: from.y + 99 }, 12);
  }

  test('a node that was dragged keeps its place and its wires until it is seen to be there', async () => {
    await begin();
    const before = await head(page, 'one');
    // The answer comes, and what it has come to is seen later.
    isHeld = (message) => message.includes('"brief"');
    await move();
    await expect.poll(() => nodeOf(server, 'one', 'at'), PATIENCE).not.toEqual([0, 0]);
    await page.waitForTimeout(400);
    await isWhole();
    expect((await head(page, 'one')).y).toBeGreaterThan(before.y + 50);
    release();
    await expect.poll(() => page.locator('ww-notices .notice').count(), PATIENCE).toBe(0);
    await isWhole();
    expect((await head(page, 'one')).y).toBeGreaterThan(before.y + 50);
  });

  test('each step without an answer is told, and the line at the bottom that nothing is heard, until something is', async () => {
    await begin();
    const before = await head(page, 'one');
    const footer = page.locator('ww-status-footer .state');
    await expect.poll(() => footer.textContent(), PATIENCE).toContain('connected · ');
    isHeld = () => true;
    const at = await head(page, 'more');
    await move();
    await page.mouse.click(at.x, at.y);
    await page.keyboard.press('Delete');
    await footer.filter({ hasText: /^\s*no answer for [345] s\s*$/ }).waitFor({ timeout: 6_000 });
    await notice('Move one: no answer yet…').waitFor();
    await notice('Remove more: no answer yet…').waitFor();
    await isWhole();
    // Both are given up in the end, each by one notice, and what is shown is what is known.
    await notice('Move one: No answer came').waitFor({ timeout: 25_000 });
    await notice('Remove more: No answer came').waitFor({ timeout: 25_000 });
    expect(await page.locator('ww-notices .times').count()).toBe(0);
    expect(await notice('no answer yet').count()).toBe(0);
    expect((await head(page, 'one')).y).toBeCloseTo(before.y, 0);
    await isWhole();
    release();
    await footer.filter({ hasText: /connected/ }).waitFor();
    await node(page, 'more').waitFor({ state: 'detached' });
    await expect.poll(async () => (await head(page, 'one')).y, PATIENCE).toBeGreaterThan(before.y + 50);
    await isWhole();
  });
});
