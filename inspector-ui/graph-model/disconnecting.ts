import type { Json } from '../../server/protocol.ts';
import type { PortAt } from './connecting.ts';
import { Draft, type Part } from './draft.ts';
import { placeText, type GraphEdit } from './graph.ts';
import { baseName, numbered, type KnownGraph } from './known-graph.ts';
import { editOf } from './patching.ts';
import type { Wire } from './wires.ts';

/** Takes wires away. */
export function disconnect(known: KnownGraph, wires: readonly Wire[]): GraphEdit {
  const draft = new Draft(known.graph);
  cut(draft, wires);
  const [only] = wires;
  const label = wires.length === 1 && only !== undefined ? `Disconnect ${placeText(only.from)} from ${placeText(only.to)}` : `Disconnect ${wires.length} wires`;
  return editOf(known.graph, draft.graph(), known.catalogue, label);
}

/** The wires that a port has; of a list those of the place that it names. */
export function wiresOfPort(known: KnownGraph, { node, part, port }: PortAt): readonly Wire[] {
  return known.around(node).filter((wire) => {
    if (part === 'in') return wire.kind === 'data' && wire.to.node === node && wire.to.port === port;
    if (part === 'then') return wire.kind === 'impulse' && wire.from.node === node && wire.from.port === port;
    if (part === 'refs') return wire.kind === 'node' && wire.to.node === node && wire.to.port === port;
    if (part === 'to') return wire.kind === 'impulse' && wire.to.node === node && isSame(wire.to.port, port, known.entrance(wire.to)?.name);
    return wire.kind === 'data' && wire.from.node === node && isSame(wire.from.port, port, known.output(wire.from)?.name);
  });
}
function isSame(written: string, port: string, only: string | undefined): boolean {
  return written === port || (written === '*' && port === only);
}

/** Where a wire is written: the node, its part and port, and of a list the place. */
interface Written {
  readonly id: string;
  readonly part: Part;
  readonly port: string;
  readonly index: number | undefined;
}

function writtenAt(draft: Draft, wire: Wire): Written {
  if (wire.kind === 'node') return { id: wire.to.node, part: 'refs', port: wire.to.port, index: undefined };
  const [end, part] = wire.kind === 'data' ? ([wire.to, 'in'] as const) : ([wire.from, 'then'] as const);
  const place = numbered(end.port);
  const isList = place !== undefined && Array.isArray(draft.given(end.node, part, place.name));
  return { id: end.node, part, port: isList ? place.name : end.port, index: isList ? place.index : undefined };
}

/** Takes wires out of a draft in which they stand as they say. */
export function cut(draft: Draft, wires: readonly Wire[]): void {
  const lists = new Map<string, { readonly at: Written; readonly gone: Set<number> }>();
  for (const wire of wires) {
    const at = writtenAt(draft, wire);
    if (at.index === undefined) draft.give(at.id, at.part, at.port, undefined);
    else {
      const key = JSON.stringify([at.id, at.part, at.port]);
      const known = lists.get(key) ?? { at, gone: new Set() };
      known.gone.add(at.index);
      lists.set(key, known);
    }
  }
  for (const { at, gone } of lists.values()) {
    const given = draft.given(at.id, at.part, at.port);
    if (Array.isArray(given))
      draft.give(
        at.id,
        at.part,
        at.port,
        (given as readonly Json[]).filter((_, index) => !gone.has(index)),
      );
  }
}

/** Leads wires elsewhere, in a draft in which they stand as they say: of data where they come from, of impulses where they lead to. */
export function redirect(draft: Draft, wire: Wire, place: string): void {
  const at = writtenAt(draft, wire);
  const value: Json = wire.kind === 'data' ? { from: place } : wire.kind === 'impulse' ? place : { node: baseName(place) };
  if (at.index === undefined) return draft.give(at.id, at.part, at.port, value);
  const given = draft.given(at.id, at.part, at.port);
  if (Array.isArray(given))
    draft.give(
      at.id,
      at.part,
      at.port,
      (given as readonly Json[]).map((each, index) => (index === at.index ? value : each)),
    );
}
