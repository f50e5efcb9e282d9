/** What all flows of a world hold has a bound: what is over it is ended, or not stored, alone. */
import { afterEach, describe, expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { running } from './graphs.ts';
import { flowing, flowRig, restored, rx, valueOf, write, type FlowRig } from './rig.ts';

const usual = { ...running };
afterEach(() => void Object.assign(running, usual));

const LONG = 'é'.repeat(10_000);
/** Waits for a second with what its client has heard, and writes it then. */
const waiting = (entity: string) =>
  flowing(
    {
      rx: rx('task', entity),
      task: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
      wait: { type: 'DelaySecondsFloat', in: { Duration: 1 }, then: { Next: 'done' } },
      done: write('string', { from: 'rx.Data' }, undefined, entity),
    },
    entity,
  );
/** Stores what its client has heard, and says whether it did. */
const storing = (store: string, entity = 'lamp') =>
  flowing(
    {
      rx: rx('put', entity),
      put: {
        type: 'ObjectWrite<string>',
        refs: { Variable: { node: 'kept' } },
        in: { Value: { from: 'rx.Data' } },
        then: { OnWritten: 'good', OnFail: 'bad' },
      },
      kept: { type: store },
      good: write('int', 1, undefined, entity),
      bad: write('int', 2, undefined, entity),
    },
    entity,
  );
const errors = ({ world }: FlowRig) => world.logged.after(0, 1_000).entries.filter(({ level }) => level === 'error');
const names = Array.from({ length: 12 }, (_, at) => `e${at}`);
const sum = (rig: FlowRig, field: string) => names.reduce((all, name) => all + Number(rig.value(name, 'Flow', field) ?? 0), 0);

describe.each(['compiled', 'interpreted'] as const)('%s', (as) => {
  test('chains that wait hold so much together: who is over it is ended as it comes to wait, and the others go on, also from a snapshot', () => {
    Object.assign(running, { as, mostHeld: 100_000 });
    const rig = flowRig(names.map(waiting));
    rig.hear(LONG);
    expect(sum(rig, 'Waiting')).toBe(9);
    expect(rig.value('e11', 'Flow', 'LastError')).toMatch(
      /^WW_LIMIT: a chain was ended as it came to wait, since .*flows.* would hold more than 100000 characters and bytes.*; it was in the node "wait"$/,
    );
    expect(errors(rig).map(({ entity }) => entity)).toEqual(['e9', 'e10', 'e11']);
    const other = restored(snapshotWorld(rig.world));
    // What little there is left fits a short one in both.
    for (const each of [rig, other]) {
      each.tick(30);
      each.hear('short');
      expect(sum(each, 'Waiting')).toBe(21);
      each.hear(LONG);
      expect(sum(each, 'Waiting')).toBe(21);
      each.tick(35);
      expect(each.value('e0', 'StringValue', 'Value')).toBe(LONG);
      expect(sum(each, 'Waiting')).toBe(12);
      // What went on holds nothing any more.
      each.hear(LONG);
      expect(sum(each, 'Waiting')).toBe(21);
    }
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  });

  test.each(['StoredObject<string>', 'DataModelObjectFieldStore<string>'])('what %s holds counts: one more is not stored, and OnFail goes on', (store) => {
    Object.assign(running, { as, mostHeld: 25_000 });
    const rig = flowRig([storing(store, 'a'), storing(store, 'b'), storing(store, 'c')]);
    rig.hear(LONG);
    const other = restored(snapshotWorld(rig.world));
    for (const each of [rig, other]) {
      expect(['a', 'b', 'c'].map((entity) => each.value(entity, 'IntValue', 'Value'))).toEqual([1, 1, 2]);
      expect(each.value('c', 'Flow', 'LastError')).toMatch(/^WW_LIMIT: the node "kept" stored nothing, since .* more than 25000 characters and bytes/);
      // What is removed makes room, and so does what is stored in place of it.
      expect(each.edit([{ op: 'removeEntity', entity: 'a' }]).ok).toBe(true);
      each.hear(LONG);
      expect(each.value('c', 'IntValue', 'Value')).toBe(1);
      each.hear('short');
      each.hear('é'.repeat(12_000));
      expect(each.value('b', 'IntValue', 'Value')).toBe(1);
      expect(each.value('c', 'IntValue', 'Value')).toBe(1);
    }
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  });

  test('a graph that is edited holds what is left of it', () => {
    Object.assign(running, { as, mostHeld: 25_000 });
    const rig = flowRig([storing('StoredObject<string>', 'a'), storing('StoredObject<string>', 'b'), storing('StoredObject<string>', 'c')]);
    rig.hear(LONG);
    rig.edited([
      { op: 'patchField', entity: 'a', component: 'Flow', field: 'Graph', patch: [{ op: 'replace', path: '/nodes/kept/type', value: 'LocalObject<string>' }] },
    ]);
    rig.hear(LONG);
    expect(rig.value('c', 'IntValue', 'Value')).toBe(1);
    const other = restored(snapshotWorld(rig.world));
    for (const each of [rig, other]) {
      each.hear('é'.repeat(15_000));
      expect(each.value('b', 'IntValue', 'Value')).toBe(1);
      expect(each.value('c', 'IntValue', 'Value')).toBe(2);
    }
  });

  test('a node that remembers what it saw last remembers nothing more', () => {
    Object.assign(running, { as, mostHeld: 5_000 });
    const rig = flowRig([
      flowing({
        source: valueOf('string'),
        fires: { type: 'FireOnLocalObjectChange<string>', in: { Value: { from: 'source' } }, then: { OnChange: 'n' } },
        n: write('int', 1),
      }),
    ]);
    const change = (value: string) => rig.edited([{ op: 'setField', entity: 'lamp', component: 'StringValue', field: 'Value', value }]);
    rig.tick();
    change(LONG);
    rig.tick();
    expect(rig.value('lamp', 'IntValue', 'Value')).toBe(0);
    expect(rig.value('lamp', 'Flow', 'LastError')).toMatch(/^WW_LIMIT: the node "fires" stored nothing/);
    change('short');
    rig.tick();
    expect(rig.value('lamp', 'IntValue', 'Value')).toBe(1);
  });

  test('dynamic variables of a world hold so much, whoever gave it to them, and flows add no more', () => {
    Object.assign(running, { as, mostHeld: 25_000 });
    const target = { root: { type: 'SlotSource', refs: { Source: { entity: 'lamp' } } } };
    const inputs = { Target: { from: 'root' }, Path: { from: 'rx.Data' }, CreateDirectlyOnTarget: false, CreateNonPersistent: false, Value: { from: 'text' } };
    const rig = flowRig([
      {
        id: 'lamp',
        name: 'lamp',
        components: {
          WebsocketClient: {},
          IntValue: {},
          StringValue: { Value: LONG },
          DynamicVariableSpace: {},
          DynamicVariables: { Variables: { a: { type: 'string', value: LONG } } },
          Flow: {
            Graph: {
              nodes: {
                ...target,
                rx: rx('put'),
                text: valueOf('string'),
                put: {
                  type: 'WriteOrCreateDynamicObjectVariable<string>',
                  in: inputs,
                  then: { OnCreated: 'good', OnWritten: 'good', OnFailed: 'bad' },
                },
                good: write('int', 1),
                bad: write('int', 2),
              },
            },
          },
        },
      },
    ]);
    rig.hear('b');
    expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
    expect(rig.value('lamp', 'IntValue', 'Value')).toBe(1);
    const other = restored(snapshotWorld(rig.world));
    for (const each of [rig, other]) {
      each.hear('c');
      expect(each.value('lamp', 'IntValue', 'Value')).toBe(2);
      expect(each.value('lamp', 'Flow', 'LastError')).toMatch(
        /^WW_LIMIT: WriteOrCreateDynamicObjectVariable "put" did nothing: flows add no more to dynamic variables that have 25000 characters/,
      );
      each.edited([{ op: 'setField', entity: 'lamp', component: 'StringValue', field: 'Value', value: 'short' }]);
      each.hear('a');
      each.hear('c');
      expect(each.value('lamp', 'IntValue', 'Value')).toBe(1);
    }
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  });
});

describe('long texts in fields of a world are so many together', () => {
  const fields = (entity: string, more: object) => ({
    rx: rx('w', entity),
    w: { ...write('string', { from: 'rx.Data' }, undefined, entity), then: { OnWritten: 'good', OnFail: 'bad' } },
    good: write('int', 1, undefined, entity),
    bad: write('int', 2, undefined, entity),
    ...more,
  });

  test('one more is not written, and OnFail goes on; short ones are, and a longer one in place of a long one', () => {
    running.mostHeld = 25_000;
    const rig = flowRig(['a', 'b', 'c'].map((entity) => flowing(fields(entity, {}), entity)));
    rig.hear(LONG);
    const other = restored(snapshotWorld(rig.world));
    for (const each of [rig, other]) {
      expect(['a', 'b', 'c'].map((entity) => each.value(entity, 'IntValue', 'Value'))).toEqual([1, 1, 2]);
      expect(each.value('c', 'StringValue', 'Value')).toBe('');
      expect(each.value('c', 'Flow', 'LastError')).toMatch(
        /^WW_LIMIT: ObjectWrite "w" did nothing: flows add no more to long texts in fields, which may have 25000 characters in a world/,
      );
      each.hear('short');
      expect(each.value('c', 'IntValue', 'Value')).toBe(1);
      each.edited([{ op: 'setField', entity: 'c', component: 'StringValue', field: 'Value', value: LONG }]);
      each.hear('é'.repeat(12_000));
      expect(['a', 'b', 'c'].map((entity) => each.value(entity, 'IntValue', 'Value'))).toEqual([1, 2, 1]);
    }
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  });

  test('no field is driven with one more', () => {
    running.mostHeld = 25_000;
    const drive = (entity: string) =>
      flowing(
        { drive: { type: 'ObjectFieldDrive<string>', in: { Value: LONG }, refs: { Drive: { entity, component: 'StringValue', field: 'Value' } } } },
        entity,
      );
    const rig = flowRig([drive('a')]);
    rig.tick(2);
    expect(rig.value('a', 'StringValue', 'Value')).toBe(LONG);
    expect(rig.value('a', 'Flow', 'LastError')).toBe('');
    running.mostHeld = 15_000;
    const other = flowRig([drive('a')]);
    other.tick(2);
    expect(other.value('a', 'StringValue', 'Value')).toBe('');
    expect(other.value('a', 'Flow', 'LastError')).toMatch(/^WW_LIMIT: ObjectFieldDrive "drive" did nothing/);
  });

  test.each([
    ['in a field', { StringValue: { Value: LONG } }],
    ['in a graph', { Flow: { Graph: { nodes: { text: { type: 'ValueObjectInput<string>', refs: { Value: LONG } } } } } }],
  ])('an entity with one %s is copied so often', (_where, components) => {
    running.mostHeld = 45_000;
    const template = { type: 'SlotSource', refs: { Source: { entity: 'template' } } };
    const rig = flowRig([
      { id: 'template', name: 'template', components },
      flowing({ rx: rx('make'), template, make: { type: 'DuplicateSlot', in: { Template: { from: 'template' } } } }),
    ]);
    for (let times = 0; times < 8; times++) rig.hear('go');
    expect(rig.world.entities.count).toBe(2 + 3);
    expect(rig.value('lamp', 'Flow', 'LastError')).toMatch(/^WW_LIMIT: DuplicateSlot "make" did nothing: flows add no more to long texts in fields/);
  });

  test('looking them up takes fuel by how many fields there are', () => {
    const many = Array.from({ length: 4_000 }, (_, at) => ({ id: `e${at}`, name: 'e', components: { StringValue: {} } }));
    Object.assign(running, { syncFuel: 40 });
    const rig = flowRig([...many, flowing(fields('lamp', {}))]);
    rig.hear('short');
    expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
    rig.hear(LONG);
    expect(rig.value('lamp', 'Flow', 'LastError')).toMatch(/^WW_FLOW_FUEL: a chain was ended in the node "w"/);
  });
});

test('a hundred thousand chains that wait with numbers and short texts are all there', () => {
  const ten = names.slice(0, 10);
  const rig = flowRig(
    ten.map((entity) =>
      flowing(
        {
          rx: rx('loop', entity),
          loop: { type: 'For', in: { Count: 9_999 }, then: { LoopIteration: 'task' } },
          task: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
          wait: { type: 'DelaySecondsFloat', in: { Duration: 1 } },
        },
        entity,
      ),
    ),
  );
  rig.hear('short');
  expect(ten.map((name) => rig.value(name, 'Flow', 'LastError'))).toEqual(Array.from({ length: 10 }, () => ''));
  expect(ten.map((name) => rig.value(name, 'Flow', 'Waiting'))).toEqual(Array.from({ length: 10 }, () => 9_999));
});
