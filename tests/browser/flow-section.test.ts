/** A Flow in the page: how it does, its graph as text, and two people at one graph. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, component, openEntity, serve, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

const sum = (A: number, B: number) => ({ type: 'ValueAdd<int>', in: { A, B } });
const graph = (a: object, b: object, more: object = {}) => ({ nodes: { a, b, pressed: { type: 'CallInput' }, ...more } });
const BEGUN = graph(sum(1, 1), sum(2, 2));

describe('a Flow', () => {
  let browser: Browser, server: RunningServer, page: Page, other: Page | undefined;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    other = undefined;
    const entities = [
      { id: 'garden', name: 'Garden' },
      { id: 'lamp', name: 'Lamp', components: { Flow: { Graph: BEGUN } } },
    ];
    server = await serve({ worlds: [{ name: 'flows', scene: { format: 'worldwire/scene', version: 1, name: 'Flows', entities } as never }] });
    page = await visit(browser, server);
    await openEntity(page, 'Lamp');
  });
  afterEach(async () => {
    await leave(page);
    if (other !== undefined) await leave(other);
    await server.close();
  });

  const now = async () => (await server.worlds.get('flows').ask({ ask: 'entity', entity: 'lamp' })).components['Flow']?.['Graph'];
  const text = (at: Page) => component(at, 'Flow').locator('.cm-content[aria-label="Graph"]');
  async function write(at: Page, value: object): Promise<void> {
    await text(at).waitFor();
    await text(at).click();
    await text(at).fill(JSON.stringify(value));
    await at.keyboard.press('Control+Enter');
  }

  test('says above its graph whether it runs, and what is wrong in it until that is mended', async () => {
    const section = component(page, 'Flow');
    await section.getByText('Runs', { exact: true }).waitFor();
    await section.getByText('3 nodes', { exact: true }).waitFor();
    await write(page, graph({ ...sum(1, 1), in: { AA: 1 } }, sum(2, 2)));
    await section.getByText('Does not run', { exact: true }).waitFor();
    const wrong = section.getByRole('alert').filter({ hasText: 'nodes/a/in/AA: ValueAdd has no input "AA"; did you mean A?' });
    await wrong.waitFor();
    expect(await unsound(page)).toEqual([]);
    const box = async (what: typeof wrong) => (await what.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const [told, edited, whole] = await Promise.all([box(wrong), box(text(page)), box(section)]);
    expect(told.y).toBeLessThan(edited.y);
    expect(edited.width, 'its lines have the width of the pane').toBeGreaterThan(whole.width * 0.75);
    await write(page, BEGUN);
    await section.getByText('Runs', { exact: true }).waitFor();
    await expect.poll(() => wrong.count(), PATIENCE).toBe(0);
  });

  test('two people each change another wire of one graph, and each takes back their own: nothing of the other’s is lost', async () => {
    other = await visit(browser, server);
    await openEntity(other, 'Lamp');
    await write(page, graph(sum(10, 1), sum(2, 2)));
    await expect.poll(now, PATIENCE).toEqual(graph(sum(10, 1), sum(2, 2)));
    await expect.poll(() => text(other as Page).textContent(), PATIENCE).toContain('10');
    await write(other, graph(sum(10, 1), sum(2, 20)));
    await expect.poll(now, PATIENCE).toEqual(graph(sum(10, 1), sum(2, 20)));
    await expect.poll(() => text(page).textContent(), PATIENCE).toContain('20');
    // And a node that comes beside those of the other.
    const more = { c: sum(3, 3) };
    await write(page, graph(sum(10, 1), sum(2, 20), more));
    await expect.poll(now, PATIENCE).toEqual(graph(sum(10, 1), sum(2, 20), more));
    const undo = async (at: Page): Promise<void> => at.getByRole('button', { name: 'Undo', exact: true }).click();
    await undo(other);
    await expect.poll(now, PATIENCE).toEqual(graph(sum(10, 1), sum(2, 2), more));
    await undo(page);
    await expect.poll(now, PATIENCE).toEqual(graph(sum(10, 1), sum(2, 2)));
    await undo(page);
    await expect.poll(now, PATIENCE).toEqual(BEGUN);
    await other.getByRole('button', { name: 'Redo', exact: true }).click();
    await expect.poll(now, PATIENCE).toEqual(graph(sum(1, 1), sum(2, 20)));
  });

  test('what both type at the same time, each at another wire, stands both', async () => {
    other = await visit(browser, server);
    await openEntity(other, 'Lamp');
    for (const [at, value] of [
      [page, graph(sum(10, 1), sum(2, 2))],
      [other, graph(sum(1, 1), sum(2, 20))],
    ] as const) {
      await text(at).waitFor();
      await text(at).click();
      await text(at).fill(JSON.stringify(value));
    }
    await page.bringToFront();
    await text(page).press('Control+Enter');
    await expect.poll(now, PATIENCE).toEqual(graph(sum(10, 1), sum(2, 2)));
    await other.bringToFront();
    await text(other).press('Control+Enter');
    await expect.poll(now, PATIENCE).toEqual(graph(sum(10, 1), sum(2, 20)));
  });
});
