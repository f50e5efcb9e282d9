import type { AccessAnswer, AccessScope, JobOutcome, LinkEvent } from '../door.ts';
import type { Asking, Outcome } from './owned.ts';
import type { World } from './world.ts';

/**
 * What a system does that has connections of its own (`world.links`), asks users for access (`world.access`) or has jobs done (`world.jobs`). It
 * hears of what is its own, and of nothing else. `H` is what it keeps of one.
 */
export interface Owner<H extends object = object> {
  /** What its questions of access are for. Without one it asks none, but for what `scopeOf` says. */
  readonly scope?: AccessScope;
  /** What the questions of a holder are for, where they are not all for the same. */
  scopeOf?(holder: H): AccessScope;
  /** A link tells something of one of the system's connections; where the system has dropped that one, `holder` is undefined. */
  told?(world: World, holder: H | undefined, event: LinkEvent): void;
  /** A user has answered one of its questions. What is asked and granted is up to date by then. */
  answered?(world: World, holder: H, outcome: Outcome, answer: AccessAnswer): void;
  /** One of its jobs (`world.jobs`) is done, or will not be: with `WW_JOB_FAILED` and why, `WW_JOB_LOST` where the process ended that was doing it. */
  ran?(world: World, holder: H, outcome: JobOutcome): void;
  /** All of its holders that ask or are allowed something, in any order. */
  asking?(world: World): Iterable<H & Asking>;
  /** A user has changed a decision by which these holders wait, are allowed or denied. Their grants are marked as stale already. */
  outdated?(world: World, holders: (H & Asking)[]): void;
}
