import type { Json } from '../../server/protocol.ts';
import { own, type GraphData, type NodeData } from './graph.ts';
import { asId, freeId } from './ids.ts';
import { renamed } from './copying.ts';

/* Texts that people paste: whoever wrote them, what is taken from them is bounded, and is data of the form that a graph has. */

/** Characters of a text that is pasted, levels in it, and nodes that are taken. */
export const LARGEST_TEXT = 2_000_000;
const DEEPEST = 60,
  MOST_NODES = 10_000,
  MOST_PORTS = 1_000;
/** Names by which JavaScript reaches the prototypes of objects: no patch goes through them. */
const PROTOTYPES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

interface JsonObject {
  readonly [key: string]: Json;
}
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text as JSON, if it is, and is neither too long nor too deep; as well one that stands in a code block, or lacks its outer braces. */
export function parseText(text: string): Json | undefined {
  if (text.length > LARGEST_TEXT) return undefined;
  const bare = text
    .trim()
    .replace(/^```[a-z]*\s*\n/i, '')
    .replace(/\n```$/, '')
    .trim()
    .replace(/,$/, '');
  if (!/^[{["]/.test(bare) || isTooDeep(bare)) return undefined;
  for (const each of bare.startsWith('"') ? [`{${bare}}`] : [bare]) {
    try {
      return JSON.parse(each) as Json;
    } catch {
      // It is something else.
    }
  }
  return undefined;
}

function isTooDeep(text: string): boolean {
  let open = 0,
    quoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (quoted) {
      if (letter === '\\') at++;
      else if (letter === '"') quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === '{' || letter === '[') {
      if (++open > DEEPEST) return true;
    } else if (letter === '}' || letter === ']') open--;
  }
  return false;
}

/** The graph in a text of ours: of a copied selection, of documentation, of an entity, an item or a scene, the first flow in it; undefined if there is none. */
export function readGraph(value: Json): GraphData | undefined {
  const nodes = nodesIn(value, 0);
  return nodes === undefined ? undefined : formed(nodes);
}

function nodesIn(value: Json | undefined, depth: number): JsonObject | undefined {
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value)) {
    for (const each of (value as readonly Json[]).slice(0, MOST_NODES)) {
      const found = nodesIn(each, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const nodes = own(value, 'nodes');
  if (isObject(nodes) && isNodes(nodes)) return nodes;
  if (Object.keys(value).length > 0 && isNodes(value)) return value;
  for (const [name, held] of Object.entries(value)) {
    if (!/^(?:Graph|Flow(?:#[0-9]+)?|components|entities|entity|children)$/.test(name)) continue;
    const found = nodesIn(held, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
function isNodes(value: JsonObject): boolean {
  return Object.values(value).every((node) => isObject(node) && typeof own(node, 'type') === 'string');
}

/** The nodes in the form that they must have, under ids that may be used; what does not fit is left out. */
function formed(nodes: JsonObject): GraphData {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  const entries = Object.entries(nodes).slice(0, MOST_NODES);
  for (const [id] of entries) {
    const free = freeId(asId(id), (each) => taken.has(each));
    taken.add(free);
    ids.set(id, free);
  }
  const made = entries.map(([id, node]): [string, NodeData] => [ids.get(id) as string, renamed(nodeOf(node as JsonObject), (other) => ids.get(other))]);
  return { nodes: Object.fromEntries(made) };
}

function nodeOf(node: JsonObject): NodeData {
  const kept = Object.entries(node).flatMap(([key, value]): [string, Json][] => {
    if (PROTOTYPES.has(key)) return [];
    switch (key) {
      case 'type':
        return [[key, typeof value === 'string' ? value.slice(0, 200) : '']];
      case 'in':
      case 'refs':
        return isObject(value) ? [[key, named(value)]] : [];
      case 'then':
        return isObject(value) ? [[key, named(value, isTarget)]] : [];
      case 'at':
      case 'size':
        return isPair(value) ? [[key, value]] : [];
      case 'title':
      case 'text':
      case 'color':
      case 'frame':
        return typeof value === 'string' ? [[key, value]] : [];
      case 'closed':
        return value === true ? [[key, value]] : [];
      default:
        return [[key, value]];
    }
  });
  return Object.fromEntries(kept) as unknown as NodeData;
}

function named(held: JsonObject, fits: (value: Json) => boolean = () => true): JsonObject {
  return Object.fromEntries(
    Object.entries(held)
      .filter(([name, value]) => !PROTOTYPES.has(name) && name.length <= 200 && fits(value))
      .slice(0, MOST_PORTS),
  );
}
function isTarget(value: Json): boolean {
  const isText = (each: Json): boolean => typeof each === 'string' && each.length <= 300;
  return Array.isArray(value) ? (value as readonly Json[]).every(isText) : isText(value);
}
function isPair(value: Json): boolean {
  return Array.isArray(value) && value.length === 2 && (value as readonly Json[]).every((each) => typeof each === 'number' && Number.isFinite(each));
}
