import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Envelope, ViewRequest, ViewUpdate } from '../../../engine/index.ts';
import { HOST } from '../../../engine/index.ts';
import { openRig, type Rig } from '../world-rig.ts';
import { samples } from '../../samples.ts';

function look(rig: Rig, views: readonly ViewRequest[], inputs: readonly Envelope[] = [], wait = 100): readonly ViewUpdate[] {
  return rig.door.step({ mode: 'tick', real: rig.world.real + wait, inputs, views }).updates;
}
const edit = (...operations: Extract<Envelope['input'], { type: 'operations' }>['operations']): Envelope => ({
  author: HOST,
  input: { type: 'operations', operations },
});

test('a window of the hierarchy is what a plain walk over the unfolded entities gives', () => {
  const shape = fc.array(fc.record({ parent: fc.nat(), open: fc.boolean() }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(shape, fc.nat(45), fc.nat(12), (list, offset, limit) => {
      const entities = list.map(({ parent }, at) => ({
        id: `e${at}`,
        name: `E${at}`,
        ...(at === 0 || parent % (at + 1) === at ? {} : { parent: `e${parent % at}` }),
      }));
      const expanded = list.flatMap(({ open }, at) => (open ? [`e${at}`] : []));
      const rig = openRig(entities);
      const walk = (parent: string | undefined, depth: number): string[] =>
        entities.filter((each) => each.parent === parent).flatMap(({ id }) => [`${depth} ${id}`, ...(expanded.includes(id) ? walk(id, depth + 1) : [])]);
      const all = walk(undefined, 0);
      const [update] = look(rig, [{ type: 'open', view: 1, what: { kind: 'tree', expanded, offset, limit } }]);
      if (update?.kind !== 'tree') throw new Error('expected a tree');
      const from = Math.max(0, Math.min(offset, all.length - 1));
      expect(update.total).toBe(all.length);
      expect(update.rows.map((row) => `${row.depth} ${row.id}`)).toEqual(all.slice(from, from + limit));
    }),
    samples(300),
  );
});

test('an open entity is told whole, then only the fields that changed, and an edit in its own tick', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { Spinner: {}, Transform: {}, FloatValue: { Value: 1 } } }]);
  const [first] = look(rig, [{ type: 'open', view: 7, what: { kind: 'entity', entity: 'a', rate: 1 } }]);
  expect(first).toMatchObject({ view: 7, kind: 'entity', whole: { id: 'a', components: { FloatValue: { Value: 1 } } } });
  expect(look(rig, [], [], 1)).toEqual([]);
  const [second] = look(rig, [], [edit({ op: 'setField', entity: 'a', component: 'FloatValue', field: 'Value', value: 2 })], 1);
  expect(second).toMatchObject({ kind: 'fields', changed: { FloatValue: { Value: 2 } } });
  expect(Object.keys(second?.kind === 'fields' ? second.changed : {})).toEqual(
    ['Transform', 'FloatValue'].sort(
      (a, b) =>
        Object.keys(first?.kind === 'entity' ? first.whole.components : {}).indexOf(a) -
        Object.keys(first?.kind === 'entity' ? first.whole.components : {}).indexOf(b),
    ),
  );
  expect(look(rig, [], [edit({ op: 'updateEntity', entity: 'a', name: 'B' })], 1)).toMatchObject([{ kind: 'entity', whole: { name: 'B' } }]);
  expect(look(rig, [], [edit({ op: 'removeEntity', entity: 'a' })], 1)).toMatchObject([{ kind: 'gone', entity: 'a' }]);
});

test('values come at the rate that was asked for, and a closed view is told nothing', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { Spinner: {}, Transform: {} } }]);
  look(rig, [{ type: 'open', view: 1, what: { kind: 'entity', entity: 'a', rate: 10 } }]);
  let told = 0;
  for (let i = 0; i < 100; i++) told += look(rig, [], [], 10).length;
  expect(told).toBe(10);
  expect(look(rig, [{ type: 'close', view: 1 }], [], 1000)).toEqual([]);
});

test('a query in the hierarchy lives: what begins to match comes in', () => {
  const rig = openRig([
    { id: 'a', name: 'A', components: { FloatValue: {} } },
    { id: 'b', name: 'B', components: { FloatValue: {} } },
  ]);
  const [none] = look(rig, [{ type: 'open', view: 1, what: { kind: 'tree', expanded: [], offset: 0, limit: 10, query: 'Value>3' } }]);
  expect(none).toMatchObject({ total: 0 });
  const [one] = look(rig, [], [edit({ op: 'setField', entity: 'b', component: 'FloatValue', field: 'Value', value: 4 })]);
  expect(one).toMatchObject({ total: 1, rows: [{ id: 'b' }] });
  expect(look(rig, [{ type: 'open', view: 2, what: { kind: 'tree', expanded: [], offset: 0, limit: 10, query: 'c:No' } }])).toMatchObject([
    { view: 2, kind: 'fault', code: 'WW_BAD_QUERY' },
  ]);
});

test('the log is told from where one left off', () => {
  const rig = openRig();
  rig.edited([{ op: 'addEntity', entity: { name: 'A' } }]);
  const [first] = look(rig, [{ type: 'open', view: 1, what: { kind: 'log' } }]);
  expect(first).toMatchObject({ kind: 'log', entries: [{ level: 'edit', message: 'add A', source: 'host' }] });
  expect(look(rig, [])).toEqual([]);
  expect(look(rig, [], [edit({ op: 'addEntity', entity: { name: 'B' } })])).toMatchObject([{ kind: 'log', entries: [{ message: 'add B' }] }]);
});

test('of the log what is about one entity is told alone, and of that what one source has written', () => {
  const rig = openRig([
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ]);
  rig.world.log('info', 'before', { entity: 'a', source: 'Script' });
  const [first, about] = look(rig, [
    { type: 'open', view: 1, what: { kind: 'log', entity: 'a', source: 'Script' } },
    { type: 'open', view: 2, what: { kind: 'log', entity: 'a', limit: 2 } },
  ]);
  expect(first).toMatchObject({ entries: [{ message: 'before' }], skipped: 0 });
  expect(about).toMatchObject({ entries: [{ message: 'before' }] });
  for (const [entity, source] of [
    ['b', 'Script'],
    ['a', 'Script#2'],
  ] as const)
    rig.world.log('info', 'of another', { entity, source });
  expect(look(rig, [])).toMatchObject([{ view: 2, entries: [{ message: 'of another', source: 'Script#2' }] }]);
  for (let at = 0; at < 3; at++) rig.world.log('warn', `line ${at}`, { entity: 'a', source: 'Script' });
  expect(look(rig, [])).toMatchObject([
    { view: 1, entries: [{ message: 'line 0' }, { message: 'line 1' }, { message: 'line 2' }], skipped: 0 },
    { view: 2, entries: [{ message: 'line 1' }, { message: 'line 2' }], skipped: 1 },
  ]);
});

test('looking changes nothing: the hash of a watched world is that of an unwatched one', async () => {
  const [watched, alone] = [0, 0].map(() => openRig([{ id: 'a', name: 'A', components: { Spinner: {}, Transform: {} } }]));
  if (watched === undefined || alone === undefined) throw new Error('no worlds');
  look(watched, [
    { type: 'open', view: 1, what: { kind: 'entity', entity: 'a' } },
    { type: 'open', view: 2, what: { kind: 'tree', expanded: [], offset: 0, limit: 10, query: 'c:Spinner' } },
    { type: 'open', view: 3, what: { kind: 'status', userId: 'host' } },
  ]);
  look(alone, []);
  for (let i = 0; i < 20; i++) for (const rig of [watched, alone]) look(rig, []);
  expect(await watched.door.ask({ ask: 'hash' })).toEqual(await alone.door.ask({ ask: 'hash' }));
});
