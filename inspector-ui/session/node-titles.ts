import { Cell } from '../cells/cell.ts';
import { session } from './session.ts';

/** What nodes of a graph are called. */
interface NodeTitles {
  readonly world: string | null;
  readonly entity: string;
  readonly component: string;
  readonly titleOf: (node: string) => string | undefined;
}

/** Those of the graph that was loaded last. */
export const nodeTitles = new Cell<NodeTitles | null>(null);

/** A graph has been loaded here, and its nodes are known by title elsewhere on the page from now on. */
export function knowTitles(entity: string, component: string, titleOf: (node: string) => string | undefined): void {
  nodeTitles.value = { world: session.world.value, entity, component, titleOf };
}

/** What a node of a graph is called; undefined where that is not known here. */
export function titleOfNode(entity: string, component: string, node: string): string | undefined {
  const known = nodeTitles.value;
  return known?.world === session.world.value && known.entity === entity && known.component === component ? known.titleOf(node) : undefined;
}
