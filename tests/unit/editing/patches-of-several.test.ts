import Type from 'typebox';
import { expect, test } from 'vitest';
import { defineComponent, json, type Author, type Json, type PatchStep } from '../../../engine/index.ts';
import { ANNA, BEN, openRig, type Rig } from '../world-rig.ts';

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

test('undo of a member that was added tells who has moved the members of its list since, and changes none of theirs', () => {
  const rig = loom(['x', 'y']);
  patch(rig, ANNA, { op: 'add', path: '/-', value: 'of anna' });
  patch(rig, BEN, { op: 'remove', path: '/0' });
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject(blocked);
  patch(rig, BEN, { op: 'add', path: '/-', value: 'of ben' });
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject(blocked);
  expect(wires(rig)).toEqual(['y', 'of anna', 'of ben']);
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
