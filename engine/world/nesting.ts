import { WorldwireError } from '../errors.ts';

/** How deep events and edits may set each other off: a listener that emits or edits is told of what comes of it within its own call. */
export const MAX_NESTED = 64;

/**
 * How deep the listeners and hooks of a world stand within each other just now. The count ends a chain of them, and never the stack, whose
 * size differs between threads and versions. What has come too deep ends whole: where each listener sets off two, going on beside the deepest
 * would take 2^64 calls. It is no part of a world's state, since between steps nothing is nested.
 */
export class Nesting {
  private depth = 0;
  private ended = false;

  /** Whether nothing more may be set off from here, until the outermost listener or hook has returned. */
  get isFull(): boolean {
    return this.ended || this.depth >= MAX_NESTED;
  }

  /** Ends the chain that is under way. Returns whether it went on until now, so that it is told once. */
  end(): boolean {
    const first = !this.ended;
    this.ended = true;
    return first;
  }

  /** Around each call of a listener or a hook. */
  enter(): void {
    this.depth++;
  }
  leave(): void {
    if (--this.depth === 0) this.ended = false;
  }
}

/** Whether an error is the end of a chain, which the log has told already where it came about. */
export function isChainsEnd(error: unknown): boolean {
  return error instanceof WorldwireError && error.code === 'WW_NESTED_TOO_DEEP';
}
