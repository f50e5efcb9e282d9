import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRegistry, openWorld, readScene, restoreWorld, snapshotWorld, type Input, type Operation } from '../../../engine/index.ts';
import { ANNA, BEN, openRig, rigOf, type Rig } from '../world-rig.ts';
import { samples } from '../../samples.ts';

const SCENE = [
  { id: 'p', name: 'Table' },
  { id: 'x', name: 'Cup', parent: 'p' },
  { id: 'y', name: 'Plate', parent: 'p' },
  { id: 'q', name: 'Shelf' },
  { id: 'r', name: 'Chair' },
];

/** Ids of all entities by their parents', siblings in order. */
function ordersOf({ world: { entities } }: Rig): { readonly [parent: string]: readonly string[] } {
  const orders: { [parent: string]: string[] } = {};
  for (const row of entities.roots.flatMap((each) => entities.subtree(each))) {
    const parent = entities.parent[row] as number;
    (orders[parent < 0 ? '' : entities.id.get(parent)] ??= []).push(entities.id.get(row));
  }
  return orders;
}

/** The world that a scene file holds which is saved now. */
function reopened(rig: Rig): Rig {
  const registry = createRegistry();
  return rigOf(openWorld({ registry, scene: readScene(rig.text(), { registry }).scene }));
}

const offset = (entity: string, orderOffset: number): Operation => ({ op: 'updateEntity', entity, orderOffset });
const remove = (entity: string): Operation => ({ op: 'removeEntity', entity });

describe('what comes back stands where its order offset lets it, as in a scene file that is saved then', () => {
  test.each<readonly [string, string, string, string, readonly string[]]>([
    ['among children', 'y', 'x', 'p', ['y', 'x']],
    ['at the top', 'r', 'p', '', ['q', 'r', 'p']],
  ])('%s', (_where, removed, other, parent, expected) => {
    const rig = openRig(SCENE);
    rig.edited([remove(removed)], ANNA);
    rig.edited([offset(other, 2)], BEN);
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
    expect([ordersOf(rig)[parent], ordersOf(reopened(rig))[parent]]).toEqual([expected, expected]);
  });

  test('what was added and is added again as others have set order offsets meanwhile', () => {
    const rig = openRig(SCENE);
    rig.edited([{ op: 'addEntity', entity: { id: 'n' } }], ANNA);
    rig.give({ type: 'undo' }, ANNA);
    rig.edited([offset('q', 2)], BEN);
    expect(rig.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: true });
    expect(ordersOf(rig)['']).toEqual(['p', 'r', 'n', 'q']);
  });

  test('what a snapshot has kept of a removal under other order offsets than its order has', () => {
    const rig = openRig(SCENE);
    rig.edited([remove('p')], ANNA);
    // Of the two children the first is told to stand behind the second.
    const text = snapshotWorld(rig.world).replaceAll(/("id":"x"[^}]*?"orderOffset":)0/g, '$17');
    expect(text).toContain('"orderOffset":7');
    for (const input of [{ type: 'undo' } as const, { type: 'revert', changes: [1] } as const]) {
      const again = rigOf(restoreWorld(text, rig.world.registry));
      expect(again.give(input, ANNA)).toMatchObject({ ok: true });
      expect([ordersOf(again)['p'], ordersOf(reopened(again))['p']]).toEqual([
        ['y', 'x'],
        ['y', 'x'],
      ]);
    }
  });

  test('whatever people do: the order that is shown is the one that is saved', () => {
    const author = fc.constantFrom(ANNA, BEN),
      entity = fc.constantFrom('p', 'x', 'y', 'q', 'r', 'n'),
      parent = fc.constantFrom(null, null, 'p', 'q');
    const operation = fc.oneof<fc.Arbitrary<Operation>[]>(
      fc.tuple(entity, fc.integer({ min: -1, max: 2 })).map(([id, by]) => offset(id, by)),
      entity.map(remove),
      entity.map(remove),
      fc.record({ op: fc.constant('moveEntity' as const), entity, parent }),
      fc.record({ op: fc.constant('moveEntity' as const), entity, before: entity }),
      fc.record({ op: fc.constant('addEntity' as const), parent, entity: fc.constant({ id: 'n', name: 'New' }) }),
    );
    const turn = fc.constantFrom<Input>({ type: 'undo' }, { type: 'undo' }, { type: 'redo' }, { type: 'revert', changes: [] });
    const edit = operation.map((each): Input => ({ type: 'operations', operations: [each] }));
    const act = fc.record({ author, input: fc.oneof(edit, turn) });
    fc.assert(
      fc.property(fc.array(act, { minLength: 4, maxLength: 30, size: 'max' }), (acts) => {
        const rig = openRig(SCENE);
        for (const { author: by, input } of acts) {
          const loaded = rig.world.baseline.facts.filter(({ kind }) => kind !== 'added');
          rig.give(input.type === 'revert' ? { type: 'revert', changes: loaded.map(({ change }) => change) } : input, by);
          const { entities } = rig.world;
          for (const ids of Object.values(ordersOf(rig))) {
            const offsets = ids.map((id) => entities.orderOffset[entities.rowOf(id) as number] as number);
            expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
          }
        }
        expect(ordersOf(reopened(rig))).toEqual(ordersOf(rig));
      }),
      samples(3_000),
    );
  });
});
