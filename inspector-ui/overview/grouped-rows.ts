import type { TableGroup } from '../../server/protocol.ts';

/** A line of a table in groups: the heading of a group, or a row by its place among the rows. */
export type GroupedLine = { readonly group: number } | { readonly row: number };

/** Where rows stand that have headings of groups between them. Past the last group that was told rows stand on without one. */
export class GroupedRows {
  readonly total: number;
  readonly groups: readonly TableGroup[];
  /** Line of each heading. */
  readonly #heads: readonly number[];

  constructor(total: number, groups: readonly TableGroup[]) {
    this.total = total;
    this.groups = groups;
    let line = 0;
    this.#heads = groups.map(({ count }) => {
      const at = line;
      line += count + 1;
      return at;
    });
  }

  /** Lines in all. */
  get lines(): number {
    return this.total + this.groups.length;
  }

  lineAt(line: number): GroupedLine {
    const before = this.#before(this.#heads, line);
    const group = before - 1;
    return before > 0 && this.#heads[group] === line ? { group } : { row: line - before };
  }

  /** The line at which a row stands. */
  lineOf(row: number): number {
    let low = 0,
      high = this.groups.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#heads[middle] as number) - middle <= row) low = middle + 1;
      else high = middle;
    }
    return row + low;
  }

  /** How many of a list that grows are not above a number. */
  #before(list: readonly number[], most: number): number {
    let low = 0,
      high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle] as number) <= most) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
