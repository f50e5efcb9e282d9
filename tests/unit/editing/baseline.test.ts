import { expect, test } from 'vitest';
import type { ChangeRow } from '../../../engine/index.ts';
import { differencesOf } from '../../../engine/editing/differences.ts';
import { ANNA, BEN, openRig, type Rig } from '../world-rig.ts';

const SCENE = [
  { id: 'garden', name: 'Garden' },
  { id: 'lamp', name: 'Lamp', parent: 'garden', components: { Transform: {}, Spinner: { Speed: [0, 10, 0] }, FloatValue: { Value: 1 } } },
  { id: 'bulb', name: 'Bulb', parent: 'lamp', components: { IntValue: { Value: 7 } } },
  { id: 'bench', name: 'Bench', parent: 'garden' },
  { id: 'shed', name: 'Shed' },
];

const rows = (rig: Rig): readonly ChangeRow[] => differencesOf(rig.world).map(({ row }) => row);
const words = (rig: Rig): string[] => rows(rig).map(({ kind, path, what }) => `${kind} ${path.join('/')}${what === '' ? '' : ` ${what}`}`);
const revert = (rig: Rig, changes = rows(rig).map(({ change }) => change)): unknown => rig.give({ type: 'revert', changes }, ANNA);
const value = (entity: string, number: number): object => ({ op: 'setField', entity, component: 'FloatValue', field: 'Value', value: number });

test('what an edit changes is listed with what it was, what it is, and whose it is', () => {
  const rig = openRig(SCENE);
  rig.edited([value('lamp', 5) as never, { op: 'updateEntity', entity: 'shed', name: 'Hut' }], ANNA);
  rig.edited([value('lamp', 6) as never], BEN);
  expect(rows(rig)).toEqual([
    { change: 1, entity: 'lamp', kind: 'changed', what: 'FloatValue.Value', path: ['Garden', 'Lamp'], before: 1, now: 6, author: 'ben', tick: 0 },
    { change: 2, entity: 'shed', kind: 'changed', what: 'name', path: ['Hut'], before: 'Shed', now: 'Hut', author: 'anna', tick: 0 },
  ]);
});

test('a value that is again as it was is no difference, whether set, undone or reverted', () => {
  const rig = openRig(SCENE);
  rig.edited([value('lamp', 5) as never], ANNA);
  rig.edited([value('lamp', 1) as never], BEN);
  expect(rows(rig)).toEqual([]);
  rig.wait(5_000);
  rig.edited([value('lamp', 9) as never], BEN);
  rig.give({ type: 'undo' }, BEN);
  expect(rows(rig)).toEqual([]);
  rig.give({ type: 'redo' }, BEN);
  expect(words(rig)).toEqual(['changed Garden/Lamp FloatValue.Value']);
});

test('what a system does is no edit, and a value that is driven is told as a scene file keeps it', () => {
  const rig = openRig(SCENE);
  rig.tick(10);
  expect(rows(rig)).toEqual([]);
  rig.edited([{ op: 'setField', entity: 'lamp', component: 'Spinner', field: 'Enabled', value: false }], ANNA);
  rig.edited([{ op: 'setField', entity: 'lamp', component: 'Transform', field: 'Rotation', value: [1, 0, 0, 0] }], ANNA);
  rig.edited([{ op: 'setField', entity: 'lamp', component: 'Spinner', field: 'Enabled', value: true }], ANNA);
  rig.tick(5);
  expect(words(rig)).toEqual(['changed Garden/Lamp Transform.Rotation']);
  // The list says what a save would write, of which a turn is no part; where it has been turned to is what the inspector shows, in purple.
  expect(rows(rig)[0]).toMatchObject({ before: [0, 0, 0, 1], now: [1, 0, 0, 0] });
});

test('what is inside something added is not listed on its own, and what was removed is one line', () => {
  const rig = openRig(SCENE);
  rig.edited([{ op: 'addEntity', entity: { id: 'box', name: 'Box', children: [{ id: 'lid', name: 'Lid' }] } }], ANNA);
  rig.edited(
    [
      { op: 'updateEntity', entity: 'lid', name: 'Cover' },
      { op: 'addComponent', entity: 'lid', component: 'FloatValue' },
    ],
    BEN,
  );
  rig.edited([value('lid', 3) as never], BEN);
  rig.edited([{ op: 'updateEntity', entity: 'bulb', name: 'Old bulb' }], BEN);
  rig.edited([{ op: 'removeEntity', entity: 'lamp' }], ANNA);
  expect(words(rig)).toEqual(['added Box', 'removed Garden/Lamp']);
});

test('an added component is one line, a removed one another', () => {
  const rig = openRig(SCENE);
  rig.edited([{ op: 'addComponent', entity: 'shed', component: 'Spinner', values: { Speed: [1, 2, 3] } }], ANNA);
  rig.edited([{ op: 'removeComponent', entity: 'lamp', component: 'FloatValue' }], ANNA);
  expect(words(rig)).toEqual(['added Shed Transform', 'added Shed Spinner', 'removed Garden/Lamp FloatValue']);
  rig.give({ type: 'undo' }, ANNA);
  rig.give({ type: 'undo' }, ANNA);
  expect(words(rig)).toEqual([]);
});

test('a move is told by its parents, by its order offset, or by its place among its siblings', () => {
  const rig = openRig(SCENE);
  rig.edited([{ op: 'moveEntity', entity: 'bench', parent: 'shed' }], ANNA);
  expect(rows(rig)[0]).toMatchObject({ kind: 'moved', what: 'parent', before: 'Garden', now: 'Shed' });
  rig.edited([{ op: 'moveEntity', entity: 'bench', parent: 'garden', before: 'lamp' }], ANNA);
  expect(rows(rig)[0]).toMatchObject({ kind: 'moved', what: 'order', before: 1, now: 0 });
  rig.edited([{ op: 'moveEntity', entity: 'bench', parent: 'garden' }], ANNA);
  expect(rows(rig)).toEqual([]);
  rig.edited([{ op: 'updateEntity', entity: 'bench', orderOffset: 4 }], ANNA);
  expect(rows(rig)[0]).toMatchObject({ kind: 'moved', what: 'orderOffset', before: 0, now: 4 });
});

test('reverting one difference leaves the others, is a step of undo of who did it, and is an edit like any other', () => {
  const rig = openRig(SCENE);
  rig.edited([value('lamp', 5) as never, { op: 'updateEntity', entity: 'shed', name: 'Hut' }], BEN);
  expect(revert(rig, [1])).toMatchObject({ ok: true, results: [{ entity: 'lamp' }] });
  expect(words(rig)).toEqual(['changed Hut name']);
  expect(rig.world.history.rows().at(-1)).toMatchObject({ author: 'anna', label: 'take back Lamp.FloatValue.Value' });
  rig.give({ type: 'undo' }, ANNA);
  expect(rig.value('lamp', 'FloatValue', 'Value')).toBe(5);
  expect(words(rig)).toHaveLength(2);
});

test('something removed comes back as it was loaded, with what had been removed from it before', () => {
  const rig = openRig(SCENE);
  const loaded = rig.text();
  rig.edited([{ op: 'updateEntity', entity: 'lamp', name: 'Torch' }], ANNA);
  rig.edited([{ op: 'removeComponent', entity: 'lamp', component: 'FloatValue' }], BEN);
  rig.edited([{ op: 'removeEntity', entity: 'bulb' }], BEN);
  rig.edited([{ op: 'removeEntity', entity: 'lamp' }], ANNA);
  expect(words(rig)).toEqual(['removed Garden/Torch']);
  expect(revert(rig)).toMatchObject({ ok: true });
  expect(rig.text()).toBe(loaded);
  rig.give({ type: 'undo' }, ANNA);
  expect(words(rig)).toEqual(['removed Garden/Torch']);
});

test('what was moved into something that is removed is not lost with it', () => {
  const rig = openRig(SCENE);
  const loaded = rig.text();
  rig.edited([{ op: 'addEntity', entity: { id: 'box', name: 'Box' } }], ANNA);
  rig.edited([{ op: 'moveEntity', entity: 'lamp', parent: 'box' }], ANNA);
  expect(words(rig)).toEqual(['added Box', 'moved Box/Lamp parent']);
  rig.edited([{ op: 'removeEntity', entity: 'box' }], BEN);
  expect(words(rig)).toEqual(['removed Box/Lamp']);
  revert(rig);
  expect(rig.text()).toBe(loaded);
});

test('taking back that something was added first takes out of it what was there before', () => {
  const rig = openRig(SCENE);
  const loaded = rig.text();
  rig.edited([{ op: 'addEntity', entity: { id: 'box', name: 'Box' } }], ANNA);
  rig.edited([{ op: 'moveEntity', entity: 'lamp', parent: 'box' }], ANNA);
  revert(rig, [1]);
  expect(rig.text()).toBe(loaded);
});

test('what cannot be put back any more is told, and nothing is half done', () => {
  const rig = openRig(SCENE);
  rig.edited([{ op: 'moveEntity', entity: 'bulb', parent: 'shed' }, value('lamp', 3) as never], ANNA);
  rig.edited([{ op: 'removeEntity', entity: 'lamp' }], BEN);
  rig.edited([{ op: 'updateEntity', entity: 'shed', name: 'Hut' }], BEN);
  const [moved, , renamed] = rows(rig) as [ChangeRow, ChangeRow, ChangeRow];
  const before = rig.text();
  expect(revert(rig, [renamed.change, moved.change])).toMatchObject({ ok: false, code: 'WW_NOT_REVERTIBLE', message: expect.stringContaining('lamp') });
  expect(rig.text()).toBe(before);
  expect(rows(rig)).toHaveLength(3);
});

test('who may not edit may not revert, and what is no longer different is passed over', () => {
  const rig = openRig(SCENE);
  rig.edited([value('lamp', 5) as never], ANNA);
  expect(rig.give({ type: 'revert', changes: [1] }, { userId: 'guest', role: 'Guest' })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  expect(revert(rig, [99])).toMatchObject({ ok: true, results: [] });
  expect(rig.value('lamp', 'FloatValue', 'Value')).toBe(5);
});

test('a batch that fails leaves nothing in the list', () => {
  const rig = openRig(SCENE);
  const result = rig.edit([value('lamp', 5) as never, { op: 'removeEntity', entity: 'nobody' }], ANNA);
  expect(result.ok).toBe(false);
  expect(rows(rig)).toEqual([]);
  rig.edited([value('lamp', 5) as never], ANNA);
  expect(rows(rig)[0]?.change).toBe(1);
});

test('beyond ten thousand differences the list ends, says so, and stays right', () => {
  const rig = openRig(Array.from({ length: 10_010 }, (_each, at) => ({ id: `e${at}`, name: 'Old' })));
  rig.edited(
    Array.from({ length: 10_000 }, (_each, at) => ({ op: 'updateEntity' as const, entity: `e${at}`, name: 'New' })),
    ANNA,
  );
  expect(rows(rig)).toHaveLength(10_000);
  rig.edited([{ op: 'updateEntity', entity: 'e10000', name: 'New' }], ANNA);
  expect(rig.world.baseline.missed).toBe(1);
  expect(rig.world.logged.after(0, 100).entries.some((entry) => entry.level === 'warn' && entry.source === 'changes')).toBe(true);
  revert(rig);
  expect(rows(rig)).toEqual([]);
  expect(rig.world.entities.name.get(rig.world.entities.rowOf('e10000') as number)).toBe('New');
});

test('where no more differences are kept, nobody goes through all siblings for an order that is not kept either', () => {
  const rig = openRig([{ id: 'a' }]);
  expect(rig.world.baseline.takeOrder(rig.world, -1)).toEqual(['a']);
  rig.edited(Array.from({ length: 10_000 }, () => ({ op: 'addEntity' as const })));
  rig.edited([{ op: 'addEntity' }]);
  expect(rig.world.baseline.missed).toBe(1);
  expect(rig.world.baseline.takeOrder(rig.world, -1)).toEqual([]);
});
