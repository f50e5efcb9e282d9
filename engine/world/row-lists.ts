import type { RowList, Turning } from './row-list.ts';

const NO_ROWS: readonly RowList[] = [];
const UNLISTED = -2147483648;

/**
 * Rows that a system is handed at a time. Many short calls of a loop are compiled better than one long one: V8 replaces a
 * loop that never returns in the midst of its run, and what comes of that takes a third longer.
 */
const STRETCH = 2_048;

class Bucket {
  data = new Uint32Array(16);
  length = 0;
  private cut: readonly RowList[] | undefined;

  /** The rows, in stretches. */
  stretches(): readonly RowList[] {
    if (this.cut !== undefined) return this.cut;
    const cut: RowList[] = [];
    for (let from = 0; from < this.length; from += STRETCH) {
      const data = this.data.subarray(from, Math.min(from + STRETCH, this.length));
      cut.push({ data, length: data.length });
    }
    this.cut = cut;
    return cut;
  }

  /** The rows have changed. */
  changed(): void {
    this.cut = undefined;
  }

  push(row: number): void {
    if (this.length === this.data.length) {
      const next = new Uint32Array(this.length * 2);
      next.set(this.data);
      this.data = next;
    }
    this.data[this.length++] = row;
  }
}

/**
 * The eligible rows of one component type, by UpdateOrder and in order of creation within. Changes are noted as they
 * happen and taken in between runs, so that a system walks a list that holds still: what has died leaves before the next
 * system runs, what is new joins with the next tick.
 */
export class RowLists {
  private readonly store: Turning;
  private readonly order: { readonly reading: Int32Array };
  private readonly buckets = new Map<number, Bucket>();
  private sorted: readonly number[] = [];
  /** The bucket that a row stands in now. */
  private listed = new Int32Array(16).fill(UNLISTED);
  private touched: number[] = [];
  private swept = 0;

  constructor(store: Turning) {
    this.store = store;
    this.order = store.columns.UpdateOrder;
  }

  /** Something that decides about the row's place has changed. */
  touch(row: number): void {
    this.touched.push(row);
  }

  /** UpdateOrder values that have rows, ascending. */
  orders(): readonly number[] {
    return this.sorted;
  }
  /** The rows of an order, in stretches. */
  at(order: number): readonly RowList[] {
    return this.buckets.get(order)?.stretches() ?? NO_ROWS;
  }

  /** Between two systems of a tick: what is no longer eligible leaves. */
  sweep(): void {
    if (this.swept === this.touched.length) return;
    const leaving = this.touched.slice(this.swept).filter((row) => this.bucketOf(row) !== UNLISTED && !this.store.eligible(row));
    this.swept = this.touched.length;
    this.remove(leaving);
  }

  /** At the start of a tick: all that has changed is taken in. Returns whether anything had. */
  refresh(): boolean {
    if (this.touched.length === 0) return false;
    const touched = [...new Set(this.touched)];
    this.touched = [];
    this.swept = 0;
    this.remove(touched.filter((row) => this.bucketOf(row) !== UNLISTED));
    const joining = new Map<number, number[]>();
    for (const row of touched) {
      if (!this.store.has(row) || !this.store.eligible(row)) continue;
      const order = this.order.reading[row] as number;
      const rows = joining.get(order);
      if (rows === undefined) joining.set(order, [row]);
      else rows.push(row);
    }
    for (const [order, rows] of joining) this.join(order, rows);
    this.sorted = [...this.buckets]
      .filter(([, bucket]) => bucket.length > 0)
      .map(([order]) => order)
      .sort((a, b) => a - b);
    return true;
  }

  private bucketOf(row: number): number {
    return row < this.listed.length ? (this.listed[row] as number) : UNLISTED;
  }

  private remove(rows: readonly number[]): void {
    if (rows.length === 0) return;
    const affected = new Set<number>();
    for (const row of rows) {
      affected.add(this.bucketOf(row));
      this.listed[row] = UNLISTED;
    }
    for (const order of affected) {
      const bucket = this.buckets.get(order);
      if (bucket === undefined) continue;
      let kept = 0;
      for (let i = 0; i < bucket.length; i++) {
        const row = bucket.data[i] as number;
        if (this.listed[row] !== UNLISTED) bucket.data[kept++] = row;
      }
      bucket.length = kept;
      bucket.changed();
    }
  }

  private join(order: number, rows: number[]): void {
    const { created } = this.store;
    const before = (a: number, b: number): number => (created[a] as number) - (created[b] as number);
    rows.sort(before);
    let bucket = this.buckets.get(order);
    if (bucket === undefined) this.buckets.set(order, (bucket = new Bucket()));
    for (const row of rows) this.list(row, order);
    const first = rows[0] as number;
    if (bucket.length === 0 || before(bucket.data[bucket.length - 1] as number, first) < 0) {
      for (const row of rows) bucket.push(row);
      bucket.changed();
      return;
    }
    const merged = new Bucket();
    let next = 0;
    for (let i = 0; i < bucket.length; i++) {
      const row = bucket.data[i] as number;
      while (next < rows.length && before(rows[next] as number, row) < 0) merged.push(rows[next++] as number);
      merged.push(row);
    }
    while (next < rows.length) merged.push(rows[next++] as number);
    this.buckets.set(order, merged);
  }

  private list(row: number, order: number): void {
    if (row >= this.listed.length) {
      const next = new Int32Array(Math.max(this.listed.length * 2, row + 1)).fill(UNLISTED);
      next.set(this.listed);
      this.listed = next;
    }
    this.listed[row] = order;
  }
}
