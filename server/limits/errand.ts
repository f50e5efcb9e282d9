/** Who asks for something that takes time. */
export interface Asker {
  /** Whose share of the time it takes: a user, or the address of one who is none. */
  readonly who: string;
  /** Who may edit is served before those who may only look. */
  readonly first: boolean;
  /** Whether nobody waits for the answer any more: then it is not worked out. */
  readonly gone: () => boolean;
}

/** What a part of an errand came to: `done`, with what came of it; `later`, where it goes on elsewhere, and others come first; else there is more to do. */
export type Part<T> = { readonly done: T } | { readonly later: true } | undefined;

/** A piece of work that can be done in parts. */
export interface Errand<T> {
  /** Does some of it, for about so many milliseconds. Gives what came of it when it is done. */
  part(milliseconds: number): Part<T> | Promise<Part<T>>;
  /** It is not gone on with, since who asked is gone. */
  drop?(): void;
  /** Bytes that it holds while it waits. */
  readonly bytes?: number;
}

/** When a world that ticks in this thread, or waits for one that does elsewhere, is due. */
export interface Paced {
  /** `performance.now()` of its next tick; Infinity where there is none to come. */
  readonly next: number;
}
