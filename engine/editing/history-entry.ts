import type { Operation } from '../door.ts';
import type { Restoring } from '../world/stored.ts';

/** Operations that come to others, which the history keeps in their place. */
export type Composite = Extract<Operation, { op: 'takeBack' | 'giveToSource' | 'makeTemplate' }>;
/** Operations as the history keeps them. */
export type Reversal = Exclude<Operation, Composite> | Restoring;

/** One undoable edit. `back` takes it back; once it is undone, `forth` brings it again. */
export interface HistoryEntry {
  readonly seq: number;
  readonly author: string;
  readonly tick: number;
  readonly label: string;
  readonly group: string | null;
  readonly back: readonly Reversal[];
  readonly forth: readonly Reversal[];
  /** What it changed, as paths: `entity`, `entity/@name`, `entity/Component/Field`. */
  readonly touched: readonly string[];
  readonly undone: boolean;
  /**
   * When it was done, undone, done again and so on, the newest last: numbers that all turns of a world's steps are counted by. Absent in snapshots of
   * older versions.
   */
  readonly turns?: readonly number[];
  /** It was undone and is not to be done again, since its author has gone on; it is kept for those whose steps it has been changed back under. */
  readonly spent?: true;
  /** Real milliseconds since the world began, as its newest edit came. Absent in snapshots of older versions. */
  readonly real?: number;
  /** Time of day at the host, where that was told. */
  readonly wall?: number;
}

/** An edit that is new to the history. */
export type Recorded = Omit<HistoryEntry, 'seq' | 'forth' | 'undone' | 'turns' | 'spent'>;

/** Turns that are remembered of a step. */
export const TURNS = 16;

/** The turn that a step took last. */
export function lastTurn(entry: Pick<HistoryEntry, 'turns' | 'seq'>): number {
  return entry.turns?.at(-1) ?? entry.seq;
}

/** Whether a step is done where it was undone at that turn, or the other way round: each turn of it since then made the one into the other. */
export function isOtherSince({ turns = [] }: HistoryEntry, turn: number): boolean {
  const since = turns.filter((each) => each > turn).length;
  // Of one that turned so often that its older turns are forgotten, nobody knows.
  return since % 2 === 1 || since === TURNS;
}
