import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';
import { middle, pane } from './place.ts';
import { session } from './session.ts';

/** A graph that the middle shows: its Flow, and a node that is to be brought into view. */
export interface ShownGraph {
  readonly entity: string;
  readonly component: string;
  readonly node?: string;
  /** Words that are looked for in it as it opens. */
  readonly find?: string;
  /** Somebody has just asked for it, and goes on with its keys: it is not one that is only remembered. */
  readonly isAsked?: true;
}

/** Null where none has been opened in this world. A new object each time that one is asked for. */
export const shownGraph = new Cell<ShownGraph | null>(null);

/** Opens a graph in the middle of the page. */
export function showGraph(graph: ShownGraph): void {
  shownGraph.value = { ...graph, isAsked: true };
  middle.value = 'flow';
  pane.value = 'world';
}

function key(): string {
  return `graph.${session.world.value ?? ''}`;
}
/** What is remembered of the world that one is in; in another one nothing of this one is shown. */
function load(): void {
  const known = recall(key()) as Partial<ShownGraph> | undefined;
  shownGraph.value = typeof known?.entity === 'string' && typeof known.component === 'string' ? { entity: known.entity, component: known.component } : null;
}
session.entered.subscribe(load);
if (session.world.value !== null) load();
shownGraph.subscribe(() => {
  const { value } = shownGraph;
  if (session.world.value !== null) remember(key(), value === null ? null : { entity: value.entity, component: value.component });
});
