import Type from 'typebox';
import { expect, test } from 'vitest';
import { defineComponent, json, restoreWorld, snapshotWorld, type Author, type Json, type PatchStep } from '../../../engine/index.ts';
import { ANNA, BEN, openRig, rigOf, type Rig } from '../world-rig.ts';

const Loom = defineComponent('Loom', {
  doc: 'Holds a list.',
  category: 'Test',
  fields: { Wires: json<Json>(Type.Unknown(), 'anything', { default: [], doc: 'Wires.' }) },
});

function loom(wires: Json): Rig {
  return openRig([{ id: 'a', name: 'A', components: { Loom: { Wires: wires } } }], { components: [Loom] });
}
function patch(rig: Rig, author: Author, step: PatchStep): void {
  rig.edited([{ op: 'patchField', entity: 'a', component: 'Loom', field: 'Wires', patch: [step] }], author);
}
const wires = (rig: Rig): unknown => rig.value('a', 'Loom', 'Wires');

const blocked = { ok: false, code: 'WW_UNDO_BLOCKED', message: expect.stringContaining('changed by ben since') };

test('undo of a member that was added takes that one away, wherever it stands by now, and none of another', () => {
  for (const [first, second, annas, bens] of [
    ['x', 'y', 'of anna', 'of ben'],
    [{ id: 'x' }, { id: 'y' }, { id: 'of anna' }, { id: 'of ben' }],
    [{ key: 1 }, { key: 2 }, { key: 3, v: 1 }, { key: 4, v: 1 }],
  ] as const) {
    const rig = loom([first, second]);
    patch(rig, ANNA, { op: 'add', path: '/-', value: annas });
    patch(rig, BEN, { op: 'remove', path: '/0' });
    patch(rig, BEN, { op: 'add', path: '/-', value: bens });
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
    expect(wires(rig)).toEqual([second, bens]);
    expect(rig.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: true });
    expect(wires(rig)).toEqual([second, annas, bens]);
  }
});

test('where members have nothing to be told apart by, undo tells who has moved them since, and changes none', () => {
  for (const [first, second, annas, bens] of [
    [{ v: 1 }, { v: 2 }, { v: 3 }, { v: 4 }],
    ['x', 'y', 'x', 'of ben'],
    [{ id: 'x' }, { id: 'y' }, { id: 'y', v: 1 }, { id: 'z' }],
  ] as const) {
    const rig = loom([first, second]);
    patch(rig, ANNA, { op: 'add', path: '/-', value: annas });
    patch(rig, BEN, { op: 'remove', path: '/0' });
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject(blocked);
    patch(rig, BEN, { op: 'add', path: '/-', value: bens });
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject(blocked);
    expect(wires(rig)).toEqual([second, annas, bens]);
  }
});

test('undo and redo of a value find its member where it stands by now', () => {
  const rig = loom([
    { id: 'a', v: 1 },
    { id: 'b', v: 2 },
    { id: 'c', v: 3 },
  ]);
  patch(rig, ANNA, { op: 'replace', path: '/1/v', value: 20 });
  patch(rig, BEN, { op: 'move', from: '/2', path: '/0' });
  patch(rig, BEN, { op: 'add', path: '/1', value: { id: 'd', v: 4 } });
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  patch(rig, BEN, { op: 'remove', path: '/0' });
  expect(rig.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: true });
  expect(wires(rig)).toEqual([
    { id: 'd', v: 4 },
    { id: 'a', v: 1 },
    { id: 'b', v: 20 },
  ]);
  patch(rig, BEN, { op: 'replace', path: '/2/v', value: 21 });
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject(blocked);
});

test('redo goes by no place that another has changed by an undo since', () => {
  const rig = loom([{ v: 1 }, { v: 2 }]);
  patch(rig, BEN, { op: 'add', path: '/0', value: { v: 0 } });
  patch(rig, ANNA, { op: 'replace', path: '/1/v', value: 10 });
  rig.give({ type: 'undo' }, ANNA);
  expect(rig.give({ type: 'undo' }, BEN)).toMatchObject({ ok: true });
  expect(rig.give({ type: 'redo' }, ANNA)).toMatchObject(blocked);
  expect(wires(rig)).toEqual([{ v: 1 }, { v: 2 }]);
  expect(rig.give({ type: 'redo' }, BEN)).toMatchObject({ ok: true });
  expect(rig.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: true });
  expect(wires(rig)).toEqual([{ v: 0 }, { v: 10 }, { v: 2 }]);
});

test('a step that is passed over has moved members all the same: an older one of its author goes by no index before it', () => {
  const rig = loom([{ v: 0 }, { v: 1 }, { v: 2 }]);
  patch(rig, ANNA, { op: 'replace', path: '/1/v', value: 10 });
  rig.wait(3000);
  patch(rig, ANNA, { op: 'remove', path: '/0' });
  patch(rig, BEN, { op: 'replace', path: '/1/v', value: 20 });
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: false, code: 'WW_UNDO_BLOCKED' });
  expect(wires(rig)).toEqual([{ v: 10 }, { v: 20 }]);
});

test('what an undo left alone stays its author’s: nobody’s older undo writes over it', () => {
  const rig = openRig(['x', 'y'].map((id) => ({ id, name: id, components: { FloatValue: {} } })));
  const CAROL: Author = { userId: 'carol', role: 'Builder' };
  const set = (author: Author, value: number, ...of: string[]): unknown =>
    rig.edited(
      of.map((entity) => ({ op: 'setField', entity, component: 'FloatValue', field: 'Value', value })),
      author,
    );
  set(CAROL, 1, 'x');
  set(BEN, 2, 'x', 'y');
  set(ANNA, 3, 'x');
  expect(rig.give({ type: 'undo' }, BEN)).toMatchObject({ ok: true, kept: [{ by: 'anna' }] });
  rig.give({ type: 'undo' }, ANNA);
  expect(rig.give({ type: 'undo' }, CAROL)).toMatchObject(blocked);
  expect(rig.value('x', 'FloatValue', 'Value')).toBe(2);
});

test('an undo that would do nothing is none: the step before it is taken back', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { FloatValue: {} } }]);
  const set = (value: number, group?: string): unknown =>
    rig.give(
      {
        type: 'operations',
        operations: [{ op: 'setField', entity: 'a', component: 'FloatValue', field: 'Value', value }],
        ...(group === undefined ? {} : { group }),
      },
      ANNA,
    );
  set(1);
  set(2, 'drag');
  set(1, 'drag');
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(rig.value('a', 'FloatValue', 'Value')).toBe(0);
  expect(rig.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: true });
  expect(rig.value('a', 'FloatValue', 'Value')).toBe(1);
  expect(rig.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: false, code: 'WW_NOTHING_TO_REDO' });
});

test('a text of a list that is written in a row is one step', () => {
  const rig = loom(['x']);
  patch(rig, ANNA, { op: 'add', path: '/-', value: '' });
  for (const text of ['a', 'ab', 'abc']) patch(rig, ANNA, { op: 'replace', path: '/1', value: text });
  patch(rig, BEN, { op: 'remove', path: '/0' });
  expect(rig.world.history.entries.map(({ back }) => back.length)).toEqual([1, 1]);
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(wires(rig)).toEqual([]);
  rig.give({ type: 'redo' }, ANNA);
  expect(wires(rig)).toEqual(['abc']);
});

test('protocols that two people edit are told apart by what they say', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { WebsocketClient: { Enabled: false, Protocols: ['v1', 'v2'] } } }]);
  const protocols = (author: Author, ...steps: PatchStep[]): unknown =>
    rig.edited([{ op: 'patchField', entity: 'a', component: 'WebsocketClient', field: 'Protocols', patch: steps }], author);
  protocols(ANNA, { op: 'test', path: '/1', value: 'v2' }, { op: 'replace', path: '/1', value: 'v3' });
  protocols(BEN, { op: 'test', path: '/0', value: 'v1' }, { op: 'remove', path: '/0' });
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(rig.value('a', 'WebsocketClient', 'Protocols')).toEqual(['v2']);
});

test('undo of a value in a member writes into no other member that has come to stand at its index', () => {
  const rig = loom([{ v: 1 }, { v: 2 }]);
  patch(rig, ANNA, { op: 'replace', path: '/1/v', value: 20 });
  patch(rig, BEN, { op: 'add', path: '/0', value: { v: 0 } });
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject(blocked);
  expect(wires(rig)).toEqual([{ v: 0 }, { v: 1 }, { v: 20 }]);
  expect(rig.give({ type: 'undo' }, BEN)).toMatchObject({ ok: true });
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(wires(rig)).toEqual([{ v: 1 }, { v: 2 }]);
});

test('undo moves no members of a list under another who has worked in them since', () => {
  const rig = loom([{ v: 1 }]);
  patch(rig, ANNA, { op: 'add', path: '/0', value: { v: 0 } });
  patch(rig, BEN, { op: 'replace', path: '/1/v', value: 10 });
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject(blocked);
  expect(rig.give({ type: 'undo' }, BEN)).toMatchObject({ ok: true });
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(wires(rig)).toEqual([{ v: 1 }]);
});

test('what another adds at the end stands in nobody’s way', () => {
  const rig = loom([{ v: 1 }]);
  patch(rig, ANNA, { op: 'replace', path: '/0/v', value: 10 });
  patch(rig, BEN, { op: 'add', path: '/-', value: { v: 2 } });
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(wires(rig)).toEqual([{ v: 1 }, { v: 2 }]);
});

test('a drag by patches is one step, and keeps one way back however long it is', () => {
  const rig = loom([{ v: 1 }, { v: 2 }]);
  for (let v = 0; v < 50; v++) patch(rig, ANNA, { op: 'replace', path: '/0/v', value: v + 10 });
  expect(rig.world.history.entries).toHaveLength(1);
  expect(rig.world.history.entries[0]?.back).toHaveLength(1);
  rig.give({ type: 'undo' }, ANNA);
  expect(wires(rig)).toEqual([{ v: 1 }, { v: 2 }]);
  rig.give({ type: 'redo' }, ANNA);
  expect(wires(rig)).toEqual([{ v: 59 }, { v: 2 }]);
});

test('a snapshot of a version that knew members by index alone takes back what nobody has worked beside', () => {
  const rig = loom([{ v: 1 }, { v: 2 }]);
  patch(rig, ANNA, { op: 'replace', path: '/1/v', value: 20 });
  const snapshot = JSON.parse(snapshotWorld(rig.world)) as { history: { turn?: number; entries: Record<string, unknown>[] } };
  delete snapshot.history.turn;
  for (const entry of snapshot.history.entries) {
    delete entry.turns;
    entry.touched = ['a/Loom/Wires/1/v'];
    entry.back = [{ op: 'patchField', entity: 'a', component: 'Loom', field: 'Wires', patch: [{ op: 'replace', path: '/1/v', value: 2 }] }];
  }
  const again = (): Rig => rigOf(restoreWorld(JSON.stringify(snapshot), rig.world.registry));
  const beside = again();
  patch(beside, BEN, { op: 'add', path: '/0', value: { v: 0 } });
  expect(beside.give({ type: 'undo' }, ANNA)).toMatchObject(blocked);
  const alone = again();
  expect(alone.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(alone.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: true });
  expect(alone.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(wires(alone)).toEqual([{ v: 1 }, { v: 2 }]);
});

test('one that stood between members that cannot be told apart is not put back at an index that others have moved', () => {
  const list = ['a', { id: 'b', to: 'x' }, 'c', { id: 'b', to: 'y' }] as const;
  const [a, x, c, y] = list;
  const removed = loom(list);
  patch(removed, ANNA, { op: 'remove', path: '/2' });
  patch(removed, BEN, { op: 'remove', path: '/0' });
  expect(removed.give({ type: 'undo' }, ANNA)).toMatchObject(blocked);
  expect(wires(removed)).toEqual([x, y]);
  expect(removed.give({ type: 'undo' }, BEN)).toMatchObject({ ok: true });
  expect(removed.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(wires(removed)).toEqual([a, x, c, y]);

  const moved = loom(list);
  patch(moved, BEN, { op: 'move', from: '/2', path: '/3' });
  patch(moved, ANNA, { op: 'add', path: '/0', value: 'd' });
  expect(moved.give({ type: 'undo' }, BEN)).toMatchObject({ ok: false, code: 'WW_UNDO_BLOCKED', message: expect.stringContaining('changed by anna since') });
  expect(wires(moved)).toEqual(['d', a, x, y, c]);
  expect(moved.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(moved.give({ type: 'undo' }, BEN)).toMatchObject({ ok: true });
  expect(wires(moved)).toEqual([a, x, c, y]);
});

test('one of whose neighbours neither is there any more is not put back at an index that others have moved, unless no other is left', () => {
  const list = ['d', 'a', 'c', { id: 'b', to: 'x' }, { id: 'b', to: 'y' }] as const;
  const [d, a, c, x, y] = list;
  const beside = loom(list);
  patch(beside, ANNA, { op: 'remove', path: '/2' });
  patch(beside, BEN, { op: 'remove', path: '/1' });
  patch(beside, BEN, { op: 'remove', path: '/0' });
  expect(beside.give({ type: 'undo' }, ANNA)).toMatchObject(blocked);
  expect(wires(beside)).toEqual([x, y]);
  for (const author of [BEN, BEN, ANNA]) expect(beside.give({ type: 'undo' }, author)).toMatchObject({ ok: true });
  expect(wires(beside)).toEqual([d, a, c, x, y]);

  const between = loom(['d', 'a', 'c', 'e', 'f']);
  patch(between, ANNA, { op: 'remove', path: '/2' });
  for (const path of ['/2', '/1', '/0']) patch(between, BEN, { op: 'remove', path });
  expect(between.give({ type: 'undo' }, ANNA)).toMatchObject(blocked);
  expect(wires(between)).toEqual(['f']);

  const last = loom(['a', 'c']);
  patch(last, ANNA, { op: 'remove', path: '/1' });
  patch(last, BEN, { op: 'remove', path: '/0' });
  expect(last.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(wires(last)).toEqual(['c']);
});

test('names that come back stand where they stood among the others, whose order may mean something', () => {
  const rig = loom({ a: 1, b: 2, c: 3, d: 4 });
  const names = (): string[] => Object.keys(wires(rig) as object);
  rig.edited(
    [
      {
        op: 'patchField',
        entity: 'a',
        component: 'Loom',
        field: 'Wires',
        patch: [
          { op: 'remove', path: '/b' },
          { op: 'remove', path: '/c' },
          { op: 'remove', path: '/a' },
        ],
      },
    ],
    ANNA,
  );
  patch(rig, BEN, { op: 'add', path: '/e', value: 5 });
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(names()).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(rig.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: true });
  patch(rig, BEN, { op: 'remove', path: '/d' });
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect([...names()].sort()).toEqual(['a', 'b', 'c', 'e']);
  expect(rig.give({ type: 'undo' }, BEN)).toMatchObject({ ok: true });
  expect(wires(rig)).toEqual({ a: 1, b: 2, c: 3, d: 4, e: 5 });
});

test('what is added as new is refused where another has just added something under the name', () => {
  const rig = loom({ nodes: { add: { type: 'ValueAdd' } } });
  const add = (author: Author, path: string): unknown =>
    rig.edit(
      [{ op: 'patchField', entity: 'a', component: 'Loom', field: 'Wires', patch: [{ op: 'add', path, value: { type: 'ValueSub' }, new: true }] }],
      author,
    );
  expect(add(ANNA, '/nodes/add2')).toMatchObject({ ok: true });
  expect(add(BEN, '/nodes/add2')).toMatchObject({ ok: false, message: expect.stringContaining('already') });
  expect(add(BEN, '/nodes/add3')).toMatchObject({ ok: true });
  expect(add(BEN, '')).toMatchObject({ ok: false });
  expect(Object.keys((wires(rig) as { nodes: object }).nodes)).toEqual(['add', 'add2', 'add3']);
});
