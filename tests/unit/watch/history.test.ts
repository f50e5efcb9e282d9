import { expect, test } from 'vitest';
import { ANNA, BEN, openRig } from '../world-rig.ts';
import { editBy, look, only, open } from './looking.ts';

test('the history lives: edits of all, newest last, with who undid theirs', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { FloatValue: {} } }]);
  expect(only('history', look(rig, [open(1, { kind: 'history', limit: 2 })]))).toMatchObject({ entries: [], total: 0 });
  const rename = (author: typeof ANNA, name: string) => look(rig, [], [editBy(author, { op: 'updateEntity', entity: 'a', name })], 1);
  expect(rename(ANNA, 'B')).toMatchObject([{ entries: [{ author: 'anna', label: 'change B', undone: false }], total: 1 }]);
  rename(BEN, 'C');
  expect(rename(ANNA, 'D')).toMatchObject([{ entries: [{ author: 'ben' }, { author: 'anna', label: 'change D' }], total: 3 }]);
  expect(look(rig, [], [{ author: ANNA, input: { type: 'undo' } }], 1)).toMatchObject([
    { entries: [{ undone: false }, { author: 'anna', undone: true }], total: 3 },
  ]);
  expect(look(rig, [], [], 1000)).toEqual([]);
});

test('an edit of one entity says of which; one of several does not', () => {
  const rig = openRig([
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ]);
  look(rig, [open(1, { kind: 'history' })]);
  const [one] = look(rig, [], [editBy(ANNA, { op: 'updateEntity', entity: 'a', tag: 'new' })], 1);
  expect(one).toMatchObject({ entries: [{ entity: 'a' }] });
  const rename = (entity: string) => ({ op: 'updateEntity', entity, name: 'C' }) as const;
  const [several] = look(rig, [], [{ author: ANNA, input: { type: 'operations', operations: [rename('a'), rename('b')] } }], 1);
  expect(several).toMatchObject({ entries: [{ entity: 'a' }, { entity: null }] });
});

test('an update of an entity that an edit brought says whose it was; one that the world brought does not', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { FloatValue: {}, Spinner: {}, Transform: {} } }]);
  look(rig, [open(1, { kind: 'entity', entity: 'a' })]);
  const [set] = look(rig, [], [editBy(ANNA, { op: 'setField', entity: 'a', component: 'FloatValue', field: 'Value', value: 2 })], 1);
  expect(set).toMatchObject({ kind: 'fields', by: 'anna' });
  const [named] = look(rig, [], [editBy(BEN, { op: 'updateEntity', entity: 'a', name: 'B' })], 1);
  expect(named).toMatchObject({ kind: 'entity', by: 'ben' });
  const [turned] = look(rig);
  expect(turned).toMatchObject({ kind: 'fields', changed: { Transform: {} } });
  expect(turned).not.toHaveProperty('by');
});

test('disabling what drives a field is told at once', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { Spinner: {}, Transform: {} } }]);
  const first = only('entity', look(rig, [open(1, { kind: 'entity', entity: 'a' })]));
  expect(first.whole.driven).toEqual({ 'Transform.Rotation': { entity: 'a', component: 'Spinner' } });
  const [after] = look(rig, [], [editBy(ANNA, { op: 'setField', entity: 'a', component: 'Spinner', field: 'Enabled', value: false })], 1);
  expect(after).toMatchObject({ kind: 'entity', whole: { driven: {} }, by: 'anna' });
});

test('a world that is only looked at answers without a step: what was opened, what has changed since, and nothing twice', async () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { FloatValue: {} } }]);
  const asked = async (views: Parameters<typeof rig.door.step>[0]['views'] = []) => (await rig.door.ask({ ask: 'look', views })).updates;
  expect(await asked([open(1, { kind: 'tree', expanded: [], offset: 0, limit: 9 }), open(2, { kind: 'entity', entity: 'a' })])).toMatchObject([
    { view: 1, kind: 'tree', total: 1 },
    { view: 2, kind: 'entity' },
  ]);
  expect(await asked()).toEqual([]);
  expect(await asked([open(3, { kind: 'table', component: 'FloatValue', columns: ['Value'], offset: 0, limit: 5 })])).toMatchObject([
    { view: 3, kind: 'table' },
  ]);
  rig.edited([{ op: 'updateEntity', entity: 'a', name: 'B' }]);
  expect(await asked([open(4, { kind: 'status' })])).toMatchObject([{ view: 4, kind: 'status' }]);
  expect(await asked()).toEqual([]);
  expect(
    await asked([
      { type: 'close', view: 2 },
      { type: 'scroll', view: 1, offset: 0, limit: 0 },
    ]),
  ).toMatchObject([{ view: 1, rows: [] }]);
});
