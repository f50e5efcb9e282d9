import { callExit, keep, kept, put, ticksOf, waitUntil } from '../node/call.ts';
import { OBJECT_TYPES, VALUE_TYPES } from '../values/data-type.ts';
import { ASYNC, asyncCalls, defineNode, input, next, output } from '../node/node.ts';
import type { Call, FlowNode, Input } from '../node/node-types.ts';

/** No wait is longer than a tick can be counted. */
const LONGEST = 2 ** 40;

interface Delay {
  readonly name: string;
  readonly doc: string;
  /** Before the value that a delay may carry, and behind it. */
  readonly before: readonly Input[];
  readonly after?: readonly Input[];
  /** How many ticks it waits; what is no number, and less than one, is one. */
  readonly ticks: (call: Call, given: number, seconds: number) => number;
}

const seconds = (call: Call, given: number): number => Math.ceil(ticksOf(call, given));
const least = (given: number): number => (given > 1 ? given : 1);
const SECONDS = 'in seconds of the world, which stand still while it is paused. 0 or less: in the next tick.';
const DELAYS: readonly Delay[] = [
  { name: 'Delay*SecondsFloat', doc: `after Duration, ${SECONDS}`, before: [input('Duration', 'float')], ticks: seconds },
  { name: 'Delay*SecondsInt', doc: `after Duration, ${SECONDS}`, before: [input('Duration', 'int')], ticks: seconds },
  { name: 'DelayUpdates*', doc: 'after so many ticks; 0 or less: in the next.', before: [input('Updates', 'int')], ticks: (_call, given) => given },
  ...(['float', 'int'] as const).map((type): Delay => ({
    name: `DelayUpdatesOr*Seconds${type === 'float' ? 'Float' : 'Int'}`,
    doc: `after so many ticks, or after Duration where that has passed before them, ${SECONDS}`,
    before: [input('Updates', 'int')],
    after: [input('Duration', type)],
    ticks: (call, updates, duration) => Math.min(least(updates), least(seconds(call, duration))),
  })),
];
const KINDS = [
  { word: '', generic: undefined },
  { word: 'WithValue', generic: VALUE_TYPES },
  { word: 'WithObject', generic: OBJECT_TYPES },
] as const;

/** The original's word for a delay that carries a value is another where it goes by ticks or time. */
function nameOf({ name, after }: Delay, word: string): string {
  return name.replace('*', after === undefined || word === '' ? word : `Time${word}`);
}

/** Waits; with a value, hands it on as it was when the wait began. */
function delaying(delay: Delay, { word, generic }: (typeof KINDS)[number]): FlowNode {
  return defineNode({
    name: `${nameOf(delay, word)}${generic === undefined ? '' : '<T>'}`,
    doc: `Goes on at Next ${delay.doc} OnTriggered is done at once.${generic === undefined ? '' : ' DelayedValue is Value as it was then.'}`,
    category: 'Flow/Async',
    entrances: ASYNC,
    ...(generic === undefined ? {} : { generic, outputs: [output('DelayedValue', 'T')] }),
    inputs: [...delay.before, ...(generic === undefined ? [] : [input('Value', 'T')]), ...(delay.after ?? [])],
    exits: [...next('Next'), ...asyncCalls('OnTriggered')],
    keeps: 2,
    keepsTick: true,
    acts: {
      '*': (call, me, given = null, ...more) => {
        const ticks = delay.ticks(call, given as number, more[more.length - 1] as number);
        keep(call, me, 0, call.world.tick + (ticks > 1 ? Math.min(ticks, LONGEST) : 1));
        keep(call, me, 1, generic === undefined ? null : (more[0] ?? null));
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
