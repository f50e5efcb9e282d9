import { ENTITY_KIND } from '../controls/drags.ts';
import { plural } from '../controls/words.ts';

/** What is being dragged from this page: while it is over something, the browser does not say. */
let dragged: readonly string[] = [];

export function draggedNow(): readonly string[] {
  return dragged;
}

/**
 * Sets off with entities: as a list of ids for the page, and as text for anything else. Of several the pointer carries how many, drawn within an
 * element for a moment.
 */
export function startDrag(event: DragEvent, ids: readonly string[], within?: ParentNode): void {
  dragged = ids;
  event.dataTransfer?.setData(ENTITY_KIND, JSON.stringify(ids));
  event.dataTransfer?.setData('text/plain', ids.join('\n'));
  if (event.dataTransfer !== null) event.dataTransfer.effectAllowed = 'all';
  if (ids.length < 2 || within === undefined) return;
  const count = document.createElement('div');
  count.className = 'carried';
  count.textContent = plural(ids.length, 'entity', 'entities');
  within.append(count);
  event.dataTransfer?.setDragImage(count, -10, -6);
  setTimeout(() => count.remove());
}

export function endDrag(): void {
  dragged = [];
}
