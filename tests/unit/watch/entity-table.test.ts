import { expect, test } from 'vitest';
import type { View } from '../../../engine/index.ts';
import { openRig, type Rig } from '../world-rig.ts';
import { edit, look, only, open, write } from './looking.ts';

type Table = Extract<View, { kind: 'table' }>;
const table = (what: Partial<Table> = {}): Table => ({ kind: 'table', columns: ['name'], offset: 0, limit: 100, ...what });

const world = (): Rig =>
  openRig([
    { id: 'top', name: 'Top' },
    { id: 'a', name: 'A', parent: 'top', tag: 'x', components: { Transform: { Position: [3, 0, 0] }, FloatValue: { Value: 1 } } },
    { id: 'b', name: 'B', tag: 'y', components: { FloatValue: { Value: 5 }, 'FloatValue#2': { Value: 9 } } },
    {
      id: 'c',
      name: 'C',
      tag: 'x',
      components: { Transform: { Position: [1, 0, 0] }, DynamicVariables: { Variables: { level: { type: 'float', value: 4 } } } },
    },
  ]);

test('without a type a table lists entities, with fields of whatever they hold and parts of them', async () => {
  const rig = world();
  const what = table({
    columns: ['name', 'parent', 'Transform.Position.x', 'Value', 'FloatValue#2.Value', 'DynamicVariables.Variables.level.value', 'active'],
  });
  const { total, rows, groups } = only('table', look(rig, [open(1, what)]));
  expect([total, groups]).toEqual([4, undefined]);
  expect(rows).toEqual([
    { entity: 'top', component: '', values: ['Top', null, null, null, null, null, true] },
    { entity: 'a', component: '', values: ['A', 'Top', 3, 1, null, null, true] },
    { entity: 'b', component: '', values: ['B', null, null, 5, 9, null, true] },
    { entity: 'c', component: '', values: ['C', null, 1, null, null, 4, true] },
  ]);
  expect(await rig.door.ask({ ask: 'locate', what, wanted: { entity: 'b' } })).toEqual({ index: 2 });
  expect(await rig.door.ask({ ask: 'rows', what, from: 1, to: 2 })).toEqual({ rows: [{ entity: 'a' }, { entity: 'b' }] });
});

test('a query narrows it, any column sorts it, and what has no value stands last either way', () => {
  const order = (what: Partial<Table>): string[] => only('table', look(world(), [open(1, table(what))])).rows.map(({ entity }) => entity);
  expect(order({ query: 'c:Transform' })).toEqual(['a', 'c']);
  expect(order({ sort: { by: 'Position.x' } })).toEqual(['c', 'a', 'top', 'b']);
  expect(order({ sort: { by: 'Position.x', descending: true } })).toEqual(['a', 'c', 'top', 'b']);
});

test('rows that have the same in a column stand together and are counted, sorted within, and move when they change', () => {
  const rig = world();
  const seen = only('table', look(rig, [open(1, table({ query: 'tag!=""', group: 'tag', sort: { by: 'name', descending: true } }))]));
  expect(seen.groups).toEqual([
    { value: 'x', count: 2 },
    { value: 'y', count: 1 },
  ]);
  expect(seen.rows.map(({ entity }) => entity)).toEqual(['c', 'a', 'b']);
  const moved = look(rig, [], [edit({ op: 'updateEntity', entity: 'a', tag: 'y' })]);
  expect(only('table', moved)).toMatchObject({
    groups: [
      { value: 'x', count: 1 },
      { value: 'y', count: 2 },
    ],
    rows: [{ entity: 'c' }, { entity: 'b' }, { entity: 'a' }],
  });
});

test('components are grouped by a state that changes by itself', () => {
  const rig = openRig(['a', 'b', 'c'].map((id) => ({ id, name: id, components: { WebsocketClient: {} } })));
  const what = table({ component: 'WebsocketClient', columns: ['State', 'Transform.Position'], group: 'State' });
  expect(only('table', look(rig, [open(1, what)])).groups).toEqual([{ value: 'Idle', count: 3 }]);
  write(rig, 'b', 'WebsocketClient', 'State', 'Open');
  const { groups, rows } = only('table', look(rig, [], [], 300));
  expect(groups).toEqual([
    { value: 'Idle', count: 2 },
    { value: 'Open', count: 1 },
  ]);
  expect(rows.map(({ entity, values }) => [entity, values[1]])).toEqual([
    ['a', null],
    ['c', null],
    ['b', null],
  ]);
});

test('a column that there is not is refused, naming what there is', () => {
  const fault = (what: Partial<Table>): unknown => only('fault', look(world(), [open(1, table(what))]));
  expect(fault({ columns: ['Transform.No'] })).toMatchObject({ code: 'WW_UNKNOWN_FIELD', message: expect.stringContaining('Position') });
  expect(fault({ columns: ['Nothing'] })).toMatchObject({ code: 'WW_UNKNOWN_FIELD', message: expect.stringContaining('Type.Field') });
  expect(fault({ group: 'No.No' })).toMatchObject({ code: 'WW_UNKNOWN_FIELD' });
});
