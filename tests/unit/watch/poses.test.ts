import { expect, test } from 'vitest';
import { HOST, type Envelope, type Operation, type PoseEntity, type ViewUpdate } from '../../../engine/index.ts';
import { PlacedLists } from '../../../engine/watch/placed.ts';
import { PosesView } from '../../../engine/watch/poses-view.ts';
import { openRig, type Rig } from '../world-rig.ts';

type PosesUpdate = Extract<ViewUpdate, { kind: 'poses' }>;

function look(rig: Rig, operations: readonly Operation[] = [], more: { wait?: number; what?: object } = {}): readonly ViewUpdate[] {
  const inputs: Envelope[] = operations.length === 0 ? [] : [{ author: HOST, input: { type: 'operations', operations } }];
  const views = more.what === undefined ? [] : [{ type: 'open' as const, view: 1, what: { kind: 'poses' as const, ...more.what } }];
  return rig.door.step({ mode: 'pass', real: rig.world.real + (more.wait ?? 1000), inputs, views }).updates;
}
function poses(updates: readonly ViewUpdate[]): PosesUpdate {
  const found = updates.find((update) => update.kind === 'poses');
  if (found?.kind !== 'poses') throw new Error(`expected poses, got ${JSON.stringify(updates)}`);
  return found;
}
const ids = (update: PosesUpdate): readonly string[] => (update.entities ?? []).map(({ id }) => id);

test('everything with a Transform is listed, with its nearest ancestor that has one, and where it is', () => {
  const rig = openRig([
    { id: 'garden', name: 'Garden' },
    { id: 'lamp', name: 'Lamp', parent: 'garden', components: { Transform: { Position: [1, 2, 3] }, ColorValue: { Value: [1, 0.5, 0, 1] } } },
    { id: 'between', name: 'Between', parent: 'lamp' },
    { id: 'bulb', name: 'Bulb', parent: 'between', active: false, components: { Transform: { Scale: [2, 2, 2] }, WebsocketClient: {} } },
  ]);
  const whole = poses(look(rig, [], { what: {} }));
  expect(whole.entities).toEqual([
    { id: 'lamp', name: 'Lamp', parent: -1, inactive: false, color: [1, 0.5, 0, 1] },
    { id: 'bulb', name: 'Bulb', parent: 0, inactive: true, state: 'Idle' },
  ] satisfies PoseEntity[]);
  expect(whole.more).toBe(0);
  expect([...whole.poses.indexes]).toEqual([0, 1]);
  expect([...whole.poses.values]).toEqual([1, 2, 3, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 2, 2, 2]);
});

test('then only what has moved is told, and nothing while nothing moves', () => {
  const rig = openRig([
    { id: 'a', name: 'A', components: { Transform: {} } },
    { id: 'b', name: 'B', components: { Transform: {} } },
  ]);
  look(rig, [], { what: {} });
  expect(look(rig)).toEqual([]);
  const moved = poses(look(rig, [{ op: 'setField', entity: 'b', component: 'Transform', field: 'Position', value: [0, 5, 0] }], { wait: 1 }));
  expect(moved.entities).toBeUndefined();
  expect([...moved.poses.indexes]).toEqual([1]);
  expect([...moved.poses.values]).toEqual([0, 5, 0, 0, 0, 0, 1, 1, 1, 1]);
  expect(look(rig)).toEqual([]);
});

test('what moves by itself is told at the rate asked for', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { Transform: {}, Spinner: { Speed: [0, 90, 0] } } }]);
  look(rig, [], { what: { rate: 10 } });
  let told = 0;
  for (let i = 0; i < 100; i++) told += rig.door.step({ mode: 'tick', real: rig.world.real + 10, inputs: [] }).updates.length;
  expect(told).toBe(10);
});

test('an update keeps what it holds, however the world goes on', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { Transform: {} } }]);
  const set = (x: number): PosesUpdate => poses(look(rig, [{ op: 'setField', entity: 'a', component: 'Transform', field: 'Position', value: [x, 0, 0] }]));
  look(rig, [], { what: {} });
  const first = set(1);
  set(2);
  expect(first.poses.values[0]).toBe(1);
});

test('states and colours are told on their own, by index', () => {
  const rig = openRig([
    { id: 'a', name: 'A', components: { Transform: {} } },
    { id: 'b', name: 'B', components: { Transform: {}, ColorValue: {} } },
    { id: 'c', name: 'C', components: { Transform: {}, WebsocketClient: {} } },
  ]);
  look(rig, [], { what: {} });
  const color = [{ op: 'setField' as const, entity: 'b', component: 'ColorValue', field: 'Value', value: [0, 1, 0, 1] }];
  expect(look(rig, color)).toMatchObject([{ kind: 'looks', changed: [{ index: 1, color: [0, 1, 0, 1] }] }]);
  // A URL and a handling user: it asks for access.
  const values = [
    { op: 'setField' as const, entity: 'c', component: 'WebsocketClient', field: 'HandlingUser', value: { userId: 'host' } },
    { op: 'setField' as const, entity: 'c', component: 'WebsocketClient', field: 'URL', value: 'ws://127.0.0.1:9/' },
  ];
  expect(look(rig, values)).toMatchObject([{ kind: 'looks', changed: [{ index: 2, state: 'AwaitingAccess' }] }]);
});

test('the list is told anew where it is another, and not for what it does not show', () => {
  const rig = openRig([
    { id: 'a', name: 'A', components: { Transform: {} } },
    { id: 'b', name: 'B', components: { Transform: {} } },
  ]);
  look(rig, [], { what: {} });
  expect(look(rig, [{ op: 'addEntity', entity: { id: 'x', name: 'No place' } }])).toEqual([]);
  expect(look(rig, [{ op: 'updateEntity', entity: 'a', tag: 'demo' }])).toEqual([]);
  expect(poses(look(rig, [{ op: 'updateEntity', entity: 'a', name: 'Anna' }])).entities?.[0]?.name).toBe('Anna');
  expect(poses(look(rig, [{ op: 'updateEntity', entity: 'b', active: false }])).entities?.[1]?.inactive).toBe(true);
  expect(poses(look(rig, [{ op: 'addComponent', entity: 'x', component: 'Transform' }])).entities).toHaveLength(3);
  // A parent stands before its child, though it was made after it.
  expect(poses(look(rig, [{ op: 'moveEntity', entity: 'a', parent: 'x' }])).entities?.map(({ id, parent }) => [id, parent])).toEqual([
    ['x', -1],
    ['a', 0],
    ['b', -1],
  ]);
  expect(ids(poses(look(rig, [{ op: 'removeEntity', entity: 'x' }])))).toEqual(['b']);
  expect(poses(look(rig, [{ op: 'removeEntity', entity: 'b' }]))).toMatchObject({ entities: [], more: 0 });
});

test('below a root only what hangs there is shown, and past the limit things are counted', () => {
  const rig = openRig([
    { id: 'top', name: 'Top', components: { Transform: {} } },
    { id: 'root', name: 'Root', parent: 'top', components: { Transform: {} } },
    ...Array.from({ length: 5 }, (_, i) => ({ id: `e${i}`, name: `E${i}`, parent: 'root', components: { Transform: {} } })),
  ]);
  const inside = poses(look(rig, [], { what: { root: 'root' } }));
  expect(ids(inside)).toEqual(['root', 'e0', 'e1', 'e2', 'e3', 'e4']);
  expect(inside.entities?.map(({ parent }) => parent)).toEqual([-1, 0, 0, 0, 0, 0]);
  const few = poses(look(rig, [], { what: { limit: 3 } }));
  expect(ids(few)).toEqual(['top', 'root', 'e0']);
  expect(few.more).toBe(4);
  expect(ids(poses(look(rig, [], { what: { root: 'nowhere' } })))).toEqual([]);
});

test('rows that are used again by others are never told as what stood there before', () => {
  const rig = openRig(Array.from({ length: 4_000 }, (_, i) => ({ id: `e${i}`, name: `E${i}`, components: { Transform: { Position: [i, 0, 0] } } })));
  look(rig, [], { what: {} });
  rig.edited([{ op: 'removeEntity', entity: 'e7' }]);
  rig.edited([{ op: 'addEntity', entity: { id: 'new', name: 'New', components: { Transform: { Position: [-1, 0, 0] } } } }]);
  const updates = [look(rig, [], { wait: 60 }), look(rig, [], { wait: 60 }), look(rig, [], { wait: 1000 })].flat();
  const known = new Map<number, number>();
  let list: readonly PoseEntity[] = [];
  for (const update of updates) {
    if (update.kind !== 'poses') continue;
    if (update.entities !== undefined) list = update.entities;
    update.poses.indexes.forEach((index, n) => known.set(index, update.poses.values[n * 10] as number));
  }
  expect(list).toHaveLength(4_000);
  expect(list.every(({ id }, i) => known.get(i) === (id === 'new' ? -1 : Number(id.slice(1))))).toBe(true);
});

test('a number that is none counts as changed once', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { Transform: {} } }]);
  const view = new PosesView({ kind: 'poses' });
  view.look(rig.world);
  const position = rig.world.storeOf('Transform').columnOf('Position').data as Float32Array;
  position[0] = Number.NaN;
  expect(view.look(rig.world)).toHaveLength(1);
  expect(view.look(rig.world)).toEqual([]);
});

test('all who look at a whole world share its list, for as long as its hierarchy is the same', () => {
  const rig = openRig(['a', 'b', 'c'].map((id) => ({ id, name: id, components: { Transform: {} } })));
  const lists = new PlacedLists();
  const list = lists.of(rig.world, 10);
  expect(list.rows).toHaveLength(3);
  expect(lists.of(rig.world, 10)).toBe(list);
  expect(lists.of(rig.world, 2)).toMatchObject({ rows: { length: 2 }, more: 1 });
  rig.edited([{ op: 'removeEntity', entity: 'a' }]);
  expect(lists.of(rig.world, 10).rows).toHaveLength(2);
  expect(lists.of(rig.world, 2).more).toBe(0);
});
