import { isGeneric, real } from '../../engine/flow/values/generic.ts';
import type { Json } from '../../server/protocol.ts';
import { connected, isRefused, type PortAt } from './connecting.ts';
import type { Catalogue, NodeType } from './catalogue.ts';
import { cut, redirect } from './disconnecting.ts';
import { Draft } from './draft.ts';
import { typeParts, type GraphData, type GraphEdit, type NodeData } from './graph.ts';
import { asId, freeId, freshId } from './ids.ts';
import { KnownGraph } from './known-graph.ts';
import { bestPort } from './leading.ts';
import { literalAs } from './literals.ts';
import { editOf } from './patching.ts';

/** What a generic node is for as it is added with nothing that tells: a number, else a text, else what it may be for first. */
const USUAL = ['float', 'string', 'int', 'bool'];

export interface NewNode {
  /** Its name, with what it is for where that is known: `ValueAdd<int>`. */
  readonly type: string;
  readonly at?: readonly number[];
  readonly frame?: string;
  readonly in?: NodeData['in'];
  readonly refs?: NodeData['refs'];
  /** A port that a wire was dragged from: the node is connected to it by whichever of its ports fits best. */
  readonly from?: PortAt;
}

/** Adds a node, with an id that is free. */
export function addNode(known: KnownGraph, added: NewNode): GraphEdit & { readonly id: string } {
  const { graph, id } = withNode(known, added);
  return { ...editOf(known.graph, graph, known.catalogue, `Add ${id}`, [id]), id };
}

/** The graph with a node more. */
export function withNode(known: KnownGraph, added: NewNode): { readonly graph: GraphData; readonly id: string } {
  const { catalogue } = known;
  const type = catalogue.get(added.type);
  const best = type === undefined || added.from === undefined ? undefined : bestPort(known, added.from, type);
  const of = typeParts(added.type).of ?? best?.of;
  const id = freshId(known.graph, added.type);
  const draft = new Draft(known.graph);
  draft.put(id, newNode(catalogue, added, of));
  const alone = draft.graph();
  if (best === undefined || added.from === undefined) return { graph: alone, id };
  const joined = connected(new KnownGraph(alone, catalogue, known.facts), added.from, { node: id, part: best.part, port: best.port });
  return { graph: isRefused(joined) ? alone : joined, id };
}

/** A node as it is added: with all parts that its type has ports for, and its lists, so that no two people ever add the same one at once. */
export function newNode(catalogue: Catalogue, { type: written, at, frame, in: given, refs }: NewNode, of?: string): NodeData {
  const type = catalogue.get(written);
  const { name } = typeParts(written);
  const meant = of ?? typeParts(written).of ?? (type === undefined ? undefined : usualFor(type));
  const lists = (ports: readonly { readonly name: string; readonly list?: boolean }[]): { readonly [name: string]: readonly string[] } =>
    Object.fromEntries(ports.filter(({ list }) => list === true).map((port) => [port.name, []]));
  return {
    type: meant === undefined || meant === '' ? name : `${name}<${meant}>`,
    ...(refs !== undefined || (type?.refs.length ?? 0) > 0 ? { refs: refs ?? {} } : {}),
    ...(given !== undefined || (type?.inputs.length ?? 0) > 0 ? { in: { ...lists(type?.inputs ?? []), ...given } } : {}),
    ...((type?.exits.length ?? 0) > 0 ? { then: lists(type?.exits ?? []) } : {}),
    ...(at === undefined ? {} : { at: rounded(at) }),
    ...(frame === undefined ? {} : { frame }),
  };
}
function rounded(at: readonly number[]): readonly number[] {
  // -0 would be written as 0, and be another number here.
  return at.map((each) => Math.round(each) + 0);
}

/** What a generic node is for where nothing tells; undefined where only what it refers to can. */
export function usualFor({ generic, refs }: NodeType): string | undefined {
  if (generic === undefined) return undefined;
  const usual = USUAL.find((type) => generic.includes(type) || generic.includes('any'));
  if (usual !== undefined) return usual;
  const isByRef = refs.some(({ kind }) => kind === 'component' || kind === 'element');
  return isByRef ? undefined : generic.find((type) => /^[a-z]|^[A-Z][A-Za-z]+$/.test(type) && !['component', 'field', 'variable', 'any'].includes(type));
}

/** Removes nodes, and the wires that others have to them. What was in a frame that goes is in the frame around it. */
export function removeNodes(known: KnownGraph, ids: readonly string[]): GraphEdit {
  const gone = new Set(ids);
  const draft = new Draft(known.graph);
  cut(
    draft,
    known.wires.filter((wire) => gone.has(wire.from.node) !== gone.has(wire.to.node)),
  );
  for (const id of draft.ids()) {
    const frame = draft.get(id)?.frame;
    if (frame !== undefined && gone.has(frame) && !gone.has(id)) draft.set(id, 'frame', frameAround(known, frame, gone));
  }
  for (const id of gone) draft.drop(id);
  return editOf(known.graph, draft.graph(), known.catalogue, ids.length === 1 ? `Remove ${ids[0]}` : `Remove ${ids.length} nodes`);
}

/** The nearest frame around a frame that stays. */
function frameAround(known: KnownGraph, frame: string, gone: ReadonlySet<string>): string | undefined {
  let at: string | undefined = frame;
  for (let steps = 0; at !== undefined && gone.has(at) && steps < 100; steps++) at = known.node(at)?.frame;
  return at === undefined || gone.has(at) ? undefined : at;
}

/** Makes a generic node be for another type. Literals go along as far as they are the same there. */
export function changeGeneric(known: KnownGraph, id: string, of: string): GraphEdit {
  const draft = new Draft(known.graph);
  const type = known.type(id);
  if (type !== undefined) {
    draft.set(id, 'type', `${type.name}<${of}>`);
    const keep = (part: 'in' | 'refs', name: string, declared: string): void => {
      const given = draft.given(id, part, name);
      if (given === undefined || !isGeneric(declared) || isReference(given)) return;
      const list = part === 'in' && type.inputs.some((each) => each.name === name && each.list === true) && Array.isArray(given);
      const wanted = real(declared, of);
      const one = (value: Json): Json | undefined => (isReference(value) ? value : literalAs(known.catalogue, wanted, value));
      draft.give(id, part, name, list ? (given as readonly Json[]).map(one).filter((each) => each !== undefined) : one(given));
    };
    for (const each of type.inputs) keep('in', each.name, each.type);
    for (const each of type.refs) if (each.kind === 'value') keep('refs', each.name, each.type ?? '');
  }
  return editOf(known.graph, draft.graph(), known.catalogue, `Make ${id} one for ${of}`);
}
function isReference(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a node is shown by: a title, a note, a colour, the size of a frame or a comment; undefined takes it away. */
export type Look = Pick<NodeData, 'title' | 'text' | 'color' | 'size' | 'closed'>;
export function changeLook(known: KnownGraph, id: string, look: { readonly [K in keyof Look]?: Look[K] | undefined }): GraphEdit {
  const draft = new Draft(known.graph);
  for (const key of Object.keys(look) as (keyof Look)[]) draft.set(id, key, look[key]);
  return editOf(known.graph, draft.graph(), known.catalogue, `Change ${id}`);
}

/** Gives a node another id, the wanted one or the next that is free; all wires go along. */
export function renameNode(known: KnownGraph, id: string, wanted: string): GraphEdit {
  const draft = new Draft(known.graph);
  const next = asId(wanted) === id ? id : freeId(wanted, (taken) => draft.has(taken));
  if (next === id || !draft.has(id)) return { label: `Rename ${id}`, patch: [] };
  for (const wire of known.around(id)) {
    if (wire.kind === 'impulse' ? wire.to.node === id : wire.from.node === id) {
      const { port } = wire.kind === 'impulse' ? wire.to : wire.from;
      redirect(draft, wire, port === '*' ? next : `${next}.${port}`);
    }
  }
  for (const each of draft.ids()) if (draft.get(each)?.frame === id) draft.set(each, 'frame', next);
  draft.put(next, draft.get(id) as NodeData);
  draft.drop(id);
  return editOf(known.graph, draft.graph(), known.catalogue, `Rename ${id} to ${next}`, [next]);
}
