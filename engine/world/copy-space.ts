import type { NumberArray } from './still.ts';

/** Memory that a copy was made in. */
export type Taken = readonly NumberArray[];

/**
 * Memory that copies of a world's numbers are made in, used again for the next copy. To copy a large world into fresh memory takes ten times as
 * long where the operating system is slow to give it.
 */
export class CopySpace {
  #free: NumberArray[] = [];
  #lent: NumberArray[] = [];

  /** Room for so many numbers of the kind of these; what lies there is whatever did before. */
  room<A extends NumberArray>(like: A, length: number): A {
    const at = this.#free.findIndex((each) => each.constructor === like.constructor && each.length >= length && each.length <= length * 2);
    const into = at < 0 ? new (like.constructor as new (length: number) => A)(length) : (this.#free.splice(at, 1)[0] as A);
    this.#lent.push(into);
    return (into.length > length ? into.subarray(0, length) : into) as A;
  }

  /** What was lent since this was asked for last, to be given back by `free` once nobody reads it any more. */
  taken(): Taken {
    const lent = this.#lent;
    this.#lent = [];
    // What this copy had no use for, the next one has not either.
    this.#free = [];
    return lent;
  }

  /** Takes memory back. Only that of one copy is kept. */
  free(taken: Taken): void {
    this.#free = [...taken];
  }
}
