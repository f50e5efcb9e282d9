import type { Halt, LogEntry, View, ViewUpdate } from '../door.ts';
import type { Patience } from '../world/in-parts.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import type { Pool } from './pool.ts';
import type { RowsSource } from './rows-source.ts';

/** Looks a second at values that change by themselves, where a view does not say. */
export const VALUES_PER_SECOND = 20;
const MOST_PER_SECOND = 60;

/** What a view tells, without its number and its tick. */
export type Body = ViewUpdate extends infer U ? (U extends ViewUpdate ? Omit<U, 'view' | 'tick'> : never) : never;

/** An occasion to look. */
export interface Look {
  /** New log entries. */
  readonly log: readonly LogEntry[];
  /** The world may have moved on unseen: nothing that is usually left for later may be left. */
  readonly whole: boolean;
  /** Ids of what edits have touched since the last look. */
  readonly touched: ReadonlySet<string>;
  /** Whose edit has touched an entity last since the last look; undefined where no user's has. */
  author(id: string): string | undefined;
  /** How long it may take. What takes longer is gone on with at the next look. */
  readonly patience: Patience;
}

/** One open view. */
export interface Watch {
  /** Milliseconds between two looks at values that change by themselves. */
  readonly period: number;
  /** Whether this step asks for a look at once, as an edit of what is shown does. */
  concerns(world: LiveWorld): boolean;
  /** What has changed since it was last told; all of it at first. Undefined or empty: nothing. */
  look(world: LiveWorld, look: Look): Body | readonly Body[] | undefined;
  /** Moves the window of a view of rows. */
  scroll?(offset: number, limit: number): void;
  /** Its first look goes over all of the world in one piece, so that others of the same person look before it where they wait together. */
  readonly isHeavy?: boolean;
  /** It shows one thing that somebody has before them, and costs little: where an edit concerns it, it looks before all that shows much. */
  readonly isClose?: boolean;
  /** Whether the last look was not done with its work, and wants to go on with it in the next step. */
  readonly isBusy?: boolean;
  /** Its rows, where it is a view of rows. */
  readonly rows?: RowsSource;
  /** What those who hold this view have waited for, where it came to be in the step that the world has done. Asked once a step. */
  halts?(world: LiveWorld): Omit<Halt, 'view'> | undefined;
  /** The view is closed, or shows something else from now on. @param isRefused its holder may not have the world pause */
  end?(world: LiveWorld, isRefused?: boolean): void;
}

/** Opens a view of one kind; each kind has a file of its own and its line in `kinds.ts`. Throws a WorldwireError where the view asks for what there is not. */
export type Opener<K extends View['kind']> = (world: LiveWorld, what: Extract<View, { kind: K }>, pool: Pool) => Watch;

/** Milliseconds between two looks at a rate. */
export function periodOf(rate: number | undefined, usual: number): number {
  return 1000 / Math.min(Math.max(rate ?? usual, 0.1), MOST_PER_SECOND);
}
