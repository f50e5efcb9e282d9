import type { SortKey, TableColumn } from './table-columns.ts';
import { compareKeys } from './table-columns.ts';

/** Past this many changed keys, sorting everything is no dearer than putting each into its place. */
const MANY = 0.2;

interface Keyed {
  readonly row: number;
  /** Place in order of creation, which decides among equals. */
  readonly at: number;
  readonly key: SortKey;
  /** Text without capitals, made once. */
  readonly plain: number | string | null;
}

/** Rows sorted by a column. Keys are read anew when asked; only rows whose key has changed are moved. */
export class SortedRows {
  rows: readonly number[] = [];
  private readonly column: TableColumn;
  private readonly direction: 1 | -1;
  private sorted: Keyed[] = [];

  constructor(column: TableColumn, descending: boolean) {
    this.column = column;
    this.direction = descending ? -1 : 1;
  }

  /** Takes other rows, given in order of creation. */
  take(rows: readonly number[]): void {
    this.sorted = rows.map((row, at) => this.keyed(row, at)).sort(this.compare);
    this.rows = this.sorted.map(({ row }) => row);
  }

  /** Reads the keys anew. Returns whether the order has changed. */
  refresh(): boolean {
    const stay: Keyed[] = [];
    const move: Keyed[] = [];
    for (const entry of this.sorted) {
      if (this.column.key(entry.row) === entry.key) stay.push(entry);
      else move.push(this.keyed(entry.row, entry.at));
    }
    if (move.length === 0) return false;
    if (move.length > this.sorted.length * MANY) this.sorted = [...stay, ...move].sort(this.compare);
    else this.sorted = this.merge(stay, move.sort(this.compare));
    const before = this.rows;
    this.rows = this.sorted.map(({ row }) => row);
    return this.rows.some((row, at) => row !== before[at]);
  }

  private merge(a: readonly Keyed[], b: readonly Keyed[]): Keyed[] {
    const out: Keyed[] = [];
    let i = 0;
    for (const entry of b) {
      while (i < a.length && this.compare(a[i] as Keyed, entry) < 0) out.push(a[i++] as Keyed);
      out.push(entry);
    }
    while (i < a.length) out.push(a[i++] as Keyed);
    return out;
  }

  private keyed(row: number, at: number): Keyed {
    const key = this.column.key(row);
    return { row, at, key, plain: typeof key === 'string' ? key.toLowerCase() : key };
  }

  private readonly compare = (a: Keyed, b: Keyed): number => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null) || a.at - b.at;
    if (a.plain !== b.plain) {
      const less = typeof a.plain === typeof b.plain ? (a.plain as number) < (b.plain as number) : compareKeys(a.key, b.key) < 0;
      return less ? -this.direction : this.direction;
    }
    return a.key === b.key ? a.at - b.at : compareKeys(a.key, b.key) * this.direction;
  };
}
