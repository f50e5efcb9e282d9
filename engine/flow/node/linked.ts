import type { Json } from '../../schema/field.ts';
import type { Value } from '../values/data-type.ts';
import type { Graph, LinkedNode, PlannedNode } from './node-types.ts';

/* Nodes of graphs: what all that are alike have in common stands once, and each has what it refers to. */

const NO_REFS: Readonly<Record<string, Json>> = Object.freeze({});

/** A node of a graph, over what it is in all that are alike: a graph of a hundred thousand has what is its own, and no more. */
export class NodeOfGraph implements LinkedNode {
  readonly #planned: PlannedNode;
  readonly literal: Value;
  readonly refs: Readonly<Record<string, Json>>;

  constructor(planned: PlannedNode, refs = NO_REFS, literal: Value = null) {
    this.#planned = planned;
    this.refs = refs;
    this.literal = literal;
  }

  get index(): number {
    return this.#planned.index;
  }
  get id(): string {
    return this.#planned.id;
  }
  get node(): PlannedNode['node'] {
    return this.#planned.node;
  }
  get type(): string {
    return this.#planned.type;
  }
  get sources(): PlannedNode['sources'] {
    return this.#planned.sources;
  }
  get to(): PlannedNode['to'] {
    return this.#planned.to;
  }
  get many(): PlannedNode['many'] {
    return this.#planned.many;
  }
  get slots(): PlannedNode['slots'] {
    return this.#planned.slots;
  }
  get kept(): number {
    return this.#planned.kept;
  }
  get stored(): number {
    return this.#planned.stored;
  }
  get peers(): PlannedNode['peers'] {
    return this.#planned.peers;
  }
}

/** A node by its number. */
export function nodeAt({ plan, own }: Graph, index: number): LinkedNode | undefined {
  const place = plan.own[index] ?? -1;
  return place < 0 ? plan.nodes[index] : own[place];
}
/** A node by its id. */
export function nodeNamed(graph: Graph, id: string): LinkedNode | undefined {
  const index = graph.plan.numberOf.get(id);
  return index === undefined ? undefined : nodeAt(graph, index);
}
/** All nodes, in the order of the text. */
export function nodesOf(graph: Graph): readonly LinkedNode[] {
  return graph.plan.nodes.map(({ index }) => nodeAt(graph, index) as LinkedNode);
}
