import type { AccessAnswer, AccessScope, LinkEvent } from '../door.ts';
import type { Asking, Outcome } from './owned.ts';
import type { World } from './world.ts';

/**
 * What a system does that has connections of its own (`world.links`) or asks users for access (`world.access`). It hears of what is its own, and
 * of nothing else. `H` is what it keeps of one.
 */
export interface Owner<H extends object = object> {
  /** What its questions are for. */
  readonly scope: AccessScope;
  /** A link tells something of one of its connections; of one that it has dropped, `holder` is undefined. */
  told?(world: World, holder: H | undefined, event: LinkEvent): void;
  /** A user has answered one of its questions. What is asked and granted is up to date by then. */
  answered?(world: World, holder: H, outcome: Outcome, answer: AccessAnswer): void;
  /** All of its holders that ask or are allowed something, in any order. */
  asking?(world: World): Iterable<H & Asking>;
  /** A user has decided anew of what these ask for or stand on. Their grants are stale by now. */
  outdated?(world: World, holders: (H & Asking)[]): void;
}
