import { genericOf, isGeneric, real } from '../../engine/flow/values/generic.ts';
import type { Json } from '../../server/protocol.ts';
import type { DataPort, NodeType } from './catalogue.ts';
import { cut, redirect } from './disconnecting.ts';
import { Draft } from './draft.ts';
import { fellowOf } from './fellows.ts';
import { isWire, own, placeIn, placeText, typeParts, type GraphEdit, type NodeData } from './graph.ts';
import { KnownGraph, numbered } from './known-graph.ts';
import { literalAs } from './literals.ts';
import { newNode, usualFor } from './nodes.ts';
import { editOf } from './patching.ts';
import type { Wire } from './wires.ts';

/** Makes a node another one. Its id, its place and what is written on it stay, and so do wires, literals and references as far as they fit. */
export function swapNode(known: KnownGraph, id: string, written: string): GraphEdit {
  const node = known.node(id),
    old = known.type(id),
    type = known.catalogue.get(written);
  if (node === undefined || old === undefined || type === undefined) return { label: `Swap ${id}`, patch: [] };
  const of = typeParts(written).of ?? whatFor(known, id, node, old, type);
  const fresh = newNode(known.catalogue, { type: type.name }, of);
  const draft = new Draft(known.graph);
  const { type: _type, in: _in, then: _then, refs: _refs, ...looks } = node;
  draft.put(id, { ...fresh, ...partsOf({ known, node, old, type, of, fresh }), ...looks });
  const next = new KnownGraph(draft.graph(), known.catalogue);
  const gone = known.around(id).filter((wire) => {
    if (wire.from.node === id && wire.to.node === id) return true;
    const place = newPlace(next, wire, id, old, type);
    if (place === 'elsewhere') return false;
    if (place !== undefined) redirect(draft, wire, place);
    return place === undefined;
  });
  cut(draft, gone);
  return editOf(known.graph, draft.graph(), known.catalogue, `Swap ${id} for ${type.name}`, [id]);
}

/** What the new node is for: the same as the old one, else what is wired to it, else what is usual. */
function whatFor(known: KnownGraph, id: string, node: NodeData, old: NodeType, type: NodeType): string | undefined {
  if (type.generic === undefined) return undefined;
  const same = known.of(id);
  if (same !== '' && known.catalogue.mayBe(type, same)) return same;
  for (const input of old.inputs) {
    const given = own(node.in, input.name),
      port = fellowOf(input, old.inputs, type.inputs);
    if (port === undefined || !isWire(given)) continue;
    const told = genericOf(port.type, known.outputType(placeIn(given.from)) ?? '');
    if (told !== undefined && told !== '' && known.catalogue.mayBe(type, told)) return told;
  }
  return usualFor(type);
}

/** Where a wire that others have to the node ends now; undefined where nowhere, `elsewhere` where it is written at the node itself. */
function newPlace(next: KnownGraph, wire: Wire, id: string, old: NodeType, type: NodeType): string | undefined {
  if (wire.kind === 'impulse') {
    if (wire.to.node !== id) return 'elsewhere';
    const entrance = fellowAt(wire.to.port, old.entrances, type.entrances);
    return entrance === undefined ? undefined : placeText({ node: id, port: entrance });
  }
  if (wire.from.node !== id) return 'elsewhere';
  if (wire.kind === 'node') return type.holds === old.holds ? id : undefined;
  const output = fellowAt(wire.from.port, old.outputs, type.outputs);
  if (output === undefined) return undefined;
  const place = { node: id, port: output };
  const sink = next.input(wire.to.node, wire.to.port),
    taker = next.type(wire.to.node);
  const fits =
    sink === undefined || taker === undefined || next.catalogue.fits(next.outputType(place) ?? '', sink.type, taker, next.of(wire.to.node)) !== undefined;
  return fits ? placeText(place) : undefined;
}

/** A port as wires name it that stands for another, with its place in a list. */
function fellowAt<P extends { readonly name: string; readonly list?: boolean }>(port: string, own: readonly P[], others: readonly P[]): string | undefined {
  const place = numbered(port);
  const of = port === '*' && own.length === 1 ? own[0] : own.find(({ name, list }) => name === (list === true ? place?.name : port));
  const fellow = of === undefined ? undefined : fellowOf(of, own, others);
  if (fellow === undefined) return undefined;
  return fellow.list === true && fellow.name !== '*' ? `${fellow.name}.${place?.index ?? 0}` : fellow.name;
}

interface Swap {
  readonly known: KnownGraph;
  readonly node: NodeData;
  readonly old: NodeType;
  readonly type: NodeType;
  readonly of: string | undefined;
  readonly fresh: NodeData;
}

/** The parts of the new node with what it takes over of the old one's. */
function partsOf({ known, node, old, type, of, fresh }: Swap): Pick<NodeData, 'in' | 'then' | 'refs'> {
  const { catalogue } = known;
  const value = (given: Json, port: DataPort): Json | undefined => {
    if (!isWire(given)) return literalAs(catalogue, isGeneric(port.type) ? real(port.type, of ?? '') : port.type, given);
    const found = known.outputType(placeIn(given.from));
    return found === undefined || catalogue.fits(found, port.type, type, of) !== undefined ? given : undefined;
  };
  const inputs = taken(node.in, old.inputs, type.inputs, fresh.in, (given, from, to) => {
    const all = from.list === true && Array.isArray(given) ? (given as readonly Json[]) : [given];
    const kept = all.map((each) => value(each, to)).filter((each) => each !== undefined);
    return to.list === true ? kept : kept[0];
  });
  const then = taken(node.then, old.exits, type.exits, fresh.then, (given, _, to) => {
    const all = Array.isArray(given) ? (given as readonly string[]) : [given as string];
    return to.list === true ? all : all[0];
  });
  const refs = taken(node.refs, old.refs, type.refs, fresh.refs, (given, from, to) => {
    if (to.kind === 'value') return literalAs(catalogue, isGeneric(to.type ?? '') ? real(to.type ?? '', of ?? '') : (to.type ?? ''), given);
    return from.kind === to.kind ? given : undefined;
  });
  return { ...(inputs === undefined ? {} : { in: inputs }), ...(then === undefined ? {} : { then }), ...(refs === undefined ? {} : { refs }) } as NodeData;
}

type Given = { readonly [name: string]: Json };
function taken<P extends { readonly name: string; readonly list?: boolean }>(
  given: object | undefined,
  own: readonly P[],
  others: readonly P[],
  fresh: object | undefined,
  take: (given: Json, from: P, to: P) => Json | undefined,
): Given | undefined {
  if (fresh === undefined) return undefined;
  const made = new Map(Object.entries(fresh as Given));
  for (const [name, value] of Object.entries((given ?? {}) as Given)) {
    const from = own.find((each) => each.name === name);
    const to = from === undefined ? undefined : fellowOf(from, own, others);
    const next = from === undefined || to === undefined ? undefined : take(value, from, to);
    if (to !== undefined && next !== undefined) made.set(to.name, next);
  }
  return Object.fromEntries(made);
}
