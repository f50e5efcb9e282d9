import type { Value } from './data-type.ts';
import { isPulledNode } from './node.ts';
import { orderOf } from './order.ts';
import { type Call, type Graph, type LinkedNode } from './node-types.ts';

/** What runs a graph: compiled, or interpreted. Both give the same, at the same cost. */
export interface Code {
  /** Does a step, and gives the one to go on at. */
  run(call: Call, step: number): number;
  /** Goes on in a node at a phase that it had named. */
  resume(call: Call, node: number, phase: number): number;
  /** What a node does in each tick, as its `tick` and `actsFor`: gives the step that it sets off, with the user that it was given in `actsFor`. */
  tick(call: Call, node: number): number;
  actsFor(call: Call, node: number): Value;
  /** The fuel that a step takes, and going on in a node. */
  costOf(step: number): number;
  resumeCost(node: number): number;
  tickCost(node: number): number;
}

/** The nodes whose values some inputs of a node need, each after what it needs itself. Of inputs the numbers; all of them where none are given. */
export function pullsOf(graph: Graph, node: LinkedNode, inputs?: readonly number[]): readonly number[] {
  const needs = (at: number): readonly number[] => graph.needs[at] as readonly number[];
  const first =
    inputs === undefined
      ? needs(node.index)
      : inputs
          .flatMap((at) => node.sources[at] ?? [])
          .flatMap((source) => ('node' in source ? [source.node] : []))
          .filter((at) => isPulled(graph, at));
  return orderOf(first, needs, () => undefined);
}

/** Whether a node's value is pulled when it is needed, and not set by the node itself. */
export function isPulled(graph: Graph, at: number): boolean {
  return isPulledNode((graph.nodes[at] as LinkedNode).node);
}

/** The inputs that a node pulls as it goes on, by number. */
export function pulledAgain({ node }: LinkedNode): readonly number[] {
  return (node.pulls ?? []).map((name) => node.inputs.findIndex((each) => each.name === name));
}

/** The value of a node that is pulled, at the cost that the size of its inputs brings. */
export function evaluate(call: Call, me: LinkedNode, inputs: readonly (Value | readonly Value[])[]): Value | readonly Value[] {
  const { node } = me;
  if (node.weigh !== undefined) call.spend(node.weigh(inputs));
  return (node.eval === undefined ? node.read?.(call, me, inputs) : node.eval(me.type, inputs)) ?? null;
}
