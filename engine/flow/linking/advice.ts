import { nearestName } from '../../nearest.ts';
import type { Advice, TypeNames } from '../../schema/component.ts';
import type { Json } from '../../schema/field.ts';
import { isPlainType } from '../values/data-type.ts';
import { NODE_KEYS } from './explain.ts';
import { quote } from './faults.ts';
import { placeIn, type GraphData, type NodeData } from '../node/graph.ts';
import { numberedPort } from './wiring.ts';
import type { Library } from '../node/library.ts';
import { frameHint } from './frames.ts';
import { lookUp, type LookedUp } from './link-graph.ts';
import { bareName } from '../node/node.ts';
import type { FlowNode, Ref } from '../node/node-types.ts';
import { own } from './own.ts';
import { readType } from '../node/type-of.ts';
import { wire } from './wire-meant.ts';

/** What is told of one graph beside its faults. */
const MOST = 100;

export type Told = Omit<Advice, 'field'> & { readonly inside: string };

/** All that is wrong with a graph, and what is hardly meant so though it runs. */
export interface Found {
  readonly faults: readonly Told[];
  /** How many faults there are, of which those beyond a bound are not listed. */
  readonly count: number;
  readonly hints: readonly Told[];
  /** The graph, looked up as far as it goes. */
  readonly looked: LookedUp;
}

/**
 * What the author of a graph may want to know of it: its faults, and what is probably not meant so though it runs.
 * @param types the component types that there are
 */
export function adviceOn(graph: GraphData, library: Library, types: TypeNames): readonly Advice[] {
  const { faults, hints, looked } = findAll(graph, library, types);
  // Once is enough: that it does not run is said of the graph, and not of each of its faults.
  const told = looked.ok ? faults : faults.map((each, at) => (at === 0 ? { ...each, message: `${each.message}; a graph with a fault does not run` } : each));
  return [...told, ...hints].map((each) => ({ field: 'Graph', ...each }));
}

/** The same, each where it stands. */
export function findAll(graph: GraphData, library: Library, types: TypeNames): Found {
  const { corrected, strange } = strangeTypes(graph, library, types);
  const looked = lookUp(graph, library);
  // A type that there is not is told once, where it stands, and not of all that is wired to its node.
  const others = looked.ok || corrected === graph ? looked : lookUp(corrected, library);
  const faults = [...strange, ...others.faults];
  const places = new Set(faults.map(({ inside }) => inside));
  const hints = hintsOf(graph, library).filter(({ inside }) => !places.has(inside));
  return { faults, count: strange.length + others.count, hints, looked };
}

/** Types behind the names of nodes that no component has, and the graph with those that were meant, perhaps. */
function strangeTypes(graph: GraphData, library: Library, types: TypeNames): { readonly corrected: GraphData; readonly strange: readonly Told[] } {
  const strange: Told[] = [];
  let nodes: Record<string, NodeData> | undefined;
  for (const [id, data] of Object.entries(graph.nodes)) {
    const { name, written, isWhole } = readType(data.type);
    const { generic = [] } = library.get(name) ?? {};
    if (written === undefined || !isWhole || written.includes('<') || isPlainType(written) || types.has(written)) continue;
    if (!generic.includes('component') || generic.includes(written) || strange.length >= MOST) continue;
    const meant = nearestName(written, types.keys());
    const hint = meant === undefined ? '' : `; did you mean ${name}<${meant}>?`;
    strange.push({
      inside: `nodes/${id}/type`,
      expected: 'a component type',
      message: `neither this version nor a plugin that is loaded has a component type ${quote(written)}${hint}`,
    });
    if (meant !== undefined) (nodes ??= { ...graph.nodes })[id] = { ...data, type: `${name}<${meant}>` };
  }
  return { corrected: nodes === undefined ? graph : { ...graph, nodes }, strange };
}

function hintsOf(graph: GraphData, library: Library): readonly Told[] {
  const hints: Told[] = [];
  for (const [id, data] of Object.entries(graph.nodes)) {
    if (hints.length >= MOST) break;
    const inside = `nodes/${id}`;
    for (const key of Object.keys(data)) {
      const meant = NODE_KEYS.find((each) => each === key.toLowerCase());
      if (meant !== undefined && meant !== key)
        hints.push({
          inside: `${inside}/${key}`,
          expected: `"${meant}"`,
          message: `a node has no key ${quote(key)}, and it is not read; did you mean ${meant}?`,
        });
    }
    const lost = frameHint(id, graph);
    if (lost !== undefined) hints.push({ inside: `${inside}/frame`, ...lost });
    const node = library.get(readType(data.type).name);
    if (node === undefined) continue;
    for (const [name, given] of Object.entries(data.in ?? {}))
      for (const [at, each] of (Array.isArray(given) ? (given as readonly Json[]) : [given]).entries()) {
        const place = `${inside}/in/${name}${Array.isArray(given) ? `/${at}` : ''}`;
        if (typeof each === 'string' && isOutput(each, graph, library))
          hints.push({
            inside: place,
            expected: wire(each),
            message: `is the text ${quote(each)}; from the output of that name a wire leads by ${wire(each)}`,
          });
      }
    for (const ref of node.refs)
      if (own(data.refs, ref.name) === undefined && own(data.in, ref.name) === undefined && ref.kind !== 'string' && ref.kind !== 'value')
        hints.push(unreferred(inside, node, ref));
  }
  return hints.slice(0, MOST);
}

/** Whether a text names a node of the graph with one of its outputs. */
function isOutput(text: string, { nodes }: GraphData, library: Library): boolean {
  const { node, port } = placeIn(text);
  const other = port === '*' ? undefined : own(nodes, node);
  if (other === undefined) return false;
  const outputs = library.get(readType(other.type).name)?.outputs ?? [];
  return outputs.some(({ name, list }) => (list === true ? name === numberedPort(port)?.name : name === port));
}

function unreferred(inside: string, node: FlowNode, { name, kind }: Ref): Told {
  const form =
    kind === 'entity' ? '{"entity"}' : kind === 'component' ? '{"entity", "component"}' : kind === 'node' ? '{"node"}' : '{"entity", "component", "field"}';
  const so = node.triggers === undefined ? '' : ', so that nothing sets it off';
  return {
    inside,
    expected: form,
    message: `${bareName(node)} refers to no ${name}${so}; choose one; null in "refs" tells that none is meant`,
  };
}
