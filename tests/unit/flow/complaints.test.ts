/** What users of the original have reported of its flows, each by its number in that tracker (Yellow-Dog-Man/Resonite-Issues), and what happens here. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { LIBRARY } from '../../../engine/flow/nodes.ts';
import { linkGraph } from '../../../engine/flow/linking/link-graph.ts';
import { running } from '../../../engine/flow/code/limits.ts';
import { flowing, flowRig, restored, rx, valueOf, write, type FlowRig } from './rig.ts';

const usual = { ...running };
afterEach(() => {
  Object.assign(running, usual);
});

const number = (rig: FlowRig, entity = 'lamp') => rig.value(entity, 'IntValue', 'Value');
const fault = (rig: FlowRig, entity = 'lamp') => rig.value(entity, 'Flow', 'LastError');
const task = (to: string) => ({ type: 'StartAsyncTask', then: { TaskStart: to } });
const ofFloat = { entity: 'lamp', component: 'FloatValue', field: 'Value' };
const below = (parent: string, nodes: object) => ({ ...flowing(nodes), parent });
const up = (entity = 'lamp') => ({ type: 'ValueIncrement<int>', refs: { Variable: { entity, component: 'IntValue', field: 'Value' } } });

describe.each(['compiled', 'interpreted'] as const)('%s', (as) => {
  beforeEach(() => {
    running.as = as;
  });

  test('2352: behind a demultiplexer a chain goes on into nodes that wait, by whichever way it came in', () => {
    const rig = flowRig([
      flowing({
        rx: rx('both'),
        both: { type: 'Sequence', then: { Calls: ['one', 'two'] } },
        one: task('many.Operations.0'),
        two: task('many.Operations.1'),
        many: { type: 'ImpulseDemultiplexer', then: { OnTriggered: 'wait' } },
        wait: { type: 'DelayUpdates', in: { Updates: 2 }, then: { Next: 'on' } },
        on: { type: 'DelayUpdates', in: { Updates: 1 }, then: { Next: 'up' } },
        up: up(),
      }),
    ]);
    expect(fault(rig)).toBe('');
    rig.hear('go');
    rig.tick(2);
    expect(number(rig)).toBe(0);
    rig.tick(2);
    expect(number(rig)).toBe(2);
  });

  test('5584: a demultiplexer that a chain waits before is led on into a node that waits, without anything in between', () => {
    const rig = flowRig([
      flowing({
        rx: rx('go'),
        go: task('wait'),
        wait: { type: 'DelayUpdates', in: { Updates: 1 }, then: { Next: 'many.Operations.2' } },
        many: { type: 'ImpulseDemultiplexer', then: { OnTriggered: 'again' } },
        again: { type: 'DelayUpdates', in: { Updates: 1 }, then: { Next: 'out' } },
        out: write('int', { from: 'many.Index' }),
      }),
    ]);
    rig.hear('go');
    rig.tick(3);
    expect([fault(rig), number(rig)]).toEqual(['', 2]);
  });

  test('4613: a walk up the hierarchy ends where its condition says, though a write is the last of each round', () => {
    const house = { id: 'house', name: 'House', tag: 'here', parent: 'street' };
    const rig = flowRig([
      { id: 'street', name: 'Street' },
      house,
      { id: 'room', name: 'Room', parent: 'house' },
      { id: 'shelf', name: 'Shelf', parent: 'room' },
      flowing({
        rx: rx('begin'),
        at: { type: 'LocalObject<Slot>' },
        shelf: { type: 'SlotSource', refs: { Source: { entity: 'shelf' } } },
        begin: { type: 'ObjectWrite<Slot>', refs: { Variable: { node: 'at' } }, in: { Value: { from: 'shelf' } }, then: { OnWritten: 'loop' } },
        tag: { type: 'GetTag', in: { Instance: { from: 'at' } } },
        far: { type: 'ObjectNotEquals<string>', in: { A: { from: 'tag' }, B: 'here' } },
        loop: { type: 'While', in: { Condition: { from: 'far' } }, then: { LoopIteration: 'climb', LoopEnd: 'told' } },
        above: { type: 'GetParentSlot', in: { Instance: { from: 'at' } } },
        climb: { type: 'ObjectWrite<Slot>', refs: { Variable: { node: 'at' } }, in: { Value: { from: 'above' } } },
        name: { type: 'GetSlotName', in: { Instance: { from: 'at' } } },
        told: write('string', { from: 'name' }),
      }),
    ]);
    rig.hear('go');
    expect([fault(rig), rig.value('lamp', 'StringValue', 'Value')]).toEqual(['', 'House']);
  });

  test('689: what was going on in nodes that are deleted ends with them, and all else goes on', () => {
    const nodes = {
      rx: rx('both'),
      both: { type: 'Sequence', then: { Calls: ['one', 'two'] } },
      one: task('first'),
      two: task('second'),
      first: { type: 'AsyncWhile', in: { Condition: true }, then: { LoopIteration: 'pause' } },
      pause: { type: 'DelayUpdates', in: { Updates: 1 }, then: { Next: 'up' } },
      up: up(),
      second: { type: 'DelayUpdates', in: { Updates: 8 }, then: { Next: 'end' } },
      end: write('string', 'came'),
    };
    const rig = flowRig([flowing(nodes)]);
    rig.hear('go');
    rig.tick(4);
    const counted = number(rig) as number;
    expect(counted).toBeGreaterThan(2);
    const { first: _loop, pause: _pause, ...left } = nodes;
    rig.edited([
      { op: 'setField', entity: 'lamp', component: 'Flow', field: 'Graph', value: { nodes: { ...left, one: { type: 'StartAsyncTask' } } } as never },
    ]);
    rig.tick(8);
    expect([number(rig), rig.value('lamp', 'StringValue', 'Value'), rig.value('lamp', 'Flow', 'Waiting')]).toEqual([counted, 'came', 0]);
  });

  test('814: below an inactive entity nothing of a Flow runs: no events, no drives, no timers, no delays, and it goes on where it stood', () => {
    const rig = flowRig([
      { id: 'packed', name: 'Packed' },
      below('packed', {
        each: { type: 'Update', then: { OnUpdate: 'up' } },
        up: up(),
        time: { type: 'WorldTimeFloat' },
        drive: { type: 'ValueFieldDrive<float>', refs: { Drive: ofFloat }, in: { Value: { from: 'time' } } },
        rx: rx('note'),
        text: valueOf('string'),
        more: { type: 'ConcatenateString', in: { A: { from: 'text' }, B: { from: 'rx.Data' } } },
        note: write('string', { from: 'more' }),
      }),
    ]);
    rig.tick(3);
    const before = [number(rig), rig.value('lamp', 'FloatValue', 'Value')];
    expect(before[0]).toBe(3);
    rig.edited([{ op: 'updateEntity', entity: 'packed', active: false }]);
    rig.hear('unheard');
    rig.tick(20);
    expect([number(rig), rig.value('lamp', 'FloatValue', 'Value'), rig.value('lamp', 'StringValue', 'Value')]).toEqual([...before, '']);
    rig.edited([{ op: 'updateEntity', entity: 'packed', active: true }]);
    rig.tick(2);
    rig.hear('heard');
    expect([number(rig), rig.value('lamp', 'StringValue', 'Value')]).toEqual([5, 'heard']);
  });

  test('1071: a drive that feeds itself advances once in a tick, however often anybody looks', () => {
    const rig = flowRig([
      flowing({
        now: valueOf('float'),
        next: { type: 'ValueAdd<float>', in: { A: { from: 'now' }, B: 1 } },
        drive: {
          type: 'ValueFieldDrive<float>',
          refs: { Drive: { entity: 'lamp', component: 'FloatValue', field: 'Value' } },
          in: { Value: { from: 'next' } },
        },
        rx: rx('look'),
        small: { type: 'ValueLessThan<float>', in: { A: { from: 'next' }, B: 0 } },
        look: { type: 'If', in: { Condition: { from: 'small' } }, then: { OnFalse: 'up' } },
        up: up(),
      }),
    ]);
    rig.tick(2);
    const two = rig.value('lamp', 'FloatValue', 'Value') as number;
    rig.wait(100);
    rig.hear('look');
    rig.hear('look');
    const other = restored(snapshotWorld(rig.world));
    rig.tick(10);
    other.tick(10);
    expect([number(rig), rig.value('lamp', 'FloatValue', 'Value')]).toEqual([2, two + 10]);
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  });

  test('4159: a flow that goes on reading what a variable named before that was removed, turned off and on again, reads nothing and harms nobody', () => {
    const variables = { target: { type: 'entityRef', value: 'box' } };
    const rig = flowRig([
      { id: 'space', name: 'Space', components: { DynamicVariableSpace: {}, DynamicVariables: { Variables: variables } } },
      below('space', {
        target: { type: 'DynamicVariableObjectInput<Slot>', refs: { VariableName: 'target' } },
        name: { type: 'GetSlotName', in: { Instance: { from: 'target.Value' } } },
        drive: { type: 'ObjectFieldDrive<string>', refs: { Drive: { ...ofFloat, component: 'StringValue' } }, in: { Value: { from: 'name' } } },
        each: { type: 'Update', then: { OnUpdate: 'up' } },
        up: up(),
      }),
      { id: 'box', name: 'Box' },
    ]);
    rig.tick(2);
    expect([fault(rig), rig.value('lamp', 'StringValue', 'Value')]).toEqual(['', 'Box']);
    rig.edited([{ op: 'updateEntity', entity: 'lamp', active: false }]);
    rig.edited([{ op: 'removeEntity', entity: 'box' }]);
    for (let round = 0; round < 3; round++) {
      rig.edited([{ op: 'updateEntity', entity: 'lamp', active: true }]);
      rig.tick(2);
      expect([fault(rig), rig.value('lamp', 'StringValue', 'Value')]).toEqual(['', '']);
      rig.edited([{ op: 'updateEntity', entity: 'lamp', active: false }]);
    }
    expect(number(rig)).toBe(8);
    expect(rig.world.logged.after(-1, 100).entries.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('5902: of all that goes on only what has no end is ended: other chains of the same flow, and those that wait, go on', () => {
    const rig = flowRig([
      flowing({
        rx: rx('pick'),
        is: { type: 'ObjectEquals<string>', in: { A: { from: 'rx.Data' }, B: 'never' } },
        pick: { type: 'If', in: { Condition: { from: 'is' } }, then: { OnTrue: 'loop', OnFalse: 'wait' } },
        loop: { type: 'While', in: { Condition: true } },
        wait: task('pause'),
        pause: { type: 'DelayUpdates', in: { Updates: 5 }, then: { Next: 'up' } },
        up: up(),
      }),
      flowing({ each: { type: 'Update', then: { OnUpdate: 'up' } }, up: up('other') }, 'other'),
    ]);
    rig.hear('wait');
    rig.tick(2);
    rig.hear('never');
    expect(fault(rig)).toMatch(/^WW_FLOW_FUEL: .*"loop"/);
    rig.hear('wait');
    rig.tick(8);
    expect([number(rig), number(rig, 'other')]).toEqual([2, 10]);
  });

  test('5937: a loop of many rounds that may wait shares them out over ticks, and the world ticks on meanwhile', () => {
    running.asyncFuel = 2_000;
    const rounds = 10_000;
    const rig = flowRig([
      flowing({
        rx: rx('go'),
        go: task('loop'),
        loop: { type: 'AsyncFor', in: { Count: rounds }, then: { LoopIteration: 'up', LoopEnd: 'end' } },
        up: up(),
        end: write('string', 'done'),
      }),
      flowing({ each: { type: 'Update', then: { OnUpdate: 'up' } }, up: up('other') }, 'other'),
    ]);
    rig.hear('go');
    let ticks = 0;
    for (let last = -1; rig.value('lamp', 'StringValue', 'Value') !== 'done'; ticks++) {
      const now = number(rig) as number;
      expect(now).toBeGreaterThan(last);
      last = now;
      rig.tick();
    }
    expect(ticks).toBeGreaterThan(5);
    expect([number(rig), number(rig, 'other'), fault(rig)]).toEqual([rounds, ticks, '']);
  });
});

test('6603: a chain that cannot wait is refused before a node that does, also where it leads back to itself through a call', () => {
  const wait = { type: 'DelayUpdates', in: { Updates: 1 }, then: { Next: 'relay' } };
  const faults = (nodes: object): string[] => {
    const linked = linkGraph({ nodes } as never, LIBRARY);
    return linked.ok ? [] : linked.faults.map(({ inside, message }) => `${inside}: ${message}`);
  };
  const relay = { type: 'CallRelay', then: { OnTriggered: 'wait' } };
  const sequence = { type: 'Sequence', then: { Calls: ['wait'] } };
  const loop = { type: 'For', in: { Count: 2 }, then: { LoopIteration: 'wait' } };
  for (const middle of [relay, sequence, loop]) {
    const told = faults({ rx: rx('relay'), relay: middle, wait });
    expect(told.join('\n'), middle.type).toMatch(/leads to "wait", a DelayUpdates, which waits, .*StartAsyncTask/);
    // Also where a task leads into the circle as well.
    expect(faults({ rx: rx('relay'), other: { type: 'Update', then: { OnUpdate: 'go' } }, go: task('relay'), relay: middle, wait }), middle.type).toEqual(told);
  }
  // A chain that may wait stays one through relays and sequences; the body of a loop that does not wait may not.
  for (const middle of [relay, sequence]) expect(faults({ rx: rx('go'), go: task('relay'), relay: middle, wait }), middle.type).toEqual([]);
  expect(faults({ rx: rx('go'), go: task('relay'), relay: loop, wait })).toHaveLength(1);
});

test('1467: 2,000 sequences of six calls each, all to the next, are checked and linked, though there are 6 to the 2,000th ways through them', () => {
  const sequences = Object.fromEntries(
    Array.from({ length: 2_000 }, (_, at) => [
      `s${at}`,
      { type: 'Sequence', then: { Calls: Array.from({ length: 6 }, () => (at === 1_999 ? 'up' : `s${at + 1}`)) } },
    ]),
  );
  const rig = flowRig([flowing({ rx: rx('s0'), ...sequences, up: up() })]);
  expect(fault(rig)).toBe('');
  // The same, with one fault at its far end.
  const waiting = linkGraph({ nodes: { rx: rx('s0'), ...sequences, up: { type: 'DelayUpdates' } } } as never, LIBRARY);
  expect(waiting.ok ? [] : waiting.faults.map(({ inside }) => inside)).toContain('nodes/s1999/then/Calls');
});
