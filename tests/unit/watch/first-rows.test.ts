import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LongQuestion, View } from '../../../engine/index.ts';
import { openRig } from '../world-rig.ts';
import { samples } from '../../samples.ts';
import { look, only, open } from './looking.ts';

type Tree = Extract<View, { kind: 'tree' }>;
const SHAPE = fc.array(fc.record({ parent: fc.nat(), open: fc.boolean() }), { minLength: 1, maxLength: 60 });

test('the first rows are those that a view tells first, and asking for them changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(SHAPE, fc.nat(70), fc.nat(12), fc.nat(), async (list, offset, limit, some) => {
      const entities = list.map(({ parent }, at) => ({
        id: `e${at}`,
        name: `Entity ${at}`,
        ...(at === 0 || parent % (at + 1) === at ? {} : { parent: `e${parent % at}` }),
      }));
      const expanded = list.flatMap(({ open: isOpen }, at) => (isOpen ? [`e${at}`] : []));
      const what: Tree = { kind: 'tree', expanded, offset, limit, root: some % 3 === 0 ? `e${some % list.length}` : null };
      const rig = openRig(entities);
      look(rig);
      const hash = await rig.door.ask({ ask: 'hash' });
      const first = await rig.door.ask({ ask: 'firstRows', what, unfoldTops: false });
      expect(await rig.door.ask({ ask: 'hash' })).toEqual(hash);
      const { total, offset: from, rows } = only('tree', look(rig, [open(1, what)]));
      expect(first).toEqual({ tick: hash.tick, total, offset: from, rows, unfolded: [] });
    }),
    samples(200),
  );
});

test('with the tops unfolded, those of the window that have a few children are, and are named', async () => {
  const below = (parent: string, count: number) => Array.from({ length: count }, (_, i) => ({ id: `${parent}-${i}`, name: `${i}`, parent }));
  const rig = openRig([
    { id: 'few', name: 'Few' },
    ...below('few', 2),
    { id: 'deep', name: 'Deep', parent: 'few-0' },
    { id: 'none', name: 'None' },
    { id: 'most', name: 'Most' },
    ...below('most', 40),
    { id: 'many', name: 'Many' },
    ...below('many', 41),
    { id: 'far', name: 'Far' },
    ...below('far', 1),
  ]);
  const question: LongQuestion = { ask: 'firstRows', what: { kind: 'tree', expanded: [], offset: 0, limit: 4 }, unfoldTops: true };
  const { total, rows, unfolded } = await rig.door.ask(question);
  expect(unfolded).toEqual(['few', 'most']);
  expect(rows.map(({ id, depth, expanded }) => [id, depth, expanded])).toEqual([
    ['few', 0, true],
    ['few-0', 1, false],
    ['few-1', 1, false],
    ['none', 0, false],
  ]);
  expect(total).toBe(5 + 2 + 40);
});

test('the first rows hold what a view tells later than the world is edited, as it is then', async () => {
  const rig = openRig([{ id: 'a', name: 'A' }]);
  const ask = async () =>
    (await rig.door.ask({ ask: 'firstRows', what: { kind: 'tree', expanded: [], offset: 0, limit: 5 }, unfoldTops: true })).rows.map(({ name }) => name);
  expect(await ask()).toEqual(['A']);
  rig.edit([
    { op: 'updateEntity', entity: 'a', name: 'B' },
    { op: 'addEntity', entity: { id: 'c', name: 'C' } },
  ]);
  expect(await ask()).toEqual(['B', 'C']);
});
