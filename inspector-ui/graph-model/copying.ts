import type { Json } from '../../server/protocol.ts';
import { Draft } from './draft.ts';
import { isWire, own, placeIn, placeText, type GraphData, type GraphEdit, type NodeData } from './graph.ts';
import { freeId } from './ids.ts';
import type { KnownGraph } from './known-graph.ts';
import { editOf } from './patching.ts';
import { withInside } from './placing.ts';

/** What a graph is called that stands in a text by itself. */
export const GRAPH_FORMAT = 'worldwire/graph';

/** Nodes with the wires among them, as a text that can be pasted elsewhere: into this graph, another world, or a page of documentation. */
export function copyText(graph: GraphData, ids: Iterable<string>): string {
  const { nodes } = cutOut(graph, withInside(graph, ids));
  const lines = Object.entries(nodes).map(([id, node]) => `    ${JSON.stringify(id)}: ${JSON.stringify(node)}`);
  return `{ "format": ${JSON.stringify(GRAPH_FORMAT)}, "version": 1,\n  "nodes": {\n${lines.join(',\n')}\n  }\n}\n`;
}

/** Some nodes of a graph, in its order, and of their wires those that lead from one of them to another. */
export function cutOut(graph: GraphData, ids: Iterable<string>): GraphData {
  const inside = new Set(ids);
  const entries = Object.entries(graph.nodes).filter(([id]) => inside.has(id));
  return { nodes: Object.fromEntries(entries.map(([id, node]) => [id, renamed(node, (other) => (inside.has(other) ? other : undefined))])) };
}

/** A node whose wires name other nodes: what `name` gives for the id of each. Undefined takes the wire away. */
export function renamed(node: NodeData, name: (id: string) => string | undefined): NodeData {
  const place = (text: string): string | undefined => {
    const { node: id, port } = placeIn(text);
    const other = name(id);
    return other === undefined ? undefined : placeText({ node: other, port });
  };
  const input = (given: Json): Json | undefined => {
    if (!isWire(given)) return given;
    const from = place(given.from);
    return from === undefined ? undefined : { ...(given as { readonly [key: string]: Json }), from };
  };
  const ref = (given: Json): Json | undefined => {
    const other = typeof given === 'object' && given !== null && !Array.isArray(given) ? own(given as { readonly [key: string]: Json }, 'node') : undefined;
    if (typeof other !== 'string') return given;
    const next = name(other);
    return next === undefined ? undefined : { ...(given as object), node: next };
  };
  const many = <T>(given: T | readonly T[], one: (value: T) => T | undefined): T | readonly T[] | undefined =>
    Array.isArray(given) ? (given as readonly T[]).map(one).filter((each) => each !== undefined) : one(given as T);
  const { in: inputs, then, refs, frame, ...rest } = node;
  const around = frame === undefined ? undefined : name(frame);
  // The parts stay in the order in which they stand, as they are read by people.
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, value]): (readonly [string, unknown])[] => {
      if (key === 'in' && inputs !== undefined) return [[key, mapped(inputs, (given) => many(given, input) as Json | undefined)]];
      if (key === 'then' && then !== undefined) return [[key, mapped(then, (to) => many(to as string, place) as string | undefined)]];
      if (key === 'refs' && refs !== undefined) return [[key, mapped(refs, ref)]];
      if (key === 'frame') return around === undefined ? [] : [[key, around]];
      return Object.hasOwn(rest, key) ? [[key, value]] : [];
    }),
  ) as unknown as NodeData;
}

function mapped<T>(held: { readonly [name: string]: T }, map: (value: T) => T | undefined): { readonly [name: string]: T } {
  return Object.fromEntries(
    Object.entries(held).flatMap(([name, value]) => {
      const next = map(value);
      return next === undefined ? [] : [[name, next]];
    }),
  );
}

/** Puts the nodes of another graph into this one, under ids that are free, its top left corner at a place. */
export function pasteGraph(known: KnownGraph, pasted: GraphData, place?: readonly number[], frame?: string): GraphEdit {
  const draft = new Draft(known.graph);
  const { nodes } = pasted;
  const places = Object.values(nodes).flatMap(({ at }) => (at === undefined ? [] : [at]));
  const corner = [0, 1].map((axis) => places.reduce((least, at) => Math.min(least, at[axis] ?? 0), Infinity));
  const by = place === undefined || places.length === 0 ? [0, 0] : [0, 1].map((axis) => (place[axis] ?? 0) - (corner[axis] ?? 0));
  const select = added(draft, nodes, by, () => undefined, frame);
  return editOf(known.graph, draft.graph(), known.catalogue, select.length === 1 ? `Paste ${select[0]}` : `Paste ${select.length} nodes`, select);
}

/** Copies nodes beside themselves; what leads into them from others, and on to others, leads there from the copies as well where `wires` says so. */
export function duplicateNodes(
  known: KnownGraph,
  ids: readonly string[],
  { wires, by }: { readonly wires: boolean; readonly by: readonly number[] },
): GraphEdit {
  const draft = new Draft(known.graph);
  const inside = new Set(withInside(known.graph, ids));
  const nodes = Object.fromEntries(Object.entries(known.graph.nodes).filter(([id]) => inside.has(id)));
  const select = added(draft, nodes, by, (id) => (wires ? id : undefined));
  for (const [copy, node] of zip(select, Object.values(nodes))) if (node.frame !== undefined && !inside.has(node.frame)) draft.set(copy, 'frame', node.frame);
  return editOf(known.graph, draft.graph(), known.catalogue, ids.length === 1 ? `Duplicate ${ids[0]}` : `Duplicate ${ids.length} nodes`, select);
}

function added(draft: Draft, nodes: GraphData['nodes'], by: readonly number[], outside: (id: string) => string | undefined, frame?: string): readonly string[] {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const id of Object.keys(nodes)) {
    const free = freeId(id, (each) => draft.has(each) || taken.has(each));
    taken.add(free);
    ids.set(id, free);
  }
  for (const [id, node] of Object.entries(nodes)) {
    const copy = renamed(node, (other) => ids.get(other) ?? outside(other));
    const { at } = copy;
    const there = at === undefined ? copy : { ...copy, at: at.map((each, axis) => Math.round(each + (by[axis] ?? 0)) + 0) };
    draft.put(ids.get(id) as string, frame === undefined || there.frame !== undefined ? there : { ...there, frame });
  }
  return [...ids.values()];
}

function zip<A, B>(a: readonly A[], b: readonly B[]): (readonly [A, B])[] {
  return a.slice(0, b.length).map((each, at) => [each, b[at] as B]);
}
