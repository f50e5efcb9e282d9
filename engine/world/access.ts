import type { AccessQuestion } from '../door.ts';
import type { Asked, Asking } from './owned.ts';

/** What a question tells of who asks. */
export type About = Pick<AccessQuestion, 'url' | 'reason' | 'entity' | 'path' | 'component'>;

/** A question as its system puts it: the number, what for, and what stands already come from the world. */
export interface Petition extends Omit<AccessQuestion, 'ask' | 'user' | 'scope' | 'standing' | 'once'> {
  /** The machine is always named. */
  readonly user: { readonly userId: string; readonly machineId: string };
  /** Only what stands decided already is wanted: nobody is prompted, and what nobody has decided comes as dismissed. */
  readonly quiet?: true;
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
  /**
   * Puts a question that stands before a person anew, under its number, since what it tells of who asks is another: an answer to either is the same
   * to the world. Does nothing where none stands, or where a grant does.
   */
  restate(system: string, holder: Asking, about: About): void;
  /** Takes the question that stands back, if one does. */
  withdraw(holder: Asking): void;
  /** Whether a grant stands that is for that place and need not be confirmed. */
  isGranted(holder: Asking, place: Asked): boolean;
  /** For the `load` of a system's state: its questions are known again. Throws WW_SNAPSHOT_INVALID where another has one of the numbers. */
  restore(system: string, held: HeldQuestions): void;
}
