import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Author, Operation } from '../../../engine/index.ts';
import { ANNA, BEN, openRig } from '../world-rig.ts';
import { samples } from '../../samples.ts';

const scene = ['a', 'b', 'c'].map((id) => ({ id, name: id, components: { FloatValue: { Value: 0 } } }));
const author = fc.constantFrom<Author>(ANNA, BEN);
const set = fc.record({
  op: fc.constant('setField' as const),
  entity: fc.constantFrom('a', 'a', 'b', 'c'),
  component: fc.constant('FloatValue'),
  field: fc.constant('Value'),
  value: fc.integer({ min: 1, max: 1000 }),
});
const action = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(author, set, fc.constantFrom(true, true, false)) },
  { weight: 1, arbitrary: fc.tuple(author, fc.constantFrom('undo' as const, 'redo' as const), fc.constant(false)) },
);

test('nobody’s undo or redo changes what another has set since', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const rig = openRig(scene);
      /** Who set each value last, by a plain edit. */
      const setBy = new Map<string, { by: string; value: unknown; edit: number }>();
      const edits = new Map<string, number>();
      for (const [who, what, drags] of actions) {
        if (typeof what === 'object') {
          rig.give({ type: 'operations', operations: [what], ...(drags ? { group: 'drag' } : {}) }, who);
          edits.set(who.userId, (edits.get(who.userId) ?? 0) + 1);
          setBy.set(what.entity, { by: who.userId, value: what.value, edit: edits.get(who.userId) as number });
          continue;
        }
        const before = new Map(['a', 'b', 'c'].map((id) => [id, rig.value(id, 'FloatValue', 'Value')]));
        rig.give({ type: what }, who);
        for (const [entity, last] of setBy) {
          const untouchedSince = before.get(entity) === last.value;
          if (last.by !== who.userId && untouchedSince) expect(rig.value(entity, 'FloatValue', 'Value')).toBe(last.value);
        }
      }
    }),
    samples(1000),
  );
});

test('what was kept because another changed it is told, and the rest is undone', () => {
  const rig = openRig(scene);
  const both: Operation[] = ['a', 'b'].map((entity) => ({ op: 'setField', entity, component: 'FloatValue', field: 'Value', value: 5 }));
  rig.edited(both, ANNA);
  rig.edited([{ op: 'setField', entity: 'a', component: 'FloatValue', field: 'Value', value: 7 }], BEN);
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true, kept: [{ path: 'a/FloatValue/Value', by: 'ben' }] });
  expect([rig.value('a', 'FloatValue', 'Value'), rig.value('b', 'FloatValue', 'Value')]).toEqual([7, 0]);
});

test('adding is not undone once another has worked inside of what was added', () => {
  const rig = openRig();
  rig.edited([{ op: 'addEntity', entity: { id: 'x', children: [{ id: 'y' }] } }], ANNA);
  rig.edited([{ op: 'addComponent', entity: 'y', component: 'FloatValue' }], BEN);
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({
    ok: false,
    code: 'WW_UNDO_BLOCKED',
    message: expect.stringContaining('Entity has been changed by ben since'),
  });
  expect(rig.world.entities.rowOf('y')).toBeDefined();
});

test('a drag is one step back', () => {
  const rig = openRig(scene);
  for (const value of [1, 2, 3])
    rig.give({ type: 'operations', group: 'drag-1', operations: [{ op: 'setField', entity: 'a', component: 'FloatValue', field: 'Value', value }] }, ANNA);
  rig.give({ type: 'undo' }, ANNA);
  expect(rig.value('a', 'FloatValue', 'Value')).toBe(0);
  rig.give({ type: 'redo' }, ANNA);
  expect(rig.value('a', 'FloatValue', 'Value')).toBe(3);
});

test('undoing a removal brings the whole subtree back, ids, places and settings', () => {
  const rig = openRig([
    { id: 'root', name: 'Root' },
    {
      id: 'a',
      name: 'A',
      parent: 'root',
      tag: 'first',
      components: { Spinner: { Speed: [1, 2, 3] }, Transform: {}, FloatValue: {}, 'FloatValue#2': { Value: 0.1, UpdateOrder: -5 } },
    },
    {
      id: 'b',
      name: 'B',
      parent: 'a',
      active: false,
      persistent: false,
      orderOffset: 3,
      components: { WebsocketClient: { URL: 'ws://127.0.0.1:9/', Headers: { a: 'b' } } },
    },
    { id: 'c', name: 'C', parent: 'root' },
  ]);
  const before = rig.text();
  const b = JSON.stringify(rig.value('b', 'WebsocketClient', 'Headers'));
  rig.edited([{ op: 'removeEntity', entity: 'a' }], ANNA);
  expect(rig.text()).not.toBe(before);
  rig.give({ type: 'undo' }, ANNA);
  expect(rig.text()).toBe(before);
  expect(JSON.stringify(rig.value('b', 'WebsocketClient', 'Headers'))).toBe(b);
});

test('a drag in which another has changed the same value is two steps, so that neither takes back what the other did', () => {
  const rig = openRig(scene);
  const to = (value: number, author: Author, group?: string): unknown =>
    rig.give(
      {
        type: 'operations',
        ...(group === undefined ? {} : { group }),
        operations: [{ op: 'setField', entity: 'a', component: 'FloatValue', field: 'Value', value }],
      },
      author,
    );
  to(1, ANNA, 'drag');
  to(5, BEN);
  to(2, ANNA, 'drag');
  expect(rig.give({ type: 'undo' }, BEN)).toMatchObject({ ok: false, code: 'WW_UNDO_BLOCKED' });
  expect(rig.value('a', 'FloatValue', 'Value')).toBe(2);
  rig.give({ type: 'undo' }, ANNA);
  expect(rig.value('a', 'FloatValue', 'Value')).toBe(5);
});

test('two drags at once are one step each, and one line each in the log', () => {
  const rig = openRig(scene);
  for (const value of [1, 2, 3]) {
    for (const [author, entity] of [
      [ANNA, 'a'],
      [BEN, 'b'],
    ] as const) {
      rig.give(
        { type: 'operations', group: `drag of ${author.userId}`, operations: [{ op: 'setField', entity, component: 'FloatValue', field: 'Value', value }] },
        author,
      );
    }
  }
  expect(rig.world.logged.after(0, 100).entries.filter((entry) => entry.level === 'edit')).toHaveLength(2);
  rig.give({ type: 'undo' }, ANNA);
  expect([rig.value('a', 'FloatValue', 'Value'), rig.value('b', 'FloatValue', 'Value')]).toEqual([0, 3]);
});
