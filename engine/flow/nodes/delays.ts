import { callExit, keep, kept, put, ticksOf, waitUntil } from '../call.ts';
import { OBJECT_TYPES, VALUE_TYPES } from '../data-type.ts';
import { ASYNC, asyncCalls, defineNode, input, next, output } from '../node.ts';
import type { Call, FlowNode, Input } from '../node-types.ts';

/** No wait is longer than a tick can be counted. */
const LONGEST = 2 ** 40;

interface Delay {
  readonly name: string;
  readonly doc: string;
  readonly input: Input;
  /** How many ticks it waits; what is no number, and less than one, is one. */
  readonly ticks: (call: Call, given: number) => number;
}

const seconds = (call: Call, given: number): number => Math.ceil(ticksOf(call, given));
const SECONDS = 'in seconds of the world, which stand still while it is paused. 0 or less: in the next tick.';
const DELAYS: readonly Delay[] = [
  { name: 'Delay*SecondsFloat', doc: `after Duration, ${SECONDS}`, input: input('Duration', 'float'), ticks: seconds },
  { name: 'Delay*SecondsInt', doc: `after Duration, ${SECONDS}`, input: input('Duration', 'int'), ticks: seconds },
  { name: 'DelayUpdates*', doc: 'after so many ticks; 0 or less: in the next.', input: input('Updates', 'int'), ticks: (_call, given) => given },
];
const KINDS = [
  { word: '', generic: undefined },
  { word: 'WithValue', generic: VALUE_TYPES },
  { word: 'WithObject', generic: OBJECT_TYPES },
] as const;

/** Waits; with a value, hands it on as it was when the wait began. */
function delaying(delay: Delay, { word, generic }: (typeof KINDS)[number]): FlowNode {
  return defineNode({
    name: `${delay.name.replace('*', word)}${generic === undefined ? '' : '<T>'}`,
    doc: `Goes on at Next ${delay.doc} OnTriggered is done at once.${generic === undefined ? '' : ' DelayedValue is Value as it was then.'}`,
    category: 'Flow/Async',
    entrances: ASYNC,
    ...(generic === undefined ? {} : { generic, outputs: [output('DelayedValue', 'T')] }),
    inputs: [delay.input, ...(generic === undefined ? [] : [input('Value', 'T')])],
    exits: [...next('Next'), ...asyncCalls('OnTriggered')],
    keeps: 2,
    acts: {
      '*': (call, me, given = null, value = null) => {
        const ticks = delay.ticks(call, given as number);
        keep(call, me, 0, call.world.tick + (ticks > 1 ? Math.min(ticks, LONGEST) : 1));
        keep(call, me, 1, value);
        return callExit(call, me, 1, 0);
      },
    },
    resume: (call, me, phase) => {
      if (phase === 0) return waitUntil(call, me, kept(call, me, 0) as number, 1);
      if (generic !== undefined) put(call, me, 0, kept(call, me, 1));
      return me.to[0] as number;
    },
  });
}

export const DELAY_NODES: readonly FlowNode[] = DELAYS.flatMap((delay) => KINDS.map((kind) => delaying(delay, kind)));
