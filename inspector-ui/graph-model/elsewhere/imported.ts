import { isGeneric, real } from '../../../engine/flow/values/generic.ts';
import type { Json } from '../../../server/protocol.ts';
import type { Catalogue, NodeType } from '../catalogue.ts';
import { own, placeText, typeParts, type GraphData, type NodeData } from '../graph.ts';
import { asId, freeId, freshId } from '../ids.ts';
import { KnownGraph, numbered } from '../known-graph.ts';
import { newNode } from '../nodes.ts';

/** Something of a foreign text that has nothing like it here. */
export interface Unknown {
  readonly what: string;
  /** In the text: a line, or what the node is called there. */
  readonly where: string;
  readonly why: string;
}
/** A graph from elsewhere, as far as it goes here. */
export interface FromElsewhere {
  readonly graph: GraphData;
  readonly unknown: readonly Unknown[];
}

/** What is told at most, nodes that are made, what their ports are given in all, and characters of what is told. */
const MOST_UNKNOWN = 200,
  MOST_NODES = 10_000,
  MOST_GIVEN = 100_000,
  LONGEST = 120;

/** Types by the names that they have in the original's platform. */
const TYPES: Readonly<Record<string, string>> = {
  'System.Boolean': 'bool',
  'System.Int32': 'int',
  'System.Int64': 'long',
  'System.Single': 'float',
  'System.Double': 'double',
  'System.String': 'string',
  'System.Object': 'object',
  'System.Uri': 'Uri',
  'System.DateTime': 'DateTime',
  'System.TimeSpan': 'TimeSpan',
  'System.Guid': 'Guid',
  'System.Type': 'Type',
  colorX: 'color',
};
/** A type of the original by our name. */
export function typeNamed(text: string): string {
  const bare = text
    .trim()
    .replace(/^\[[^\]]*\]/, '')
    .replace(/\?$/, '');
  return own(TYPES, bare) ?? own(TYPES, bare.slice(bare.lastIndexOf('.') + 1)) ?? bare.slice(bare.lastIndexOf('.') + 1);
}

interface Made {
  readonly type: NodeType;
  readonly data: { type: string; in: Map<string, Json>; then: Map<string, Json>; refs: Map<string, Json> };
  readonly rest: Pick<NodeData, 'at' | 'title'>;
}

/** A graph that is made from a foreign one, node by node and wire by wire. */
export class Imported {
  readonly catalogue: Catalogue;
  readonly #nodes = new Map<string, Made>();
  readonly #unknown: Unknown[] = [];
  #given = 0;
  #named: ReadonlyMap<string, NodeType> | undefined;

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue;
  }

  miss(what: string, where: string, why: string): void {
    const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
    if (this.#unknown.length < MOST_UNKNOWN) this.#unknown.push({ what: short(what), where: short(where), why });
  }

  /** The node that is meant by a name of the original, or by the title that it shows. */
  find(name: string): NodeType | undefined {
    const named = this.catalogue.get(name);
    if (named !== undefined) return named;
    const wanted = lettersOf(name);
    // Foreign texts may ask thousands of times.
    this.#named ??= namesOf(this.catalogue);
    return this.#named.get(wanted);
  }

  /** Adds a node; undefined where there are too many. */
  add(
    type: NodeType,
    of?: string,
    { id, at, title }: { readonly id?: string; readonly at?: readonly number[]; readonly title?: string } = {},
  ): string | undefined {
    if (this.#nodes.size >= MOST_NODES) return undefined;
    const isTaken = (each: string): boolean => this.#nodes.has(each);
    const free = id === undefined ? freshId({ nodes: {} }, type.name, isTaken) : freeId(asId(id), isTaken);
    const written = of !== undefined && of !== '' && type.generic !== undefined ? `${type.name}<${of}>` : type.name;
    const { in: inputs = {}, then = {} } = newNode(this.catalogue, { type: type.name }, '');
    this.#nodes.set(free, {
      type,
      data: { type: written, in: held(inputs), then: held(then as { readonly [exit: string]: Json }), refs: new Map() },
      rest: { ...(at === undefined ? {} : { at }), ...(title === undefined ? {} : { title }) },
    });
    return free;
  }
  typeOf(id: string): NodeType | undefined {
    return this.#nodes.get(id)?.type;
  }

  /** Gives an input a literal or a wire; of a list the next place. */
  give(id: string, port: string, value: Json): void {
    const made = this.#nodes.get(id);
    if (made === undefined) return;
    this.#put(made.data.in, port, value, made.type.inputs);
  }
  /** Leads an exit to an impulse input. */
  lead(id: string, exit: string, to: string): void {
    const made = this.#nodes.get(id);
    if (made !== undefined) this.#put(made.data.then, exit, to, made.type.exits);
  }
  refer(id: string, name: string, value: Json): void {
    this.#nodes.get(id)?.data.refs.set(name, value);
  }

  #put(part: Map<string, Json>, port: string, value: Json, ports: readonly { readonly name: string; readonly list?: boolean }[]): void {
    const name = numbered(port)?.name ?? port;
    const isList = ports.some((each) => each.name === name && each.list === true);
    const held = part.get(name);
    if (++this.#given > MOST_GIVEN) return;
    if (!isList) part.set(port, value);
    else if (Array.isArray(held)) (held as Json[]).push(value);
    else part.set(name, [value]);
  }

  /** The type of what comes out of a port; empty where that is not known. */
  outputType(id: string, port: string): string {
    const made = this.#nodes.get(id);
    const found = made?.type.outputs.find(({ name }) => name === port)?.type ?? '';
    if (made === undefined || !isGeneric(found)) return found;
    const { of } = typeParts(made.data.type);
    return of === undefined ? '' : real(found, of);
  }

  end(): FromElsewhere {
    const graph = this.#graph();
    const known = new KnownGraph(graph, this.catalogue);
    // What a generic node is for is written where nothing that is wired tells.
    const nodes = Object.entries(graph.nodes).map(([id, node]): [string, NodeData] => {
      const type = known.type(id);
      const of = type?.generic === undefined || node.type.includes('<') || known.of(id) !== '' ? undefined : newNode(this.catalogue, { type: type.name }).type;
      return [id, of === undefined ? node : { ...node, type: of }];
    });
    return { graph: { nodes: Object.fromEntries(nodes) }, unknown: this.#unknown };
  }

  #graph(): GraphData {
    return {
      nodes: Object.fromEntries(
        [...this.#nodes].map(([id, { type, data, rest }]): [string, NodeData] => [
          id,
          {
            type: data.type,
            ...(type.refs.length === 0 ? {} : { refs: Object.fromEntries(data.refs) }),
            ...(type.inputs.length === 0 ? {} : { in: Object.fromEntries(data.in) }),
            ...(type.exits.length === 0 ? {} : { then: Object.fromEntries(data.then) as NonNullable<NodeData['then']> }),
            ...rest,
          },
        ]),
      ),
    };
  }
}

/** A name as it is compared. */
function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_]/g, '');
}
/** Nodes by their names, and by titles that are no names; the first of each. */
function namesOf({ nodes }: Catalogue): ReadonlyMap<string, NodeType> {
  const found = new Map<string, NodeType>();
  for (const node of nodes) if (!found.has(lettersOf(node.name))) found.set(lettersOf(node.name), node);
  for (const node of nodes) if (node.title !== undefined && !found.has(lettersOf(node.title))) found.set(lettersOf(node.title), node);
  return found;
}

/** What ports are given, with lists that may grow. */
function held(given: { readonly [port: string]: Json }): Map<string, Json> {
  return new Map(Object.entries(given).map(([port, value]) => [port, Array.isArray(value) ? [...(value as readonly Json[])] : value]));
}

/** A wire from a port. */
export function wireFrom(node: string, port: string): Json {
  return { from: placeText({ node, port }) };
}
