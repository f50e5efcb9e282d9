import { Cell } from '../cells/cell.ts';
import { kept, select, selected } from '../session/place.ts';

/** A component that is to be brought into view, and a field of it; a new object each time. */
export const wanted = new Cell<{ readonly entity: string; readonly component: string; readonly field?: string } | null>(null);

/** Leads to a component, wherever it is: its entity is shown, its section unfolded and brought into view. */
export function jumpTo(entity: string, component: string, field?: string): void {
  if (selected.value !== entity && !kept.value.includes(entity)) select(entity, { show: true, open: true });
  wanted.value = { entity, component, ...(field === undefined ? {} : { field }) };
}
