import Type from 'typebox';
import { byName } from '../../schema/by-name.ts';
import type { Json } from '../../schema/field.ts';

/* The form of a graph, as scenes and patches hold it. Each wire is written where it ends, so that two people who wire two inputs never meet. */

/** A wire into a data input: from the only output of a node (`rx`), or from one of several (`rx.Data`). */
export interface WireFrom {
  readonly from: string;
}
/** What a data input is given: a literal, a wire, or for a list of inputs a list of those. */
export type InputData = Json | WireFrom;

/** What a node refers to outside of its wires: an entity, a component, a field, another node, or a text. */
export type RefData = Json;

export interface NodeData {
  /** The node's name, with the type that it is for where it is generic: `For`, `ElementSource<WebsocketClient>`. */
  readonly type: string;
  readonly in?: { readonly [port: string]: InputData };
  /** Where each impulse output leads: `node`, or `node.Port`; a list of those for an output of any number. */
  readonly then?: { readonly [port: string]: string | readonly string[] };
  readonly refs?: { readonly [name: string]: RefData };
  /** Where it is drawn. */
  readonly at?: readonly number[];
}

export interface GraphData {
  readonly nodes: { readonly [id: string]: NodeData };
}

/** Nodes of a graph, and characters of a node's id. */
export const MOST_NODES = 100_000,
  LONGEST_ID = 64;

const anything = Type.Unknown();
const node = Type.Object(
  {
    type: Type.String({ maxLength: 200 }),
    in: Type.Optional(byName(anything, 200)),
    then: Type.Optional(byName(Type.Union([Type.String({ maxLength: 300 }), Type.Array(Type.String({ maxLength: 300 }))]), 200)),
    refs: Type.Optional(byName(anything, 200)),
    at: Type.Optional(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 })),
  },
  // What a later version adds to a node is kept.
  { additionalProperties: true },
);

/** The form alone: what no node or port of ours is called is kept, and told by the check of graphs. */
export const GRAPH_SCHEMA = Type.Object({ nodes: byName(node, LONGEST_ID) }, { additionalProperties: true });

/** Whether what an input is given is a wire. */
export function isWire(value: unknown): value is WireFrom {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'from');
}

/** A place in a graph that others name: a node, and a port of it; '*' where the node itself is meant. Ids hold no dot. */
export function placeIn(text: string): { readonly node: string; readonly port: string } {
  const dot = text.indexOf('.');
  return dot < 0 ? { node: text, port: '*' } : { node: text.slice(0, dot), port: text.slice(dot + 1) };
}

/** The graph with `map` put to each id of an entity that its nodes refer to. What is no reference of ours is left as it is. */
export function mapEntities(graph: GraphData, map: (entity: string) => string): GraphData {
  let nodes: { [id: string]: NodeData } | undefined;
  for (const [id, each] of Object.entries(graph.nodes)) {
    const refs = each.refs === undefined ? undefined : mapRefs(each.refs, map);
    if (refs === each.refs || refs === undefined) continue;
    nodes ??= { ...graph.nodes };
    nodes[id] = { ...each, refs };
  }
  return nodes === undefined ? graph : { ...graph, nodes };
}

/** References by their names, with `map` put to the id of each entity. */
export function mapRefs(refs: NonNullable<NodeData['refs']>, map: (entity: string) => string): NodeData['refs'] {
  let mapped: { [name: string]: RefData } | undefined;
  for (const [name, ref] of Object.entries(refs)) {
    if (typeof ref !== 'object' || ref === null || Array.isArray(ref)) continue;
    const named = ref as { readonly [key: string]: Json };
    const { entity } = named;
    if (typeof entity !== 'string' || entity === '') continue;
    const next = map(entity);
    if (next === entity) continue;
    mapped ??= { ...refs };
    mapped[name] = { ...named, entity: next };
  }
  return mapped ?? refs;
}
