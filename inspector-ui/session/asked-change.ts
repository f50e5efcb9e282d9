import type { EditedField } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import { middle, pane } from './place.ts';
import { session } from './session.ts';

/** A field of which somebody wants to know when it changed. */
export interface AskedChange {
  readonly place: EditedField;
  /** What it is called, and of which kind its values are. */
  readonly label: string;
  readonly kind: string;
  /** The tick of the past that was seen as it was asked for: what came later does not count. */
  readonly until?: number;
}

/** The one that was asked for last; a new object each time. Null where none was in this world. */
export const askedChange = new Cell<AskedChange | null>(null);
session.entered.subscribe(() => {
  askedChange.value = null;
});

/** Looks in the Time tab for when a field changed last. */
export function askWhenChanged(asked: AskedChange): void {
  const tick = session.version.value === null ? session.past.value : null;
  askedChange.value = { ...asked, ...(tick === null ? {} : { until: tick }) };
  middle.value = 'time';
  pane.value = 'world';
}
