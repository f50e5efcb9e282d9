import { expect, test } from 'vitest';
import { createDoor, type View, type ViewRequest, type ViewUpdate } from '../../../engine/index.ts';
import { Missed } from '../../../engine/watch/missed.ts';
import { edit, editBy, write } from './looking.ts';
import { openRig } from '../world-rig.ts';

/** A world of so many lamps, looked at by a clock on which each look at it is some time later: what it costs is the same on every machine. */
function timed(count: number, perLook = 0.01) {
  const rig = openRig(
    Array.from({ length: count }, (_, at) => ({ id: `lamp-${at}`, name: `Lamp ${at % 10}`, components: { FloatValue: { Value: (at * 7) % count } } })),
  );
  let time = 0;
  const door = createDoor(rig.world, { now: () => (time += perLook) });
  return {
    ...rig,
    door,
    step(
      allowed: number,
      views: readonly ViewRequest[] = [],
      inputs: readonly ReturnType<typeof edit>[] = [],
      charged: readonly (readonly [string, number])[] = [],
    ) {
      return door.step({ mode: 'tick', real: rig.world.real + 100, inputs, views, looks: { allowed, charged } }).updates;
    },
  };
}
const open = (view: number, what: View, who: string): ViewRequest => ({ type: 'open', view, what, who });
const NOBODY: ReadonlyMap<string, string> = new Map();
const status: View = { kind: 'status', rate: 60 };
const sorted: View = { kind: 'table', component: 'FloatValue', columns: ['Value'], offset: 0, limit: 3, sort: { by: 'Value', descending: true } };
const values = (updates: readonly ViewUpdate[]) =>
  updates.flatMap((update) => (update.kind === 'table' ? update.rows.map(({ values: [value] }) => value) : []));

test('a long table is sorted over several steps, in which others are told, and then is right', () => {
  const world = timed(5_000, 0.1);
  const told = [world.step(3, [open(1, sorted, 'ann'), open(2, status, 'ben')])];
  while (!told.at(-1)?.some(({ view }) => view === 1) && told.length < 500) told.push(world.step(3));
  expect(told.length).toBeGreaterThan(3);
  expect(values(told.at(-1) ?? [])).toEqual([4999, 4998, 4997]);
  for (const updates of told.slice(0, -1)) expect(updates.some(({ view }) => view === 2)).toBe(true);
});

test('what is edited while a search is gone through for the first time is found, and what is removed is not', () => {
  const world = timed(5_000);
  const found: View = { kind: 'tree', expanded: [], offset: 0, limit: 500, query: 'name="Lamp 5" or name=Fresh' };
  const told = [world.step(0.2, [open(1, found, 'ann')])];
  told.push(world.step(0.2, [], [edit({ op: 'updateEntity', entity: 'lamp-0', name: 'Fresh' }, { op: 'removeEntity', entity: 'lamp-5' })]));
  told.push(world.step(0.2, [], [edit({ op: 'addEntity', entity: { id: 'new', name: 'Fresh' } })]));
  expect(told.flat()).toEqual([]);
  let last: Extract<ViewUpdate, { kind: 'tree' }> | undefined;
  for (let step = 0; step < 500 && last?.total !== 501; step++) for (const update of world.step(1)) if (update.kind === 'tree') last = update;
  expect(last?.total).toBe(501);
  expect(last?.rows.slice(0, 2).map(({ id }) => id)).toEqual(['lamp-0', 'lamp-15']);
});

test('one with a hundred views does not keep another from being told', () => {
  const world = timed(10, 1);
  const many = Array.from({ length: 100 }, (_, at) => open(at, status, 'many'));
  world.step(3, many);
  const of = { many: 0, one: 0 };
  world.step(3, [open(100, status, 'one')]);
  for (let step = 0; step < 50; step++) for (const { view } of world.step(3)) of[view === 100 ? 'one' : 'many'] += 1;
  expect(of.one).toBeGreaterThan(20);
  expect(of.many).toBeGreaterThan(20);
});

test('what sending took is counted as theirs who look, and the time of all is kept to', () => {
  const world = timed(10, 1);
  world.step(5, [open(1, status, 'slow'), open(2, status, 'quick')]);
  // Ten milliseconds of sending are two steps of nobody looking.
  expect(world.step(5, [], [], [['slow', 10]])).toEqual([]);
  expect(world.step(5)).toEqual([]);
  expect(world.step(2).map(({ view }) => view)).toEqual([2]);
});

test('an edit of the entity that is looked at is told in its step, though what shows much has used up the time', () => {
  const world = timed(10, 1);
  const lamp: View = { kind: 'entity', entity: 'lamp-1', rate: 0.1 };
  const ann = Array.from({ length: 8 }, (_, at) => open(at, status, 'ann'));
  world.step(500, [...ann, open(8, lamp, 'ann'), open(9, lamp, 'ben')]);
  const changes = [1, 2, 3].map((value) => edit({ op: 'setField', entity: 'lamp-1', component: 'FloatValue', field: 'Value', value }));
  for (const change of changes) {
    // Ann's views, and sending her what they tell, take more than there is.
    const seen = world.step(6, [], [change], [['ann', 20]]).filter(({ kind }) => kind === 'fields');
    expect(new Set(seen.map(({ view }) => view))).toEqual(new Set([8, 9]));
  }
});

test('who edits without end what they look at in many views keeps none of another from being told', () => {
  const world = timed(10, 1);
  const lamp: View = { kind: 'entity', entity: 'lamp-1', rate: 0.1 };
  const many = Array.from({ length: 40 }, (_, at) => open(at, lamp, 'many'));
  world.step(500, [...many, open(40, status, 'one')]);
  let told = 0;
  for (let value = 1; value <= 60; value++) {
    const change = edit({ op: 'setField', entity: 'lamp-1', component: 'FloatValue', field: 'Value', value });
    told += world.step(6, [], [change]).filter(({ view }) => view === 40).length;
  }
  expect(told).toBeGreaterThan(10);
});

test('an edit of what one looks at is told later where there was no time, with what was edited since', () => {
  const world = timed(10, 1);
  const lamp: View = { kind: 'entity', entity: 'lamp-1', rate: 0.1 };
  world.step(50, [open(1, lamp, 'ann')]);
  expect(world.step(0, [], [edit({ op: 'updateEntity', entity: 'lamp-1', name: 'One' })])).toEqual([]);
  expect(world.step(0, [], [edit({ op: 'setField', entity: 'lamp-1', component: 'FloatValue', field: 'Value', value: 9 })])).toEqual([]);
  const [told] = world.step(50);
  expect(told).toMatchObject({ kind: 'entity', whole: { name: 'One', components: { FloatValue: { Value: 9 } } } });
});

test('rows that are gone are not told as others while a table is sorted anew', () => {
  const world = timed(5_000);
  let told: readonly ViewUpdate[] = world.step(Infinity, [open(1, sorted, 'ann')]);
  for (let step = 0; step < 500 && values(told).length === 0; step++) told = world.step(5);
  expect(values(told)).toEqual([4999, 4998, 4997]);
  for (let at = 0; at < 5_000; at += 2) write(world, `lamp-${at}`, 'FloatValue', 'Value', at + 10_000);
  const gone = ['lamp-714', 'lamp-4998'];
  const seen: (string | undefined)[] = [];
  for (let step = 0; step < 300; step++) {
    const inputs = step === 2 ? [edit(...gone.map((entity) => ({ op: 'removeEntity', entity }) as const))] : [];
    for (const update of world.step(0.3, [], inputs)) if (update.kind === 'table' && step >= 3) seen.push(...update.rows.map(({ entity }) => entity));
  }
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.filter((entity) => entity !== undefined && gone.includes(entity))).toEqual([]);
  expect(seen.slice(-3)).toEqual(['lamp-4996', 'lamp-4994', 'lamp-4992']);
});

test('a look that had to wait still tells whose edit it was', () => {
  const world = timed(10);
  const lamp: View = { kind: 'entity', entity: 'lamp-0', rate: 60 };
  world.step(3, [open(1, lamp, 'ann')]);
  const ben = editBy({ userId: 'ben', role: 'Admin' }, { op: 'setField', entity: 'lamp-0', component: 'FloatValue', field: 'Value', value: 50 });
  const told = [...world.step(0, [], [ben]), ...world.step(0), ...world.step(3)];
  expect(told).toMatchObject([{ kind: 'fields', changed: { FloatValue: { Value: 50 } }, by: 'ben' }]);
});

test('what edits touched is kept for who waits, within bounds', () => {
  const missed = new Missed();
  missed.add(new Set(['a']), NOBODY, true);
  const since = missed.next;
  missed.add(new Set(['b']), new Map([['b', 'ann']]), true);
  missed.add(new Set(['c']), NOBODY, true);
  expect([...(missed.since(since, new Set(['d'])) ?? [])].toSorted()).toEqual(['b', 'c', 'd']);
  expect(missed.authorSince(since, 'b', NOBODY)).toBe('ann');
  expect(missed.authorSince(since, 'b', new Map([['b', 'ben']]))).toBe('ben');
  expect(missed.authorSince(missed.next, 'b', NOBODY)).toBeUndefined();
  expect(missed.since(missed.next, new Set(['d']))).toEqual(new Set(['d']));
  for (let step = 0; step < 30; step++) missed.add(new Set(Array.from({ length: 1_000 }, (_, at) => `${step} ${at}`)), NOBODY, true);
  expect(missed.since(since, new Set())).toBeUndefined();
  missed.add(new Set(['e']), NOBODY, false);
  expect(missed.since(missed.next, new Set())).toEqual(new Set());
});

test('whoever has just come is shown something at once, however much time the looks of others have taken', () => {
  const world = timed(10, 1);
  world.step(5, [open(1, status, 'ann')]);
  expect(world.step(5, [], [], [['ann', 100]])).toEqual([]);
  expect(world.step(5)).toEqual([]);
  const coming = [open(2, { kind: 'changes' }, 'ben'), open(3, status, 'ben'), open(4, status, 'cleo')];
  // One a step, and never what goes over all of the world in one piece.
  const told = [world.step(5, coming), world.step(5), world.step(5)].map((updates) => updates.map(({ view }) => view));
  expect(told.map((views) => views.length)).toEqual([1, 1, 0]);
  expect(new Set(told.flat())).toEqual(new Set([3, 4]));
});

test('what one looks at stands still for no longer than a second or so, however much time the looks before have taken', () => {
  const world = timed(10, 1);
  world.step(5, [open(1, status, 'ann'), open(2, status, 'ben'), open(3, { kind: 'changes' }, 'ben')]);
  world.step(5, [], [], [['ann', 100_000]]);
  // Six seconds.
  const told = Array.from({ length: 60 }, () => world.step(5).map(({ view }) => view));
  const times = (view: number): number => told.filter((views) => views.includes(view)).length;
  for (const view of [1, 2]) expect([5, 6]).toContain(times(view));
  expect(Math.max(...told.map((views) => views.length))).toBe(1);
});

test('of many who wait for their time, one at a time has a slice, and all of them their turn', () => {
  const world = timed(10, 1);
  world.step(
    5_000,
    Array.from({ length: 30 }, (_, at) => open(at, status, `guest-${at}`)),
  );
  world.step(5, [], [], [['another', 100_000]]);
  const told = Array.from({ length: 60 }, () => world.step(5).map(({ view }) => view));
  expect(Math.max(...told.map((views) => views.length))).toBe(1);
  expect(new Set(told.flat()).size).toBe(30);
});
