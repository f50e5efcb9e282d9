import type { World } from '../world/world.ts';
import type { Chain } from './chain.ts';
import type { Value } from './data-type.ts';
import type { Graph, LinkedNode } from './graph-links.ts';
import { WAIT } from './node.ts';

/** A node as it stands in a graph, for what it does: where its exits lead, and where its values lie. */
export type Me = LinkedNode;

/** What a node has while an impulse is in it: the world, and the chain. One of them serves all nodes of a turn. */
export interface Call {
  readonly world: World;
  readonly chain: Chain;
  readonly graph: Graph;
  /** Row of the Flow, and of its entity. */
  readonly row: number;
  readonly entity: number;
  /** Begins another chain right away, with the values of this one, in which nodes may wait. */
  start(step: number): void;
}

/** Sets an output. */
export function put(call: Call, me: Me, output: number, value: Value): void {
  call.chain.values[me.slots[output] as number] = value;
}

/** Goes to an exit, and comes back to the node's `resume` at this phase when that has come to its end. */
export function callExit(call: Call, me: Me, exit: number, phase: number): number {
  call.chain.stack.push(me.index, phase);
  return me.to[exit] as number;
}

/** Stands still until a tick, and goes on at the node's `resume` at this phase then. */
export function waitUntil(call: Call, me: Me, tick: number, phase: number): number {
  call.chain.stack.push(me.index, phase);
  call.chain.due = tick;
  return WAIT;
}

/** What a node keeps of its own while a chain is in it. */
export function keep(call: Call, me: Me, at: number, value: Value): void {
  call.chain.values[me.kept + at] = value;
}
export function kept(call: Call, me: Me, at: number): Value {
  return call.chain.values[me.kept + at] as Value;
}
