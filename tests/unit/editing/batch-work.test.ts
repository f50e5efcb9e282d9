import Type from 'typebox';
import { expect, test } from 'vitest';
import { defineComponent, hashWorld, json, type Json, type Operation, type Plugin } from '../../../engine/index.ts';
import { openRig } from '../world-rig.ts';

/** A batch that is refused for what it costs, and has changed nothing. */
function refused(entities: readonly object[], operations: readonly Operation[], plugin: Plugin = {}): void {
  const rig = openRig(entities, plugin);
  const before = hashWorld(rig.world);
  expect(rig.edit(operations)).toMatchObject({ ok: false, code: 'WW_BAD_OPERATION', errors: [{ code: 'WW_LIMIT' }] });
  expect(hashWorld(rig.world)).toBe(before);
}

test('copies of copies end once they are more than a world does at once', () => {
  refused(
    [{ id: 'a', name: 'A' }],
    Array.from({ length: 30 }, (): Operation => ({ op: 'duplicateEntity', entity: 'a', parent: 'a' })),
  );
});

test('a large subtree that is turned off and on again thousands of times is refused', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => ({ id: `c${i}`, parent: 'a' }));
  refused(
    [{ id: 'a', name: 'A' }, ...many],
    Array.from({ length: 2_000 }, (_, i): Operation => ({ op: 'updateEntity', entity: 'a', active: i % 2 === 1 })),
  );
});

test('thousands of patches of one large value are refused, and one is not', () => {
  const Notes = defineComponent('Notes', {
    doc: 'Holds anything.',
    category: 'Data',
    fields: { Data: json<Json>(Type.Unknown(), 'anything', { default: {}, doc: 'What it holds.' }) },
  });
  const patch = (i: number): Operation => ({
    op: 'patchField',
    entity: 'a',
    component: 'Notes',
    field: 'Data',
    patch: [{ op: 'replace', path: '/1', value: i }],
  });
  const entities = [{ id: 'a', name: 'A', components: { Notes: { Data: Array.from({ length: 20_000 }, (_, i) => i) } } }];
  const plugin = { components: [Notes], systems: [] };
  refused(
    entities,
    Array.from({ length: 2_000 }, (_, i) => patch(i)),
    plugin,
  );
  openRig(entities, plugin).edited([patch(1)]);
});

test('thousands of small patches beside a long text are refused, and one is not', () => {
  const patch = (i: number): Operation => ({
    op: 'patchField',
    entity: 'a',
    component: 'DynamicVariables',
    field: 'Variables',
    patch: [{ op: 'replace', path: '/count/value', value: i }],
  });
  const Variables = { text: { type: 'string', value: 'x'.repeat(900_000) }, count: { type: 'int', value: -1 } };
  const entities = [{ id: 'a', name: 'A', components: { DynamicVariables: { Variables } } }];
  refused(
    entities,
    Array.from({ length: 3_000 }, (_, i) => patch(i)),
  );
  openRig(entities).edited([patch(1)]);
});

test('thousands of components on one entity are refused, and as many on many are not', () => {
  const add = (entity: string): Operation => ({ op: 'addComponent', entity, component: 'Comment' });
  refused(
    [{ id: 'a', name: 'A' }],
    Array.from({ length: 3_000 }, () => add('a')),
  );
  const many = Array.from({ length: 3_000 }, (_, i) => ({ id: `e${i}` }));
  openRig(many).edited(many.map(({ id }) => add(id)));
});

test('edits far down a very deep hierarchy count for how deep it is', () => {
  const chain = Array.from({ length: 20_000 }, (_, i) => ({ id: `e${i}`, ...(i === 0 ? {} : { parent: `e${i - 1}` }) }));
  // With one that has come since, each edit asks whether what it edits has come with it.
  refused(chain, [{ op: 'addEntity' }, ...Array.from({ length: 400 }, (_, i): Operation => ({ op: 'updateEntity', entity: `e${19_000 + i}`, name: 'B' }))]);
});

test('a tree of fifty thousand entities can be added, and removed, in one batch', () => {
  const rig = openRig([]);
  const children = Array.from({ length: 50_000 }, () => ({ components: { Transform: {}, Spinner: {} } }));
  rig.edited([{ op: 'addEntity', entity: { id: 'a', children } }]);
  rig.edited([{ op: 'removeEntity', entity: 'a' }]);
  expect(rig.world.entities.count).toBe(0);
});

test('a patch says which of its steps does not fit, and why', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { WebsocketClient: { Protocols: ['one'] } } }]);
  const result = rig.edit([
    {
      op: 'patchField',
      entity: 'a',
      component: 'WebsocketClient',
      field: 'Protocols',
      patch: [
        { op: 'add', path: '/-', value: 'two' },
        { op: 'remove', path: '/7' },
      ],
    },
  ]);
  expect(result).toMatchObject({
    ok: false,
    errors: [{ code: 'WW_BAD_PATCH', index: 0, path: 'patch/1', message: expect.stringContaining('step 2: "/7" is no place in a list of 2') as string }],
  });
});
