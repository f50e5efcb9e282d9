/** What happens to entities, users and the world sets chains off, compiled and interpreted. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashWorld, snapshotWorld, type JoinedUser } from '../../../engine/index.ts';
import { ANNA } from '../world-rig.ts';
import { flat, slot } from './asking.ts';
import { running } from './graphs.ts';
import { flowing, flowRig, restored, valueOf, write, type FlowRig } from './rig.ts';

const ANNA_HERE: JoinedUser = { userId: 'anna', machineId: 'm1', name: 'Anna', role: 'Builder', kind: 'browser' };
/** Nodes that add a word to the diary of the world. */
const noting = (word: string | { from: string }, id: string) => ({
  [`${id}More`]: { type: 'ConcatenateMultiString', in: { Inputs: [{ from: 'said' }, word, ' '] } },
  [id]: write('string', { from: `${id}More` }, undefined, 'diary'),
  said: valueOf('string', 'diary'),
});
const DIARY = { id: 'diary', name: 'Diary', components: { StringValue: {} } };
const diary = (rig: FlowRig): unknown => rig.value('diary', 'StringValue', 'Value');
/** A graph that notes each of these events by its name. */
const hearing = (...events: readonly string[]): object =>
  Object.assign({}, ...events.map((type) => ({ [type]: { type, then: { Trigger: `note${type}` } }, ...noting(type, `note${type}`) })));

describe.each(['compiled', 'interpreted'] as const)('%s', (as) => {
  beforeEach(() => {
    running.as = as;
  });
  afterEach(() => {
    running.as = 'compiled';
  });

  test('what comes with a scene, as a copy, by an edit and with an item begins in the next tick, and the original hears nothing', () => {
    const events = hearing('OnStart', 'OnLoaded', 'OnDuplicate', 'OnPaste');
    const rig = flowRig([DIARY, flowing(events)]);
    expect(diary(rig), 'a world that is only opened does nothing').toBe('');
    rig.tick(2);
    expect(diary(rig)).toBe('OnLoaded OnStart ');
    const since = (): string => {
      const before = diary(rig) as string;
      rig.tick(2);
      return (diary(rig) as string).slice(before.length);
    };
    rig.edited([{ op: 'duplicateEntity', entity: 'lamp' }]);
    expect(since()).toBe('OnDuplicate OnStart ');
    rig.edited([{ op: 'addEntity', entity: { name: 'New', components: { Flow: { Graph: { nodes: events as never } } } } }]);
    expect(since()).toBe('OnStart ');
    const item = { format: 'worldwire/scene', version: 1, entities: [{ id: 'i', name: 'Item', components: { Flow: { Graph: { nodes: events } } } }] };
    const spawned = rig.give({ type: 'spawn', item: item as never, parent: null });
    if (!spawned.ok) throw new Error(spawned.message);
    expect(since()).toBe('OnLoaded OnPaste OnStart ');
    expect(since()).toBe('');
  });

  test('what has not begun yet is in a snapshot, and waits for what is disabled to be enabled', () => {
    const rig = flowRig([DIARY, flowing(hearing('OnStart'), 'lamp', { Enabled: false })]);
    rig.tick(3);
    const other = restored(snapshotWorld(rig.world));
    for (const each of [rig, other]) {
      each.edited([{ op: 'setField', entity: 'lamp', component: 'Flow', field: 'Enabled', value: true }]);
      each.tick(2);
      expect(diary(each)).toBe('OnStart ');
    }
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  });

  test('a copy made by a node acts for whoever had it made, and begins in the next tick', () => {
    const nodes = {
      local: { type: 'LocalUser' },
      who: { type: 'UserUserID', in: { User: { from: 'local' } } },
      OnDuplicate: { type: 'OnDuplicate', then: { Trigger: 'note' } },
      ...noting({ from: 'who' }, 'note'),
    };
    const rig = flowRig([
      DIARY,
      flowing(nodes),
      flowing(
        {
          rx: { type: 'WebsocketTextMessageReceiver', refs: { Client: { entity: 'copier', component: 'WebsocketClient' } }, then: { OnReceived: 'copy' } },
          lamp: slot('lamp'),
          copy: { type: 'DuplicateSlot', in: { Template: { from: 'lamp' } } },
        },
        'copier',
      ),
    ]);
    rig.give({ type: 'join', user: ANNA_HERE });
    rig.give({ type: 'impulse', tag: 'bell', value: 'go' }, ANNA);
    expect(diary(rig)).toBe('');
    rig.tick();
    expect(diary(rig)).toBe('anna ');
  });

  test('turned off and on, by its own flag and by what is above, and not by being disabled', () => {
    const rig = flowRig([
      DIARY,
      ...flat([{ id: 'box', name: 'Box', children: [flowing(hearing('OnActivated', 'OnDeactivated')) as { readonly id: string }] }]),
    ]);
    const set = (entity: string, active: boolean) => rig.edited([{ op: 'updateEntity', entity, active }]);
    const enable = (value: boolean) => rig.edited([{ op: 'setField', entity: 'lamp', component: 'Flow', field: 'Enabled', value }]);
    set('box', false);
    expect(diary(rig)).toBe('OnDeactivated ');
    set('lamp', false);
    set('box', true);
    expect(diary(rig)).toBe('OnDeactivated ');
    const other = restored(snapshotWorld(rig.world));
    other.edited([{ op: 'updateEntity', entity: 'lamp', active: true }]);
    set('lamp', true);
    expect(diary(rig)).toBe('OnDeactivated OnActivated ');
    expect(diary(other)).toBe('OnDeactivated OnActivated ');
    enable(false);
    enable(true);
    expect(diary(rig), 'disabled and enabled is neither').toBe('OnDeactivated OnActivated ');
  });

  test('removed by an edit, it is told so once it is gone, and what waits ends with it', () => {
    const nodes = {
      ...hearing('OnDestroying'),
      OnDestroy: { type: 'OnDestroy', then: { Trigger: 'both' } },
      both: { type: 'Sequence', then: { Calls: ['note', 'task'] } },
      me: slot('lamp'),
      isNull: { type: 'IsNull<Slot>', in: { Instance: { from: 'me' } } },
      word: { type: 'ObjectConditional<string>', in: { OnTrue: 'gone', OnFalse: 'there', Condition: { from: 'isNull' } } },
      ...noting({ from: 'word' }, 'note'),
      task: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
      wait: { type: 'DelayUpdates', in: { Updates: 1 }, then: { Next: 'never' } },
      ...noting('never', 'never'),
    };
    const rig = flowRig([DIARY, flowing(nodes)]);
    rig.edited([{ op: 'removeEntity', entity: 'lamp' }]);
    expect(diary(rig)).toBe('OnDestroying gone ');
    rig.tick(3);
    expect(diary(rig)).toBe('OnDestroying gone ');
  });

  test.each([
    [true, 'there OnDestroy '],
    [false, 'OnDestroy '],
  ])('removed by a node, with SendDestroyingEvent %s, it is told before as well, or not', (SendDestroyingEvent, expected) => {
    const nodes = {
      ...hearing('OnDestroy'),
      OnDestroying: { type: 'OnDestroying', then: { Trigger: 'note' } },
      me: slot('lamp'),
      isNull: { type: 'IsNull<Slot>', in: { Instance: { from: 'me' } } },
      word: { type: 'ObjectConditional<string>', in: { OnTrue: 'gone', OnFalse: 'there', Condition: { from: 'isNull' } } },
      ...noting({ from: 'word' }, 'note'),
    };
    const rig = flowRig([
      DIARY,
      ...flat([{ id: 'box', name: 'Box', children: [flowing(nodes) as { readonly id: string }] }]),
      flowing(
        {
          rx: { type: 'WebsocketTextMessageReceiver', refs: { Client: { entity: 'remover', component: 'WebsocketClient' } }, then: { OnReceived: 'destroy' } },
          box: slot('box'),
          destroy: { type: 'DestroySlot', in: { Instance: { from: 'box' }, SendDestroyingEvent } },
        },
        'remover',
      ),
    ]);
    rig.hear('go');
    expect(diary(rig)).toBe(expected);
    expect(rig.world.entities.rowOf('box')).toBe(undefined);
  });

  test('children gained and lost: added, moved, removed and brought back, of the parent that is named and of no other', () => {
    const nodes = {
      ev: { type: 'SlotChildrenEvents', refs: { Instance: { entity: 'box' } }, then: { OnChildAdded: 'plus', OnChildRemoved: 'minus' } },
      name: { type: 'GetSlotName', in: { Instance: { from: 'ev.Child' } } },
      plusWord: { type: 'ConcatenateMultiString', in: { Inputs: ['+', { from: 'name' }] } },
      minusWord: { type: 'ConcatenateMultiString', in: { Inputs: ['-', { from: 'name' }] } },
      ...noting({ from: 'plusWord' }, 'plus'),
      ...noting({ from: 'minusWord' }, 'minus'),
    };
    const rig = flowRig([
      DIARY,
      ...flat([
        { id: 'box', name: 'Box', children: [{ id: 'one', name: 'one' }] },
        { id: 'other', name: 'Other' },
      ]),
      flowing(nodes),
    ]);
    rig.edited([{ op: 'addEntity', parent: 'box', entity: { id: 'two', name: 'two', children: [{ name: 'deep' }] } }]);
    rig.edited([{ op: 'moveEntity', entity: 'one', parent: 'other' }]);
    rig.edited([{ op: 'moveEntity', entity: 'two', before: null }]);
    rig.edited([{ op: 'removeEntity', entity: 'two' }], ANNA);
    rig.edited([{ op: 'addEntity', parent: 'other', entity: { name: 'three' } }]);
    expect(diary(rig), 'what was removed has no name any more').toBe('+two -one - ');
    expect(rig.give({ type: 'undo' }, ANNA).ok).toBe(true);
    expect(diary(rig)).toBe('+two -one - +two ');
    expect(
      rig.edit([
        { op: 'addEntity', parent: 'box' },
        { op: 'removeEntity', entity: 'nobody' },
      ]).ok,
    ).toBe(false);
    expect(diary(rig), 'of what was taken back nothing is told').toBe('+two -one - +two ');
  });

  test('children that their own event adds come to an end, which is told', () => {
    const nodes = {
      ev: { type: 'SlotChildrenEvents', refs: { Instance: { entity: 'box' } }, then: { OnChildAdded: 'copy' } },
      copy: { type: 'DuplicateSlot', in: { Template: { from: 'ev.Child' } } },
    };
    const rig = flowRig([...flat([{ id: 'box', name: 'Box' }]), flowing(nodes)]);
    rig.edited([{ op: 'addEntity', parent: 'box', entity: { name: 'a' } }]);
    expect(rig.world.entities.children.get(rig.world.entities.rowOf('box') as number)?.length).toBeLessThan(70);
    expect(rig.value('lamp', 'Flow', 'LastError')).toMatch(/^WW_NESTED_TOO_DEEP/);
  });

  test('users who join and leave, once each, however many machines they are on', () => {
    const told = (type: string, exit: string, port: string) => ({
      [type]: { type, then: { [exit]: `note${type}` } },
      [`name${type}`]: { type: 'UserUsername', in: { User: { from: `${type}.${port}` } } },
      [`word${type}`]: { type: 'ConcatenateMultiString', in: { Inputs: [`${type}:`, { from: `name${type}` }] } },
      ...noting({ from: `word${type}` }, `note${type}`),
    });
    const rig = flowRig([
      DIARY,
      flowing({ ...told('UserJoined', 'OnJoined', 'JoinedUser'), ...told('UserLeft', 'OnLeft', 'LeftUser'), ...told('UserSpawn', 'OnSpawn', 'SpawnedUser') }),
    ]);
    rig.give({ type: 'join', user: ANNA_HERE });
    rig.give({ type: 'join', user: { ...ANNA_HERE, machineId: 'm2' } });
    rig.give({ type: 'join', user: { ...ANNA_HERE, name: 'Annika' } });
    rig.give({ type: 'leave', userId: 'anna', machineId: 'm1', reason: 'done' });
    expect(diary(rig)).toBe('UserJoined:Anna UserSpawn:Anna ');
    rig.give({ type: 'leave', userId: 'anna', machineId: 'm2', reason: 'done' });
    expect(diary(rig)).toBe('UserJoined:Anna UserSpawn:Anna UserLeft:Anna ');
  });

  test('what is written as the scene is about to be saved is in what is saved', () => {
    const rig = flowRig([DIARY, flowing({ ...hearing('OnSaving'), done: { type: 'WorldSaved', then: { OnSaved: 'note' } }, ...noting('saved', 'note') })]);
    rig.give({ type: 'saving' });
    expect(rig.text()).toContain('OnSaving ');
    rig.give({ type: 'saved' });
    expect(diary(rig)).toBe('OnSaving saved ');
    expect(rig.give({ type: 'saving' }, ANNA)).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  });
});
