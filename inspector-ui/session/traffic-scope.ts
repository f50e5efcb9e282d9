import type { TrafficFilter } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import { middle, pane } from './place.ts';
import { session } from './session.ts';

type Of = NonNullable<TrafficFilter['of']>;

/** Whose traffic the timeline shows: `of` as the wire has it, and how they are called there. Null: that of all. */
export const trafficScope = new Cell<{ readonly of: Of; readonly words: string } | null>(null);
session.entered.subscribe(() => {
  trafficScope.value = null;
});

/** As many as a filter may name. */
const MOST = 1_000;

/** Shows what passes these connections, among all that passes. */
export function showTraffic(of: Of, words: string): void {
  trafficScope.value = { of: of.slice(0, MOST), words };
  middle.value = 'traffic';
  pane.value = 'world';
}
