import type { Json } from '../../server/protocol.ts';
import { genericOf, isGeneric, real } from '../../engine/flow/values/generic.ts';
import { typeParts, type NodeData } from './graph.ts';

/* All nodes that there are, as the server tells them. */

export interface DataPort {
  /** What it holds where nothing is given to it, as a literal; absent where that is what its type has for nothing. */
  readonly initially?: Json;
  readonly name: string;
  readonly type: string;
  readonly list?: boolean;
}
export interface ExitPort {
  readonly name: string;
  readonly kind: 'Impulse' | 'SyncImpulse' | 'AsyncImpulse';
  readonly list?: boolean;
}
export interface EntrancePort {
  readonly name: string;
  readonly kind: 'Sync' | 'Async';
  readonly list?: boolean;
}
export interface RefPort {
  readonly name: string;
  readonly kind: 'component' | 'entity' | 'field' | 'element' | 'node' | 'string' | 'variable' | 'value' | 'drive';
  readonly type?: string;
}
export interface NodeType {
  /** Without what it is for: `ValueAdd`. */
  readonly name: string;
  /** The types that it may be for, where it is generic. */
  readonly generic?: readonly string[];
  readonly category: string;
  readonly doc: string;
  /** What the original shows on it. */
  readonly title?: string;
  readonly inputs: readonly DataPort[];
  readonly outputs: readonly DataPort[];
  readonly exits: readonly ExitPort[];
  readonly entrances: readonly EntrancePort[];
  readonly refs: readonly RefPort[];
  readonly pure: boolean;
  readonly ticks?: boolean;
  /** Somebody may set it off, by the command Call. */
  readonly called?: boolean;
  readonly triggers?: boolean;
  /** It holds a value that others write, who refer to it. */
  readonly holds?: boolean;
}
/** What is said of a node, without the marks that have words of it printed as code elsewhere. */
export function docOf({ doc }: NodeType): string {
  return doc.replaceAll('`', '');
}
export interface ValueType {
  readonly name: string;
  /** Types that a wire of it may lead to besides. */
  readonly widens: readonly string[];
  /** Whether it has literals. */
  readonly literal: boolean;
  /** Of an enumeration its words. */
  readonly words?: readonly string[];
}

/** The groups of types that are drawn in one colour. */
export type Hue = 'text' | 'number' | 'bool' | 'vector' | 'json' | 'bytes' | 'time' | 'ref' | 'other';
const HUES: Readonly<Record<string, Hue>> = {
  string: 'text',
  Uri: 'text',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  HttpStatusCode: 'number',
  bool: 'bool',
  float2: 'vector',
  float3: 'vector',
  float4: 'vector',
  floatQ: 'vector',
  color: 'vector',
  json: 'json',
  bytes: 'bytes',
  DateTime: 'time',
  TimeSpan: 'time',
  object: 'other',
  Type: 'other',
  T: 'other',
  '': 'other',
};

export class Catalogue {
  readonly nodes: readonly NodeType[];
  readonly #byName: ReadonlyMap<string, NodeType>;
  readonly #types: ReadonlyMap<string, ValueType>;

  constructor(nodes: readonly NodeType[], types: readonly ValueType[]) {
    this.nodes = nodes;
    this.#byName = new Map(nodes.map((node) => [node.name, node]));
    this.#types = new Map(types.map((type) => [type.name, type]));
  }

  /** A node by its bare name, or by its name with what it is for. */
  get(type: string): NodeType | undefined {
    return this.#byName.get(typeParts(type).name);
  }
  of(node: NodeData): NodeType | undefined {
    return this.get(node.type);
  }
  type(name: string): ValueType | undefined {
    return this.#types.get(name);
  }
  hue(type: string): Hue {
    const known = HUES[type];
    if (known !== undefined) return known;
    return this.type(type)?.literal === true ? 'other' : 'ref';
  }

  /** Whether a wire may lead from a type to another as they are: to the same, or to one that holds each of its values. */
  leadsTo(from: string, to: string): boolean {
    if (from === to || to === 'object') return true;
    const isPlain = this.#types.has(from);
    if (to === 'IComponent') return !isPlain && !from.includes('<');
    if (from.startsWith('IField<') && to === `IValue<${from.slice(7)}`) return true;
    if (from.startsWith('SyncRef<') && to === `I${from}`) return true;
    return this.#types.get(from)?.widens.includes(to) === true;
  }

  /**
   * Whether a wire of a type can lead to a port of a node, and what the node is for then; undefined where it cannot. A type `T` that nothing has told yet
   * leads anywhere.
   */
  fits(from: string, to: string, node: NodeType, of: string | undefined): { readonly of: string | undefined } | undefined {
    if (isGeneric(from) || from === '') return { of };
    if (!isGeneric(to)) return this.leadsTo(from, to) ? { of } : undefined;
    if (of !== undefined && of !== '') return this.leadsTo(from, real(to, of)) ? { of } : undefined;
    const told = genericOf(to, from);
    if (told !== undefined && this.mayBe(node, told)) return { of: told };
    // A whole number may become a float, for instance.
    const wider = node.generic?.find((each) => this.leadsTo(from, real(to, each)) && this.#types.has(each));
    return wider === undefined ? undefined : { of: wider };
  }

  /** Whether a generic node may be for a type. */
  mayBe({ generic = [] }: NodeType, type: string): boolean {
    if (generic.includes(type)) return true;
    const isPlain = this.#types.has(type);
    if (generic.includes('field') && /^(?:IField|IValue|SyncRef|ISyncRef)<[^<>]+>$/.test(type)) return true;
    if (generic.includes('variable') && /^IVariable<.+>$/s.test(type)) return true;
    return (generic.includes('component') && !isPlain && !type.includes('<')) || (generic.includes('any') && (isPlain || !type.includes('<')));
  }
}
