import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RowsView } from '../../../engine/index.ts';
import { openRig, type Rig } from '../world-rig.ts';
import { samples } from '../../samples.ts';
import { edit, look, only, open } from './looking.ts';

interface Plain {
  readonly id: string;
  readonly name: string;
  readonly parent?: string;
}
interface PlainRow {
  readonly id: string;
  readonly depth: number;
  readonly at: number;
  readonly of: number;
}

/** The unfolded rows as a plain walk finds them in the world itself. */
function walk(rig: Rig, expanded: readonly string[], root: string | null = null): PlainRow[] {
  const { entities } = rig.world;
  const below = (rows: readonly number[], depth: number): PlainRow[] =>
    rows.flatMap((row, at) => {
      const id = entities.id.get(row);
      const inner = expanded.includes(id) ? below(entities.children.get(row) ?? [], depth + 1) : [];
      return [{ id, depth, at, of: rows.length }, ...inner];
    });
  const top = root === null ? undefined : entities.rowOf(root);
  return below(top === undefined ? entities.roots : (entities.children.get(top) ?? []), 0);
}

const SHAPE = fc.array(fc.record({ parent: fc.nat(), open: fc.boolean(), name: fc.constantFrom('Ann', 'anna', 'Bob', 'bo', 'Cleo') }), {
  minLength: 1,
  maxLength: 60,
});
function planted(list: readonly { readonly parent: number; readonly open: boolean; readonly name: string }[]): { entities: Plain[]; expanded: string[] } {
  return {
    entities: list.map(({ parent, name }, at) => ({ id: `e${at}`, name, ...(at === 0 || parent % (at + 1) === at ? {} : { parent: `e${parent % at}` }) })),
    expanded: list.flatMap(({ open: isOpen }, at) => (isOpen ? [`e${at}`] : [])),
  };
}

test('windows, places, rows between and rows by prefix are those of a plain walk, also after entities were moved', async () => {
  const moves = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(5)), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(SHAPE, moves, fc.nat(70), fc.nat(12), fc.nat(), fc.nat(), async (list, moved, offset, limit, one, other) => {
      const { entities, expanded } = planted(list);
      const rig = openRig(entities);
      look(rig, [open(1, { kind: 'tree', expanded, offset: 0, limit: 5 })]);
      for (const [which, to, before] of moved) {
        const entity = `e${which % list.length}`;
        const parent = to % (list.length + 1) === list.length ? null : `e${to % list.length}`;
        const siblings = walk(rig, parent === null ? [] : [parent], parent).filter(({ depth }) => depth === 0);
        const sibling = siblings[before]?.id;
        rig.edit([{ op: 'moveEntity', entity, parent, ...(sibling === undefined || sibling === entity ? {} : { before: sibling }) }]);
      }
      const root = other % 3 === 0 ? `e${one % list.length}` : null;
      const what: RowsView = { kind: 'tree', expanded, offset, limit, root };
      const all = walk(rig, expanded, root);

      const window = only('tree', look(rig, [{ type: 'close', view: 1 }, open(2, what)]));
      const from = Math.max(0, Math.min(offset, all.length - 1));
      expect(window.total).toBe(all.length);
      expect(window.offset).toBe(from);
      expect(window.rows.map(({ id, depth, at, of }) => ({ id, depth, at, of }))).toEqual(all.slice(from, from + limit));

      for (const { id } of entities) {
        const index = all.findIndex((row) => row.id === id);
        expect(await rig.door.ask({ ask: 'locate', what, wanted: { entity: id } })).toEqual({ index: index < 0 ? null : index });
      }
      const [start, end] = [one % 70, other % 70];
      const { rows } = await rig.door.ask({ ask: 'rows', what, from: start, to: end });
      expect(rows.map(({ entity }) => entity)).toEqual(all.slice(Math.min(start, end), Math.max(start, end) + 1).map(({ id }) => id));

      const after = (one % (all.length + 1)) - 1;
      const names = new Map(entities.map(({ id, name }) => [id, name]));
      const turned = [...all.slice(after + 1), ...all.slice(0, after + 1)];
      const hit = turned.find(({ id }) => names.get(id)?.toLowerCase().startsWith('bo'));
      expect(await rig.door.ask({ ask: 'locate', what, wanted: { prefix: 'BO', after } })).toEqual(
        hit === undefined ? { index: null } : { index: all.indexOf(hit), entity: hit.id },
      );
    }),
    samples(200),
  );
});

test('scrolling moves the window and nothing else, and is answered by the next step', () => {
  const rig = openRig(Array.from({ length: 300 }, (_, at) => ({ id: `e${at}`, name: `E${at}` })));
  only('tree', look(rig, [open(1, { kind: 'tree', expanded: [], offset: 0, limit: 3 })], [], 1));
  const there = only('tree', look(rig, [{ type: 'scroll', view: 1, offset: 200, limit: 2 }], [], 1));
  expect(there).toMatchObject({ total: 300, offset: 200, rows: [{ id: 'e200', at: 200, of: 300 }, { id: 'e201' }] });
  expect(look(rig, [{ type: 'scroll', view: 1, offset: 200, limit: 2 }], [], 1)).toEqual([]);
  expect(only('tree', look(rig, [{ type: 'scroll', view: 1, offset: 9999, limit: 2 }], [], 1))).toMatchObject({ offset: 299, rows: [{ id: 'e299' }] });
});

test('a world with twenty thousand entities unfolded one in the other is shown like any other', async () => {
  const depth = 20_000;
  const entities = Array.from({ length: depth }, (_, at) => ({ id: `e${at}`, name: `E${at}`, ...(at === 0 ? {} : { parent: `e${at - 1}` }) }));
  const rig = openRig(entities);
  const what: RowsView = { kind: 'tree', expanded: entities.map(({ id }) => id), offset: depth - 1, limit: 10 };
  expect(only('tree', look(rig, [open(1, what)]))).toMatchObject({ total: depth, rows: [{ id: `e${depth - 1}`, depth: depth - 1, at: 0, of: 1 }] });
  expect(await rig.door.ask({ ask: 'locate', what, wanted: { entity: 'e15000' } })).toEqual({ index: 15_000 });
});

test('at most ten thousand rows are told at once', async () => {
  const rig = openRig(Array.from({ length: 10_050 }, (_, at) => ({ id: `e${at}`, name: 'E' })));
  const what: RowsView = { kind: 'tree', expanded: [], offset: 0, limit: 1 };
  expect((await rig.door.ask({ ask: 'rows', what, from: 50, to: 1e9 })).rows.length).toBe(10_000);
  await expect(rig.door.ask({ ask: 'rows', what, from: 49, to: 1e9 })).rejects.toMatchObject({ code: 'WW_LIMIT' });
  await expect(rig.door.ask({ ask: 'rows', what: { ...what, query: 'c:No' }, from: 0, to: 1 })).rejects.toMatchObject({ code: 'WW_BAD_QUERY' });
});

test('results of a query come in order of creation, with what is above them, and are found there', async () => {
  const rig = openRig([
    { id: 'top', name: 'Top' },
    { id: 'b', name: 'Lamp b', parent: 'top' },
    { id: 'a', name: 'Lamp a' },
    { id: 'c', name: 'Lamp c', parent: 'top' },
  ]);
  const what: RowsView = { kind: 'tree', expanded: [], offset: 0, limit: 9, query: 'lamp' };
  const { rows } = only('tree', look(rig, [open(1, what)]));
  expect(rows.map(({ id, path }) => [id, path?.map((each) => each.name)])).toEqual([
    ['b', ['Top']],
    ['a', []],
    ['c', ['Top']],
  ]);
  expect(await rig.door.ask({ ask: 'locate', what, wanted: { entity: 'c' } })).toEqual({ index: 2 });
  expect(await rig.door.ask({ ask: 'locate', what, wanted: { entity: 'top' } })).toEqual({ index: null });
  expect(await rig.door.ask({ ask: 'locate', what, wanted: { prefix: 'lamp', after: 2 } })).toEqual({ index: 0, entity: 'b' });
  expect(await rig.door.ask({ ask: 'locate', what: { ...what, root: 'top' }, wanted: { entity: 'c' } })).toEqual({ index: 1 });
});

test('a live query finds what systems change too, sooner or later, in worlds of any size', () => {
  const count = 30_000;
  const rig = openRig(Array.from({ length: count }, (_, at) => ({ id: `e${at}`, name: 'E', components: { FloatValue: { Value: 0 } } })));
  only('tree', look(rig, [open(1, { kind: 'tree', expanded: [], offset: 0, limit: 5, query: 'Value=7 or name=x' })]));
  const value = rig.world.storeOf('FloatValue').columnOf('Value');
  for (const id of ['e29999', 'e3', 'e15000']) value.set(rig.world.entities.rowOf(id) as number, 7);
  let rows: readonly string[] = [];
  for (let tick = 0; tick < 60 && rows.length < 3; tick++) {
    const updates = look(rig, [], [], 50);
    if (updates.length > 0) rows = only('tree', updates).rows.map(({ id }) => id);
  }
  expect(rows).toEqual(['e3', 'e15000', 'e29999']);
});

test('a live query is what a fresh one would be, after any edits', () => {
  const step = fc.oneof(
    fc.record({ op: fc.constant('add' as const), parent: fc.nat(9), value: fc.nat(3) }),
    fc.record({ op: fc.constant('remove' as const), which: fc.nat(9) }),
    fc.record({ op: fc.constant('set' as const), which: fc.nat(9), value: fc.nat(3) }),
    fc.record({ op: fc.constant('move' as const), which: fc.nat(9), parent: fc.nat(9) }),
    fc.record({ op: fc.constant('undo' as const) }),
  );
  const queries = ['Value=2', 'in=e1', 'c:FloatValue -Value=1', 'name~e or Value=3', 'parent=e0'];
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), fc.constantFrom(...queries), (steps, query) => {
      const rig = openRig(Array.from({ length: 4 }, (_, at) => ({ id: `e${at}`, name: `e${at}`, components: { FloatValue: { Value: at } } })));
      const what: RowsView = { kind: 'tree', expanded: [], offset: 0, limit: 50, query };
      let told = only('tree', look(rig, [open(1, what)])).rows.map(({ id }) => id);
      let next = 4;
      for (const each of steps) {
        const input =
          each.op === 'undo'
            ? { author: { userId: 'host', role: 'Admin' as const }, input: { type: 'undo' as const } }
            : each.op === 'add'
              ? edit({
                  op: 'addEntity',
                  entity: { id: `e${next++}`, name: `e${next}`, components: { FloatValue: { Value: each.value } } },
                  parent: `e${each.parent}`,
                })
              : each.op === 'remove'
                ? edit({ op: 'removeEntity', entity: `e${each.which}` })
                : each.op === 'set'
                  ? edit({ op: 'setField', entity: `e${each.which}`, component: 'FloatValue', field: 'Value', value: each.value })
                  : edit({ op: 'moveEntity', entity: `e${each.which}`, parent: `e${each.parent}` });
        const updates = look(rig, [], [input]);
        if (updates.length > 0) told = only('tree', updates).rows.map(({ id }) => id);
        const fresh = look(rig, [open(2, what)], [], 0).filter(({ view }) => view === 2);
        look(rig, [{ type: 'close', view: 2 }], [], 0);
        expect(told).toEqual(only('tree', fresh).rows.map(({ id }) => id));
      }
    }),
    samples(150),
  );
});
