import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { compile } from '../../../engine/flow/compile.ts';
import type { Value } from '../../../engine/flow/data-type.ts';
import { interpret } from '../../../engine/flow/interpret.ts';
import { libraryOf } from '../../../engine/flow/library.ts';
import { linkGraph } from '../../../engine/flow/link-graph.ts';
import { defineNode, input } from '../../../engine/flow/node.ts';
import { END, type Call, type Graph } from '../../../engine/flow/node-types.ts';
import { FLOW_NODES } from '../../../engine/index.ts';

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
  const literals: Value[] = [];
  const literal = (value: Value) => ({ literal: literals.push(value) - 1 });
  const sources = node.inputs.map(({ list }, at) => {
    const value = inputs[at];
    if (list === true) return ((value ?? []) as readonly Value[]).map(literal);
    return value === undefined ? literal(linked.graph.literals[at] as Value) : literal(value as Value);
  });
  const numbers = Float64Array.from(literals, (value) => (typeof value === 'number' ? value : 0));
  const graph: Graph = { ...linked.graph, literals, numbers, nodes: linked.graph.nodes.map((each) => (each.id === 'node' ? { ...each, sources } : each)) };
  const call = { graph, chain: { values: [] }, spend: (fuel: number) => expect(fuel).toBeGreaterThanOrEqual(0) } as unknown as Call;
  const [compiled, interpreted] = [compile, interpret].map((make) => {
    make(graph).run(call, 0);
    return taken;
  });
  // To the sign of 0; and far faster for a million bytes than any words about what differs would be.
  if (!isDeepStrictEqual(compiled, interpreted)) expect(compiled).toEqual(interpreted);
  return node.outputs.length > 1 ? compiled : compiled?.[0];
}
