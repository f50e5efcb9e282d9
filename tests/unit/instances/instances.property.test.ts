import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRegistry, hashWorld, openWorld, readScene, restoreWorld, snapshotWorld, type Author, type Input } from '../../../engine/index.ts';
import { samples } from '../../samples.ts';
import { differencesOf } from '../../../engine/editing/differences.ts';
import { ANNA, BEN, openRig, rigOf, type Rig } from '../world-rig.ts';
import { unmarkedDifferences } from './compare.ts';

const CLEO: Author = { userId: 'cleo', role: 'Admin' };
const registry = createRegistry();
/** A template that holds an instance of another, an instance of each, and something beside. */
const SCENE = [
  { id: 't', name: 'Templates', active: false },
  { id: 's', name: 'S', parent: 't', tag: 'x', components: { FloatValue: { Value: 1 }, Transform: { Position: [1, 2, 3], Scale: [2, 2, 2] } } },
  { id: 'a', name: 'A', parent: 's', components: { FloatValue: { Value: 2 }, Spinner: { Speed: [0, 9, 0] } } },
  { id: 'b', name: 'B', parent: 's', components: { Script: {}, IntValue: { Value: 2 } } },
  { id: 'c', name: 'C', parent: 'a' },
  { id: 'u', name: 'U', parent: 't', children: ['d', 'j'] },
  { id: 'j', name: 'J', parent: 'u', components: { Instance: { Source: 's', Overrides: { 'a/FloatValue.Value': true } } } },
  { id: 'j:a', components: { FloatValue: { Value: 5 } } },
  { id: 'd', name: 'D', parent: 'u' },
  { id: 'r', name: 'R' },
  { id: 'i', name: 'I', parent: 'r', components: { Instance: { Source: 's', Overrides: { 'b/-': true } } } },
  { id: 'k', name: 'K', parent: 'r', components: { Instance: { Source: 'u' } } },
];
const PARTS = ['a', 'b', 'c', 'n1', 'n2'];
const IDS = [
  's',
  'u',
  'j',
  'd',
  'r',
  'i',
  'k',
  'k:j',
  'k:d',
  'm1',
  'm2',
  'm2:j',
  ...PARTS,
  ...['i', 'j', 'k:j', 'm1'].flatMap((root) => PARTS.map((part) => `${root}:${part}`)),
];
const id = fc.constantFrom(...IDS);
const parent = fc.option(id);
const key = fc.constantFrom('FloatValue', 'FloatValue#2', 'Spinner', 'Transform', 'IntValue');
const operation = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('addEntity'),
      entity: fc.record({ id: fc.constantFrom('n1', 'n2'), name: fc.constant('New'), components: fc.constantFrom({}, { FloatValue: { Value: 3 } }) }),
      parent,
      before: parent,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('addEntity'),
      entity: fc.record({
        id: fc.constantFrom('m1', 'm2'),
        name: fc.constant('Placed'),
        components: fc.record({ Instance: fc.record({ Source: fc.constantFrom('s', 'u', 'a', 'i') }), FloatValue: fc.constantFrom({ Value: 9 }, {}) }),
      }),
      parent,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant('addComponent'),
      entity: id,
      component: fc.constant('Instance'),
      values: fc.record({ Source: fc.constantFrom('s', 'd') }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('removeComponent'), entity: id, component: fc.constant('Instance') }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('removeEntity'), entity: id }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('updateEntity'), entity: id, name: fc.constantFrom('X', 'Y'), active: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('updateEntity'), entity: id, tag: fc.constantFrom('x', 'y') }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('updateEntity'), entity: id, orderOffset: fc.integer({ min: -1, max: 1 }) }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('moveEntity'), entity: id, parent, before: parent }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('moveEntity'), entity: id, before: parent }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constantFrom('takeBack', 'giveToSource'), entity: fc.constantFrom('i', 'j', 'k', 'm1', 'm2') }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('makeTemplate'), entity: fc.constantFrom('d', 'r', 'a', 'm1'), parent: fc.constantFrom('t', null) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('duplicateEntity'), entity: id, parent }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('addComponent'), entity: id, component: key }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('removeComponent'), entity: id, component: key }) },
  {
    weight: 5,
    arbitrary: fc.record({
      op: fc.constant('setField'),
      entity: id,
      component: key,
      field: fc.constantFrom('Value', 'Enabled'),
      value: fc.oneof(fc.constantFrom(0.5, 1, 2, 5), fc.boolean()),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant('setField'),
      entity: id,
      component: fc.constant('Transform'),
      field: fc.constant('Position'),
      value: fc.constant([7, 7, 7]),
    }),
  },
);
const author = fc.constantFrom(ANNA, BEN, CLEO);
const edit = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('operations' as const), operations: fc.array(operation, { minLength: 1, maxLength: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('undo' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('redo' as const) }) },
);
const edits = fc.array(fc.tuple(edit, author), { maxLength: 30 });

function give(rig: Rig, given: readonly (readonly [unknown, Author])[]): void {
  for (const [input, who] of given) {
    const result = rig.give(input as Input, who);
    if (!result.ok) expect(result.code).not.toBe('WW_INTERNAL');
  }
}

test('whatever one does, instances are their sources but for what is marked, and undoing all of it gives the first world back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ type: fc.constant('operations' as const), operations: fc.array(operation, { minLength: 1, maxLength: 3 }) }), { maxLength: 25 }),
      (given) => {
        const rig = openRig(SCENE);
        const first = rig.text();
        for (const input of given) {
          give(rig, [[input, ANNA]]);
          expect(unmarkedDifferences(rig.world)).toEqual([]);
        }
        for (let undone = true; undone;) {
          undone = rig.give({ type: 'undo' }, ANNA).ok;
          expect(unmarkedDifferences(rig.world)).toEqual([]);
        }
        expect(rig.text()).toBe(first);
        while (rig.give({ type: 'redo' }, ANNA).ok) expect(unmarkedDifferences(rig.world)).toEqual([]);
      },
    ),
    samples(2000),
  );
});

test('the same holds where several people edit, undo and redo', () => {
  fc.assert(
    fc.property(edits, (given) => {
      const rig = openRig(SCENE);
      for (const each of given) {
        give(rig, [each]);
        expect(unmarkedDifferences(rig.world)).toEqual([]);
      }
    }),
    samples(2000),
  );
});

test('a world is read from its file as it was written, and written from that as it was read', () => {
  fc.assert(
    fc.property(edits, (given) => {
      const rig = openRig(SCENE);
      give(rig, given);
      const text = rig.text();
      const read = rigOf(openWorld({ registry, scene: readScene(text, { registry }).scene }));
      expect(read.text()).toBe(text);
      expect(whatIsThere(read)).toEqual(whatIsThere(rig));
      expect(hashWorld(rigOf(openWorld({ registry, scene: readScene(read.text(), { registry }).scene })).world)).toBe(hashWorld(read.world));
      const restored = rigOf(restoreWorld(snapshotWorld(rig.world), registry));
      expect(hashWorld(restored.world)).toBe(hashWorld(rig.world));
    }),
    samples(2000),
  );
});

test('reverting everything gives the loaded world back', () => {
  fc.assert(
    fc.property(edits, (given) => {
      const rig = openRig(SCENE);
      const loaded = rig.text();
      give(rig, given);
      const changes = differencesOf(rig.world).map(({ row }) => row.change);
      expect(rig.give({ type: 'revert', changes }, ANNA)).toMatchObject({ ok: true });
      expect(rig.text()).toBe(loaded);
    }),
    samples(1000),
  );
});

/** All that is saved of a world, by id, without the order in which it came. */
function whatIsThere({ world }: Rig): unknown {
  const { entities } = world;
  return Object.fromEntries(
    [...entities.all()]
      .filter((row) => entities.isSaved(row))
      .map((row) => {
        const components = entities.held(row).map(({ key, component, row: at }) => {
          const store = world.storeOf(component.name);
          return [
            key,
            Object.fromEntries(
              component.fieldList.filter(({ options }) => options.saved !== false).map(({ name }) => [name, world.drives.keptOf(store, at, name)]),
            ),
          ];
        });
        return [
          entities.id.get(row),
          {
            name: entities.name.get(row),
            tag: entities.tag.get(row),
            parent: entities.parent[row] === -1 ? null : entities.id.get(entities.parent[row] as number),
            active: entities.active[row],
            orderOffset: entities.orderOffset[row],
            spawnedBy: entities.spawnedBy.get(row),
            children: (entities.children.get(row) ?? []).map((child) => entities.id.get(child)),
            components: Object.fromEntries(components) as unknown,
          },
        ];
      }),
  );
}
