import type { Value } from '../values/data-type.ts';

/** One run of impulses through a graph. While it waits all of it is this data. */
export interface Chain {
  /** User id of the acting user. */
  readonly acting: string;
  /** Whether its nodes may wait. */
  readonly isAsync: boolean;
  /** Somebody who may not edit has set it off from outside, or what set it off: such chains have a part of what there is, and crowd out no others. */
  readonly isOfGuest: boolean;
  /** What outputs of nodes hold, and what nodes keep, by their slots. */
  values: Value[];
  /** Where it goes back to, innermost last: numbers of nodes and their phases in turn. */
  readonly stack: number[];
  /** The step to go on at; END where it goes back to the innermost of the stack. */
  at: number;
  /** The tick in which it goes on; Infinity where something else sets it going. */
  due: number;
  /** The tick in which it is looked at, where one is noted that is no later than `due`; else Infinity. No part of its state. */
  noted: number;
  /** In the order in which they came to wait. */
  order: number;
  /** The number of the impulse for whose chains it waits; 0 while it waits for none. */
  calls: number;
  /** The number of the impulse that set it off and waits for its end; 0 where nobody does. */
  caller: number;
  /** What it counts in the sum of what flows hold, while it waits. It follows from the rest. */
  held: number;
}

/** A chain that begins. */
export function newChain(acting: string, isAsync: boolean, values: Value[], at: number, isOfGuest = false): Chain {
  return { acting, isAsync, isOfGuest, values, stack: [], at, due: Infinity, noted: Infinity, order: 0, calls: 0, caller: 0, held: 0 };
}
