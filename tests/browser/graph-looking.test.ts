/** Who may only look at a graph, or looks at its past, changes nothing; and nobody looks who has gone. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { doing, drag, flowOf, given, graphServer, head, node, nodesOf, openGraph, plug, spot, stage, wire, type Nodes } from './graph-rig.ts';
import { PATIENCE, item, visit, withBrowser } from './rig.ts';
import { borrow, leave } from './shared-pages.ts';

const GUEST = 'a-token-of-a-guest-who-looks-at-graphs-0';
const VALUE = { entity: 'lamp', component: 'FloatValue', field: 'Value' };
/** Counts the ticks, and waits long where somebody sets that off. */
const COUNTS: Nodes = {
  tick: { type: 'Update', refs: {}, then: { OnUpdate: 'write' }, at: [0, 0] },
  now: { type: 'ValueSource<float>', refs: { Source: VALUE }, at: [0, 120] },
  add: { type: 'ValueAdd<float>', in: { A: { from: 'now' }, B: 1 }, at: [240, 120] },
  write: { type: 'ValueWrite<float>', in: { Value: { from: 'add' } }, refs: { Variable: VALUE }, then: {}, at: [460, 0] },
  wait: { type: 'DelaySecondsFloat', in: { Duration: 600 }, then: {}, at: [460, 220] },
};

describe('a graph that is only looked at', () => {
  let browser: Browser, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
  });
  const tab = (name: string) => page.getByRole('tab', { name, exact: true });

  test('a Guest sees it run, and whatever they try, by mouse or by keys, they are told that they may only look', async () => {
    server = await graphServer(COUNTS, { tokens: [{ token: GUEST, role: 'Guest' }] });
    page = await borrow(browser, { viewport: { width: 1900, height: 1100 } });
    await page.goto(`${server.origin}/?token=${GUEST}`);
    await item(page, 'Lamp').waitFor();
    await openGraph(page);
    await node(page, 'write').locator('em').filter({ hasText: /\/s$/ }).waitFor();
    await page.getByText('look only', { exact: true }).waitFor();
    const told = page.locator('ww-notices').getByText('As Guest you may look at this graph, and edit nothing in it.');
    let times = 0;
    const isTold = async (): Promise<void> => {
      times += 1;
      await told.waitFor();
      if (times > 1) await page.getByRole('img', { name: `${times} times` }).waitFor();
    };
    expect(await page.getByRole('button', { name: 'Add', exact: true }).isDisabled()).toBe(true);
    expect(await given(page, 'add', 'in:B').isDisabled()).toBe(true);
    await wire(page, ['add', 'out:*'], ['wait', 'in:Duration']);
    await isTold();
    const grip = await head(page, 'add');
    await drag(page, grip, { x: grip.x + 80, y: grip.y + 60 });
    await isTold();
    const free = await spot(page, 30, 30);
    await page.mouse.dblclick(free.x, free.y);
    await isTold();
    await page.mouse.dblclick(grip.x, grip.y);
    await isTold();
    await node(page, 'add').and(page.locator('[selected]')).waitFor();
    await stage(page).focus();
    for (const key of ['Delete', ' ', 'x', 'Control+v', 'Control+d', 'Control+g', 'l', 'c', 'F2', 'Alt+ArrowLeft']) {
      await page.keyboard.press(key);
      await isTold();
    }
    // From a port no wire is led, and what stands at one is not edited.
    await page.keyboard.press('Enter');
    await page.keyboard.press('w');
    await isTold();
    await page.keyboard.press('Escape');
    await page.keyboard.press('b');
    await page.locator('ww-notices').getByText('As Guest you may look at this graph, and not pause its world.').waitFor();
    expect(await page.locator('ww-node-search, ww-graph-debug, wa-dialog[open]').count()).toBe(0);
    expect(await nodesOf(server)).toEqual(COUNTS);
    expect(server.worlds.get('graphs').run().paused).toBe(false);
    // What one may do as a Guest: read it, and see its values.
    await page.keyboard.press('t');
    await page
      .getByRole('list', { name: 'Nodes in text order' })
      .getByRole('button', { name: /^Write/ })
      .waitFor();
  });

  test('in the past it is as it was, with what fired and what waited then, and nobody edits it', async () => {
    server = await graphServer(COUNTS);
    page = await visit(browser, server, { viewport: { width: 1900, height: 1100 } });
    await tab('Time').click();
    await page.getByRole('button', { name: 'Record the last minutes' }).click();
    const slider = page.getByRole('slider', { name: 'Time', exact: true });
    await slider.waitFor();
    await openGraph(page);
    const arrow = await plug(page, 'wait', 'to:*');
    await page.mouse.click(arrow.x + 4, arrow.y, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Set it off by hand' }).click();
    const waits = page.getByRole('button', { name: 'Cancel what waits in wait' });
    await waits.waitFor();
    const { tick: then } = server.worlds.get('graphs');
    await expect.poll(() => server.worlds.get('graphs').tick, PATIENCE).toBeGreaterThan(then + 90);
    await waits.click();
    await waits.waitFor({ state: 'detached' });
    const grip = await head(page, 'write');
    await page.mouse.click(grip.x, grip.y);
    await page.keyboard.press('Delete');
    await node(page, 'write').waitFor({ state: 'detached' });
    expect((await flowOf(server))['Waiting']).toBe(0);
    await tab('Time').click();
    await slider.fill(String(then + 70));
    await page.getByRole('region', { name: 'The past' }).waitFor();
    await tab('Flow').click();
    await node(page, 'write').waitFor();
    // What waited then cannot be cancelled now.
    await waits.waitFor();
    expect(await waits.isDisabled()).toBe(true);
    await page.getByText('look only', { exact: true }).waitFor();
    await node(page, 'wait')
      .locator('em.waits')
      .filter({ hasText: /^waits/ })
      .waitFor();
    await node(page, 'write').locator('em').filter({ hasText: /\/s$/ }).waitFor();
    await stage(page).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.locator('ww-notices').getByText('This is the past').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'The past' }).waitFor({ state: 'detached' });
    await node(page, 'write').waitFor({ state: 'detached' });
    await waits.waitFor({ state: 'detached' });
    expect(Object.keys(await nodesOf(server))).toEqual(['tick', 'now', 'add', 'wait']);
    await page.getByText('look only', { exact: true }).waitFor({ state: 'detached' });
  });

  test('nothing is asked and nothing is sent of it once another tab of the middle is shown', async () => {
    server = await graphServer(COUNTS);
    page = await borrow(browser, { viewport: { width: 1900, height: 1100 } });
    const sent: string[] = [],
      got: string[] = [];
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => sent.push(String(payload)));
      socket.on('framereceived', ({ payload }) => got.push(String(payload)));
    });
    await page.goto(server.url);
    await item(page, 'Lamp').waitFor();
    await openGraph(page);
    const KINDS = ['graph', 'ports', 'trace'];
    const of = (frames: readonly string[]) => frames.filter((frame) => KINDS.some((kind) => frame.includes(`"kind":"${kind}"`)));
    // Its graph, a value that is pinned, and a breakpoint that is never hit.
    await node(page, 'add').waitFor();
    const at = await plug(page, 'add', 'out:*');
    await page.mouse.click(at.x, at.y, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Keep its value in view' }).click();
    await page.locator('ww-graph-values .pin .words').waitFor();
    await node(page, 'wait').click({ position: { x: 30, y: 12 } });
    await page.keyboard.press('b');
    await page.getByText('1 breakpoint', { exact: true }).waitFor();
    await expect.poll(() => KINDS.map((kind) => of(sent).some((frame) => frame.includes(`"kind":"${kind}"`))), PATIENCE).toEqual([true, true, true]);
    const before = of(got).length;
    await expect.poll(() => of(got).length, PATIENCE).toBeGreaterThan(before + 3);

    await tab('World').click();
    await stage(page).waitFor({ state: 'detached' });
    await expect.poll(() => sent.filter((frame) => frame.includes('"unwatch"')).length, PATIENCE).toBeGreaterThanOrEqual(3);
    // What was on its way comes still.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const [asked, told] = [of(sent).length, of(got).length];
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect([of(sent).length - asked, of(got).length - told]).toEqual([0, 0]);
    // And it is all there again.
    await tab('Flow').click();
    await page.locator('ww-graph-values .pin .words').waitFor();
    await expect.poll(() => doing(page).textContent(), PATIENCE).toContain('fires/s');
    expect(of(sent).length).toBe(asked + 3);
  });
});
