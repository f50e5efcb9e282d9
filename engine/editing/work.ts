import { WorldwireError } from '../errors.ts';

/** What the primitive changes of a batch cost, in units of about a tenth of a microsecond: what they were measured at, rounded up. */
export const COSTS = {
  entity: 30,
  component: 20,
  field: 5,
  activity: 1,
  sibling: 0.02,
  patchedValue: 0.5,
  /** Each character of a value that is checked anew, */
  character: 0.005,
  /** each component that its entity holds besides, */
  held: 4,
  /** each entity above that is looked at. */
  above: 3,
} as const;

/**
 * What a batch may cost: about a second of work, in which a tree of 100,000 entities with a few components each can be added.
 * Without it, few operations could be made to cost hours: copies of copies, or a large subtree that is turned off and on again
 * thousands of times.
 */
export const BATCH_WORK = 10_000_000;

/** Counts what a batch costs. It is counted and not timed, so that a batch means the same on every machine and in every replay. */
export class Work {
  private left: number;

  /** @param most what it may come to. Default without bound. */
  constructor(most = Infinity) {
    this.left = most;
  }

  /** Tells what something costs, before it is done. Throws WW_LIMIT where the whole would come to more than it may. */
  spend(units: number): void {
    this.left -= units;
    if (this.left >= 0) return;
    throw new WorldwireError('WW_LIMIT', 'the batch is more work than a world does at once: give it in several', [
      { path: '', expected: 'a smaller batch', message: 'up to here the batch costs more than a world does at once', code: 'WW_LIMIT' },
    ]);
  }
}
