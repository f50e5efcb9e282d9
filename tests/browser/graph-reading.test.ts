/** What the picture of a graph shows: impulses that pass, values beside their ports, what the log names; and that it stays legible. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { boxOf, doing, graphServer, inked, node, openGraph, plug, stage, type Nodes } from './graph-rig.ts';
import { PATIENCE, item, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

const VALUE = { entity: 'lamp', component: 'FloatValue', field: 'Value' };

describe('a graph as it is drawn', () => {
  let browser: Browser, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
  });
  async function begin(nodes: Nodes, width = 1600): Promise<void> {
    server = await graphServer(nodes);
    page = await visit(browser, server, { viewport: { width, height: 900 } });
    await openGraph(page);
  }

  test('a wire is lit as an impulse passes, and dark again soon after', async () => {
    await begin({
      first: { type: 'Sequence', then: { Calls: ['write'] }, at: [0, 0] },
      write: { type: 'ValueWrite<float>', in: { Value: 1 }, refs: { Variable: VALUE }, then: {}, at: [400, 60] },
    });
    await node(page, 'write').waitFor();
    expect(await inked(page)).toBe(0);
    const arrow = await plug(page, 'first', 'to:*');
    await page.mouse.click(arrow.x + 4, arrow.y, { button: 'right' });
    const [most] = await Promise.all([inked(page, 4_000), page.getByRole('menuitem', { name: 'Set it off by hand' }).click()]);
    // As long and as wide as the wire is.
    expect(most).toBeGreaterThan(200);
    await expect.poll(() => inked(page), PATIENCE).toBe(0);
  });

  test('a value stands inside of the picture, with its type, and is the only tip there', async () => {
    await begin({
      tick: { type: 'Update', refs: {}, then: { OnUpdate: 'write' }, at: [0, 0] },
      word: { type: 'ConcatenateMultiString', in: { Inputs: ['words that ', 'take much room beside their port'] }, at: [300, 120] },
      write: { type: 'ObjectWrite<string>', in: { Value: { from: 'word' } }, refs: {}, then: {}, at: [560, 0] },
    });
    await node(page, 'write').waitFor();
    const value = page.locator('ww-graph-values .value');
    for (const [id, key] of [
      ['word', 'out:*'],
      ['write', 'in:Value'],
    ] as const) {
      const at = await plug(page, id, key);
      await page.mouse.move(at.x, at.y);
      await value.getByText('"words that').waitFor();
      await value.getByText('string').waitFor();
      const [box, whole] = [await boxOf(value), await boxOf(stage(page))];
      expect(box.x).toBeGreaterThanOrEqual(whole.x);
      expect(box.x + box.width).toBeLessThanOrEqual(whole.x + whole.width);
      // A tip of the page would have come by now.
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(await page.getByRole('tooltip').count()).toBe(0);
    }
  });

  test.each([1280, 1024])('all that can be done with it is at hand on a screen of %i pixels', async (width) => {
    await begin({ one: { type: 'Sequence', then: {}, at: [0, 0] } }, width);
    await node(page, 'one').waitFor();
    const bar = page.getByRole('toolbar', { name: 'Graph', exact: true });
    const whole = await boxOf(bar);
    const menu = bar.getByRole('button', { name: 'Find, fit, tidy' });
    const isInMenu = await menu.isVisible();
    if (isInMenu) {
      await menu.click();
      for (const name of [/^Find/, /^Fit all/, /^Tidy up/]) await page.getByRole('menuitem', { name }).waitFor();
      await page.keyboard.press('Escape');
    }
    for (const name of isInMenu ? ['Add', 'Text', 'Find, fit, tidy'] : ['Add', 'Find', 'Fit', 'Tidy', 'Text']) {
      const box = await boxOf(bar.getByRole('button', { name, exact: true }));
      expect(box.x + box.width, name).toBeLessThanOrEqual(whole.x + whole.width);
    }
  });

  test('what the log says of a node leads to it, wherever it lies', async () => {
    server = await graphServer({
      start: { type: 'OnStart', then: { Trigger: 'loop' }, at: [0, 0] },
      loop: { type: 'While', in: { Condition: true }, then: {}, at: [4_000, 3_000] },
    });
    page = await visit(browser, server);
    const line = page.getByRole('log', { name: 'Log lines' }).getByRole('row').filter({ hasText: 'loop' });
    await line.getByRole('button', { name: 'Show node' }).first().click();
    await node(page, 'loop').and(page.locator('[selected]')).waitFor();
    await item(page, 'Lamp').waitFor();
    const [box, whole] = [await boxOf(node(page, 'loop')), await boxOf(stage(page))];
    expect(box.x).toBeGreaterThan(whole.x);
    expect(box.x + box.width).toBeLessThan(whole.x + whole.width);
    expect(box.y + box.height).toBeLessThan(whole.y + whole.height);
  });

  test('it stays legible beside its text, and comes back whole; an empty one does not say that it runs', async () => {
    const row = (id: string, x: number) => [id, { type: 'Sequence', then: {}, at: [x, 0] }] as const;
    await begin(Object.fromEntries([row('one', 0), row('two', 260), row('three', 520), row('last', 700)]));
    const before = await boxOf(node(page, 'last'));
    await node(page, 'last').click({ position: { x: 30, y: 12 } });
    await page.keyboard.press('t');
    await page.getByRole('list', { name: 'Nodes in text order' }).waitFor();
    await expect.poll(async () => (await boxOf(stage(page))).width, PATIENCE).toBeLessThan(600);
    const beside = await boxOf(node(page, 'last')),
      whole = await boxOf(stage(page));
    expect(beside.width / before.width).toBeGreaterThan(0.6);
    expect(beside.x + beside.width, 'what is selected is in sight').toBeLessThan(whole.x + whole.width);
    await page.keyboard.press('t');
    await expect.poll(async () => (await boxOf(node(page, 'last'))).x, PATIENCE).toBeCloseTo(before.x, 0);
    await expect.poll(() => doing(page).textContent(), PATIENCE).toBe('runs');
    await stage(page).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.getByText('An empty graph').waitFor();
    await expect.poll(() => doing(page).textContent(), PATIENCE).toBe('nothing to run');
  });
});
