import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRegistry, hashWorld, restoreWorld, snapshotWorld, type Author, type FieldRef, type Operation } from '../../../engine/index.ts';
import { liveOf, type LiveWorld } from '../../../engine/editing/live-world.ts';
import { differencesOf } from '../../../engine/editing/differences.ts';
import { drivers } from './drivers.ts';
import { samples } from '../../samples.ts';
import { ANNA, BEN, openRig, rigOf, type Rig } from '../world-rig.ts';

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
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

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
      const mine = type.drives.map((driven) => ({ entity: entities.id.get(row), component: driven.split('.')[0], field: driven.split('.')[1] }) as FieldRef);
      for (const ref of named === null ? mine : [named]) {
        const there = entities.rowOf(ref.entity);
        if (there === undefined || !entities.held(there).some((held) => held.key === ref.component)) continue;
        const place = `${ref.entity}/${ref.component}.${ref.field}`;
        const created = store.created[at] as number;
        const order = [store.get(at, 'UpdateOrder') as number, ranks.indexOf(type.name), created];
        claims.set(place, [...(claims.get(place) ?? []), { who: `${entities.id.get(row)}/${key}`, own: named === null, order, created }]);
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
    const entity = world.entities.id.get(row);
    for (const [field, by] of Object.entries((await door.ask({ ask: 'entity', entity })).driven)) out[`${entity}/${field}`] = `${by.entity}/${by.component}`;
  }
  return Object.fromEntries(Object.entries(out).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const ENTITIES = ['a', 'b', 'c'].map((each, i) => ({
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

test('whatever two people add, remove, aim, disable, undo and redo, each field is driven by whom its components say, and a restored world agrees', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const rig = openRig(ENTITIES, drivers);
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
    samples(300),
  );
});

/** A world that is restored from a snapshot of it. */
function restoredOf(rig: Rig): Rig {
  const restored = rigOf(restoreWorld(snapshotWorld(rig.world), createRegistry(drivers)));
  expect(hashWorld(restored.world)).toBe(hashWorld(rig.world));
  return restored;
}

/** Takes a step: for its own author, or for the one that is given. */
function take(rig: Rig, each: Step, author?: Author): void {
  if (each === 'tick') rig.tick(2);
  else if ('back' in each) rig.give({ type: each.back }, author ?? each.author);
  else rig.edit(each.operations, author ?? each.author);
}

test('whatever one does to what drives and is driven, undoing all gives the scene text back and redoing all the other, over a restored world too', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
      let rig = openRig(ENTITIES, drivers);
      const loaded = rig.text();
      for (const each of steps) take(rig, each, ANNA);
      while (rig.give({ type: 'redo' }, ANNA).ok);
      const edited = rig.text();
      rig.tick(2);
      rig = restoredOf(rig);
      expect(rig.text()).toBe(edited);
      while (rig.give({ type: 'undo' }, ANNA).ok) rig.tick();
      expect(rig.text()).toBe(loaded);
      expect(rig.world.unsaved.differs).toBe(false);
      expect(rig.world.baseline.isEmpty || differencesOf(rig.world).length === 0).toBe(true);
      rig = restoredOf(rig);
      while (rig.give({ type: 'redo' }, ANNA).ok) rig.tick();
      expect(rig.text()).toBe(edited);
    }),
    samples(300),
  );
});

test('whatever two people do to what drives and is driven, nothing is called saved that is not, and reverting all that is listed gives the text back', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
      let rig = openRig(ENTITIES, drivers);
      const loaded = rig.text();
      for (const each of steps) {
        take(rig, each);
        if (!rig.world.unsaved.differs) expect(rig.text()).toBe(loaded);
      }
      rig.tick(2);
      rig = restoredOf(rig);
      if (differencesOf(rig.world).length === 0) expect(rig.text()).toBe(loaded);
      expect(rig.give({ type: 'revert', changes: differencesOf(rig.world).map(({ row }) => row.change) }, BEN)).toMatchObject({ ok: true });
      expect(differencesOf(rig.world)).toEqual([]);
      rig.tick();
      expect(rig.text()).toBe(loaded);
    }),
    samples(300),
  );
});
