import type { Json } from '../../schema/field.ts';
import { isWire, type GraphData, type InputData, type NodeData } from './graph.ts';

/*
 * Graphs are alike where nothing tells them apart but literals of one kind and what they refer to outside of the graph: they have one plan, and one code.
 * What a node or a port is called is looked up for the first of them alone.
 */

/** A number that is the same for graphs that are alike, and mostly another for others. Takes time as long as the graph's wires are. */
export function likenessOf({ nodes }: GraphData): number {
  let hash = 0x811c9dc5;
  const text = (words: string): void => {
    for (let at = 0; at < words.length; at++) hash = Math.imul(hash ^ words.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ 0xffff, 0x01000193);
  };
  const given = (value: InputData): void => {
    if (isWire(value)) text(String(value.from));
    else if (Array.isArray(value)) for (const each of value as readonly InputData[]) given(each);
    else text(kindOf(value));
  };
  for (const id in nodes) {
    const node = nodes[id] as NodeData;
    text(id);
    text(node.type);
    for (const name in node.in) given(node.in[name] as InputData);
    for (const name in node.then) text(String(node.then[name]));
  }
  return hash >>> 0;
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

/** Whether two graphs are alike. */
export function areAlike(a: GraphData, b: GraphData): boolean {
  return alikeBy(a.nodes, b.nodes, nodesAlike);
}

function nodesAlike(a: NodeData, b: NodeData): boolean {
  return a.type === b.type && alikeBy(a.in, b.in, givenAlike) && alikeBy(a.then, b.then, thenAlike) && alikeBy(a.refs, b.refs, refsAlike);
}

/** What is given to inputs: wires from one place, literals of one kind. */
function givenAlike(a: InputData, b: InputData): boolean {
  if (isWire(a) || isWire(b)) return isWire(a) && isWire(b) && a.from === b.from;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && (a as readonly InputData[]).every((each, at) => givenAlike(each, b[at] as InputData))
    );
  return kindOf(a) === kindOf(b);
}

function thenAlike(a: string | readonly string[], b: string | readonly string[]): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((each, at) => each === b[at]);
}

/** References to the graph itself are part of what it is; those to the world are of one kind where they name a component of one type. */
function refsAlike(a: Json, b: Json): boolean {
  if (kindOf(a) !== kindOf(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  if (typeof a !== 'object' || a === null || Array.isArray(a)) return true;
  return alikeBy(a as Named<Json>, b as Named<Json>, (one, other, name) => (name === 'entity' ? kindOf(one) === kindOf(other) : one === other));
}

type Named<T> = { readonly [name: string]: T };

/** Whether two objects have the same keys, in the same order, with values that are alike. */
function alikeBy<T>(a: Named<T> | undefined, b: Named<T> | undefined, alike: (a: T, b: T, name: string) => boolean): boolean {
  if (a === b) return true;
  // What is checked before its form is, as for an adviser, may be anything.
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const names = Object.keys(a),
    others = Object.keys(b);
  return names.length === others.length && names.every((name, at) => name === others[at] && alike(a[name] as T, b[name] as T, name));
}
