import type { NodeType } from './catalogue.ts';
import { baseName, type KnownGraph } from './known-graph.ts';
import { fellowOf } from './fellows.ts';

/** A node that another may be swapped for, and how much of its wires and literals would stay, from 0 to 1. */
export interface Kindred {
  readonly type: NodeType;
  readonly keeps: number;
}
const MOST_KINDRED = 40;

/** The nodes that one may be swapped for: those of its family, and those whose ports are much like its own; the most like it first. */
export function kindredOf(known: KnownGraph, id: string): readonly Kindred[] {
  const type = known.type(id);
  if (type === undefined) return [];
  const found: (Kindred & { readonly likeness: number })[] = [];
  for (const other of known.catalogue.nodes) {
    if (other.name === type.name) continue;
    const keeps = kept(known, id, type, other),
      shape = likeness(type, other);
    const isKin = other.category === type.category;
    if (keeps > 0 && (isKin || shape >= 0.8)) found.push({ type: other, keeps, likeness: keeps + shape + (isKin ? 0.5 : 0) + nearness(type.name, other.name) });
  }
  found.sort((a, b) => b.likeness - a.likeness || (a.type.name < b.type.name ? -1 : 1));
  return found.slice(0, MOST_KINDRED).map(({ type: each, keeps }) => ({ type: each, keeps }));
}

/** How many ports of one have a fellow in the other, of all that both have. */
function likeness(a: NodeType, b: NodeType): number {
  const portsOf = ({ inputs, outputs, exits, entrances, refs }: NodeType): readonly string[] => [
    ...inputs.map(({ type }) => `in ${type}`),
    ...outputs.map(({ type }) => `out ${type}`),
    ...exits.map(({ kind }) => `exit ${kind}`),
    ...entrances.map(({ kind }) => `entrance ${kind}`),
    ...refs.map(({ kind }) => `ref ${kind}`),
  ];
  const [of, others] = [portsOf(a), [...portsOf(b)]];
  const all = of.length + others.length;
  let alike = 0;
  for (const port of of) {
    const at = others.indexOf(port);
    if (at < 0) continue;
    alike += 2;
    others.splice(at, 1);
  }
  return all === 0 ? 0 : alike / all;
}
/** Names that begin or end alike are of one kind: `ValueAdd` and `ValueSub`, `Sin_Float` and `Cos_Float`. */
function nearness(a: string, b: string): number {
  let [start, end] = [0, 0];
  while (start < a.length && a[start] === b[start]) start++;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return (start + end) / Math.max(a.length, b.length) / 2;
}
function kept(known: KnownGraph, id: string, type: NodeType, other: NodeType): number {
  const wires = known.around(id);
  const used = new Set([
    ...wires.map((wire) => (wire.kind === 'impulse' ? `${wire.from.node === id ? 'exit' : 'entrance'}` : wire.to.node === id ? `in ${wire.to.port}` : 'out')),
    ...Object.keys(known.node(id)?.in ?? {}).map((port) => `in ${port}`),
  ]);
  if (used.size === 0) return likeness(type, other);
  let stays = 0;
  for (const each of used) {
    if (each === 'exit') stays += Number(other.exits.length > 0);
    else if (each === 'entrance') stays += Number(other.entrances.length > 0);
    else if (each === 'out') stays += Number(other.outputs.length > 0);
    else {
      const name = each.slice(3);
      const port = type.inputs.find((input) => input.name === baseName(name));
      stays += Number(port !== undefined && fellowOf(port, type.inputs, other.inputs) !== undefined);
    }
  }
  return stays / used.size;
}
