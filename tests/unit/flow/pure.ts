import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { compile } from '../../../engine/flow/code/compile.ts';
import { Boxed, type Value } from '../../../engine/flow/values/value.ts';
import { interpret } from '../../../engine/flow/code/interpret.ts';
import { libraryOf } from '../../../engine/flow/node/library.ts';
import { linkGraph } from '../../../engine/flow/linking/link-graph.ts';
import { defineNode, input } from '../../../engine/flow/node/node.ts';
import { NodeOfGraph } from '../../../engine/flow/node/linked.ts';
import { END, type Call, type Graph, type LinkedNode, type Source } from '../../../engine/flow/node/node-types.ts';
import { FLOW_NODES } from '../../../engine/index.ts';

/** A node with what is put in for its inputs. */
function withSources({ index, id, node, type, to, many, slots, kept, stored, peers }: LinkedNode, sources: LinkedNode['sources']): LinkedNode {
  return new NodeOfGraph({ index, id, node, type, sources, to, many, slots, kept, stored, peers });
}

type Given = Value | readonly Value[];

let taken: readonly unknown[] = [];
/** Takes whatever nodes give, as an action takes its inputs. */
const SINK = defineNode({
  name: 'Sink',
  doc: 'Takes all.',
  category: 'Test',
  entrances: [{ name: '*', kind: 'Sync' }],
  inputs: [input('All', 'object', { list: true })],
  acts: {
    '*': (_call, _me, all) => {
      taken = all as unknown as readonly unknown[];
      return END;
    },
  },
});
const LIBRARY = libraryOf([...FLOW_NODES, SINK], () => false);

/** What a pure node gives of its inputs, in the order of its ports: its only output, or a list of them. The same compiled and interpreted. */
export function given(type: string, ...inputs: readonly Given[]): unknown {
  const node = LIBRARY.get(type.replace(/<.*/s, ''));
  if (node === undefined) throw new Error(`there is no node ${type}`);
  const outputs = node.outputs.map(({ name }) => ({ from: name === '*' ? 'node' : `node.${name}` }));
  const linked = linkGraph({ nodes: { node: { type, in: {} }, sink: { type: 'Sink', in: { All: outputs } } } } as never, LIBRARY);
  if (!linked.ok) throw new Error(JSON.stringify(linked.faults));
  // Literals are put in here: a scene can hold none of some types.
  const literals: Value[] = [],
    numbers: number[] = [];
  const literal = (value: Value) =>
    typeof value === 'number' ? { literal: numbers.push(value) - 1, isNumber: true } : { literal: literals.push(value) - 1, isNumber: false };
  const { plan } = linked.graph;
  const sources = node.inputs.map(({ list }, at) => {
    const value = inputs[at];
    if (list === true) return ((value ?? []) as readonly Value[]).map(literal);
    return value === undefined ? (plan.nodes[0]?.sources[at] as Source) : literal(value as Value);
  });
  const nodes = plan.nodes.map((each) => (each.id === 'node' ? withSources(each, sources) : each));
  const graph: Graph = { plan: { ...plan, nodes }, own: [], literals, numbers };
  const call = { graph, chain: { values: [] }, spend: (fuel: number) => expect(fuel).toBeGreaterThanOrEqual(0) } as unknown as Call;
  const [compiled, interpreted] = [compile, interpret].map((make) => {
    make(graph.plan).run(call, 0);
    // The sink takes any, and so each with its type; of what was any before it is told.
    return taken.map((each, at) => (each instanceof Boxed && node.outputs[at]?.type !== 'object' ? each.value : each));
  });
  // To the sign of 0; and far faster for a million bytes than any words about what differs would be.
  if (!isDeepStrictEqual(compiled, interpreted)) expect(compiled).toEqual(interpreted);
  return node.outputs.length > 1 ? compiled : compiled?.[0];
}
