import { genericOf, isGeneric, real } from '../../engine/flow/values/generic.ts';
import type { Json } from '../../server/protocol.ts';
import { Draft } from './draft.ts';
import { isWire, own, placeText, typeParts, type GraphData, type GraphEdit, type Place } from './graph.ts';
import { numbered, type KnownGraph } from './known-graph.ts';
import { literalAs } from './literals.ts';
import { editOf } from './patching.ts';
import type { PortPart } from './ports.ts';

/** A port of a node of the graph. */
export interface PortAt {
  readonly node: string;
  readonly part: PortPart;
  readonly port: string;
}
/** Why something cannot be done, as a sentence for whoever wanted it. */
export interface Refused {
  readonly refused: string;
}
export function isRefused(of: object): of is Refused {
  return Object.hasOwn(of, 'refused');
}

/** Joins two ports by a wire, whichever of them was taken first. */
export function connect(known: KnownGraph, a: PortAt, b: PortAt): GraphEdit | Refused {
  const ends = endsOf(known, a, b);
  if (isRefused(ends)) return ends;
  const graph = joined(known, ends);
  return isRefused(graph) ? graph : editOf(known.graph, graph, known.catalogue, `Connect ${placeText(ends.from)} to ${placeText(ends.to)}`);
}

/** The graph with two ports joined. */
export function connected(known: KnownGraph, a: PortAt, b: PortAt): GraphData | Refused {
  const ends = endsOf(known, a, b);
  return isRefused(ends) ? ends : joined(known, ends);
}

interface Ends {
  readonly kind: 'data' | 'impulse' | 'node';
  readonly from: Place;
  readonly to: Place;
}

function endsOf(known: KnownGraph, a: PortAt, b: PortAt): Ends | Refused {
  const refers = (at: PortAt): boolean => at.part === 'refs' && (known.ref(at.node, at.port)?.kind ?? 'node') !== 'value';
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    if (from.part === 'out' && to.part === 'in') return { kind: 'data', from, to };
    if (from.part === 'then' && to.part === 'to') return { kind: 'impulse', from, to };
    if (to.part === 'refs' && from.part !== 'refs' && refers(to)) return { kind: 'node', from: { node: from.node, port: '*' }, to };
  }
  if (a.part === b.part) return { refused: 'A wire leads from an output to an input.' };
  return { refused: 'Impulses lead to impulse inputs, and values to inputs of values.' };
}

function joined(known: KnownGraph, { kind, from, to }: Ends): GraphData | Refused {
  const draft = new Draft(known.graph);
  if (!draft.has(from.node) || !draft.has(to.node)) return { refused: 'The node is gone.' };
  if (kind === 'impulse') {
    const isList = known.exit(from.node, from.port)?.list === true;
    give(draft, from.node, 'then', from.port, placeText(to), isList);
    return draft.graph();
  }
  if (kind === 'node') {
    const ref = known.ref(to.node, to.port);
    if (ref !== undefined && ref.kind !== 'node' && ref.kind !== 'variable') return { refused: `${to.port} refers to something outside of the graph.` };
    draft.give(to.node, 'refs', to.port, { node: from.node });
    return draft.graph();
  }
  const wrong = retype(known, draft, from, to);
  if (wrong !== undefined) return wrong;
  give(draft, to.node, 'in', to.port, { from: placeText(from) }, known.input(to.node, to.port)?.list === true);
  return draft.graph();
}

/** Gives one end of a wire another type where only that lets it lead there, and no other wire holds it to the one that it has. */
function retype(known: KnownGraph, draft: Draft, from: Place, to: Place): Refused | undefined {
  const sink = known.input(to.node, to.port),
    type = known.type(to.node);
  const found = known.outputType(from);
  if (sink === undefined || type === undefined || found === undefined) return undefined;
  const of = known.of(to.node);
  const source = known.type(from.node),
    output = known.output(from);
  const told = source === undefined || output === undefined || isGeneric(sink.is) ? undefined : genericOf(output.type, sink.is);
  const become = source !== undefined && told !== undefined && known.catalogue.mayBe(source, told) ? `${source.name}<${told}>` : undefined;
  if (found === '' && become !== undefined) {
    // Nothing has told yet what the source is for: this wire does.
    draft.set(from.node, 'type', become);
    return undefined;
  }
  const other = known.catalogue.fits(found, sink.type, type, undefined);
  const fit = known.catalogue.fits(found, sink.type, type, of) ?? (other?.of !== undefined && isFree(known, to.node, other.of, to) ? other : undefined);
  if (fit !== undefined) {
    const isTold = typeParts(known.node(to.node)?.type ?? '').of === undefined && genericOf(sink.type, found) === fit.of;
    if (fit.of !== undefined && fit.of !== '' && fit.of !== of && !isTold) draft.set(to.node, 'type', `${type.name}<${fit.of}>`);
    return undefined;
  }
  if (become !== undefined && told !== undefined && isFree(known, from.node, told)) {
    draft.set(from.node, 'type', become);
    return undefined;
  }
  return { refused: `${placeText(from)} gives ${found}, and ${placeText(to)} takes ${sink.is}.` };
}

/** Whether nothing but the wire into one place tells what a generic node is for, so that it may become another, and its literals are the same there. */
function isFree(known: KnownGraph, id: string, of: string, except?: Place): boolean {
  const type = known.type(id),
    node = known.node(id);
  if (type?.generic === undefined || node === undefined) return false;
  const isHeld = known.around(id).some((wire) => {
    if (wire.kind === 'impulse' || (wire.to.node === id && except !== undefined && wire.to.port === except.port)) return false;
    if (wire.kind === 'node') return true;
    return wire.to.node === id ? isGeneric(known.input(id, wire.to.port)?.type ?? '') : isGeneric(known.output(wire.from)?.type ?? '');
  });
  if (isHeld) return false;
  const stays = (declared: string, given: Json | undefined): boolean =>
    given === undefined || !isGeneric(declared) || isWire(given) || literalAs(known.catalogue, real(declared, of), given) === given;
  return (
    type.inputs.every(({ name, type: declared, list }) => {
      const given = own(node.in, name);
      return list === true && Array.isArray(given) ? (given as readonly Json[]).every((each) => stays(declared, each)) : stays(declared, given);
    }) &&
    type.refs.every(({ name, kind, type: declared = '' }) =>
      kind === 'value' ? stays(declared, own(node.refs, name)) : (own(node.refs, name) ?? null) === null,
    )
  );
}

/** Gives a port a value; of a list the place that the port names, or the next one where it names none that there is. */
export function give(draft: Draft, id: string, part: 'in' | 'then', port: string, value: Json, isList: boolean): void {
  if (!isList) return draft.give(id, part, port, value);
  const { name, index } = numbered(port) ?? { name: port, index: Infinity };
  const given = draft.given(id, part, name);
  const list = given === undefined ? [] : Array.isArray(given) ? (given as readonly Json[]) : [given];
  draft.give(id, part, name, index < list.length ? list.map((each, at) => (at === index ? value : each)) : [...list, value]);
}
