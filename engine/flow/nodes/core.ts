import { callExit, callOneOf, keep, kept, put } from '../call.ts';
import type { FieldRef } from '../../schema/field.ts';
import { TEXT_TYPES, VALUE_TYPES, type DataType } from '../data-type.ts';
import { fieldOf } from '../lookup.ts';
import { calls, ASYNC, asyncCalls, defineNode, input, next, output, SYNC } from '../node.ts';
import { WorldwireError } from '../../errors.ts';
import { END, type Call, type FlowNode, type Me } from '../node-types.ts';

const category = 'Flow';

/** The ports of impulses that every loop has: in a chain that waits its body may wait, in one that does not it may not. */
function loopPorts(isAsync: boolean): Pick<FlowNode, 'entrances' | 'exits'> {
  const enter = isAsync ? asyncCalls : calls;
  return { entrances: isAsync ? ASYNC : SYNC, exits: [...enter('LoopStart', 'LoopIteration'), ...next('LoopEnd')] };
}

/** The same loop, in a chain that waits and in one that does not: the body may wait only in one of them. */
function counting(name: 'For' | 'AsyncFor'): FlowNode {
  const isAsync = name === 'AsyncFor';
  return defineNode({
    name,
    doc: `Does LoopIteration Count times, with Iteration from 0 up, or from the last down with Reverse.${isAsync ? ' Its body may wait.' : ''}`,
    category,
    ...loopPorts(isAsync),
    inputs: [input('Count', 'int'), input('Reverse', 'bool')],
    outputs: [output('Iteration', 'int')],
    keeps: 3,
    acts: {
      '*': (call, me, count = null, reverse = null) => {
        keep(call, me, 0, Math.max(0, count as number));
        keep(call, me, 1, reverse);
        keep(call, me, 2, 0);
        return callExit(call, me, 0, 0);
      },
    },
    resume: (call, me) => {
      const count = kept(call, me, 0) as number,
        done = kept(call, me, 2) as number;
      if (done >= count) return me.to[2] as number;
      put(call, me, 0, kept(call, me, 1) === true ? count - 1 - done : done);
      keep(call, me, 2, done + 1);
      return callExit(call, me, 1, 1);
    },
  });
}

function whiling(name: 'While' | 'AsyncWhile'): FlowNode {
  const isAsync = name === 'AsyncWhile';
  return defineNode({
    name,
    doc: `Does LoopIteration as long as Condition holds, which is looked at anew each time.${isAsync ? ' Its body may wait.' : ''}`,
    category,
    ...loopPorts(isAsync),
    inputs: [input('Condition', 'bool')],
    pulls: ['Condition'],
    acts: { '*': (call, me) => callExit(call, me, 0, 0) },
    resume: (call, me, _phase, condition) => (condition === true ? callExit(call, me, 1, 0) : (me.to[2] as number)),
  });
}

function writing(name: string, generic: readonly DataType[]): FlowNode {
  return defineNode({
    name: `${name}<T>`,
    doc: 'Writes a field of a component. Seen at once; OnFail where the field is gone, is another than the value fits, or is written by something else.',
    category: 'Actions',
    generic,
    entrances: SYNC,
    refs: [{ name: 'Variable', kind: 'field' }],
    inputs: [input('Value', 'T')],
    exits: next('OnWritten', 'OnFail'),
    acts: {
      '*': (call, me, value = null) => {
        const found = fieldOf(call.world, me.refs['Variable'] as FieldRef | undefined, me.type);
        if (found === undefined) return me.to[1] as number;
        try {
          call.world.setValue(found.store, found.row, found.field, value as never);
        } catch (error) {
          if (!(error instanceof WorldwireError)) throw error;
          return me.to[1] as number;
        }
        return me.to[0] as number;
      },
    },
  });
}

/** Does one call after another; each is over before the next begins. */
function sequence(name: 'Sequence' | 'AsyncSequence'): FlowNode {
  const isAsync = name === 'AsyncSequence';
  const go = (call: Call, me: Me, which: number): number => (which < (me.many[0]?.length ?? 0) ? callOneOf(call, me, 0, which, which + 1) : END);
  return defineNode({
    name,
    doc: `Does all of Calls, in their order.${isAsync ? ' Each may wait.' : ''}`,
    category,
    entrances: isAsync ? ASYNC : SYNC,
    relays: true,
    exits: [{ name: 'Calls', kind: isAsync ? 'AsyncImpulse' : 'SyncImpulse', list: true }],
    acts: { '*': (call, me) => go(call, me, 0) },
    resume: go,
  });
}

/** From Start towards End, which is not reached, by StepSize. A step that leads away from it, and one of 0, does nothing. */
function ranging(name: 'RangeLoopInt' | 'AsyncRangeLoopInt'): FlowNode {
  const isAsync = name === 'AsyncRangeLoopInt';
  return defineNode({
    name,
    doc: `Does LoopIteration with Current from Start up to, and without, End, by StepSize.${isAsync ? ' Its body may wait.' : ''}`,
    category,
    ...loopPorts(isAsync),
    inputs: [input('Start', 'int'), input('End', 'int'), input('StepSize', 'int', { initially: 1 })],
    outputs: [output('Current', 'int')],
    keeps: 3,
    acts: {
      '*': (call, me, start = null, end = null, by = null) => {
        keep(call, me, 0, start);
        keep(call, me, 1, end);
        keep(call, me, 2, by);
        return callExit(call, me, 0, 0);
      },
    },
    resume: (call, me) => {
      const at = kept(call, me, 0) as number,
        end = kept(call, me, 1) as number,
        by = kept(call, me, 2) as number;
      if (by === 0 || (by > 0 ? at >= end : at <= end)) return me.to[2] as number;
      put(call, me, 0, at);
      keep(call, me, 0, at + by);
      return callExit(call, me, 1, 1);
    },
  });
}

export const CORE_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'If',
    doc: 'Goes on at OnTrue or at OnFalse, by Condition.',
    category,
    entrances: SYNC,
    inputs: [input('Condition', 'bool')],
    exits: next('OnTrue', 'OnFalse'),
    acts: { '*': (_call, me, condition) => (condition === true ? me.to[0] : me.to[1]) as number },
  }),
  counting('For'),
  counting('AsyncFor'),
  whiling('While'),
  whiling('AsyncWhile'),
  ranging('RangeLoopInt'),
  ranging('AsyncRangeLoopInt'),
  defineNode({
    name: 'CallRelay',
    doc: 'Passes an impulse on.',
    category,
    relays: true,
    entrances: SYNC,
    exits: calls('OnTriggered'),
    acts: { '*': (call, me) => callExit(call, me, 0, 0) },
    resume: () => END,
  }),
  writing('ValueWrite', VALUE_TYPES),
  writing('ObjectWrite', TEXT_TYPES),
  ...(['Sequence', 'AsyncSequence'] as const).map(sequence),
  defineNode({
    name: 'ImpulseMultiplexer',
    doc: 'Goes on at the impulse of Impulses that Index counts, from 0; nowhere where there is none.',
    category,
    entrances: SYNC,
    inputs: [input('Index', 'int')],
    exits: [{ name: 'Impulses', kind: 'Impulse', list: true }],
    acts: { '*': (_call, me, index) => me.many[0]?.[index as number] ?? END },
  }),
];
