import { expect, test } from 'vitest';
import type { Author, Envelope, FieldPlace, Operation } from '../../../engine/index.ts';
import { WrittenPast } from './written-past.ts';

const ANNA: Author = { userId: 'anna', role: 'Builder' },
  BEN: Author = { userId: 'ben', role: 'Builder' },
  HOST: Author = { userId: 'host', role: 'Admin' };
const VALUE: FieldPlace = { entity: 'lamp', component: 'FloatValue', field: 'Value' };
const lamp = (components: object = {}): object => ({ id: 'lamp', name: 'Lamp', components: { FloatValue: { Value: 1 }, ...components } });

const edit = (author: Author, operations: readonly Operation[], group?: string): Envelope => ({
  author,
  input: { type: 'operations', operations, ...(group === undefined ? {} : { group }) },
});
const set = (author: Author, value: number, group?: string): Envelope => edit(author, [{ op: 'setField', ...VALUE, value }], group);

test('of two who edit in one tick each is told with what they made of it', async () => {
  const past = await new WrittenPast([lamp()], [VALUE]).begin();
  await past.live({
    mode: 'tick',
    inputs: [{ author: HOST, input: { type: 'join', user: { userId: 'ben', machineId: 'm', name: 'Ben B.', role: 'Builder' } } }],
  });
  await past.live({ mode: 'tick', inputs: [set(ANNA, 2), set(BEN, 3)] });
  await past.live({ mode: 'tick', inputs: [{ author: HOST, input: { type: 'leave', userId: 'ben', machineId: 'm', reason: 'left' } }] });
  const { all } = await past.search(VALUE, 1);
  expect(all).toMatchObject([
    // By the name that the world had for them then.
    { tick: 2, before: { value: 2 }, after: { value: 3 }, cause: { kind: 'edit', user: 'ben', name: 'Ben B.' }, place: { segment: 1, step: 1, part: 1 } },
    { tick: 2, before: { value: 1 }, after: { value: 2 }, cause: { kind: 'edit', user: 'anna' }, place: { segment: 1, step: 1, part: 0 } },
  ]);
});

test('a drag is one change, and two edits are two, however close', async () => {
  const past = await new WrittenPast([lamp()], [VALUE]).begin();
  for (const value of [2, 3, 4]) await past.live({ mode: 'tick', inputs: [set(ANNA, value, 'drag')] });
  await past.live({ mode: 'tick', inputs: [set(ANNA, 5)] });
  await past.live({ mode: 'tick', inputs: [set(ANNA, 6)] });
  const { all } = await past.search(VALUE);
  expect(all.map(({ count, since, tick, before, after }) => [count, since, tick, before, after])).toEqual([
    [1, 5, 5, { value: 5 }, { value: 6 }],
    [1, 4, 4, { value: 4 }, { value: 5 }],
    [3, 1, 3, { value: 1 }, { value: 4 }],
  ]);
});

test('what is taken back, made, taken away and put elsewhere is told by whose hand it was', async () => {
  const parent: FieldPlace = { entity: 'lamp', component: '', field: 'parent' };
  const past = await new WrittenPast([lamp(), { id: 'yard', name: 'Yard' }], [VALUE]).begin();
  await past.live({ mode: 'tick', inputs: [set(ANNA, 2)] });
  await past.live({ mode: 'tick', inputs: [{ author: ANNA, input: { type: 'undo' } }] });
  await past.live({ mode: 'tick', inputs: [edit(BEN, [{ op: 'moveEntity', entity: 'lamp', parent: 'yard' }])] });
  await past.segment();
  await past.live({ mode: 'tick', inputs: [edit(BEN, [{ op: 'removeEntity', entity: 'yard' }])] });
  await past.live({ mode: 'tick', inputs: [{ author: BEN, input: { type: 'undo' } }] });
  await past.live({ mode: 'tick', inputs: [edit(ANNA, [{ op: 'removeComponent', entity: 'lamp', component: 'FloatValue' }])] });
  const { all } = await past.search(VALUE);
  expect(all.map(({ what, before, after, cause: { kind, user } }) => [what, before, after, kind, user])).toEqual([
    ['component', { value: 1 }, null, 'edit', 'anna'],
    ['entity', null, { value: 1 }, 'undo', 'ben'],
    ['entity', { value: 1 }, null, 'edit', 'ben'],
    ['value', { value: 2 }, { value: 1 }, 'undo', 'anna'],
    ['value', { value: 1 }, { value: 2 }, 'edit', 'anna'],
  ]);
  // It was moved before it went and came back, and renames or moves are no change of its fields.
  expect((await past.search(parent)).all.map(({ before, after }) => [before, after])).toEqual([
    [null, { value: 'yard' }],
    [{ value: 'yard' }, null],
    [{ value: null }, { value: 'yard' }],
  ]);
});

test('what drives a field is told as that, and all that it does without a pause as one', async () => {
  const spinner: FieldPlace = { entity: 'lamp', component: 'Transform', field: 'Rotation' };
  const past = await new WrittenPast([lamp({ Transform: {}, Spinner: { Enabled: false } })], [spinner]).begin();
  await past.live({ mode: 'tick', inputs: [edit(ANNA, [{ op: 'setField', entity: 'lamp', component: 'Transform', field: 'Rotation', value: [0, 1, 0, 0] }])] });
  await past.live({ mode: 'tick', inputs: [edit(ANNA, [{ op: 'setField', entity: 'lamp', component: 'Spinner', field: 'Enabled', value: true }])] });
  for (let i = 0; i < 10; i++) await past.live({ mode: 'tick', inputs: [] });
  const { all } = await past.search(spinner);
  expect(all).toMatchObject([
    { count: 11, since: 2, tick: 12, cause: { kind: 'driven', component: { entity: 'lamp', component: 'Spinner' } } },
    { count: 1, tick: 1, cause: { kind: 'edit', user: 'anna' } },
  ]);
});

test('what a flow or a script does is told as theirs, and for whom they did it', async () => {
  /* oxlint-disable unicorn/no-thenable -- exits of a graph's nodes stand under this name */
  const graph = {
    heard: { type: 'DynamicImpulseReceiver', refs: { Tag: 'up' }, then: { OnTriggered: 'write' } },
    write: { type: 'ValueWrite<float>', refs: { Variable: VALUE }, in: { Value: 7 } },
  };
  /* oxlint-enable unicorn/no-thenable */
  const source = "let ticks = 0; Script.update.connect(() => { if (++ticks === 5) entity.get('FloatValue').Value = 8; });";
  const past = await new WrittenPast([lamp({ Flow: { Graph: { nodes: graph } }, Script: { Source: source } })], [VALUE]).begin();
  for (let i = 0; i < 10; i++) await past.live({ mode: 'tick', inputs: [] });
  await past.live({ mode: 'tick', inputs: [{ author: ANNA, input: { type: 'impulse', tag: 'up' } }] });
  const { all } = await past.search(VALUE);
  expect(all).toMatchObject([
    { after: { value: 7 }, cause: { kind: 'component', user: 'anna', component: { entity: 'lamp', component: 'Flow' } } },
    { after: { value: 8 }, cause: { kind: 'component', component: { entity: 'lamp', component: 'Script' } } },
  ]);
});

test('what a journal left out is no secret: the ticks are named, and what had become another in them, by whom it is not known', async () => {
  const past = await new WrittenPast([lamp({ Transform: {}, Spinner: {} })], [VALUE]).begin();
  await past.live({ mode: 'tick', inputs: [] });
  past.shed();
  for (let i = 0; i < 5; i++) await past.live({ mode: 'tick', inputs: [] }, false);
  const rotation: FieldPlace = { entity: 'lamp', component: 'Transform', field: 'Rotation' };
  await past.segment();
  const { first, all } = await past.search(rotation, 1);
  expect(all[0]).toMatchObject({ since: 1, tick: 6, cause: { kind: 'unknown' } });
  expect(all[1]).toMatchObject({ tick: 1, cause: { kind: 'driven' } });
  expect(first.holes).toEqual([{ from: 1, to: 6 }]);
  // What nobody touched in them may have been another all the same.
  expect((await past.search(VALUE)).last).toMatchObject({ changes: [], from: 0, holes: [{ from: 1, to: 6 }], now: { value: 1 } });
});

test('what cannot be read of a journal is passed over by going further back, and says so where it ends', async () => {
  const past = await new WrittenPast([lamp()], [VALUE]).begin();
  await past.live({ mode: 'tick', inputs: [set(ANNA, 2)] });
  await past.segment(false);
  await past.live({ mode: 'tick', inputs: [] });
  // The second segment has no state of its own: it is lived through from the first one's.
  expect((await past.search(VALUE)).all).toMatchObject([{ tick: 1, cause: { user: 'anna' } }]);
  await past.live({ mode: 'tick', inputs: [] });
  await past.live({ mode: 'tick', inputs: [] });
  await past.segment();
  await past.damage(2, (lines) => lines.splice(2, 1, 'damaged'));
  const { first } = await past.search(VALUE);
  expect(first.changes).toMatchObject([{ tick: 1 }]);
  expect(first.holes).toEqual([{ from: 2, to: 4 }]);
});

test('a field that no component has is refused by its code', async () => {
  const past = await new WrittenPast([lamp()], []).begin();
  await expect(past.search({ ...VALUE, field: 'constructor' })).rejects.toMatchObject({ code: 'WW_UNKNOWN_FIELD' });
  await expect(past.search({ ...VALUE, component: 'Nothing' })).rejects.toMatchObject({ code: 'WW_UNKNOWN_COMPONENT' });
  await expect(past.search({ ...VALUE, component: '', field: 'children' })).rejects.toMatchObject({ code: 'WW_UNKNOWN_FIELD' });
});
