import type { PatchStep, WireFrom } from '../../server/protocol.ts';

/* A graph as its field holds it. Wires of data are written at the input that they end in, those of impulses at the output that they begin at. */

export type { GraphData, NodeData } from '../../server/protocol.ts';

/** An edit of a graph: one patch of its field, and so one step of undo. */
export interface GraphEdit {
  /** What it does, for the list of edits: "Connect rx.Data to tx". */
  readonly label: string;
  readonly patch: readonly PatchStep[];
  /** The nodes to select once it is done. */
  readonly select?: readonly string[];
}

export const FRAME = 'Frame',
  COMMENT = 'Comment';

export function isWire(value: unknown): value is WireFrom {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && typeof (value as { readonly from?: unknown }).from === 'string';
}

/** A node and a port of it, as a wire names them; '*' is the node itself. */
export interface Place {
  readonly node: string;
  readonly port: string;
}
export function placeIn(text: string): Place {
  const dot = text.indexOf('.');
  return dot < 0 ? { node: text, port: '*' } : { node: text.slice(0, dot), port: text.slice(dot + 1) };
}
export function placeText({ node, port }: Place): string {
  return port === '*' ? node : `${node}.${port}`;
}

/** The value of a key that an object has itself. */
export function own<T>(holder: { readonly [key: string]: T } | undefined, key: string): T | undefined {
  return holder !== undefined && Object.hasOwn(holder, key) ? holder[key] : undefined;
}

/** A node's type as it is written: its bare name, and what it is for where that stands behind it. */
export function typeParts(type: string): { readonly name: string; readonly of: string | undefined } {
  const at = type.indexOf('<');
  return at < 0 || !type.endsWith('>') ? { name: type, of: undefined } : { name: type.slice(0, at), of: type.slice(at + 1, -1) };
}

/** A name or index as a step of a JSON Pointer. */
export function token(name: string | number): string {
  return String(name).replaceAll('~', '~0').replaceAll('/', '~1');
}
