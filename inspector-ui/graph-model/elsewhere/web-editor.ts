import type { Json } from '../../../server/protocol.ts';
import type { Catalogue, NodeType } from '../catalogue.ts';
import { own, placeText } from '../graph.ts';
import { literalAs } from '../literals.ts';
import { isObject } from '../reading.ts';
import { Imported, typeNamed, wireFrom, type FromElsewhere } from './imported.ts';

/*
 * The file of the public ProtoFlux web editor (blhsrwznrghfzpr/protoflux-web-editor on GitHub, `src/serialization/schema/v1.ts`): nodes by the full names of
 * the original's platform, `[ProtoFluxBindings]FrooxEngine.….ValueAdd<float>`, each with its ports, and edges from port to port by their ids.
 */

const MOST_EDGES = 50_000;

interface Ports {
  /** By the ids that edges name. */
  readonly names: ReadonlyMap<string, string>;
  readonly id: string;
}

export function isWebEditor(value: Json): boolean {
  const graph = isObject(value) ? own(value, 'graph') : undefined;
  return isObject(graph) && Array.isArray(own(graph, 'nodes')) && Array.isArray(own(graph, 'edges'));
}

export function readWebEditor(value: Json, catalogue: Catalogue): FromElsewhere {
  const imported = new Imported(catalogue);
  const graph = isObject(value) ? own(value, 'graph') : undefined;
  const ports = new Map<string, Ports>();
  for (const node of listIn(graph, 'nodes')) {
    const made = addNode(imported, node);
    if (made !== undefined) ports.set(textIn(node, 'id'), made);
  }
  for (const edge of listIn(graph, 'edges').slice(0, MOST_EDGES)) {
    const [from, to] = [own(isObject(edge) ? edge : {}, 'from'), own(isObject(edge) ? edge : {}, 'to')];
    const [source, sink] = [ports.get(textIn(from, 'nodeId')), ports.get(textIn(to, 'nodeId'))];
    // Of a node that is not known the wires are not told one by one.
    if (source !== undefined && sink !== undefined) join(imported, source, textIn(from, 'portId'), sink, textIn(to, 'portId'));
  }
  return imported.end();
}

function listIn(value: Json | undefined, name: string): readonly Json[] {
  const list = isObject(value) ? own(value, name) : undefined;
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}
function textIn(value: Json | undefined, name: string): string {
  const text = isObject(value) ? own(value, name) : undefined;
  return typeof text === 'string' ? text : '';
}

/** `[Assembly]Name.Space.ValueAdd<float>`, `…ValueAdd<>[bool]` and ``…ValueAdd`1[System.Single]`` are a name, and what it is for. */
export function nameParts(type: string): { readonly name: string; readonly of: string | undefined } {
  const bare = type.slice(0, 1_000).replace(/^\[[^\]]*\]/, '');
  const [, path = '', generic] = /^([^<`[]*)(?:`[0-9]+)?(?:<>)?(?:[<[](.*)[>\]])?$/s.exec(bare) ?? [];
  return {
    name: path.slice(Math.max(path.lastIndexOf('.'), path.lastIndexOf('+')) + 1),
    of: generic === undefined || generic === '' ? undefined : typeNamed(generic),
  };
}

function addNode(imported: Imported, node: Json): Ports | undefined {
  const { name, of } = nameParts(textIn(node, 'type'));
  const shown = textIn(node, 'displayName').replace(/<.*$/s, '');
  const where = textIn(node, 'id');
  const type = imported.find(name) ?? (shown === '' ? undefined : imported.find(shown));
  if (type === undefined) {
    imported.miss(name === '' ? 'a node without a type' : name, where, 'There is no such node here.');
    return undefined;
  }
  if (of !== undefined && !imported.catalogue.mayBe(type, of)) imported.miss(`${name}<${of}>`, where, `${type.name} is not for ${of} here.`);
  const position = isObject(node) ? own(node, 'position') : undefined;
  const at = isObject(position) ? [own(position, 'x'), own(position, 'y')] : [];
  const isPlaced = at.length === 2 && at.every((each) => typeof each === 'number' && Math.abs(each) < 1e7);
  const id = imported.add(
    type,
    of !== undefined && imported.catalogue.mayBe(type, of) ? of : undefined,
    isPlaced ? { at: (at as number[]).map(Math.round) } : {},
  );
  if (id === undefined) return undefined;
  const params = isObject(node) ? own(node, 'params') : undefined;
  if (isObject(params)) for (const [param, value] of Object.entries(params).slice(0, 50)) giveParam(imported, id, type, of, param, value, where);
  const names = [...listIn(node, 'inputs'), ...listIn(node, 'outputs')].map((port) => [textIn(port, 'id'), textIn(port, 'name')] as const);
  return { id, names: new Map(names) };
}

function giveParam(imported: Imported, id: string, type: NodeType, of: string | undefined, param: string, value: Json, where: string): void {
  const isNamed = (port: { readonly name: string }): boolean => port.name.toLowerCase() === param.toLowerCase();
  const given = isObject(value) && ['x', 'y', 'z', 'w'].some((axis) => Object.hasOwn(value, axis)) ? Object.values(value) : value;
  const ref = type.refs.find((each) => isNamed(each) && (each.kind === 'value' || each.kind === 'string'));
  const input = type.inputs.find(isNamed);
  const wanted = (ref?.kind === 'string' ? 'string' : (ref?.type ?? input?.type ?? '')).replace(/^T$/, of ?? '');
  const literal = wanted === '' ? undefined : literalAs(imported.catalogue, wanted, given);
  if (literal === undefined) imported.miss(`${type.name}: ${param}`, where, 'This value has no place here.');
  else if (ref !== undefined) imported.refer(id, ref.name, literal);
  else if (input !== undefined) imported.give(id, input.name, literal);
}

function join(imported: Imported, source: Ports, fromPort: string, sink: Ports, toPort: string): void {
  const [giver, taker] = [imported.typeOf(source.id), imported.typeOf(sink.id)];
  if (giver === undefined || taker === undefined) return;
  const [from, to] = [source.names.get(fromPort) ?? '', sink.names.get(toPort) ?? ''];
  const named = <P extends { readonly name: string }>(ports: readonly P[], name: string): P | undefined =>
    ports.find((port) => port.name === name) ?? only(ports);
  const only = <P>(ports: readonly P[]): P | undefined => (ports.length === 1 ? ports[0] : undefined);
  const exit = giver.exits.find(({ name }) => name === from);
  if (exit !== undefined) {
    const entrance = named(taker.entrances, to);
    if (entrance !== undefined) return imported.lead(source.id, exit.name, placeText({ node: sink.id, port: entrance.name }));
  } else {
    const output = named(giver.outputs, from),
      input = taker.inputs.find(({ name }) => name === to);
    if (output !== undefined && input !== undefined) return imported.give(sink.id, input.name, wireFrom(source.id, output.name));
  }
  imported.miss(`a wire from ${giver.name}.${from} to ${taker.name}.${to}`, source.id, 'One of its ports is called otherwise here, or is none.');
}
