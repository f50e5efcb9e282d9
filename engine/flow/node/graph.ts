import Type from 'typebox';
import { byName } from '../../schema/by-name.ts';
import type { GraphData, NodeData, RefData, WireFrom } from '../../door.ts';
import type { Json } from '../../schema/field.ts';

/* The form of a graph is told at the door, since those who look at one read it too. */
export type { GraphData, InputData, NodeData, WireFrom } from '../../door.ts';

/** The name of the node that holds others. */
export const FRAME = 'Frame';

/** Nodes of a graph, and characters of a node's id. */
export const MOST_NODES = 100_000,
  LONGEST_ID = 64;

/** Characters of a note and of a title, and the form of a colour. */
export const LONGEST_TEXT = 10_000,
  LONGEST_TITLE = 200,
  COLOR = /^#[0-9a-fA-F]{6}$/;

const anything = Type.Unknown();
const place = Type.Array(Type.Number(), { minItems: 2, maxItems: 2 });
const node = Type.Object(
  {
    type: Type.String({ maxLength: 200 }),
    in: Type.Optional(byName(anything, 200)),
    then: Type.Optional(byName(Type.Union([Type.String({ maxLength: 300 }), Type.Array(Type.String({ maxLength: 300 }))]), 200)),
    refs: Type.Optional(byName(anything, 200)),
    at: Type.Optional(place),
    text: Type.Optional(Type.String({ maxLength: LONGEST_TEXT })),
    title: Type.Optional(Type.String({ maxLength: LONGEST_TITLE })),
    size: Type.Optional(place),
    color: Type.Optional(Type.String({ pattern: COLOR.source })),
    closed: Type.Optional(Type.Boolean()),
    frame: Type.Optional(Type.String({ maxLength: LONGEST_ID })),
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
