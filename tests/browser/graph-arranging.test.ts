/** A graph is laid out by a worker that the page's policy lets run, and what people have elsewhere is pasted into it. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { PATIENCE, component, openEntity, serve, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

const NODES = {
  press: { type: 'CallInput', then: { Target: 'check' }, at: [300, 0] },
  check: { type: 'If', in: { Condition: true }, then: { OnTrue: 'shown' }, at: [0, 0] },
  shown: { type: 'ImpulseDisplay', at: [150, 10] },
};
const PROTOGRAPH = 'module Sum\nwhere {\n  Both = 1 + 2;\n  display(Both);\n  PlayOneShot(Speed=1.0);\n}\n';

describe('a graph', () => {
  let browser: Browser, server: RunningServer, page: Page;
  const faults: string[] = [];
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    const entities = [
      { id: 'garden', name: 'Garden' },
      { id: 'lamp', name: 'Lamp', components: { Flow: { Graph: { nodes: NODES } } } },
    ];
    server = await serve({ worlds: [{ name: 'flows', scene: { format: 'worldwire/scene', version: 1, name: 'Flows', entities } as never }] });
    page = await visit(browser, server, { permissions: ['clipboard-read', 'clipboard-write'] });
    page.on('console', (message) => void (message.type() === 'error' ? faults.push(message.text()) : undefined));
    await openEntity(page, 'Lamp');
    await component(page, 'Flow').getByRole('button', { name: /^Open/ }).first().click();
    await page.locator('ww-graph-node').first().waitFor();
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
  });
  type Nodes = { readonly [id: string]: { readonly type: string; readonly text?: string; readonly at?: readonly [number, number] } };
  const nodes = async (): Promise<Nodes> => {
    const { Flow: flow = {} } = (await server.worlds.get('flows').ask({ ask: 'entity', entity: 'lamp' })).components;
    return (flow['Graph'] as unknown as { readonly nodes: Nodes }).nodes;
  };
  const left = async (id: string): Promise<number> => (await nodes())[id]?.at?.[0] ?? NaN;

  test('is laid out as its wires lead, in one step of undo, and all of it is in sight then', async () => {
    const stage = page.locator('ww-graph-stage');
    await stage.click({ position: { x: 5, y: 5 } });
    for (let times = 0; times < 4; times++) await page.keyboard.press('+');
    await page.keyboard.press('l');
    await expect.poll(async () => (await left('press')) < (await left('check')) && (await left('check')) < (await left('shown')), PATIENCE).toBe(true);
    for (const id of ['press', 'check', 'shown'])
      await expect
        .poll(async () => {
          const [node, whole] = [await page.locator(`ww-graph-node[data-node=${id}]`).boundingBox(), await stage.boundingBox()];
          if (node === null || whole === null) return false;
          const isBeside = node.x >= whole.x && node.x + node.width <= whole.x + whole.width;
          return isBeside && node.y >= whole.y && node.y + node.height <= whole.y + whole.height;
        }, PATIENCE)
        .toBe(true);
    await page.keyboard.press('Control+z');
    await expect.poll(() => left('press'), PATIENCE).toBe(300);
    expect(await left('check')).toBe(0);
    expect(faults.filter((fault) => /Content Security Policy|worker/i.test(fault))).toEqual([]);
  });

  test('takes a module of ProtoGraph from the clipboard, and lists what is not known here', async () => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), PROTOGRAPH);
    await page.locator('ww-graph-stage').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('Control+v');
    await page.getByText('Not known here: PlayOneShot').waitFor();
    await expect
      .poll(async () => Object.values(await nodes()).map(({ type }) => type), PATIENCE)
      .toEqual(expect.arrayContaining(['ValueAdd<int>', 'ValueDisplay<int>', 'Comment']));
    expect(Object.values(await nodes()).find(({ type }) => type === 'Comment')?.text).toContain('PlayOneShot (line 5)');
  });

  test('is told of a paste that is too large before anything is sent, and its text shows what would turn the writing', async () => {
    const paste = async (made: object): Promise<void> => {
      await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify({ nodes: made }));
      await page.locator('ww-graph-stage').click({ position: { x: 5, y: 5 } });
      await page.keyboard.press('Control+v');
    };
    await paste(Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`p${at}`, { type: 'ValueAdd<int>', in: { A: 1, B: 2 }, at: [at, 0] }])));
    await page.getByText('It is more than fits into one edit').waitFor();
    expect(Object.keys(await nodes())).toHaveLength(Object.keys(NODES).length);
    await paste({ odd: { type: 'If', title: 'one \u202Eowt', at: [0, 0] } });
    await expect.poll(async () => Object.keys(await nodes()), PATIENCE).toContain('odd');
    await page.keyboard.press('t');
    await page.getByText('one \\u{202e}owt').waitFor();
  });
});
