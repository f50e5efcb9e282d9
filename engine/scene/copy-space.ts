import type { ColumnData } from '../world/column.ts';

type Numbers = Exclude<ColumnData, unknown[]>;
/** Memory that a copy was made in. */
export type Taken = readonly Numbers[];

/**
 * Memory that copies of a world's numbers are made in, used again for the next copy. To copy a large world into fresh memory takes ten times as
 * long where the operating system is slow to give it, which is longer than a tick.
 */
export class CopySpace {
  #free: Numbers[] = [];
  #lent: Numbers[] = [];

  /** A copy of the first so many values. */
  copy<D extends ColumnData>(data: D, length: number): D {
    if (Array.isArray(data)) return data.slice(0, length) as D;
    const values = (data.length > length ? data.subarray(0, length) : data) as Numbers;
    const at = this.#free.findIndex((each) => each.constructor === data.constructor && each.length >= length && each.length <= length * 2);
    const into = at < 0 ? values.slice() : (this.#free.splice(at, 1)[0] as Numbers);
    if (at >= 0) into.set(values);
    this.#lent.push(into);
    return (into.length > length ? into.subarray(0, length) : into) as D;
  }

  /** What was copied since this was asked for last, to be given back by `free` once nobody reads it any more. */
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
