import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRegistry, defineComponent, defineSystem, HOST, int, openWorld, readScene, type Component, type System } from '../../../engine/index.ts';
import { openRig, rigOf } from '../world-rig.ts';
import { samples } from '../../samples.ts';

const First = defineComponent('First', { doc: 'One kind.', category: 'Test', fields: {} });
const Second = defineComponent('Second', { doc: 'Another kind.', category: 'Test', fields: {} });

/** Two systems that write down whose turn it was. */
function writers(turns: string[]): System[] {
  return [Second, First].map((component: Component) =>
    defineSystem({
      name: component.name,
      over: component,
      update(world, rows) {
        const store = world.store(component);
        for (let i = 0; i < rows.length; i++) {
          const row = rows.data[i] as number;
          turns.push(`${world.entities.id.get(store.owner[row] as number)}.${store.keyOf(row)}`);
        }
      },
    }),
  );
}

test('a lower UpdateOrder goes before a higher one across types; equals go by system, then by creation', () => {
  const turns: string[] = [];
  const rig = openRig(
    [
      { id: 'a', name: 'A', components: { First: { UpdateOrder: 5 }, Second: {} } },
      { id: 'b', name: 'B', components: { First: {}, Second: { UpdateOrder: -1 } } },
      { id: 'c', name: 'C', components: { Second: {}, 'Second#2': { UpdateOrder: 7 } } },
    ],
    { components: [First, Second], systems: writers(turns) },
  );
  rig.tick();
  expect(turns).toEqual(['b.Second', 'a.Second', 'c.Second', 'b.First', 'a.First', 'c.Second#2']);
});

test('what is disabled, inactive or gone has no turn, and comes back to its own place', () => {
  const turns: string[] = [];
  const rig = openRig(
    ['a', 'b', 'c'].map((id) => ({ id, name: id, components: { First: {} } })),
    { components: [First, Second], systems: writers(turns) },
  );
  const after = (act: () => void): string => {
    act();
    turns.length = 0;
    rig.tick();
    return turns.map((turn) => turn[0]).join('');
  };
  expect(after(() => rig.edited([{ op: 'setField', entity: 'b', component: 'First', field: 'Enabled', value: false }]))).toBe('ac');
  expect(after(() => rig.edited([{ op: 'updateEntity', entity: 'c', active: false }]))).toBe('a');
  expect(after(() => rig.edited([{ op: 'setField', entity: 'b', component: 'First', field: 'Enabled', value: true }]))).toBe('ab');
  expect(
    after(() =>
      rig.edited([
        { op: 'removeEntity', entity: 'a' },
        { op: 'updateEntity', entity: 'c', active: true },
      ]),
    ),
  ).toBe('bc');
  expect(after(() => rig.edited([{ op: 'setField', entity: 'c', component: 'First', field: 'UpdateOrder', value: -3 }]))).toBe('cb');
});

test('what a system adds joins in the next tick, what it removes has no turn any more', () => {
  const turns: string[] = [];
  const [second, first] = writers(turns);
  const meddler = defineSystem({
    name: 'meddler',
    over: Second,
    update: (world) => {
      if (world.entities.rowOf('b') === undefined) return;
      world.apply({ userId: 'host', role: 'Admin' }, [
        { op: 'removeEntity', entity: 'b' },
        { op: 'addEntity', entity: { id: 'n', components: { First: {} } } },
      ]);
    },
  });
  const rig = openRig(
    [
      { id: 'a', name: 'a', components: { First: {}, Second: {} } },
      { id: 'b', name: 'b', components: { First: {} } },
    ],
    { components: [First, Second], systems: [meddler, second as System, first as System] },
  );
  rig.tick();
  expect(turns).toEqual(['a.Second', 'a.First']);
  turns.length = 0;
  rig.tick();
  expect(turns).toEqual(['a.Second', 'a.First', 'n.First']);
});

test('a system that throws is told in the log, and the others have their turn', () => {
  const turns: string[] = [];
  const broken = defineSystem({
    name: 'broken',
    over: First,
    update: () => {
      throw new Error('ouch');
    },
  });
  const rig = openRig([{ id: 'a', name: 'A', components: { First: {}, Second: {} } }], { components: [First, Second], systems: [broken, ...writers(turns)] });
  rig.tick(2);
  expect(turns).toHaveLength(4);
  expect(rig.world.logged.after(0, 10).entries.map((entry) => entry.message)).toEqual(expect.arrayContaining([expect.stringContaining('ouch')]));
});

test('a system whose bind throws is told in the log, and the others have their turn', () => {
  const turns: string[] = [];
  const broken = defineSystem({
    name: 'broken',
    over: First,
    bind: () => {
      throw new Error('ouch');
    },
  });
  const rig = openRig([{ id: 'a', name: 'A', components: { First: {}, Second: {} } }], { components: [First, Second], systems: [broken, ...writers(turns)] });
  rig.tick(2);
  expect(turns).toHaveLength(4);
  expect(rig.world.logged.after(0, 10).entries.map((entry) => entry.message)).toEqual([expect.stringContaining('ouch')]);
});

test('columns that move while a system goes over its rows are those that it goes on with', () => {
  const Count = defineComponent('Count', { doc: 'Counts its turns.', category: 'Test', fields: { Turns: int({ default: 0, doc: 'Turns.' }) } });
  const counting = defineSystem({
    name: 'counting',
    over: Count,
    bind: (world) => {
      const { data } = world.store(Count).columns.Turns;
      return (rows) => {
        for (let i = 0; i < rows.length; i++) data[rows.data[i] as number] = (data[rows.data[i] as number] as number) + 1;
        if (world.tick === 1 && world.entities.rowOf('more') === undefined) {
          world.apply(HOST, [{ op: 'addEntity', entity: { id: 'more', children: Array.from({ length: 5_000 }, () => ({ components: { Count: {} } })) } }]);
        }
      };
    },
  });
  const rig = openRig(
    Array.from({ length: 5_000 }, (_, at) => ({ id: `c${at}`, components: { Count: {} } })),
    { components: [Count], systems: [counting] },
  );
  rig.tick();
  for (const id of ['c0', 'c2500', 'c4999']) expect(rig.value(id, 'Count', 'Turns'), id).toBe(1);
});

test('the order of turns is the one that sorting everything anew in each tick would give', () => {
  const change = fc.record({
    at: fc.nat(5),
    key: fc.constantFrom('First', 'Second'),
    field: fc.constantFrom('UpdateOrder', 'Enabled'),
    order: fc.integer({ min: -2, max: 2 }),
    enabled: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 12 }), (ticks) => {
      const turns: string[] = [];
      const registry = createRegistry({ components: [First, Second], systems: writers(turns) });
      const entities = Array.from({ length: 6 }, (_, at) => ({ id: `e${at}`, name: '', components: { First: {}, Second: {} } }));
      const rig = rigOf(
        openWorld({ registry, scene: readScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'T', entities }), { registry }).scene }),
      );
      const state = new Map<string, { order: number; enabled: boolean }>(
        entities.flatMap(({ id }) => ['First', 'Second'].map((key) => [`${id}.${key}`, { order: 0, enabled: true }])),
      );
      for (const changes of ticks) {
        for (const { at, key, field, order, enabled } of changes) {
          rig.edited([{ op: 'setField', entity: `e${at}`, component: key, field, value: field === 'Enabled' ? enabled : order }]);
          const one = state.get(`e${at}.${key}`);
          if (one !== undefined && field === 'Enabled') one.enabled = enabled;
          else if (one !== undefined) one.order = order;
        }
        turns.length = 0;
        rig.tick();
        const rank = (turn: string): [number, number, number] => [state.get(turn)?.order ?? 0, turn.endsWith('Second') ? 0 : 1, Number(turn[1])];
        const expected = [...state]
          .filter(([, one]) => one.enabled)
          .map(([turn]) => turn)
          .sort((a, b) => {
            const [x, y] = [rank(a), rank(b)];
            return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
          });
        expect(turns).toEqual(expected);
      }
    }),
    samples(200),
  );
});

test('a second door to a world that has ticked already gives every system its turns', () => {
  const turns: string[] = [];
  const rig = openRig([{ id: 'a', name: 'A', components: { First: { UpdateOrder: 5 }, Second: {} } }], {
    components: [First, Second],
    systems: writers(turns),
  });
  rig.tick();
  rigOf(rig.world).tick();
  expect(turns).toEqual(['a.Second', 'a.First', 'a.Second', 'a.First']);
});
