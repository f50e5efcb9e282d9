/** A tick that a breakpoint has stopped: where one comes by each way of going on in it, and how that is read out. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { graphServer, node, nodeMenu, openGraph, plug, stage, type Nodes } from './graph-rig.ts';
import { PATIENCE, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

const VALUE = { entity: 'lamp', component: 'FloatValue', field: 'Value' };
const write = (Value: number, at: readonly [number, number]) => ({ type: 'ValueWrite<float>', in: { Value }, refs: { Variable: VALUE }, then: {}, at });
/** A sequence whose first call comes to another sequence, with calls of its own. */
const CALLS: Nodes = {
  outer: { type: 'Sequence', then: { Calls: ['gate', 'last'] }, at: [0, 0] },
  gate: { type: 'If', in: { Condition: true }, then: { OnTrue: 'inner' }, at: [220, 0] },
  inner: { type: 'Sequence', then: { Calls: ['deep', 'more'] }, at: [440, 0] },
  deep: write(1, [660, 0]),
  more: write(3, [660, 160]),
  last: write(2, [220, 160]),
};
/** What is done in its tick, step by step. */
const STEPS = ['outer', 'gate', 'inner', 'deep', 'inner goes on', 'more', 'inner goes on', 'outer goes on', 'last', 'outer goes on'];

describe('a tick that is stopped', () => {
  let browser: Browser, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
  });
  const isPaused = (): boolean => server.worlds.get('graphs').run().paused;
  const panel = () => page.locator('ww-graph-debug');
  async function setOff(id: string): Promise<void> {
    const arrow = await plug(page, id, 'to:*');
    await page.mouse.click(arrow.x + 4, arrow.y, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Set it off by hand' }).click();
  }
  /** A breakpoint without a condition, by its key; and an impulse that comes to it. */
  async function stopAtOuter(options: Parameters<typeof visit>[2] = {}): Promise<void> {
    server = await graphServer(CALLS);
    page = await visit(browser, server, { viewport: { width: 1900, height: 1100 }, ...options });
    await openGraph(page);
    await node(page, 'last').waitFor();
    await stage(page).focus();
    await page.keyboard.press('ArrowDown');
    await node(page, 'outer').and(page.locator('[selected]')).waitFor();
    await page.keyboard.press('b');
    await page.getByText('1 breakpoint', { exact: true }).waitFor();
    await setOff('outer');
    await page.getByText(/^Stopped in tick/).waitFor();
  }
  /** Whether a step of the tick is shown, told by its number from 1, and its node marked. */
  async function isAt(step: number): Promise<void> {
    const [, id = '', words = ''] = /^(\w+)(.*)$/.exec(STEPS[step - 1] ?? '') ?? [];
    await panel().getByText(`step ${step} of ${STEPS.length},`).waitFor();
    expect(await panel().locator('[aria-current=true] .mono').textContent()).toBe(`${id}${words}`);
    await node(page, id).and(page.locator('[stopped]')).waitFor();
  }

  test('into goes to the next step, over past what stands in this one, out of what this one stands in, and back', async () => {
    await stopAtOuter();
    expect(isPaused()).toBe(true);
    await isAt(1);
    for (const [name, step] of [
      ['Into', 2],
      ['Over', 3],
      // What inner calls stands in it: past deep.
      ['Over', 5],
      ['Back', 4],
      ['Out', 5],
      ['Into', 6],
      ['Out', 7],
      ['Over', 8],
      // To the end: the other call stands in outer as well.
      ['Over', 10],
    ] as const) {
      await panel().getByRole('button', { name, exact: true }).click();
      await isAt(step);
    }
    // The same by keys.
    await stage(page).focus();
    for (const [key, step] of [
      ['Shift+F8', 9],
      ['Shift+F8', 8],
      ['F9', 9],
      ['Shift+F9', 10],
      ['Shift+F8', 9],
      ['F10', 10],
    ] as const) {
      await page.keyboard.press(key);
      await isAt(step);
    }
    // The whole tick has run: what is stepped through is how it was.
    expect((await server.worlds.get('graphs').ask({ ask: 'entity', entity: 'lamp' })).components['FloatValue']?.['Value']).toBe(2);
    await page.keyboard.press('F8');
    await expect.poll(isPaused, PATIENCE).toBe(false);
    // It stops each time.
    await setOff('outer');
    await page.getByText(/^Stopped in tick/).waitFor();
    expect(isPaused()).toBe(true);
    await nodeMenu(page, 'outer', 'Remove the breakpoint');
    await panel().getByRole('button', { name: 'Go on', exact: true }).click();
    await expect.poll(isPaused, PATIENCE).toBe(false);
    // Without any, it says how to set one, and nothing of one that would be waited for.
    await panel().getByText('No breakpoints').waitFor();
    await panel()
      .getByRole('status')
      .getByText(/^Select a node and press B/)
      .waitFor();
    expect(await panel().getByRole('button', { name: 'Remove all' }).count()).toBe(0);
  });

  test.each(['light', 'dark'] as const)('nothing of it is unsound in %s, on a large screen and a small one', async (colorScheme) => {
    await stopAtOuter({ colorScheme });
    await panel().getByRole('button', { name: 'Into', exact: true }).click();
    await isAt(2);
    expect(await unsound(page), 'stopped').toEqual([]);
    await page.setViewportSize({ width: 360, height: 720 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), PATIENCE).toBe(360);
    expect(await unsound(page), 'stopped, at 360 px').toEqual([]);
    await page.getByRole('button', { name: 'Text', exact: true }).click();
    await page.getByRole('list', { name: 'Nodes in text order' }).waitFor();
    expect(await unsound(page), 'as text, at 360 px').toEqual([]);
    await page.getByRole('button', { name: 'Text', exact: true }).click();
    await stage(page).focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Why did this not run?' }).waitFor();
    expect(await unsound(page), 'with a menu, at 360 px').toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press(' ');
    await page.getByRole('combobox', { name: 'Search for a node' }).waitFor();
    expect(await unsound(page), 'searching, at 360 px').toEqual([]);
  });
});
