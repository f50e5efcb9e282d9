import type { Json } from '../../server/protocol.ts';
import { own, type GraphData, type NodeData } from './graph.ts';

/** The parts of a node that hold values by the names of ports. */
export type Part = 'in' | 'then' | 'refs';

/** A graph that is being changed, beside the one that it is made from, which stays as it is. Names may be what objects have by nature. */
export class Draft {
  readonly #graph: GraphData;
  readonly #nodes: Map<string, NodeData>;

  constructor(graph: GraphData) {
    this.#graph = graph;
    this.#nodes = new Map(Object.entries(graph.nodes));
  }

  get(id: string): NodeData | undefined {
    return this.#nodes.get(id);
  }
  has(id: string): boolean {
    return this.#nodes.has(id);
  }
  ids(): readonly string[] {
    return [...this.#nodes.keys()];
  }
  put(id: string, node: NodeData): void {
    this.#nodes.set(id, node);
  }
  drop(id: string): void {
    this.#nodes.delete(id);
  }

  /** Gives a node a value of its own; undefined takes it away. */
  set<K extends keyof NodeData>(id: string, key: K, value: NodeData[K] | undefined): void {
    const node = this.#nodes.get(id);
    if (node === undefined || (value === undefined && !Object.hasOwn(node, key))) return;
    if (value !== undefined) this.#nodes.set(id, { ...node, [key]: value });
    else {
      const { [key]: _, ...rest } = node;
      this.#nodes.set(id, rest as NodeData);
    }
  }

  given(id: string, part: Part, port: string): Json | undefined {
    return own(this.#nodes.get(id)?.[part] as { readonly [port: string]: Json } | undefined, port);
  }

  /** Gives a port of a node a value; undefined takes it away. The part stays, empty, so that two who fill it never add it at once. */
  give(id: string, part: Part, port: string, value: Json | undefined): void {
    const node = this.#nodes.get(id);
    if (node === undefined) return;
    const held = (node[part] ?? {}) as { readonly [port: string]: Json };
    if (value === undefined && !Object.hasOwn(held, port)) return;
    const next = value === undefined ? without(held, port) : { ...held, [port]: value };
    this.#nodes.set(id, { ...node, [part]: next });
  }

  graph(): GraphData {
    return { ...this.#graph, nodes: Object.fromEntries(this.#nodes) };
  }
}

function without<T>(held: { readonly [name: string]: T }, name: string): { readonly [name: string]: T } {
  return Object.fromEntries(Object.entries(held).filter(([each]) => each !== name));
}
