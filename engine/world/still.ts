import { PAGE_BITS, PAGE_MASK, PAGE_ROWS, type Rows } from './row-pages.ts';

/** Numbers by row, in an array. */
export type NumberArray = Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** What goes on while stills of it are made. Whoever writes a row of it has them keep the row first, by `keepRow`. */
export interface Pictured {
  /** Those that are not whole yet; undefined where there are none, which is asked at every write. */
  stills: readonly Still[] | undefined;
}

/** Has all stills that are being made copy the page of a row that is about to be written. */
export function keepRow(stills: readonly Still[], row: number): void {
  for (const still of stills) still.keep(row);
}

/**
 * Rows as they were at one moment, copied page by page while these go on: in the order of rows, as whoever made it finds time, and a page that is
 * about to be written before that. A copy that is made at once holds a large world up for longer than a tick.
 */
export abstract class Still {
  private readonly of: Pictured;
  /** 1 for each page that is copied. */
  private readonly copied: Uint8Array;
  private left: number;

  /** @param rows how many there are, from the first on */
  protected constructor(of: Pictured, rows: number) {
    this.of = of;
    this.left = (rows + PAGE_MASK) >> PAGE_BITS;
    this.copied = new Uint8Array(this.left);
    if (this.left > 0) of.stills = [...(of.stills ?? []), this];
  }

  /** Copies the page of a row, where that is still to be done. Rows that have come since are no part of it. */
  keep(row: number): void {
    const page = row >> PAGE_BITS;
    if (this.copied[page] === 0) this.take(page, page + 1);
  }

  /** Copies the pages of the rows from `from` up to `to`, as far as that is still to be done. */
  copy(from: number, to: number): void {
    const { copied } = this;
    const end = Math.min(copied.length, Math.ceil(to / PAGE_ROWS));
    for (let page = from >> PAGE_BITS; page < end; page++) {
      if (copied[page] === 1) continue;
      const first = page;
      while (page < end && copied[page] === 0) page++;
      this.take(first, page);
    }
  }

  /** It is not wanted any more. */
  drop(): void {
    const { of } = this;
    const others = of.stills?.filter((still) => still !== this) ?? [];
    of.stills = others.length === 0 ? undefined : others;
  }

  /** Puts the value of row `at` in the place of a row's, in a page that is copied. */
  abstract put(row: number, values: ArrayLike<unknown>, at: number): void;
  /** Puts what another still of the same field holds of a row in the place of its own; both have copied the row's page. */
  abstract putFrom(row: number, other: Still): void;
  protected abstract copyPages(from: number, to: number): void;

  private take(from: number, to: number): void {
    this.copyPages(from, to);
    this.copied.fill(1, from, to);
    this.left -= to - from;
    if (this.left === 0) this.drop();
  }
}

/** A still of an array of numbers, so many a row. An array that is replaced by a larger one stays as it was, so that the rest of it can still be copied. */
export class NumberStill<A extends NumberArray = NumberArray> extends Still {
  /** What it has copied so far lies in its place; the rest is no value of any row. */
  readonly values: A;
  private readonly from: A;
  private readonly width: number;

  /** @param into room for the numbers of all rows, and no more */
  constructor(of: Pictured, from: A, into: A, width = 1) {
    super(of, into.length / width);
    this.from = from;
    this.values = into;
    this.width = width;
  }

  put(row: number, values: ArrayLike<unknown>, at: number): void {
    const { width } = this;
    for (let i = 0; i < width; i++) this.values[row * width + i] = values[at * width + i] as number;
  }

  putFrom(row: number, other: Still): void {
    this.put(row, (other as NumberStill).values, row);
  }

  protected copyPages(from: number, to: number): void {
    const { values } = this;
    const begin = from * PAGE_ROWS * this.width,
      end = Math.min(to * PAGE_ROWS * this.width, values.length);
    values.set(this.from.subarray(begin, end), begin);
  }
}

/** A still of a list that is no array of numbers. Its values are shared, since those are never changed in place. */
export class ListStill extends Still implements Rows<unknown> {
  private readonly pages: unknown[][] = [];
  private readonly from: readonly unknown[];

  constructor(of: Pictured, from: readonly unknown[]) {
    super(of, from.length);
    this.from = from;
    // One after another, since a list with holes in it may become a dictionary.
    for (let row = 0; row < from.length; row += PAGE_ROWS) this.pages.push(NOTHING);
  }

  /** The value of a row whose page is copied. */
  get(row: number): unknown {
    return this.pages[row >> PAGE_BITS]?.[row & PAGE_MASK];
  }

  put(row: number, values: ArrayLike<unknown>, at: number): void {
    (this.pages[row >> PAGE_BITS] as unknown[])[row & PAGE_MASK] = values[at];
  }

  putFrom(row: number, other: Still): void {
    (this.pages[row >> PAGE_BITS] as unknown[])[row & PAGE_MASK] = (other as ListStill).get(row);
  }

  protected copyPages(from: number, to: number): void {
    for (let page = from; page < to; page++) this.pages[page] = this.from.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS);
  }
}

/** Stands for each page that is not copied yet. */
const NOTHING: unknown[] = [];
