import type { HistoryRow } from '../door.ts';
import { VALUES_PER_SECOND, periodOf, type Opener } from './watch.ts';

const USUAL = 200;

/** The undoable edits of all, newest last; told again whenever there is one more, or one was undone or joined by another. */
export const openHistory: Opener<'history'> = (_world, what) => {
  const limit = Math.max(what.limit ?? USUAL, 1);
  let told: readonly HistoryRow[] | undefined;
  let total = 0;
  return {
    period: periodOf(undefined, VALUES_PER_SECOND),
    concerns: (world) => world.touched.size > 0,
    look(world) {
      const rows = world.history.rows();
      const entries = rows.slice(-limit);
      if (told !== undefined && total === rows.length && entries.every((row, at) => sameRow(row, told?.[at]))) return undefined;
      told = entries;
      total = rows.length;
      return { kind: 'history', entries, total };
    },
  };
};

function sameRow(a: HistoryRow, b: HistoryRow | undefined): boolean {
  return b !== undefined && a.seq === b.seq && a.undone === b.undone && a.label === b.label && a.tick === b.tick && a.entity === b.entity;
}
