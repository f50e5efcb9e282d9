import type { SystemCost } from '../../engine/index.ts';
import type { Reached } from '../journal/edit-marks.ts';
import type { JournalState } from '../journal/journal.ts';
import type { TakenUpLife } from '../journal/life-choice.ts';
import type { PastRange } from '../past/guide.ts';
import type { FileStatus } from '../saving/file-status.ts';

/** A world of the server, as it stands in the list of them. */
export interface WorldSummary {
  readonly name: string;
  readonly title: string;
  readonly tick: number;
  readonly tickRate: number;
  readonly paused: boolean;
  /** Edits since it was loaded or saved. */
  readonly unsaved: boolean;
  /** Where another program has changed or removed the world's file: what it did. */
  readonly file?: 'changed' | 'removed';
  /** Where its journal does not keep up, or has ended: what it does not do. Left out where it does. */
  readonly journal?: 'behind' | 'ended';
  /** It does not answer, as by a plugin without an end in its thread: the numbers are those that it told last. Left out where it does. */
  readonly stuck?: true;
  readonly entities: number;
  readonly users: number;
}
/** A breakpoint at which a world stands: whose it is, and the node of which graph; or a condition of a watched field that came to be. */
export interface Stop {
  readonly userId: string;
  readonly name: string;
  readonly entity: string;
  readonly component: string;
  /** Empty where it was no breakpoint, but a condition of a watched field. */
  readonly node: string;
  /** That condition in words. */
  readonly condition?: string;
}
/** How a world runs, told some times a second to whoever is in it. Times in milliseconds, over the last second. */
export interface RunStatus {
  readonly world: string;
  readonly paused: boolean;
  /** Breakpoints at which it stands, as long as it does: at most eight. */
  readonly stops?: readonly Stop[];
  readonly speed: number;
  readonly tick: number;
  /** Measured ticks a second. */
  readonly rate: number;
  readonly tickTime: number;
  readonly worstTickTime: number;
  /** Ticks that were left out because they came too late, since the start. */
  readonly late: number;
  /** Messages handed out and sent since the start. */
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly recording: boolean;
  /** How its journal stands; left out where it has none. */
  readonly journal?: JournalState;
  /** Numbers of the last edits that its journal has written and that are on the disk; left out where it has none. */
  readonly reached?: Reached;
  /** What it was taken up from, for an hour from then. */
  readonly takenUp?: TakenUpLife;
  /** What it is a replay of, in words: nothing goes out of it, and nothing of it is kept. Left out where it is the world itself. */
  readonly replayOf?: string;
  readonly file: FileStatus;
  /** Ticks that can be gone back to: as far as its journal goes, or the last minutes while they are recorded. */
  readonly past: PastRange | null;
  /** What each system costs; told once a second, left out in between. */
  readonly costs?: readonly SystemCost[];
}
