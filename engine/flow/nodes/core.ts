import { callExit, keep, kept, put, waitUntil } from '../call.ts';
import type { FieldRef } from '../../schema/field.ts';
import { fieldOf } from '../lookup.ts';
import { calls, ASYNC, asyncCalls, defineNode, input, itself, next, output, SYNC } from '../node.ts';
import { WorldwireError } from '../../errors.ts';
import { END, type FlowNode } from '../node-types.ts';

const category = 'Flow';
const ANY = ['bool', 'int', 'float', 'double', 'float2', 'float3', 'float4', 'floatQ', 'color'];
const OBJECTS = ['string', 'Uri'];

/** The same loop, in a chain that waits and in one that does not: the body may wait only in one of them. */
function counting(name: 'For' | 'AsyncFor'): FlowNode {
  const isAsync = name === 'AsyncFor';
  const enter = isAsync ? asyncCalls : calls;
  return defineNode({
    name,
    doc: `Does LoopIteration Count times, with Iteration from 0 up, or from the last down with Reverse.${isAsync ? ' Its body may wait.' : ''}`,
    category,
    entrances: isAsync ? ASYNC : SYNC,
    inputs: [input('Count', 'int'), input('Reverse', 'bool')],
    exits: [...enter('LoopStart', 'LoopIteration'), ...next('LoopEnd')],
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
  const enter = isAsync ? asyncCalls : calls;
  return defineNode({
    name,
    doc: `Does LoopIteration as long as Condition holds, which is looked at anew each time.${isAsync ? ' Its body may wait.' : ''}`,
    category,
    entrances: isAsync ? ASYNC : SYNC,
    inputs: [input('Condition', 'bool')],
    exits: [...enter('LoopStart', 'LoopIteration'), ...next('LoopEnd')],
    pulls: ['Condition'],
    acts: { '*': (call, me) => callExit(call, me, 0, 0) },
    resume: (call, me, _phase, condition) => (condition === true ? callExit(call, me, 1, 0) : (me.to[2] as number)),
  });
}

function writing(name: string, generic: readonly string[]): FlowNode {
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
  writing('ValueWrite', ANY),
  writing('ObjectWrite', OBJECTS),
  defineNode({
    name: 'DelaySecondsFloat',
    doc:
      'Goes on at Next after a time, in seconds of the world, which stand still while it is paused. OnTriggered is done at once. 0 or less: in the ' +
      'next tick.',
    category,
    entrances: ASYNC,
    inputs: [input('Duration', 'float')],
    exits: [...next('Next'), ...asyncCalls('OnTriggered')],
    keeps: 1,
    acts: {
      '*': (call, me, duration = null) => {
        // A tenth of a second as a float is a little more than that, and is six ticks all the same, not seven.
        const ticks = Math.ceil((duration as number) * call.world.tickRate * (1 - 2 ** -20));
        // What is no number waits as short as can be, and no wait is longer than a tick can be counted.
        keep(call, me, 0, call.world.tick + (ticks > 1 ? Math.min(ticks, 2 ** 40) : 1));
        return callExit(call, me, 1, 0);
      },
    },
    resume: (call, me, phase) => (phase === 0 ? waitUntil(call, me, kept(call, me, 0) as number, 1) : (me.to[0] as number)),
  }),
  defineNode({
    name: 'ValueConditional<T>',
    doc: 'OnTrue or OnFalse, by Condition.',
    category,
    generic: ANY,
    inputs: [input('OnTrue', 'T'), input('OnFalse', 'T'), input('Condition', 'bool')],
    outputs: itself('T'),
    eval: (_type, [onTrue = null, onFalse = null, condition]) => (condition === true ? onTrue : onFalse) as never,
    emit: (_type, [onTrue, onFalse, condition]) => `${condition}?${onTrue}:${onFalse}`,
  }),
];
