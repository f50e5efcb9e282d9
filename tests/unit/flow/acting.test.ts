/** What graphs do by themselves: in each tick, by what changes, by impulses that go by a tag, and by what their Flow keeps. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { running } from '../../../engine/flow/code/limits.ts';
import { flowing, flowRig, restored, rx, valueOf, write, type FlowRig } from './rig.ts';

const local = (type: string) => ({ type: `${type === 'string' ? 'StoredObject' : 'StoredValue'}<${type}>` });
/** Counts how often an impulse comes to `up`, in the IntValue of an entity. */
const counter = (entity = 'lamp') => ({
  up: { type: 'ValueIncrement<int>', refs: { Variable: { entity, component: 'IntValue', field: 'Value' } } },
});
const count = (rig: FlowRig, entity = 'lamp') => rig.value(entity, 'IntValue', 'Value');
/** Appends to the StringValue of the first entity, so that the order can be read. */
const append = (text: string, entity = 'lamp') => ({
  text: valueOf('string', entity),
  more: { type: 'ConcatenateString', in: { A: { from: 'text' }, B: text } },
  note: write('string', { from: 'more' }, undefined, entity),
});
const said = (rig: FlowRig) => rig.value('lamp', 'StringValue', 'Value');
const set = (rig: FlowRig, component: string, field: string, value: unknown) =>
  rig.edit([{ op: 'setField', entity: 'lamp', component, field, value: value as never }]);
/** The world goes on from a snapshot as it went on itself. */
function expectSame(rig: FlowRig, more: number): void {
  const other = restored(snapshotWorld(rig.world));
  for (let i = 0; i < more; i++) {
    rig.tick();
    other.tick();
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  }
}

describe.each(['compiled', 'interpreted'] as const)('%s', (as) => {
  beforeEach(() => {
    running.as = as;
  });
  afterEach(() => {
    running.as = 'compiled';
  });

  describe('in each tick', () => {
    test('Update nodes run in the order of UpdateOrder, then of creation, then of the text', () => {
      const ticking = (text: string) => ({ z: { type: 'Update', then: { OnUpdate: 'note' } }, ...append(text) });
      const two = { b: { type: 'LocalUpdate', then: { OnUpdate: 'second' } }, a: { type: 'Update', then: { OnUpdate: 'note' } } };
      const rig = flowRig([
        flowing(ticking('1')),
        flowing(ticking('2'), 'two', { UpdateOrder: -1 }),
        flowing(
          {
            ...two,
            ...append('4'),
            other: { type: 'ConcatenateString', in: { A: { from: 'text' }, B: '3' } },
            second: write('string', { from: 'other' }),
          },
          'three',
        ),
      ]);
      rig.tick();
      expect(said(rig)).toBe('2134');
      rig.tick();
      expect(said(rig)).toBe('21342134');
    });

    test('nothing of a Flow runs while it is disabled or its entity inactive (814)', () => {
      const rig = flowRig([flowing({ u: { type: 'Update', then: { OnUpdate: 'up' } }, ...counter() })]);
      rig.tick(2);
      set(rig, 'Flow', 'Enabled', false);
      rig.tick(3);
      expect(count(rig)).toBe(2);
      set(rig, 'Flow', 'Enabled', true);
      rig.tick(1);
      expect(count(rig)).toBe(3);
    });

    test('an Update with SkipIfNull runs only where it is given a user', () => {
      const rig = flowRig([flowing({ u: { type: 'Update', refs: { SkipIfNull: true }, then: { OnUpdate: 'up' } }, ...counter() })]);
      rig.tick(2);
      expect(count(rig)).toBe(0);
    });

    test('a loop without an end in an Update is ended, it alone, and its Flow says so', () => {
      const rig = flowRig([
        flowing({ u: { type: 'Update', then: { OnUpdate: 'loop' } }, loop: { type: 'While', in: { Condition: true } } }),
        flowing({ u: { type: 'Update', then: { OnUpdate: 'up' } }, ...counter('two') }, 'two'),
      ]);
      rig.tick(2);
      expect(rig.value('lamp', 'Flow', 'LastError')).toContain('WW_FLOW_FUEL');
      expect(count(rig, 'two')).toBe(2);
    });
  });

  describe('by what changes', () => {
    test('FireOnTrue fires as its condition becomes true, once, and not for what it was as the world began', () => {
      const rig = flowRig([
        flowing({
          b: valueOf('bool'),
          on: { type: 'FireOnTrue', in: { Condition: { from: 'b' } }, then: { OnChanged: 'note' } },
          off: { type: 'FireOnLocalFalse', in: { Condition: { from: 'b' } }, then: { OnChange: 'gone' } },
          ...append('+'),
          less: { type: 'ConcatenateString', in: { A: { from: 'text' }, B: '-' } },
          gone: write('string', { from: 'less' }),
        }),
      ]);
      rig.tick(2);
      for (const value of [true, true, false, true]) {
        set(rig, 'BoolValue', 'Value', value);
        rig.tick(2);
      }
      expect(said(rig)).toBe('+-+');
      const begun = flowRig([
        {
          ...flowing({ b: valueOf('bool'), on: { type: 'FireOnTrue', in: { Condition: { from: 'b' } }, then: { OnChanged: 'up' } }, ...counter() }),
        },
      ]);
      set(begun, 'BoolValue', 'Value', true);
      begun.tick(3);
      expect(count(begun), 'true as its first tick came').toBe(0);
    });

    test('FireOnValueChange compares once in a tick: set and set back fires nothing', () => {
      const rig = flowRig([
        flowing({
          n: valueOf('float'),
          on: { type: 'FireOnValueChange<float>', in: { Value: { from: 'n' } }, then: { OnChanged: 'up' } },
          ...counter(),
        }),
      ]);
      rig.tick();
      set(rig, 'FloatValue', 'Value', 1);
      set(rig, 'FloatValue', 'Value', 0);
      rig.tick();
      expect(count(rig)).toBe(0);
      set(rig, 'FloatValue', 'Value', 2);
      expectSame(rig, 3);
      expect(count(rig)).toBe(1);
    });

    test('timers fire by the time of the world, once in a tick at most', () => {
      const rig = flowRig([
        flowing({ u: { type: 'UpdatesTimer', in: { Interval: 3 }, then: { OnUpdate: 'up' } }, ...counter() }),
        flowing({ s: { type: 'SecondsTimer', in: { Interval: 0.1 }, then: { OnUpdate: 'up' } }, ...counter('two') }, 'two'),
        flowing({ s: { type: 'SecondsTimer', in: { Interval: 0 }, then: { OnUpdate: 'up' } }, ...counter('three') }, 'three'),
      ]);
      expectSame(rig, 60);
      expect([count(rig), count(rig, 'two'), count(rig, 'three')]).toEqual([20, 10, 60]);
    });
  });

  describe('what a Flow keeps', () => {
    test('a local is of one chain, a store of all of them', () => {
      const add = (variable: string) => ({ type: 'ValueIncrement<int>', refs: { Variable: { node: variable } } });
      const rig = flowRig([
        flowing({
          rx: rx('one'),
          local: { type: 'LocalValue<int>' },
          stored: local('int'),
          one: { ...add('local'), then: { OnWritten: 'two' } },
          two: { ...add('stored'), then: { OnWritten: 'sum' } },
          tens: { type: 'ValueMul<int>', in: { A: { from: 'stored' }, B: 10 } },
          both: { type: 'ValueAdd<int>', in: { A: { from: 'local' }, B: { from: 'tens' } } },
          sum: write('int', { from: 'both' }),
        }),
      ]);
      rig.hear('a');
      expect(count(rig)).toBe(11);
      const other = restored(snapshotWorld(rig.world));
      for (const each of [rig, other]) {
        each.hear('b');
        each.hear('c');
        expect(count(each)).toBe(31);
      }
      expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
    });

    test('a task begins with the locals of the chain that began it, and keeps them to itself', () => {
      const rig = flowRig([
        flowing({
          rx: rx('set'),
          l: { type: 'LocalValue<int>' },
          set: { type: 'ValueWrite<int>', refs: { Variable: { node: 'l' } }, in: { Value: 5 }, then: { OnWritten: 'task' } },
          task: { type: 'StartAsyncTask', then: { TaskStart: 'wait', OnStarted: 'again' } },
          again: { type: 'ValueWrite<int>', refs: { Variable: { node: 'l' } }, in: { Value: 9 } },
          wait: { type: 'DelayUpdates', in: { Updates: 2 }, then: { Next: 'out' } },
          out: write('int', { from: 'l' }),
        }),
      ]);
      rig.hear('go');
      rig.tick(3);
      expect(count(rig)).toBe(5);
    });

    test('what is kept with the scene is in its file and in a duplicate; what is not is in neither', () => {
      const rig = flowRig([
        flowing({
          rx: rx('one'),
          kept: { type: 'DataModelValueFieldStore<int>' },
          lost: local('int'),
          toggle: { type: 'DataModelBooleanToggle' },
          one: { type: 'ValueIncrement<int>', refs: { Variable: { node: 'kept' } }, then: { OnWritten: 'two' } },
          two: { type: 'ValueIncrement<int>', refs: { Variable: { node: 'lost' } }, then: { OnWritten: 'toggle.Toggle' } },
        }),
      ]);
      rig.hear('a');
      expect(rig.value('lamp', 'Flow', 'Values')).toEqual({ kept: 1, toggle: true });
      rig.hear('b');
      expect(rig.value('lamp', 'Flow', 'Values')).toEqual({ kept: 2, toggle: false });
    });

    test('a graph that is edited keeps what its nodes had, and one with a fault as well until it is mended', () => {
      const graph = (then: object) => ({
        nodes: {
          rx: rx('add'),
          kept: local('int'),
          add: { type: 'ValueIncrement<int>', refs: { Variable: { node: 'kept' } }, then: { OnWritten: 'out' } },
          out: write('int', { from: 'kept' }),
          ...then,
        },
      });
      const rig = flowRig([flowing(graph({}).nodes)]);
      rig.hear('a');
      set(rig, 'Flow', 'Graph', graph({ bad: { type: 'NoSuchNode' } }));
      rig.hear('b');
      expect(count(rig)).toBe(1);
      const other = restored(snapshotWorld(rig.world));
      for (const each of [rig, other]) {
        set(each, 'Flow', 'Graph', graph({ more: { type: 'EmptyString' } }));
        each.hear('c');
        expect(count(each)).toBe(2);
      }
    });

    test('a latch writes by which way the impulse comes; an increment goes round as 32 bits do', () => {
      const rig = flowRig([
        flowing({
          rx: rx('latch.Reset'),
          latch: {
            type: 'ValueWriteLatch<int>',
            refs: { Variable: { entity: 'lamp', component: 'IntValue', field: 'Value' } },
            in: { SetValue: 1, ResetValue: 2147483647 },
            then: { OnReset: 'up' },
          },
          ...counter(),
        }),
      ]);
      rig.hear('go');
      expect(count(rig)).toBe(-2147483648);
    });

    test('what is nothing is an empty text in a field of texts, written or driven', () => {
      const rig = flowRig([
        flowing({
          rx: rx('w'),
          top: { type: 'RootSlot' },
          none: { type: 'GetParentSlot', in: { Instance: { from: 'top' } } },
          name: { type: 'GetSlotName', in: { Instance: { from: 'none' } } },
          w: write('string', { from: 'name' }, 'up'),
          ...counter(),
        }),
      ]);
      set(rig, 'StringValue', 'Value', 'before');
      rig.hear('go');
      expect([said(rig), count(rig)]).toEqual(['', 1]);
      // Where a field holds nothing as such, nothing is what it gets.
      const url = { entity: 'lamp', component: 'WebsocketClient', field: 'URL' };
      const bare = flowRig([flowing({ rx: rx('w'), w: { type: 'ObjectWrite<string>', refs: { Variable: url }, then: { OnWritten: 'up' } }, ...counter() })]);
      set(bare, 'WebsocketClient', 'URL', 'ws://127.0.0.1:1/');
      bare.hear('go');
      expect([bare.value('lamp', 'WebsocketClient', 'URL'), count(bare)]).toEqual([null, 1]);
    });

    test('an indirect write writes the field, or the node, that comes by a wire', () => {
      const rig = flowRig([
        flowing({
          rx: rx('write'),
          field: { type: 'ElementSource<IField<int>>', refs: { Source: { entity: 'lamp', component: 'IntValue', field: 'Value' } } },
          variable: { type: 'FieldAsVariable', in: { Field: { from: 'field' } } },
          write: { type: 'ValueIndirectWrite', in: { Variable: { from: 'variable' }, Value: 7 }, then: { OnWritten: 'next', OnFail: 'bad' } },
          store: local('float'),
          node: { type: 'ReferenceToOutput<IVariable<float>>', refs: { Reference: { node: 'store' } } },
          next: { type: 'ValueIndirectWrite', in: { Variable: { from: 'node' }, Value: 0.5 }, then: { OnWritten: 'out', OnFail: 'bad' } },
          out: write('float', { from: 'store' }),
          bad: write('string', 'bad'),
        }),
      ]);
      rig.hear('go');
      expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
      expect(said(rig)).toBe('');
      expect(count(rig)).toBe(7);
      expect(rig.value('lamp', 'FloatValue', 'Value')).toBe(0.5);
    });
  });

  describe('gates', () => {
    test('a bucket lets one impulse go in each interval, and tells what does not go into it', () => {
      const rig = flowRig([
        flowing({
          rx: rx('bucket.Trigger'),
          bucket: { type: 'LocalLeakyImpulseBucket', in: { Interval: 0.1, MaximumCapacity: 2 }, then: { Pulse: 'up', Overflow: 'note' } },
          ...counter(),
          ...append('!'),
        }),
      ]);
      for (const text of 'abc') rig.hear(text);
      expect(said(rig), 'a third is too many').toBe('!');
      rig.tick();
      expect(count(rig)).toBe(1);
      expectSame(rig, 5);
      expect(count(rig)).toBe(1);
      expectSame(rig, 10);
      expect(count(rig)).toBe(2);
    });

    test('a demultiplexer tells by which way the impulse came, and keeps a chain that may wait as one that may (5584)', () => {
      const rig = flowRig([
        flowing({
          rx: rx('task'),
          task: { type: 'StartAsyncTask', then: { TaskStart: 'many.Operations.1' } },
          many: { type: 'ImpulseDemultiplexer', then: { OnTriggered: 'wait' } },
          wait: { type: 'DelayUpdates', in: { Updates: 2 }, then: { Next: 'out' } },
          out: write('int', { from: 'many.Index' }),
        }),
      ]);
      expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
      rig.hear('go');
      expectSame(rig, 3);
      expect(count(rig)).toBe(1);
    });

    test('a demultiplexer of values gives each output its own', () => {
      const rig = flowRig([
        flowing({
          rx: rx('a'),
          d: { type: 'ValueDemultiplex<int>', in: { Value: 7, DefaultValue: 1, Index: 2 } },
          all: { type: 'ValueAdd<int>', in: { A: { from: 'd.ValueOutputs.0' }, B: { from: 'd.ValueOutputs.2' } } },
          a: write('int', { from: 'all' }),
        }),
      ]);
      rig.hear('go');
      expect(count(rig)).toBe(8);
    });

    test('a demultiplexer of one type gives its outputs to inputs of another', () => {
      const rig = flowRig([
        flowing({
          rx: rx('a'),
          d: { type: 'ValueDemultiplex<long>', in: { Value: 7, DefaultValue: 1, Index: 2 } },
          half: { type: 'ValueMul<float>', in: { A: { from: 'd.ValueOutputs.2' }, B: 0.5 } },
          a: write('float', { from: 'half' }),
        }),
      ]);
      rig.hear('go');
      expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
      expect(rig.value('lamp', 'FloatValue', 'Value')).toBe(3.5);
    });

    test('OnePerFrame passes one impulse of a tick on; a timeout holds those back that come too soon', () => {
      const rig = flowRig([
        flowing({
          rx: rx('both'),
          both: { type: 'Sequence', then: { Calls: ['one', 'one', 'gate.Trigger'] } },
          one: { type: 'OnePerFrame', then: { Next: 'up' } },
          gate: { type: 'LocalImpulseTimeoutSeconds', in: { Timeout: 0.05 }, then: { Next: 'note' } },
          ...counter(),
          ...append('.'),
        }),
      ]);
      for (const text of 'abcde') {
        rig.hear(text);
        rig.tick();
      }
      expect(count(rig)).toBe(5);
      expect(said(rig)).toBe('..');
    });
  });

  describe('impulses by their tag', () => {
    const receiver = (text: string, more: object = {}) => ({
      r: { type: 'DynamicImpulseReceiver', refs: { Tag: 'hi' }, then: { OnTriggered: 'note' } },
      ...append(text),
      ...more,
    });
    const below = { type: 'SlotSource', refs: { Source: { entity: 'lamp' } } };

    test('a trigger sets off every receiver below, in the order of the hierarchy, and counts them', () => {
      const child = (id: string, parent: string) => ({ ...flowing(receiver(id), id), parent });
      const rig = flowRig([
        flowing({
          rx: rx('go'),
          below,
          go: { type: 'DynamicImpulseTrigger', in: { Tag: 'hi', TargetHierarchy: { from: 'below' } }, then: { Next: 'out' } },
          out: write('int', { from: 'go.TriggeredCount' }),
          ...receiver('0'),
        }),
        child('b', 'lamp'),
        child('c', 'b'),
        child('a', 'lamp'),
        flowing(receiver('x'), 'outside'),
      ]);
      rig.hear('go');
      expect(said(rig)).toBe('0bca');
      expect(count(rig)).toBe(4);
    });

    test('one with a value reaches receivers of that type alone', () => {
      const rig = flowRig([
        flowing({
          rx: rx('go'),
          below,
          go: { type: 'DynamicImpulseTriggerWithValue<int>', in: { Tag: 'hi', TargetHierarchy: { from: 'below' }, Value: 5 } },
          i: { type: 'DynamicImpulseReceiverWithValue<int>', refs: { Tag: 'hi' }, then: { OnTriggered: 'out' } },
          f: { type: 'DynamicImpulseReceiverWithValue<float>', refs: { Tag: 'hi' }, then: { OnTriggered: 'note' } },
          n: { type: 'DynamicImpulseReceiver', refs: { Tag: 'hi' }, then: { OnTriggered: 'note' } },
          out: write('int', { from: 'i.Value' }),
          ...append('wrong'),
        }),
      ]);
      rig.hear('go');
      expect([count(rig), said(rig)]).toEqual([5, '']);
    });

    test('flows that set each other off without end are ended by depth, and the world goes on', () => {
      const rig = flowRig([
        flowing({
          rx: rx('go'),
          below,
          r: { type: 'DynamicImpulseReceiver', refs: { Tag: 'hi' }, then: { OnTriggered: 'up' } },
          up: { ...counter().up, then: { OnWritten: 'go' } },
          go: { type: 'DynamicImpulseTrigger', in: { Tag: 'hi', TargetHierarchy: { from: 'below' } } },
        }),
      ]);
      rig.hear('go');
      expect(rig.value('lamp', 'Flow', 'LastError')).toContain('WW_FLOW_TOO_DEEP');
      expect(count(rig)).toBeLessThan(100);
    });

    test('asynchronous ones may straddle ticks: Next comes when the last of their chains has ended', () => {
      const waits = (updates: number, id: string) =>
        flowing(
          {
            r: { type: 'AsyncDynamicImpulseReceiver', refs: { Tag: 'hi' }, then: { OnTriggered: 'wait' } },
            wait: { type: 'DelayUpdates', in: { Updates: updates }, then: { Next: 'note' } },
            ...append(id),
          },
          id,
        );
      const rig = flowRig([
        flowing({
          rx: rx('task'),
          below,
          task: { type: 'StartAsyncTask', then: { TaskStart: 'go' } },
          go: { type: 'AsyncDynamicImpulseTrigger', in: { Tag: 'hi', TargetHierarchy: { from: 'below' } }, then: { Next: 'out' } },
          out: write('int', { from: 'go.TriggeredCount' }, 'note'),
          ...append('!'),
        }),
        { ...waits(4, 'b'), parent: 'lamp' },
        { ...waits(2, 'a'), parent: 'lamp' },
      ]);
      rig.hear('go');
      rig.tick();
      expectSame(rig, 8);
      expect([said(rig), count(rig)]).toEqual(['ab!', 2]);
    });

    test('a receiver that is removed while a trigger waits for it lets that go on', () => {
      const rig = flowRig([
        flowing({
          rx: rx('task'),
          below,
          task: { type: 'StartAsyncTask', then: { TaskStart: 'go' } },
          go: { type: 'AsyncDynamicImpulseTrigger', in: { Tag: 'hi', TargetHierarchy: { from: 'below' } }, then: { Next: 'note' } },
          ...append('!'),
        }),
        {
          parent: 'lamp',
          ...flowing(
            {
              r: { type: 'AsyncDynamicImpulseReceiver', refs: { Tag: 'hi' }, then: { OnTriggered: 'wait' } },
              wait: { type: 'DelayUpdates', in: { Updates: 1000 } },
            },
            'child',
          ),
        },
      ]);
      rig.hear('go');
      rig.tick(5);
      expect(said(rig)).toBe('');
      rig.edit([{ op: 'removeEntity', entity: 'child' }]);
      rig.tick(2);
      expect(said(rig)).toBe('!');
      expect(rig.value('lamp', 'Flow', 'Waiting')).toBe(0);
    });

    test('one from outside runs in the turn of its Flow, for who sent it, and tells how many hear it', () => {
      const rig = flowRig([
        flowing({
          i: { type: 'DynamicImpulseReceiverWithValue<int>', refs: { Tag: 'hi' }, then: { OnTriggered: 'out' } },
          out: write('int', { from: 'i.Value' }),
        }),
        flowing(receiver('x'), 'two'),
      ]);
      const answer = rig.give({ type: 'impulse', tag: 'hi', value: 5 });
      expect(answer).toMatchObject({ ok: true, triggered: 1 });
      expect(count(rig), 'nothing runs between two ticks').toBe(0);
      expectSame(rig, 2);
      expect(count(rig)).toBe(5);
    });
  });

  describe('drives', () => {
    const driven = (value: object, more: object = {}) => ({
      drive: { type: 'ValueFieldDrive<float>', refs: { Drive: { entity: 'lamp', component: 'FloatValue', field: 'Value' } }, in: { Value: value } },
      ...more,
    });
    const drivenValue = (rig: FlowRig) => rig.value('lamp', 'FloatValue', 'Value');

    test('a drive writes its field in each tick, and no edit of it lasts', () => {
      const rig = flowRig([flowing(driven({ from: 'n' }, { n: valueOf('int') }))]);
      set(rig, 'IntValue', 'Value', 4);
      rig.tick();
      expect(drivenValue(rig)).toBe(4);
      expect(set(rig, 'FloatValue', 'Value', 9)).toMatchObject({ ok: false, errors: [{ message: expect.stringContaining('Flow') }] });
    });

    test('one that reads its own field advances once in a tick, from what it was in the tick before (1071)', () => {
      const rig = flowRig([flowing(driven({ from: 'more' }, { n: valueOf('float'), more: { type: 'ValueAdd<float>', in: { A: { from: 'n' }, B: 0.5 } } }))]);
      expectSame(rig, 4);
      expect(drivenValue(rig)).toBe(2);
    });

    test('disabled, it lets go of its field', () => {
      const rig = flowRig([flowing(driven({ from: 'n' }, { n: valueOf('int') }))]);
      rig.tick();
      set(rig, 'Flow', 'Enabled', false);
      expect(set(rig, 'FloatValue', 'Value', 9)).toMatchObject({ ok: true });
      rig.tick();
      expect(drivenValue(rig)).toBe(9);
    });
  });

  test('a user presses a CallInput by the command Call; one that is none is refused with those that there are', () => {
    const rig = flowRig([flowing({ press: { type: 'CallInput', then: { Target: 'up' } }, ...counter() })]);
    const call = (node: string) => rig.give({ type: 'command', command: { command: 'Call', entity: 'lamp', component: 'Flow', args: { Node: node } } });
    expect(call('press')).toMatchObject({ ok: true });
    rig.tick();
    expect(count(rig)).toBe(1);
    expect(call('pres')).toMatchObject({ ok: false, code: 'WW_REFUSED', message: expect.stringContaining('this graph has press') });
  });
});
