import type { InParts } from './in-parts.ts';
import type { KeptStill } from './starts.ts';
import type { Still } from './still.ts';

/** Rows that are copied between two places where it may be left off: some ten kilobytes of each type of component. */
export const COPIED_ROWS = 1_024;
/** Rows that are copied in the time that one entity takes to be written. */
export const COPIED_AS_ONE = 8;

/** The copying of a capture, while its world goes on. */
export class Copying {
  readonly #rows: number;
  readonly #stills: readonly Still[];
  /** Stills of driven fields, and what a file keeps of those. */
  readonly #kept: readonly (readonly [Still, KeptStill])[];

  /** @param rows how many there are to be copied */
  constructor(rows: number, stills: readonly Still[] = [], kept: readonly (readonly [Still, KeptStill])[] = []) {
    this.#rows = rows;
    this.#kept = kept;
    this.#stills = [...stills, ...kept.flatMap(([, { stills: of }]) => of)];
  }

  *all(): InParts<void> {
    for (let from = 0; from < this.#rows; from += COPIED_ROWS) {
      if (from > 0) yield;
      const to = Math.min(this.#rows, from + COPIED_ROWS);
      for (const still of this.#stills) still.copy(from, to);
      for (const [column, kept] of this.#kept) kept.putInto(column, from, to);
    }
  }

  /** The capture is not wanted any more: what it has not copied yet, it never will. */
  drop(): void {
    for (const still of this.#stills) still.drop();
  }
}
