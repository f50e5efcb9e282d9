import type { Json } from '../../server/protocol.ts';
import type { NodeData } from '../graph-model/graph.ts';

/** What the nodes of a graph refer to, as that was called when it was asked for last: a graph of a thousand nodes is not measured anew for one name. */
export class NamedNodes {
  /** By what a node is: one that was edited meanwhile may have been measured by any name. */
  readonly #names = new WeakMap<NodeData, string>();

  /** Nodes that refer to an entity whose name is another now. */
  renamed(nodes: ReadonlyMap<string, NodeData>, nameOf: (entity: string) => string | null): ReadonlySet<string> {
    const found = new Set<string>();
    for (const [id, node] of nodes) {
      const entities = Object.values(node.refs ?? {}).flatMap(entityOf);
      if (entities.length === 0) continue;
      const names = JSON.stringify(entities.map(nameOf));
      if (names === this.#names.get(node)) continue;
      this.#names.set(node, names);
      found.add(id);
    }
    return found;
  }
}

function entityOf(ref: Json): readonly string[] {
  if (typeof ref !== 'object' || ref === null || Array.isArray(ref)) return [];
  const { entity } = ref as { readonly [key: string]: Json };
  return typeof entity === 'string' ? [entity] : [];
}
