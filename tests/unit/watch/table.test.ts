import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RowsView, View } from '../../../engine/index.ts';
import { openRig, type Rig } from '../world-rig.ts';
import { samples } from '../../samples.ts';
import { edit, look, only, open, write } from './looking.ts';

type Table = Extract<View, { kind: 'table' }>;
const table = (what: Partial<Table> = {}): Table => ({ kind: 'table', component: 'FloatValue', columns: ['name', 'Value'], offset: 0, limit: 100, ...what });

test('a table holds every component of its type, second ones too, in order of creation', async () => {
  const rig = openRig([
    { id: 'a', name: 'A', tag: 'x', components: { FloatValue: { Value: 3 }, 'FloatValue#2': { Value: 4 } } },
    { id: 'b', name: 'B', parent: 'a', components: { FloatValue: { Value: 1 } } },
    { id: 'c', name: 'C' },
  ]);
  const what = table({ columns: ['Value', 'name', 'parent', 'tag', 'Enabled'] });
  const { total, rows } = only('table', look(rig, [open(1, what)]));
  expect(total).toBe(3);
  expect(rows).toEqual([
    { entity: 'a', component: 'FloatValue', values: [3, 'A', null, 'x', true] },
    { entity: 'a', component: 'FloatValue#2', values: [4, 'A', null, 'x', true] },
    { entity: 'b', component: 'FloatValue', values: [1, 'B', 'A', '', true] },
  ]);
  expect(await rig.door.ask({ ask: 'locate', what, wanted: { entity: 'a', component: 'FloatValue#2' } })).toEqual({ index: 1 });
  expect(await rig.door.ask({ ask: 'locate', what, wanted: { entity: 'c' } })).toEqual({ index: null });
  expect(await rig.door.ask({ ask: 'locate', what, wanted: { prefix: 'b', after: -1 } })).toEqual({ index: 2, entity: 'b' });
  expect(await rig.door.ask({ ask: 'rows', what, from: 2, to: 1 })).toEqual({
    rows: [
      { entity: 'a', component: 'FloatValue#2' },
      { entity: 'b', component: 'FloatValue' },
    ],
  });
});

test('sorting is that of a plain sort of the values: none last, equals by creation, whichever the direction', () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(null));
  const text = fc.constantFrom('b', 'B', 'a', 'Ä', 'ä', '', '10', '9');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(value, text), { minLength: 1, maxLength: 40 }),
      fc.array(fc.tuple(fc.nat(), value), { maxLength: 8 }),
      fc.boolean(),
      fc.boolean(),
      (list, later, descending, byName) => {
        const numbers = list.map(([number]) => number);
        const rig = openRig(list.map(([number, name], at) => ({ id: `e${at}`, name, components: { FloatValue: { Value: number ?? 0 } } })));
        list.forEach(([number], at) => write(rig, `e${at}`, 'FloatValue', 'Value', number ?? NaN));
        const what = table({ sort: { by: byName ? 'name' : 'Value', descending } });
        let rows = only('table', look(rig, [open(1, what)])).rows;
        const expected = (): string[] => {
          const sign = descending ? -1 : 1;
          const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
          return list
            .map(([, name], at) => ({ id: `e${at}`, at, name, number: numbers[at] as number | null }))
            .sort((a, b) => {
              if (byName) return sign * (order(a.name.toLowerCase(), b.name.toLowerCase()) || order(a.name, b.name)) || a.at - b.at;
              if (a.number === null || b.number === null) return Number(a.number === null) - Number(b.number === null) || a.at - b.at;
              return sign * (a.number - b.number) || a.at - b.at;
            })
            .map(({ id }) => id);
        };
        expect(rows.map(({ entity }) => entity)).toEqual(expected());
        for (const [which, number] of later) {
          numbers[which % list.length] = number;
          write(rig, `e${which % list.length}`, 'FloatValue', 'Value', number ?? NaN);
          const updates = look(rig, [], [], 300);
          if (updates.length > 0) rows = only('table', updates).rows;
          expect(rows.map(({ entity }) => entity)).toEqual(expected());
        }
      },
    ),
    samples(200),
  );
});

test('enums are sorted by their order, and users and structures by what they say', () => {
  const rig = openRig([
    { id: 'a', name: 'A', components: { WebsocketClient: { HandlingUser: { userId: 'zoe' } } } },
    { id: 'b', name: 'B', components: { WebsocketClient: {} } },
    { id: 'c', name: 'C', components: { WebsocketClient: { HandlingUser: { userId: 'Ann' } } } },
  ]);
  write(rig, 'a', 'WebsocketClient', 'State', 'Open');
  write(rig, 'c', 'WebsocketClient', 'State', 'Connecting');
  const order = (by: string, descending = false): string[] =>
    only('table', look(rig, [open(1, table({ component: 'WebsocketClient', columns: ['State'], sort: { by, descending } }))])).rows.map(({ entity }) => entity);
  expect(order('State')).toEqual(['b', 'c', 'a']);
  expect(order('HandlingUser')).toEqual(['c', 'a', 'b']);
  expect(order('HandlingUser', true)).toEqual(['a', 'c', 'b']);
});

test('only rows that differ are worth telling, a query lives in it, and an edit is told in its own step', () => {
  const rig = openRig([1, 2, 3].map((value) => ({ id: `e${value}`, name: `E${value}`, components: { FloatValue: { Value: value } } })));
  expect(only('table', look(rig, [open(1, table({ query: 'Value>1', limit: 1 }))]))).toMatchObject({ total: 2, rows: [{ entity: 'e2' }] });
  for (let i = 0; i < 10; i++) expect(look(rig, [], [], 300)).toEqual([]);
  const set = (entity: string, value: number) => look(rig, [], [edit({ op: 'setField', entity, component: 'FloatValue', field: 'Value', value })], 1);
  expect(set('e3', 9)).toEqual([]);
  expect(set('e1', 5)).toMatchObject([{ total: 3, rows: [{ entity: 'e1', values: ['E1', 5] }] }]);
  expect(look(rig, [], [edit({ op: 'removeEntity', entity: 'e1' })], 1)).toMatchObject([{ total: 2, rows: [{ entity: 'e2' }] }]);
  expect(look(rig, [{ type: 'scroll', view: 1, offset: 1, limit: 5 }], [], 1)).toMatchObject([{ total: 2, offset: 1, rows: [{ entity: 'e3' }] }]);
});

test('values that change by themselves come at the rate asked for', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { FloatValue: {} } }]);
  look(rig, [open(1, table({ rate: 2 }))], [], 10);
  let told = 0;
  for (let i = 1; i <= 200; i++) {
    write(rig, 'a', 'FloatValue', 'Value', i);
    told += look(rig, [], [], 10).length;
  }
  expect(told).toBe(4);
});

test('a table of what there is not says what there is', () => {
  const rig = openRig();
  const fault = (what: Partial<Table>): unknown => only('fault', look(rig, [open(1, table(what))]));
  expect(fault({ component: 'No' })).toMatchObject({ code: 'WW_UNKNOWN_COMPONENT', message: expect.stringContaining('Transform') });
  expect(fault({ columns: ['No'] })).toMatchObject({ code: 'WW_UNKNOWN_FIELD', message: expect.stringContaining('name, parent, tag') });
  expect(fault({ sort: { by: 'No' } })).toMatchObject({ code: 'WW_UNKNOWN_FIELD', message: expect.stringContaining('Value') });
  expect(fault({ query: '(' })).toMatchObject({ code: 'WW_BAD_QUERY' });
});

test('ten thousand connections are sorted and stay so while all of them change', async () => {
  const count = 10_000;
  const rig: Rig = openRig(Array.from({ length: count }, (_, at) => ({ id: `e${at}`, name: `E${at}`, components: { WebsocketClient: {} } })));
  const what: RowsView = table({ component: 'WebsocketClient', columns: ['BytesReceived'], sort: { by: 'BytesReceived', descending: true }, limit: 3 });
  look(rig, [open(1, what)]);
  const column = rig.world.storeOf('WebsocketClient').columnOf('BytesReceived');
  for (let at = 0; at < count; at++) column.set(rig.world.entities.rowOf(`e${at}`) as number, (at * 7919) % count);
  const { rows } = only('table', look(rig, [], [], 300));
  expect(rows.map(({ values }) => values[0])).toEqual([9999, 9998, 9997]);
  expect(await rig.door.ask({ ask: 'locate', what, wanted: { entity: 'e0' } })).toEqual({ index: count - 1 });
});
