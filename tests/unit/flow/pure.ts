import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { compile } from '../../../engine/flow/code/compile.ts';
import { Boxed, type Value } from '../../../engine/flow/values/value.ts';
import { interpret } from '../../../engine/flow/code/interpret.ts';
import { libraryOf } from '../../../engine/flow/node/library.ts';
import { linkGraph } from '../../../engine/flow/linking/link-graph.ts';
import { defineNode, input } from '../../../engine/flow/node/node.ts';
import { NodeOfGraph } from '../../../engine/flow/node/linked.ts';
import { END, type Call, type Code, type FlowNode, type Graph, type LinkedNode, type Plan, type Source } from '../../../engine/flow/node/node-types.ts';
import { real } from '../../../engine/flow/values/generic.ts';
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
const LIBRARY = libraryOf([...FLOW_NODES, SINK], (name) => name === 'WebsocketClient');
/** How many of a list of outputs are looked at. */
const LISTED = 3;

interface Prepared {
  readonly node: FlowNode;
  readonly plan: Plan;
  readonly codes: readonly [compiled: Code, interpreted: Code];
  /** Whether what an output gives was any before, so that it is told with its type. */
  readonly any: readonly boolean[];
}
const prepared = new Map<string, Prepared>();

/** A graph of a node whose inputs are literals of these kinds. Literals are put in here: a scene can hold none of some types. */
function prepare(type: string, inputs: readonly (Given | undefined)[]): Prepared {
  const node = LIBRARY.get(type.replace(/<.*/s, ''));
  if (node === undefined) throw new Error(`there is no node ${type}`);
  const kinds = node.inputs.map(({ list }, at) => {
    const value = inputs[at];
    if (list === true) return ((value ?? []) as readonly Value[]).map((each) => typeof each === 'number');
    return value === undefined ? undefined : typeof value === 'number';
  });
  const key = `${type} ${JSON.stringify(kinds)}`;
  const known = prepared.get(key);
  if (known !== undefined) return known;
  const ports = node.outputs.flatMap(({ name, list, type: gives }) => {
    const bare = name === '*' ? 'node' : `node.${name}`;
    return list === true ? Array.from({ length: LISTED }, (_, at) => ({ from: `${bare}.${at}`, gives })) : [{ from: bare, gives }];
  });
  const linked = linkGraph({ nodes: { node: { type, in: {} }, sink: { type: 'Sink', in: { All: ports.map(({ from }) => ({ from })) } } } } as never, LIBRARY);
  if (!linked.ok) throw new Error(JSON.stringify(linked.faults));
  const { plan } = linked.graph,
    written = /<(.*)>$/s.exec(type)?.[1] ?? '';
  let literals = 0,
    numbers = 0;
  const literal = (isNumber: boolean): Source => ({ literal: isNumber ? numbers++ : literals++, isNumber });
  const sources = kinds.map((kind, at) =>
    typeof kind === 'object' ? kind.map(literal) : kind === undefined ? (plan.nodes[0]?.sources[at] as Source) : literal(kind),
  );
  const nodes = plan.nodes.map((each) => (each.id === 'node' ? withSources(each, sources) : each));
  const whole = { ...plan, nodes };
  const made: Prepared = { node, plan: whole, codes: [compile(whole), interpret(whole)], any: ports.map(({ gives }) => real(gives, written) === 'object') };
  prepared.set(key, made);
  return made;
}

/** What a pure node gives of its inputs, in the order of its ports: its only output, or a list of them. The same compiled and interpreted. */
export function given(type: string, ...inputs: readonly Given[]): unknown {
  const { node, plan, codes, any } = prepare(type, inputs);
  const all = node.inputs.flatMap(({ list }, at) =>
    list === true ? ((inputs[at] ?? []) as readonly Value[]) : inputs[at] === undefined ? [] : [inputs[at] as Value],
  );
  const numbers = all.filter((each) => typeof each === 'number'),
    literals = all.filter((each) => typeof each !== 'number') as readonly Value[];
  const graph: Graph = { plan, own: [], literals, numbers };
  let paid = 0;
  const spend = (fuel: number): void => {
    if (!(fuel >= 0)) throw new RangeError(`${type} takes ${fuel} of fuel`);
    paid += fuel;
  };
  const call = { graph, chain: { values: [] }, spend } as unknown as Call;
  const [compiled, interpreted] = codes.map((code) => {
    paid = 0;
    code.run(call, 0);
    // The sink takes any, and so each with its type; of what was any before it is told.
    return [taken.map((each, at) => (each instanceof Boxed && any[at] !== true ? each.value : each)), paid] as const;
  }) as [readonly [unknown[], number], readonly [unknown[], number]];
  // To the sign of 0; and far faster for a million bytes than any words about what differs would be.
  if (!isDeepStrictEqual(compiled, interpreted)) expect(compiled).toEqual(interpreted);
  return any.length > 1 ? compiled[0] : compiled[0][0];
}
