import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Lengthener } from '../../../inspector-ui/session/lengthener.ts';
import type { TreeRow, ViewUpdate } from '../../../server/protocol.ts';
import { Shortener } from '../../../server/sockets/shortener.ts';
import { samples } from '../../samples.ts';

const FIELDS = { A: ['x', 'y'], B: ['x', 'z'] } as const;
const value = fc.oneof(fc.integer(), fc.constant(null), fc.constant([1, 2]), fc.string());

const entity = fc.record({ kind: fc.constant('entity' as const), values: fc.array(value, { minLength: 4, maxLength: 4 }) });
const fields = fc.record({ kind: fc.constant('fields' as const), component: fc.constantFrom('A', 'B', 'C'), at: fc.nat(1), value, by: fc.boolean() });
const table = fc.record({ kind: fc.constant('table' as const), cells: fc.array(fc.tuple(fc.nat(6), fc.nat(2), value), { maxLength: 6 }) });
const tree = fc.record({ kind: fc.constant('tree' as const), rows: fc.array(fc.tuple(fc.nat(6), fc.nat(1)), { maxLength: 6 }) });
const other = fc.record({ kind: fc.constant('gone' as const) });

type Made = typeof entity | typeof fields | typeof table | typeof tree | typeof other extends fc.Arbitrary<infer T> ? T : never;

function updateOf(made: Made, view: number, tick: number): ViewUpdate {
  const at = { view, tick };
  if (made.kind === 'entity') {
    const [a, b, c, d] = made.values;
    return { ...at, kind: 'entity', whole: { id: 'e', components: { A: { x: a, y: b }, B: { x: c, z: d } } } } as unknown as ViewUpdate;
  }
  if (made.kind === 'fields') {
    const field = made.component === 'C' ? 'none' : (FIELDS[made.component as 'A'][made.at] as string);
    return { ...at, kind: 'fields', changed: { [made.component]: { [field]: made.value } }, ...(made.by ? { by: 'anna' } : {}) };
  }
  if (made.kind === 'table') {
    const rows = new Map(made.cells.map(([row, kind, cell]) => [row, { entity: `e${row}`, component: 'A', values: [row, cell, kind].slice(0, kind + 1) }]));
    return { ...at, kind: 'table', total: 9, offset: 0, rows: [...rows.values()] };
  }
  if (made.kind === 'tree') {
    const rows = new Map(made.rows.map(([row, change]) => [row, { id: `e${row}`, name: `N${change}` } as TreeRow]));
    return { ...at, kind: 'tree', total: 9, offset: 0, rows: [...rows.values()] };
  }
  return { ...at, kind: 'gone', entity: 'e' };
}

test('what is put into short form comes out as it was, as long as nothing is lost', () => {
  const steps = fc.array(fc.record({ view: fc.nat(2), made: fc.oneof(entity, fields, table, tree, other) as fc.Arbitrary<Made>, anew: fc.nat(9) }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(steps, (list) => {
      const shortener = new Shortener();
      const lengthener = new Lengthener();
      list.forEach(({ view, made, anew }, tick) => {
        if (anew === 0) shortener.forget(view);
        const update = updateOf(made, view, tick);
        const [sent] = JSON.parse(JSON.stringify(shortener.shorten([update])));
        expect(lengthener.lengthen(sent)).toEqual(update);
      });
    }),
    samples(500),
  );
});

test('of a node of which one port alone is another that is told, and comes out whole', () => {
  const shortener = new Shortener();
  const lengthener = new Lengthener();
  const send = (update: object): unknown => {
    const [sent] = JSON.parse(JSON.stringify(shortener.shorten([{ view: 1, tick: 1, kind: 'graph', ...update } as ViewUpdate])));
    return [sent.nodes, lengthener.lengthen(sent)];
  };
  const sum = { type: 'ValueAdd<int>', in: { A: 1 } };
  const whole = JSON.parse('{ "sum": { "type": "ValueAdd<int>", "in": { "A": 1 } }, "__proto__": { "type": "Comment" } }') as object;
  expect(send({ whole: true, order: ['sum', '__proto__'], nodes: whole })).toEqual([whole, expect.objectContaining({ nodes: whole }) as object]);
  const wired = { ...sum, in: { A: 1, B: { from: 'x' } } };
  expect(send({ nodes: { sum: wired }, ports: { sum: ['in', 'B'] } })).toMatchObject([{ sum: ['in', 'B', { from: 'x' }] }, { nodes: { sum: wired } }]);
  const placed = { ...wired, at: [1, 2] };
  expect(send({ nodes: { sum: placed }, ports: { sum: ['at', null] } })).toMatchObject([{ sum: ['at', null, [1, 2]] }, { nodes: { sum: placed } }]);
  expect(send({ nodes: { sum: null, new: sum } })).toMatchObject([{ sum: null, new: sum }, { nodes: { sum: null, new: sum } }]);
  // What is gone is referred to no more.
  expect(send({ nodes: { sum: wired }, ports: { sum: ['in', 'B'] } })).toMatchObject([{}, undefined]);
});

test('a page that has lost what an update refers to is told nothing rather than something wrong', () => {
  const shortener = new Shortener();
  const whole = updateOf({ kind: 'entity', values: [1, 2, 3, 4] }, 1, 1);
  const rows = updateOf({ kind: 'tree', rows: [[1, 0]] }, 2, 1);
  shortener.shorten([whole, rows]);
  const [changed, again] = shortener.shorten([updateOf({ kind: 'fields', component: 'A', at: 0, value: 5, by: false }, 1, 2), rows]);
  const late = new Lengthener();
  if (changed === undefined || again === undefined) throw new Error('nothing sent');
  expect(late.lengthen(changed)).toBeUndefined();
  expect(late.lengthen(again)).toBeUndefined();
  shortener.forget(2);
  const [anew] = shortener.shorten([rows]);
  expect(anew).toEqual(rows);
});
