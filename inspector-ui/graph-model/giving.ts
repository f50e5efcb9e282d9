import type { Json } from '../../server/protocol.ts';
import { give, type PortAt } from './connecting.ts';
import { Draft } from './draft.ts';
import type { GraphEdit } from './graph.ts';
import { numbered, type KnownGraph } from './known-graph.ts';
import { editOf } from './patching.ts';

/** Gives an input a literal; of a list the place that the port names, or the next. Undefined takes away what it is given, a wire as well. */
export function setLiteral(known: KnownGraph, { node, port }: Pick<PortAt, 'node' | 'port'>, value: Json | undefined): GraphEdit {
  const draft = new Draft(known.graph);
  const isList = known.input(node, port)?.list === true;
  if (value !== undefined) give(draft, node, 'in', port, value, isList);
  else {
    const place = isList ? numbered(port) : undefined;
    const given = place === undefined ? undefined : draft.given(node, 'in', place.name);
    if (place !== undefined && Array.isArray(given))
      draft.give(
        node,
        'in',
        place.name,
        (given as readonly Json[]).filter((_, index) => index !== place.index),
      );
    else draft.give(node, 'in', place?.name ?? port, undefined);
  }
  return editOf(known.graph, draft.graph(), known.catalogue, value === undefined ? `Clear ${node}.${port}` : `Set ${node}.${port}`);
}

/** What an input is given; of a list at the place that the port names. */
export function givenTo(known: KnownGraph, { node, port }: Pick<PortAt, 'node' | 'port'>): Json | undefined {
  const draft = new Draft(known.graph);
  const place = known.input(node, port)?.list === true ? numbered(port) : undefined;
  const given = draft.given(node, 'in', place?.name ?? port);
  if (place === undefined) return given;
  return Array.isArray(given) ? (given as readonly Json[])[place.index] : place.index === 0 ? given : undefined;
}

/** Puts a member of a list before another, by their places: the order of the texts that are joined, of the calls of a sequence. */
export function moveInList(known: KnownGraph, { node, part, port }: PortAt, to: number): GraphEdit {
  const draft = new Draft(known.graph);
  const place = numbered(port);
  if (place !== undefined && (part === 'in' || part === 'then')) {
    const given = draft.given(node, part, place.name);
    if (Array.isArray(given) && place.index < given.length) {
      const rest = (given as readonly Json[]).filter((_, index) => index !== place.index);
      draft.give(node, part, place.name, [...rest.slice(0, to), (given as readonly Json[])[place.index] as Json, ...rest.slice(to)]);
    }
  }
  return editOf(known.graph, draft.graph(), known.catalogue, `Move ${node}.${port}`);
}

/** Gives what a node refers to outside of its wires, `{ entity, component, field }`, or a text or a literal; undefined takes it away. */
export function setRef(known: KnownGraph, node: string, name: string, ref: Json | undefined): GraphEdit {
  const draft = new Draft(known.graph);
  draft.give(node, 'refs', name, ref);
  return editOf(known.graph, draft.graph(), known.catalogue, ref === undefined ? `Clear ${node}.${name}` : `Set ${node}.${name}`);
}
