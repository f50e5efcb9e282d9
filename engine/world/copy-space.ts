import type { InParts } from './in-parts.ts';
import type { NumberArray } from './still.ts';

/** Memory that a copy was made in. */
export type Taken = readonly NumberArray[];

/** Room for so many numbers of the kind of these. */
export type Wanted = readonly [like: NumberArray, length: number];

/** Numbers that are touched in one part; fewer than these are made when they are asked for. */
const PART = 1 << 16;
/** What is made ahead is larger by such a part, since a world may grow until it is asked for. */
const GROWTH = 64;

/**
 * Memory that copies of a world's numbers are made in, used again for the next copy. To copy a large world into fresh memory takes ten times as
 * long where the operating system is slow to give it.
 */
export class CopySpace {
  #free: NumberArray[] = [];
  #lent: NumberArray[] = [];

  /**
   * Makes room ahead, in parts. An operating system gives memory when it is first written to: a copy that is made at once holds a large world up for ten
   * ticks there, the first time.
   */
  *prepare(wanted: readonly Wanted[]): InParts<void> {
    const known = [...this.#free];
    for (const [like, length] of wanted) {
      if (length < PART) continue;
      const at = placeFor(known, like, length);
      if (at >= 0) {
        known.splice(at, 1);
        continue;
      }
      const into = new (like.constructor as new (length: number) => NumberArray)(length + Math.ceil(length / GROWTH));
      for (let from = 0; from < into.length; from += PART) {
        into.fill(0, from, from + PART);
        yield;
      }
      this.#free.push(into);
    }
  }

  /** Room for so many numbers of the kind of these; what lies there is whatever did before. */
  room<A extends NumberArray>(like: A, length: number): A {
    const at = placeFor(this.#free, like, length);
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

/** Where there is room for so many numbers of a kind; below 0 where there is none. */
function placeFor(free: readonly NumberArray[], like: NumberArray, length: number): number {
  return free.findIndex((each) => each.constructor === like.constructor && each.length >= length && each.length <= length * 2);
}
