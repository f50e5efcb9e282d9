import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRegistry, hashWorld, restoreWorld, snapshotWorld, type FieldRef, type Operation } from '../../../engine/index.ts';
import { liveOf, type LiveWorld } from '../../../engine/editing/live-world.ts';
import { drivers } from './drivers.ts';
import { ANNA, BEN, openRig, type Rig } from '../world-rig.ts';

const id = fc.constantFrom('a', 'b', 'c');
const component = fc.constantFrom('Spinner', 'Wiggler', 'Pusher', 'Pusher#2', 'FloatValue', 'Transform');
const target: fc.Arbitrary<FieldRef | null> = fc.option(
  fc.constantFrom(
    ...['a', 'b', 'c'].flatMap((entity): FieldRef[] => [
      { entity, component: 'FloatValue', field: 'Value' },
      { entity, component: 'Transform', field: 'Rotation' },
      { entity, component: 'Pusher', field: 'Step' },
      { entity, component: 'Pusher', field: 'Enabled' },
      { entity, component: 'Nothing', field: 'Value' },
    ]),
  ),
);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ op: fc.constant('addComponent' as const), entity: id, component }),
  fc.record({ op: fc.constant('removeComponent' as const), entity: id, component }),
  fc.record({ op: fc.constant('removeEntity' as const), entity: id }),
  fc.record({ op: fc.constant('addEntity' as const), entity: fc.record({ id }), parent: fc.option(id) }),
  fc.record({ op: fc.constant('duplicateEntity' as const), entity: id }),
  fc.record({ op: fc.constant('updateEntity' as const), entity: id, active: fc.boolean() }),
  fc.record({ op: fc.constant('setField' as const), entity: id, component, field: fc.constantFrom('Enabled'), value: fc.boolean() }),
  fc.record({ op: fc.constant('setField' as const), entity: id, component, field: fc.constant('UpdateOrder'), value: fc.constantFrom(0, 1) }),
  fc.record({
    op: fc.constant('setField' as const),
    entity: id,
    component: fc.constantFrom('Pusher', 'Pusher#2'),
    field: fc.constant('Target'),
    value: target as fc.Arbitrary<never>,
  }),
);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ author: fc.constantFrom(ANNA, BEN), operations: fc.array(operation, { minLength: 1, maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ author: fc.constantFrom(ANNA, BEN), back: fc.constantFrom('undo' as const, 'redo' as const) }) },
  { weight: 1, arbitrary: fc.constant('tick' as const) },
);

/** Who drives what, looked up in all that there is. */
function plainly(world: LiveWorld): Record<string, string> {
  const { entities } = world;
  const claims = new Map<string, { who: string; own: boolean; order: readonly number[]; created: number }[]>();
  const ranks = ['Spinner', 'Wiggler'];
  for (const row of entities.all()) {
    for (const { component: type, key, row: at } of entities.held(row)) {
      const store = world.storeOf(type.name);
      if (!store.eligible(at)) continue;
      const named = type.name === 'Pusher' ? (store.get(at, 'Target') as FieldRef | null) : null;
      const mine = type.drives.map(
        (driven) => ({ entity: entities.id[row] as string, component: driven.split('.')[0], field: driven.split('.')[1] }) as FieldRef,
      );
      for (const ref of named === null ? mine : [named]) {
        const there = entities.rowOf(ref.entity);
        if (there === undefined || !entities.held(there).some((held) => held.key === ref.component)) continue;
        const place = `${ref.entity}/${ref.component}.${ref.field}`;
        const created = store.created[at] as number;
        const order = [store.get(at, 'UpdateOrder') as number, ranks.indexOf(type.name), created];
        claims.set(place, [...(claims.get(place) ?? []), { who: `${entities.id[row] as string}/${key}`, own: named === null, order, created }]);
      }
    }
  }
  const out: Record<string, string> = {};
  for (const [place, all] of [...claims].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = all.filter((each) => each.own);
    const compare = (a: readonly number[], b: readonly number[]): number => a.map((each, i) => each - (b[i] as number)).find((each) => each !== 0) ?? 0;
    own.sort((a, b) => compare(a.order, b.order));
    all.sort((a, b) => a.created - b.created);
    out[place] = (own.at(-1) ?? all[0])?.who as string;
  }
  return out;
}

async function told({ door, world }: Pick<Rig, 'door' | 'world'>): Promise<Record<string, string>> {
  const out: Record<string, string> = {};
  for (const row of world.entities.all()) {
    const entity = world.entities.id[row] as string;
    for (const [field, by] of Object.entries((await door.ask({ ask: 'entity', entity })).driven)) out[`${entity}/${field}`] = `${by.entity}/${by.component}`;
  }
  return Object.fromEntries(Object.entries(out).sort(([a], [b]) => (a < b ? -1 : 1)));
}

test('whatever two people add, remove, aim, disable, undo and redo, each field is driven by whom its components say, and a restored world agrees', async () => {
  const entities = ['a', 'b', 'c'].map((each, i) => ({
    id: each,
    name: each,
    ...(i === 2 ? { parent: 'a' } : {}),
    components: {
      Transform: {},
      FloatValue: {},
      Pusher: { Target: { entity: 'b', component: 'FloatValue', field: 'Value' } },
      ...(i === 0 ? { Spinner: {} } : {}),
    },
  }));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const rig = openRig(entities, drivers);
      for (const each of steps) {
        if (each === 'tick') rig.tick();
        else if ('back' in each) rig.give({ type: each.back }, each.author);
        else {
          const before = await told(rig);
          if (!rig.edit(each.operations, each.author).ok) expect(await told(rig)).toEqual(before);
        }
        const now = await told(rig);
        expect(now).toEqual(plainly(rig.world));
        for (const [place, starts] of rig.world.starts) {
          const [type = '', field = ''] = place.split('.');
          const store = rig.world.storeOf(type);
          for (const row of store.unordered()) expect(starts.has(row)).toBe(rig.world.drives.driverOf(store, row, field) !== undefined);
        }
      }
      const restored = liveOf(restoreWorld(snapshotWorld(rig.world), createRegistry(drivers)));
      expect(hashWorld(restored)).toBe(hashWorld(rig.world));
      expect(plainly(restored)).toEqual(await told(rig));
    }),
    { numRuns: 60 },
  );
});
