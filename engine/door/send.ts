/** A message that is said to many, each its own: as a component `SavedSends` has it, and as it is asked for at once. */
export type SendSpec = {
  /** What is said: a text with expressions in double braces, which say something else for each. */
  readonly text: string;
  /** To whom: a query, which finds entities with a WebsocketClient each time anew (empty: all), or ids of entities. */
  readonly to: string | readonly string[];
  /** Seconds of the world's time from one round to the next. Absent, as `at`: once. */
  readonly every?: number;
  /** Seconds of the world's time after the beginning, one round at each. */
  readonly at?: readonly number[];
  /** Rounds at most, with `every`. Absent: until it is stopped. */
  readonly times?: number;
  /** Messages a second at most. Default 1,000. */
  readonly rate?: number;
  /** Seconds for which an answer is waited for. Default 5. */
  readonly within?: number;
  /**
   * By what answers are told from each other: `text` by all of it, but for the name and the id of who said it; `shape` but for numbers too; else a
   * place in JSON, as `$.status`. Default `text`.
   */
  readonly by?: string;
  /** Of a saved one: it runs by itself as long as its component is enabled and its entity active. */
  readonly on?: boolean;
};

/** How far a send has come. `over` says why it has ended; null while it goes on. */
export interface SendRun {
  /** Its number in the world, by which it is stopped. */
  readonly run: number;
  /** Of a saved one its name, and the component that has it. */
  readonly name?: string;
  readonly entity?: string;
  readonly component?: string;
  /** User id of who has begun it. */
  readonly acting: string;
  readonly spec: SendSpec;
  /** Tick in which it began. */
  readonly began: number;
  /** Rounds that have begun, and of the newest how many it has been said to, of how many. */
  readonly round: number;
  readonly said: number;
  readonly of: number;
  /** Seconds of the world's time when the next round begins; null where none is waited for. */
  readonly next: number | null;
  /** Messages in all rounds: sent, left out since no connection was open, and refused or not to be said. */
  readonly sent: number;
  readonly bytes: number;
  readonly closed: number;
  readonly failed: number;
  /** Rounds that were left out since the one before was not over. */
  readonly late: number;
  /** The first of those that failed: whose, and why. */
  readonly fault: { readonly entity: string; readonly message: string } | null;
  readonly over: string | null;
}

/** Answers of one kind: what was said, how often, and by whom (at most 100 ids). */
export interface AnswerGroup {
  readonly said: string;
  readonly count: number;
  readonly entities: readonly string[];
}
/** What was answered to a send since somebody keeps count, which no restart and no other thread remembers. */
export interface SendAnswers {
  /** Messages that an answer was waited for, that were answered, that were not in time, and that are still waited for. */
  readonly asked: number;
  readonly answered: number;
  readonly silent: number;
  readonly waiting: number;
  readonly groups: readonly AnswerGroup[];
  /** The same told apart by their shapes, where `by` is their text: devices that report numbers are a few kinds then. */
  readonly shapes?: readonly AnswerGroup[];
  /** Answers that no group had a place for. */
  readonly others: number;
  /** How many have not answered in time what was said to them last, and at most 100 of their ids. */
  readonly silentNow: number;
  readonly silentEntities: readonly string[];
  /**
   * Round trips in real milliseconds, by the steps of the world: how many took at most so long as `ROUND_TRIPS` has it at that place, the last those that took
   * longer; the shortest, the middle, what 95 of 100 kept to (as the upper end of its place) and the longest; null where there are none.
   */
  readonly trips: readonly number[];
  readonly times: { readonly least: number; readonly middle: number; readonly most95: number; readonly most: number } | null;
}
/** A send as it is shown. */
export type SendRow = SendRun & { readonly answers?: SendAnswers };
/** A component with saved sends. */
export interface SavedSendsRow {
  readonly entity: string;
  readonly name: string;
  readonly component: string;
  readonly sends: { readonly [name: string]: SendSpec };
}
/** What a send would say to one. */
export type SendSample = { readonly entity: string; readonly name: string } & ({ readonly text: string } | { readonly fault: string });
