import { evaluate, isPulled, pulledAgain, pullsOf, type Code } from './code.ts';
import { cast, type Value } from './data-type.ts';
import { END, type Call, type Graph, type LinkedNode, type Source, type Step } from './node-types.ts';

/**
 * Runs a graph as it is written down, node by node: what the compiled code is held against, and what runs where a program is allowed to generate
 * none.
 */
export function interpret(graph: Graph): Code {
  const { nodes, steps, literals } = graph;
  const nodeAt = (at: number): LinkedNode => nodes[at] as LinkedNode;

  const orders = new Map<LinkedNode, readonly number[]>(),
    ordersAgain = new Map<LinkedNode, readonly number[]>();
  const pulls = (node: LinkedNode, inputs: readonly number[] | undefined): readonly number[] => {
    const known = inputs === undefined ? orders : ordersAgain;
    let order = known.get(node);
    if (order === undefined) known.set(node, (order = pullsOf(graph, node, inputs)));
    return order;
  };

  const pull = (call: Call, node: LinkedNode, inputs: readonly number[] | undefined): readonly Value[] => {
    const values = new Map<number, Value | readonly Value[]>();
    const one = (source: Source): Value => {
      if ('literal' in source) return literals[source.literal] as Value;
      const from = nodeAt(source.node);
      const value = isPulled(graph, source.node)
        ? outputOf(from, values.get(source.node), source)
        : (call.chain.values[from.slots[source.output] as number] as Value);
      return cast(value, source.cast);
    };
    const given = (at: LinkedNode, input: number): Value | readonly Value[] => {
      const source = at.sources[input] as Source | readonly Source[];
      return Array.isArray(source) ? (source as readonly Source[]).map(one) : one(source as Source);
    };
    for (const at of pulls(node, inputs)) {
      const each = nodeAt(at);
      const taken = each.sources.map((_, input) => given(each, input));
      values.set(at, evaluate(call, each, taken));
    }
    return (inputs ?? node.sources.map((_, input) => input)).map((input) => given(node, input)) as readonly Value[];
  };

  return {
    run(call, step) {
      const { node, entrance } = steps[step] as Step,
        me = nodeAt(node);
      return me.node.acts?.[entrance]?.(call, me, ...pull(call, me, undefined)) ?? END;
    },
    resume(call, node, phase) {
      const me = nodeAt(node);
      return me.node.resume?.(call, me, phase, ...pull(call, me, pulledAgain(me))) ?? END;
    },
    tick(call, node) {
      const me = nodeAt(node);
      return me.node.tick?.(call, me, ...pull(call, me, undefined)) ?? END;
    },
    actsFor(call, node) {
      const me = nodeAt(node);
      return me.node.actsFor?.(me, ...pull(call, me, undefined)) ?? null;
    },
    costOf: (step) => 1 + pulls(nodeAt((steps[step] as Step).node), undefined).length,
    tickCost: (node) => 1 + pulls(nodeAt(node), undefined).length,
    resumeCost: (node) => 1 + pulls(nodeAt(node), pulledAgain(nodeAt(node))).length,
  };
}

/** One of what a node has given: of several outputs it gives a list. */
function outputOf(
  { node }: LinkedNode,
  given: Value | readonly Value[] | undefined,
  source: { readonly output: number; readonly which: number | undefined },
): Value {
  const value = node.outputs.length > 1 ? (given as readonly Value[])[source.output] : given;
  return source.which === undefined ? (value as Value) : (node.element?.(value ?? null, source.which) ?? null);
}
