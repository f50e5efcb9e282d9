import type { DataType, Value } from '../values/data-type.ts';
import { real } from '../values/generic.ts';
import { isPulledNode } from '../node/node.ts';
import { orderOf } from './order.ts';
import { type Call, type LinkedNode, type Plan } from '../node/node-types.ts';

/** The nodes whose values some inputs of a node need, each after what it needs itself. Of inputs the numbers; all of them where none are given. */
export function pullsOf({ nodes, needs: all }: Pick<Plan, 'nodes' | 'needs'>, node: LinkedNode, inputs?: readonly number[]): readonly number[] {
  const needs = (at: number): readonly number[] => all[at] as readonly number[];
  const first =
    inputs === undefined
      ? needs(node.index)
      : inputs
          .flatMap((at) => node.sources[at] ?? [])
          .flatMap((source) => ('node' in source ? [source.node] : []))
          .filter((at) => isPulledNode((nodes[at] as LinkedNode).node));
  return orderOf(first, needs, () => undefined);
}

/** Whether a node's value is pulled when it is needed, and not set by the node itself. */
export function isPulled({ nodes }: Pick<Plan, 'nodes'>, at: number): boolean {
  return isPulledNode((nodes[at] as LinkedNode).node);
}

/** What an output of a node in a graph is of. */
export function outputType({ node, type }: LinkedNode, output: number): DataType {
  return real(node.outputs[output]?.type ?? '', type);
}

/** The inputs that a node pulls as it goes on, by number. */
export function pulledAgain({ node }: LinkedNode): readonly number[] {
  return (node.pulls ?? []).map((name) => node.inputs.findIndex((each) => each.name === name));
}

/** The inputs that tell for whom a node fires by itself, by number. */
export function pulledForUser({ node }: LinkedNode): readonly number[] {
  return node.inputs.flatMap(({ type }, at) => (type === 'User' ? [at] : []));
}

/** The value of a node that is pulled, at the cost that the size of its inputs brings. */
export function evaluate(call: Call, me: LinkedNode, inputs: readonly (Value | readonly Value[])[]): Value | readonly Value[] {
  const { node } = me;
  if (node.weigh !== undefined) call.spend(node.weigh(inputs), undefined, me.index);
  if (node.weighFound !== undefined) call.spend(node.weighFound(inputs), undefined, me.index);
  return (node.eval === undefined ? node.read?.(call, me, inputs) : node.eval(me.type, inputs)) ?? null;
}
