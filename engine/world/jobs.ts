import type { Job } from '../schema/job.ts';
import type { Working } from './owned.ts';

/** What a system's saved state says of its jobs. */
export interface HeldJobs {
  readonly holders: Iterable<Working>;
}

/**
 * What the systems of a world have done outside of it. The answer comes as an input, so that a replay has it without anything being done, and
 * reaches the system whose job it is, in its `owns`, for the user for whom it was asked.
 */
export interface Jobs {
  /**
   * Has a job done; one that the holder waits for is given up. Returns its number.
   * Throws WW_UNKNOWN_JOB where no plugin has brought it, and WW_BAD_VALUE where the arguments do not fit.
   */
  run<A, V>(system: string, holder: Working, job: Job<A, V>, args: A): number;
  /** Waits for it no more, if there is one. */
  stop(holder: Working): void;
  /**
   * For the `load` of a system's state: its jobs are known again. Throws WW_SNAPSHOT_INVALID where another has one of the numbers, or
   * it was never given out.
   */
  restore(system: string, held: HeldJobs): void;
}
