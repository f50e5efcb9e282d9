import type { Value } from '../values/data-type.ts';
import { END, WAIT, type Call, type Me } from './node-types.ts';

/** Sets an output. */
export function put(call: Call, me: Me, output: number, value: Value): void {
  call.chain.values[me.slots[output] as number] = value;
}

/** Goes to an exit, and comes back to the node's `resume` at this phase when that has come to its end. */
export function callExit(call: Call, me: Me, exit: number, phase: number): number {
  call.chain.stack.push(me.index, phase);
  return me.to[exit] as number;
}

/** Goes to one of those that an exit of many leads to, and comes back at this phase. */
export function callOneOf(call: Call, me: Me, exit: number, which: number, phase: number): number {
  call.chain.stack.push(me.index, phase);
  return me.many[exit]?.[which] ?? END;
}

/** Seconds of the world as ticks, of which a whole number may be wanted: a tenth as a float is a little more than that, and is six ticks all the same. */
export function ticksOf(call: Call, seconds: number): number {
  return seconds * call.world.tickRate * (1 - 2 ** -20);
}

/** Stands still until a tick, and goes on at the node's `resume` at this phase then. */
export function waitUntil(call: Call, me: Me, tick: number, phase: number): number {
  call.chain.stack.push(me.index, phase);
  call.chain.due = tick;
  return WAIT;
}

/** Stands still until what the node waits for outside of the world sets it going, and goes on at the node's `resume` at this phase then. */
export function waitForErrand(call: Call, me: Me, phase: number): number {
  return waitUntil(call, me, Infinity, phase);
}
/** What a node keeps of its own while a chain is in it. */
export function keep(call: Call, me: Me, at: number, value: Value): void {
  call.chain.values[me.kept + at] = value;
}
export function kept(call: Call, me: Me, at: number): Value {
  return call.chain.values[me.kept + at] as Value;
}

/** Stands still until all chains of the impulse that it has set off have ended, and goes on at the node's `resume` at this phase then. */
export function waitForCalled(call: Call, me: Me, phase: number): number {
  return waitUntil(call, me, Infinity, phase);
}
