/** Whole numbers of 64 bits, moments, lengths of time, boxes and types as values: over wires, in stores, in snapshots and in saved scenes. */
import { afterEach, describe, expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { running } from '../../../engine/flow/code/limits.ts';
import { flowing, flowRig, restored, rx, write } from './rig.ts';

afterEach(() => {
  running.as = 'compiled';
});

const store = (type: string, node: string, value: unknown, then?: string) => ({
  type: `${type === 'object' || type === 'Type' || type === 'User' ? 'Object' : 'Value'}Write<${type}>`,
  refs: { Variable: { node } },
  in: { Value: value },
  ...(then === undefined ? {} : { then: { OnWritten: then } }),
});

describe.each(['compiled', 'interpreted'] as const)('%s', (as) => {
  test('what is wired keeps its type and all of its digits, also where any may be', () => {
    running.as = as;
    const { hear, value } = flowRig([
      flowing({
        rx: rx('note'),
        int: { type: 'ValueInput<int>', refs: { Value: 16_777_217 } },
        long: { type: 'ValueInput<long>', refs: { Value: '9007199254740993' } },
        whole: { type: 'ValueRelay<long>', in: { Input: { from: 'int' } } },
        float: { type: 'ValueRelay<float>', in: { Input: { from: 'whole' } } },
        double: { type: 'ValueRelay<double>', in: { Input: { from: 'long' } } },
        date: { type: 'ValueInput<DateTime>', refs: { Value: '2026-05-04' } },
        span: { type: 'ValueInput<TimeSpan>', refs: { Value: '00:00:01.5' } },
        third: { type: 'ValueInput<float>', refs: { Value: 0.1 } },
        box: { type: 'Box<float>', in: { Input: { from: 'third' } } },
        note: write('string', { from: 'all' }),
        all: {
          type: 'FormatString',
          in: {
            Format: '{0} {1} {2} {3} {4:yyyy} {5} {6} {7} {8} {9}',
            Parameters: [...['int', 'long', 'whole', 'float', 'date', 'span', 'box', 'double'].map((from) => ({ from })), 0.1, null],
          },
        },
      }),
    ]);
    hear('go');
    expect(value('lamp', 'Flow', 'LastError')).toBe('');
    expect(value('lamp', 'StringValue', 'Value')).toBe('16777217 9007199254740993 16777217 16777216 2026 00:00:01.5000000 0.1 9007199254740992 0.1 ');
  });

  test('what chains and flows keep goes on from a snapshot, and what is saved comes back with the scene', () => {
    running.as = as;
    const rig = flowRig([
      flowing({
        rx: { ...rx('first') },
        first: { type: 'If', in: { Condition: { from: 'isFirst' } }, then: { OnTrue: 'a', OnFalse: 'tell' } },
        isFirst: { type: 'ObjectEquals<string>', in: { A: { from: 'rx.Data' }, B: 'go' } },
        tell: write('string', { from: 'kept' }),
        kept: { type: 'FormatString', in: { Format: '{0} {1}', Parameters: [{ from: 'span' }, { from: 'type' }] } },
        long: { type: 'StoredValue<long>' },
        any: { type: 'StoredObject<object>' },
        span: { type: 'DataModelValueFieldStore<TimeSpan>' },
        type: { type: 'DataModelTypeStore' },
        a: store('long', 'long', '-9223372036854775808', 'b'),
        b: store('object', 'any', { from: 'date' }, 'c'),
        date: { type: 'ValueInput<DateTime>', refs: { Value: '0001-01-02T00:00:00.0000001Z' } },
        c: store('TimeSpan', 'span', '-1.00:00:00', 'd'),
        d: store('Type', 'type', 'WebsocketClient', 'task'),
        task: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
        wait: { type: 'DelayUpdatesWithValue<long>', in: { Updates: 3, Value: { from: 'long' } }, then: { Next: 'note' } },
        note: write('string', { from: 'all' }),
        all: {
          type: 'FormatString',
          in: { Format: '{0} {1:O} {2} {3}', Parameters: [{ from: 'wait.DelayedValue' }, { from: 'any' }, { from: 'span' }, { from: 'type' }] },
        },
      }),
    ]);
    rig.hear('go');
    rig.tick();
    const other = restored(snapshotWorld(rig.world));
    for (let i = 0; i < 4; i++) {
      rig.tick();
      other.tick();
      expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
    }
    expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
    const expected = '-9223372036854775808 0001-01-02T00:00:00.0000001Z -1.00:00:00 WebsocketClient';
    expect(rig.value('lamp', 'StringValue', 'Value')).toBe(expected);
    expect(other.value('lamp', 'StringValue', 'Value')).toBe(expected);
    expect(rig.value('lamp', 'Flow', 'Values')).toEqual({ span: '-1.00:00:00', type: 'WebsocketClient' });
    const scene = JSON.parse(rig.text()) as { readonly entities: readonly object[] };
    const again = flowRig(scene.entities);
    again.hear('what was kept');
    expect(again.value('lamp', 'Flow', 'LastError')).toBe('');
    expect(again.value('lamp', 'StringValue', 'Value')).toBe('-1.00:00:00 WebsocketClient');
  });
});

const LAST = 9_223_372_036_854_775_807n,
  FIRST = -9_223_372_036_854_775_808n;
test('a store of 64 bits is counted up, and wraps', () => {
  const rig = flowRig([
    flowing(
      {
        rx: rx('up'),
        long: { type: 'DataModelValueFieldStore<long>' },
        up: { type: 'ValueIncrement<long>', refs: { Variable: { node: 'long' } } },
      },
      'lamp',
      { Values: { long: String(LAST) } },
    ),
  ]);
  rig.hear('go');
  expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
  expect(rig.value('lamp', 'Flow', 'Values')).toEqual({ long: String(FIRST) });
});

test('a whole number of 64 bits is the float that is nearest to it, and not to the double that is', () => {
  const { hear, value } = flowRig([
    flowing({
      rx: rx('note'),
      // Right above the middle of two floats, by less than a double tells.
      long: { type: 'ValueInput<long>', refs: { Value: '4611686293305294849' } },
      note: { ...write('float', { from: 'long' }) },
    }),
  ]);
  hear('go');
  expect(Math.fround(value('lamp', 'FloatValue', 'Value') as number)).toBe(4_611_686_568_183_201_792);
});

test('a literal that is none of its type is a fault with its place', () => {
  const { value } = flowRig([
    flowing({
      a: { type: 'ValueInput<long>', refs: { Value: 9_007_199_254_740_992 } },
      b: { type: 'ValueInput<DateTime>', refs: { Value: 'soon' } },
      c: { type: 'Parse_Int', in: { Str: '5', NumberStyle: 'Hexagonal' } },
      d: { type: 'TypeObjectInput', refs: { Type: 'a b' } },
      e: { type: 'RefObjectInput<Slot>', refs: { Target: 'lamp' } },
    }),
  ]);
  expect(value('lamp', 'Flow', 'LastError')).toMatch(/^WW_FLOW_INVALID: nodes\/a\/refs\/Value: expected a whole number of 64 bits, .*, and 4 more$/);
});

test('what a graph refers to is null once it is gone', () => {
  const rig = flowRig([
    flowing({
      rx: rx('note'),
      slot: { type: 'RefObjectInput<Slot>', refs: { Target: { entity: 'other' } } },
      client: { type: 'RefObjectInput<WebsocketClient>', refs: { Target: { entity: 'other', component: 'WebsocketClient' } } },
      field: { type: 'RefObjectInput<IField<int>>', refs: { Target: { entity: 'other', component: 'IntValue', field: 'Value' } } },
      text: { type: 'FormatString', in: { Format: '{0}, {1}, {2}', Parameters: [{ from: 'slot' }, { from: 'client' }, { from: 'field' }] } },
      note: write('string', { from: 'text' }),
    }),
    { id: 'other', name: 'other', components: { WebsocketClient: {}, IntValue: {} } },
  ]);
  rig.hear('go');
  expect(rig.value('lamp', 'StringValue', 'Value')).toBe('other, other/WebsocketClient, other/IntValue/Value');
  rig.edited([{ op: 'removeEntity', entity: 'other' }]);
  rig.hear('go');
  expect(rig.value('lamp', 'StringValue', 'Value')).toBe(', , ');
});

test('a type that becomes another fires, and null is one', () => {
  const rig = flowRig([
    flowing({
      rx: rx('set'),
      set: { type: 'ObjectWrite<object>', refs: { Variable: { node: 'any' } }, in: { Value: { from: 'rx.Data' } } },
      any: { type: 'StoredObject<object>' },
      type: { type: 'GetType', in: { Object: { from: 'any' } } },
      fire: { type: 'FireOnTypeChange', in: { Value: { from: 'type' } }, then: { OnChanged: 'count' } },
      count: { type: 'ValueIncrement<int>', refs: { Variable: { entity: 'lamp', component: 'IntValue', field: 'Value' } } },
    }),
  ]);
  rig.tick(2);
  rig.hear('go');
  rig.tick();
  rig.hear('on');
  rig.tick();
  expect(rig.value('lamp', 'IntValue', 'Value')).toBe(1);
});

test('a store of a user is written, and comes back with the scene', () => {
  const nodes = {
    rx: rx('keep'),
    keep: { type: 'ObjectWrite<User>', refs: { Variable: { node: 'kept' } }, in: { Value: { from: 'user' } }, then: { OnWritten: 'note' } },
    user: { type: 'HostUser' },
    kept: { type: 'DataModelUserRefStore' },
    text: { type: 'ToString_object', in: { Object: { from: 'kept' } } },
    note: write('string', { from: 'text' }),
  };
  const rig = flowRig([flowing(nodes)]);
  rig.hear('go');
  expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
  expect(rig.value('lamp', 'StringValue', 'Value')).toBe('host');
  const { keep: _keep, user: _user, ...reading } = nodes;
  const again = flowRig([flowing({ ...reading, rx: rx('note') }, 'lamp', { Values: rig.value('lamp', 'Flow', 'Values') })]);
  again.hear('go');
  expect(again.value('lamp', 'StringValue', 'Value')).toBe('host');
});
