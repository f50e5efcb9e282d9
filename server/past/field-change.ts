import type { ComponentRef, FieldPlace, Json } from '../../engine/index.ts';

/** Where a change stands: in which segment of a journal (0 for what memory keeps), after how many steps of it, and as which change of its step. */
export interface ChangePlace {
  readonly segment: number;
  readonly step: number;
  readonly part: number;
}

/** The segment of what memory keeps; those of journals are counted from 1. */
export const IN_MEMORY = 0;

/** A value as it is told: whole, or where that is long how long it is. Null where the field was not there. */
export type SeenValue = { readonly value: Json } | { readonly characters: number } | null;

/**
 * What made a field another. Of `edit`, `undo`, `redo`, `revert`, `spawn`, `command` and `impulse` a user did it; where a component or a system is told
 * beside that, it did so in consequence. `driven`: a component that drives the field; `component`: one that acts by itself, as a flow; `outside`: what
 * came over a connection; `people`: somebody came or left; `host`: the server; `unknown`: it happened where nothing is known of what happened.
 */
export type CauseKind =
  | 'edit'
  | 'undo'
  | 'redo'
  | 'revert'
  | 'spawn'
  | 'command'
  | 'impulse'
  | 'driven'
  | 'component'
  | 'system'
  | 'outside'
  | 'people'
  | 'host'
  | 'unknown';
export interface ChangeCause {
  readonly kind: CauseKind;
  /** User id of who did it, or for whom it was done, and their name as it was then, where the world knew one. */
  readonly user?: string;
  readonly name?: string;
  /** The component that did it. */
  readonly component?: ComponentRef;
  readonly system?: string;
  /** What an edit was, in the words of the log. */
  readonly label?: string;
}

/** That a field became another; several in a row by the same cause, a second or less apart, are one. */
export interface FieldChange {
  /** The tick at which the last of them was, and the time of day, in milliseconds since 1970. */
  readonly tick: number;
  readonly wall?: number;
  /** How many they are, and the tick of the first. Of a cause that is not known: the tick at which the field was last as it had been. */
  readonly count: number;
  readonly since: number;
  /** Before the first, and after the last. */
  readonly before: SeenValue;
  readonly after: SeenValue;
  /** What came or went: the field alone is set, its component is added or removed, or its entity. */
  readonly what: 'value' | 'component' | 'entity';
  readonly cause: ChangeCause;
  /** Of the first: what was before that is asked for by it. */
  readonly place: ChangePlace;
}

/** Of which field one wants to know when it changed last, or last before a place. */
export interface FieldQuestion extends FieldPlace {
  readonly before?: ChangePlace;
  /** Or last up to this tick. */
  readonly until?: number;
  /** Changes that are told at most. */
  readonly limit: number;
}

/** Ticks of which is not known what happened in them. */
export interface Hole {
  readonly from: number;
  readonly to: number;
}

/** What is known of when a field changed. */
export interface FieldHistory {
  /** The newest first; of a stretch of time as many as were asked for. */
  readonly changes: readonly FieldChange[];
  /** The ticks that were looked through. */
  readonly from: number;
  readonly to: number;
  /** What the field held at the last of them; left out where an earlier answer is gone on from. */
  readonly now?: SeenValue;
  readonly holes: readonly Hole[];
  /** Where to go on from. Left out where all that is kept was looked through. */
  readonly next?: ChangePlace;
  /** It was given up, or took too long, before all was looked through. */
  readonly unfinished?: true;
  /** From where it is known. */
  readonly of: 'journal' | 'memory';
}

/** JSON characters of a value that is told whole. */
const MOST_CHARACTERS = 2_000;

export function seen(value: Json | undefined): SeenValue {
  if (value === undefined) return null;
  const { length } = JSON.stringify(value);
  return length <= MOST_CHARACTERS ? { value } : { characters: length };
}

/** Whether one place is before another of the same segment. */
export function isBefore(a: Omit<ChangePlace, 'segment'>, b: Omit<ChangePlace, 'segment'>): boolean {
  return a.step < b.step || (a.step === b.step && a.part < b.part);
}
