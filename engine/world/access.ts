import type { AccessQuestion } from '../door.ts';
import type { Asked, Asking } from './owned.ts';

/** A question as its system puts it: the number, what for, and what stands already come from the world. */
export interface Petition extends Omit<AccessQuestion, 'ask' | 'user' | 'scope' | 'standing' | 'once'> {
  /** The machine is always named. */
  readonly user: { readonly userId: string; readonly machineId: string };
}

/** What a system's saved state says of its questions. */
export interface HeldQuestions {
  /** The number given out last in the world, where the state tells it. */
  readonly last?: number;
  readonly holders: Iterable<Asking>;
}

/**
 * What the systems of a world ask its users: whether it may connect to a host and port from a machine of theirs. The answer reaches the system whose
 * question it is, in its `owns`.
 */
export interface Access {
  /** The number of the newest question. */
  readonly last: number;
  /**
   * Puts a question before a user; an older one of the same holder is taken back. Returns whether a grant for that place stands, so
   * that only a refusal matters.
   */
  ask(system: string, holder: Asking, petition: Petition): boolean;
  /** Takes the question that stands back, if one does. */
  withdraw(holder: Asking): void;
  /** Whether a grant stands that is for that place and need not be confirmed. */
  isGranted(holder: Asking, place: Asked): boolean;
  /** For the `load` of a system's state: its questions are known again. Throws WW_SNAPSHOT_INVALID where another has one of the numbers. */
  restore(system: string, held: HeldQuestions): void;
}
