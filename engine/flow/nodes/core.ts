import { callExit, callOneOf, keep, kept, put } from '../node/call.ts';
import { calls, ASYNC, asyncCalls, defineNode, input, next, output, SYNC } from '../node/node.ts';
import { END, type Call, type FlowNode, type Me } from '../node/node-types.ts';

const category = 'Flow';

/** The ports of impulses that every loop has: in a chain that waits its body may wait, in one that does not it may not. */
export function loopPorts(isAsync: boolean): Pick<FlowNode, 'entrances' | 'exits'> {
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
  ...(['Sequence', 'AsyncSequence'] as const).map(sequence),
  defineNode({
    name: 'ImpulseDemultiplexer',
    doc:
      'Goes on at OnTriggered, with Index telling by which of Operations the impulse came: `node.Operations.0`, and so on. ' +
      'A chain that may wait still may.',
    category,
    entrances: [{ name: 'Operations', kind: 'Sync', list: true }],
    outputs: [output('Index', 'int')],
    exits: next('OnTriggered'),
    acts: {
      Operations: (call, me) => {
        put(call, me, 0, call.which);
        return me.to[0] as number;
      },
    },
  }),
  defineNode({
    name: 'ContinuationRelay',
    doc: 'Passes an impulse on.',
    category,
    entrances: SYNC,
    exits: next('Next'),
    acts: { '*': (_call, me) => me.to[0] as number },
  }),
  defineNode({
    name: 'AsyncCallRelay',
    doc: 'Passes an impulse on, in a chain that may wait.',
    category,
    relays: true,
    entrances: ASYNC,
    exits: asyncCalls('OnTriggered'),
    acts: { '*': (call, me) => callExit(call, me, 0, 0) },
    resume: () => END,
  }),
  ...(['CallInput', 'AsyncCallInput'] as const).map((name) =>
    defineNode({
      name,
      doc:
        'Sets an impulse off when a user presses it: by the command Call of its Flow, with its id.' +
        (name === 'CallInput' ? '' : ' What it leads to may wait.'),
      category,
      exits: name === 'CallInput' ? calls('Target') : asyncCalls('Target'),
      isCalled: true,
    }),
  ),
  ...(['ImpulseDisplay', 'ExternalImpulseDisplay'] as const).map((name) =>
    defineNode({ name, doc: 'Shows that an impulse has come to it, to those who look at the graph.', category, entrances: SYNC, acts: { '*': () => END } }),
  ),
  defineNode({
    name: 'Link',
    doc: 'Says that two nodes belong together, to those who look at the graph.',
    category,
    refs: [
      { name: 'A', kind: 'node' },
      { name: 'B', kind: 'node' },
    ],
  }),
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
