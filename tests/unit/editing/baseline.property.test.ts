import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRegistry, hashWorld, restoreWorld, snapshotWorld, type Author, type Input } from '../../../engine/index.ts';
import { differencesOf } from '../../../engine/editing/differences.ts';
import { ANNA, BEN, openRig, rigOf, type Rig } from '../world-rig.ts';
import { samples } from '../../samples.ts';

const CLEO: Author = { userId: 'cleo', role: 'Admin' };
/** Roots and children in usual and in another order, with offsets, an inactive one, components that need others and several of a type. */
const SCENE = [
  { id: 'a', name: 'A', children: ['a2', 'a1', 'a3'] },
  { id: 'a1', name: 'A1', parent: 'a', components: { Transform: { Position: [1, 2, 3] }, Spinner: { Speed: [0, 9, 0] }, FloatValue: { Value: 0.1 } } },
  { id: 'a2', name: 'A2', parent: 'a', tag: 'second', components: { 'FloatValue#2': { Value: 2 }, FloatValue: { Value: 1 } } },
  { id: 'a3', name: 'A3', parent: 'a', active: false },
  { id: 'b', name: 'B' },
  { id: 'b1', name: 'B1', parent: 'b', orderOffset: -1 },
  { id: 'b2', name: 'B2', parent: 'b' },
  { id: 'b3', name: 'B3', parent: 'b', orderOffset: 2, components: { DynamicVariables: { Variables: { x: { type: 'int', value: 1 } } } } },
  { id: 'b21', name: 'B21', parent: 'b2' },
  { id: 'b211', name: 'B211', parent: 'b21', persistent: false },
  { id: 'c', name: 'C', children: ['c2', 'c1', 'c3'] },
  { id: 'c1', name: 'C1', parent: 'c', orderOffset: -1 },
  { id: 'c2', name: 'C2', parent: 'c' },
  { id: 'c3', name: 'C3', parent: 'c', orderOffset: -2 },
];
/** Some of these are added on the way, and some names come again after having been removed. */
const IDS = ['a', 'a1', 'a2', 'a3', 'b', 'b1', 'b2', 'b3', 'b21', 'b211', 'c', 'c1', 'c2', 'c3', 'n1', 'n2', 'n3'];
const id = fc.constantFrom(...IDS);
const parent = fc.option(id);
const key = fc.constantFrom('FloatValue', 'FloatValue#2', 'FloatValue#3', 'Spinner', 'Transform', 'Wiggler');
const operation = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('addEntity'),
      entity: fc.record({ id: fc.constantFrom('n1', 'n2', 'n3', 'a1', 'b2'), name: fc.constant('New') }),
      parent,
      before: parent,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('addEntity'), entity: fc.record({ name: fc.constant('Box'), children: fc.constant([{ name: 'Lid' }]) }), parent }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('removeEntity'), entity: id }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('updateEntity'), entity: id, name: fc.constantFrom('A', 'X', 'Y'), active: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('updateEntity'), entity: id, orderOffset: fc.integer({ min: -2, max: 3 }) }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('moveEntity'), entity: id, parent, before: parent }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('moveEntity'), entity: id, parent }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('moveEntity'), entity: id, before: parent }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('duplicateEntity'), entity: id, parent }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('addComponent'), entity: id, component: key }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('removeComponent'), entity: id, component: key }) },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constant('setField'),
      entity: id,
      component: key,
      field: fc.constantFrom('Value', 'Enabled'),
      value: fc.oneof(fc.constantFrom(0.1, 1, 2, 5), fc.boolean()),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant('patchField'),
      entity: fc.constant('b3'),
      component: fc.constant('DynamicVariables'),
      field: fc.constant('Variables'),
      patch: fc.constantFrom([{ op: 'add', path: '/y', value: { type: 'int', value: 2 } }], [{ op: 'remove', path: '/x' }]),
    }),
  },
);
const author = fc.constantFrom(ANNA, BEN, CLEO);
const edit = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('operations' as const),
      operations: fc.array(operation, { minLength: 1, maxLength: 2 }),
      group: fc.constantFrom('drag', 'other'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('undo' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('redo' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('revert' as const), changes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }) }),
  },
);
const edits = fc.array(fc.tuple(edit, author), { maxLength: 40 });
const registry = createRegistry();

function numbers(rig: Rig): number[] {
  return differencesOf(rig.world).map(({ row }) => row.change);
}

test('whatever several people have edited, undone and redone, reverting everything gives the loaded world back', () => {
  fc.assert(
    fc.property(edits, (given) => {
      const rig = openRig(SCENE);
      const loaded = rig.text();
      for (const [input, who] of given) rig.give(input as unknown as Input, who);
      const edited = rig.text();
      if (edited !== loaded) expect(numbers(rig)).not.toEqual([]);
      const count = numbers(rig).length;
      expect(rig.give({ type: 'revert', changes: numbers(rig) }, ANNA)).toMatchObject({ ok: true });
      expect(rig.text()).toBe(loaded);
      expect(numbers(rig)).toEqual([]);
      if (count === 0) return;
      rig.give({ type: 'undo' }, ANNA);
      expect(rig.text()).toBe(edited);
    }),
    samples(3000),
  );
});

test('a world that was restored from a snapshot on the way knows the same', () => {
  fc.assert(
    fc.property(edits, edits, (first, second) => {
      const rig = openRig(SCENE);
      const loaded = rig.text();
      for (const [input, who] of first) rig.give(input as unknown as Input, who);
      const other = rigOf(restoreWorld(snapshotWorld(rig.world), registry));
      expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
      for (const [input, who] of second) for (const each of [rig, other]) each.give(input as unknown as Input, who);
      expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
      other.give({ type: 'revert', changes: numbers(other) }, BEN);
      expect(other.text()).toBe(loaded);
    }),
    samples(300),
  );
});
