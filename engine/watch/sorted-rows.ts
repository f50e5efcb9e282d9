import { sortInParts, type InParts } from '../world/in-parts.ts';
import type { SortKey, TableColumn } from './table-columns.ts';
import { compareKeys } from './table-columns.ts';
import type { TableThings } from './table-things.ts';

/** Past this many changed keys, sorting everything is no dearer than putting each into its place. */
const MANY = 0.2;
/** Keys that are read between two places where it may be left off. */
const AT_ONCE = 128;

/** What a row is sorted by. */
interface Key {
  readonly key: SortKey;
  /** Text without capitals, made once. */
  readonly plain: number | string | null;
}
interface Keyed extends Key {
  readonly row: number;
  /** When it was created, which decides among equals, and by which a row that was given to another is known. */
  readonly created: number;
  /** What decides before that, where there is a second column. */
  readonly next: Key | undefined;
}
/** A column that rows are sorted by. */
export interface Sorting {
  readonly column: TableColumn;
  readonly descending: boolean;
}
/** So many rows one after another have the same in the first column, of which this is the first. */
export interface SortedGroup {
  readonly row: number;
  readonly count: number;
}

/** Rows sorted by a column. Keys are read anew when asked; only rows whose key has changed are moved. */
export class SortedRows {
  rows: readonly number[] = [];
  private readonly things: Pick<TableThings, 'has' | 'created'>;
  private readonly column: TableColumn;
  private readonly direction: 1 | -1;
  private readonly second: Sorting | undefined;
  private sorted: readonly Keyed[] = [];
  /** When each of the rows was created. */
  private created: readonly number[] = [];

  /** @param second what decides between those that are alike in the first column */
  constructor(things: Pick<TableThings, 'has' | 'created'>, { column, descending }: Sorting, second?: Sorting) {
    this.things = things;
    this.column = column;
    this.direction = descending ? -1 : 1;
    this.second = second;
  }

  /** Whether keys may become others without a change of structure. */
  get changes(): boolean {
    return this.column.changes || this.second?.column.changes === true;
  }

  /** Rows that have the same in the first column, in order; of many the first `most`. */
  *groups(most: number): Iterable<SortedGroup> {
    let first: Keyed | undefined,
      count = 0,
      told = 0;
    for (const entry of this.sorted) {
      if (first !== undefined && entry.key === first.key) {
        count++;
        continue;
      }
      if (first !== undefined) {
        if (++told > most) return;
        yield { row: first.row, count };
      }
      first = entry;
      count = 1;
    }
    if (first !== undefined && told < most) yield { row: first.row, count };
  }

  /** Takes other rows. In parts: until it is done, the rows that it had stand as they stood. */
  *taking(rows: readonly number[]): InParts<void> {
    const keyed: Keyed[] = [];
    for (const row of rows) {
      keyed.push(this.keyed(row));
      if (keyed.length % AT_ONCE === 0) yield;
    }
    yield* this.setting(yield* sortInParts(keyed, this.compare));
  }

  /** Reads the keys anew, in parts, as `taking`. */
  *refreshing(): InParts<void> {
    const stay: Keyed[] = [];
    const move: Keyed[] = [];
    const { sorted } = this;
    for (const entry of sorted) {
      if (this.column.key(entry.row) === entry.key && this.second?.column.key(entry.row) === entry.next?.key) stay.push(entry);
      else move.push(this.keyed(entry.row));
      if ((stay.length + move.length) % AT_ONCE === 0) yield;
    }
    if (move.length === 0) return;
    const isMany = move.length > sorted.length * MANY;
    const moved = yield* sortInParts(isMany ? [...stay, ...move] : move, this.compare);
    yield* this.setting(isMany ? moved : yield* this.merging(stay, moved));
  }

  /** Lets go of rows that are no more. */
  dropGone(): void {
    const { sorted, rows, created } = this;
    if (rows.every((row, at) => this.isThere(row, created[at] as number))) return;
    this.sorted = sorted.filter((entry) => this.isThere(entry.row, entry.created));
    this.rows = this.sorted.map(({ row }) => row);
    this.created = this.sorted.map((entry) => entry.created);
  }

  private isThere(row: number, created: number): boolean {
    return this.things.has(row) && this.things.created[row] === created;
  }

  /** Takes an order over. What is gone is left out in the last part, since anything may go between two. */
  private *setting(sorted: readonly Keyed[]): InParts<void> {
    const rows: number[] = [];
    const created: number[] = [];
    for (const entry of sorted) {
      rows.push(entry.row);
      created.push(entry.created);
      if (rows.length % AT_ONCE === 0) yield;
    }
    this.sorted = sorted;
    this.rows = rows;
    this.created = created;
    this.dropGone();
  }

  private *merging(a: readonly Keyed[], b: readonly Keyed[]): InParts<Keyed[]> {
    const out: Keyed[] = [];
    let i = 0;
    for (const entry of b) {
      while (i < a.length && this.compare(a[i] as Keyed, entry) < 0) {
        out.push(a[i++] as Keyed);
        if (i % AT_ONCE === 0) yield;
      }
      out.push(entry);
    }
    while (i < a.length) {
      out.push(a[i++] as Keyed);
      if (i % AT_ONCE === 0) yield;
    }
    return out;
  }

  private keyed(row: number): Keyed {
    const { second } = this;
    return {
      row,
      created: this.things.created[row] as number,
      ...keyed(this.column.key(row)),
      next: second === undefined ? undefined : keyed(second.column.key(row)),
    };
  }

  private readonly compare = (a: Keyed, b: Keyed): number => {
    const first = compared(a, b, this.direction);
    if (first !== 0) return first;
    const second = a.next === undefined || b.next === undefined ? 0 : compared(a.next, b.next, this.second?.descending === true ? -1 : 1);
    return second !== 0 ? second : a.created - b.created;
  };
}

function keyed(key: SortKey): Key {
  return { key, plain: typeof key === 'string' ? key.toLowerCase() : key };
}

/** No value stands last, whichever way it is sorted. */
function compared(a: Key, b: Key, direction: 1 | -1): number {
  if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
  if (a.plain !== b.plain) {
    const less = typeof a.plain === typeof b.plain ? (a.plain as number) < (b.plain as number) : compareKeys(a.key, b.key) < 0;
    return less ? -direction : direction;
  }
  return a.key === b.key ? 0 : compareKeys(a.key, b.key) * direction;
}
