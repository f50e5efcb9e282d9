import { cast } from '../values/casting.ts';
import { evaluate, isPulled, outputType, pulledAgain, pulledForUser, pullsOf } from './code.ts';
import type { Value } from '../values/data-type.ts';
import { nodeAt } from '../node/linked.ts';
import { END, type Call, type Code, type LinkedNode, type Plan, type Source, type Step } from '../node/node-types.ts';

/** Is told what a graph pulls as it runs, for those who look: of a node its value, or all of several, and what it was given. */
export interface Recorder {
  pulled(call: Call, node: number, value: Value | readonly Value[], inputs: readonly (Value | readonly Value[])[]): void;
  /** What a node is given that acts, for these of its inputs; undefined for all. */
  given(call: Call, node: number, inputs: readonly number[] | undefined, values: readonly (Value | readonly Value[])[]): void;
}

/**
 * Runs graphs as they are written down, node by node: what the compiled code is held against, and what runs where a program is allowed to generate
 * none.
 */
export function interpret(plan: Plan, recorder?: Recorder): Code {
  const planned = (at: number): LinkedNode => plan.nodes[at] as LinkedNode;
  const stepAt = (step: number): Step => plan.steps[step] as Step;

  const orders = new Map<number, readonly number[]>(),
    ordersAgain = new Map<number, readonly number[]>();
  const pulls = (node: number, inputs: readonly number[] | undefined): readonly number[] => {
    const known = inputs === undefined ? orders : ordersAgain;
    let order = known.get(node);
    if (order === undefined) known.set(node, (order = pullsOf(plan, planned(node), inputs)));
    return order;
  };

  const pull = (call: Call, node: number, inputs: readonly number[] | undefined): readonly Value[] => {
    const { graph } = call;
    const values = new Map<number, Value | readonly Value[]>();
    const one = (source: Source): Value => {
      if ('literal' in source) return (source.isNumber ? graph.numbers : graph.literals)[source.literal] as Value;
      if ('constant' in source) return plan.constants[source.constant] as Value;
      const from = planned(source.node);
      const value = isPulled(plan, source.node)
        ? outputOf(from, values.get(source.node), source)
        : (call.chain.values[from.slots[source.output] as number] as Value);
      return cast(value, source.cast, () => outputType(from, source.output));
    };
    const given = (at: LinkedNode, input: number): Value | readonly Value[] => {
      const source = at.sources[input] as Source | readonly Source[];
      return Array.isArray(source) ? (source as readonly Source[]).map(one) : one(source as Source);
    };
    for (const at of pulls(node, inputs)) {
      const each = nodeAt(graph, at) as LinkedNode;
      const taken = each.sources.map((_, input) => given(each, input));
      const value = evaluate(call, each, taken);
      values.set(at, value);
      if (recorder !== undefined) recorder.pulled(call, at, value, taken);
    }
    const me = planned(node);
    const taken = (inputs ?? me.sources.map((_, input) => input)).map((input) => given(me, input)) as readonly Value[];
    if (recorder !== undefined) recorder.given(call, node, inputs, taken);
    return taken;
  };

  return {
    run(call, step) {
      const { node, entrance } = stepAt(step),
        me = nodeAt(call.graph, node) as LinkedNode;
      return me.node.acts?.[entrance]?.(call, me, ...pull(call, node, undefined)) ?? END;
    },
    resume(call, node, phase) {
      const me = nodeAt(call.graph, node) as LinkedNode;
      return me.node.resume?.(call, me, phase, ...pull(call, node, pulledAgain(me))) ?? END;
    },
    tick(call, node) {
      const me = nodeAt(call.graph, node) as LinkedNode;
      return me.node.tick?.(call, me, ...pull(call, node, undefined)) ?? END;
    },
    actsFor(call, node) {
      const me = nodeAt(call.graph, node) as LinkedNode;
      return me.node.actsFor?.(me, ...pull(call, node, pulledForUser(me))) ?? null;
    },
    costOf: (step) => 1 + pulls(stepAt(step).node, undefined).length,
    tickCost: (node) => 1 + pulls(node, undefined).length,
    resumeCost: (node) => 1 + pulls(node, pulledAgain(planned(node))).length,
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
