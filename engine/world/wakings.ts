import { NO_ROWS, type RowList, type Turning } from './row-list.ts';

/**
 * The rows of its component type that one system waits for, by UpdateOrder: those that something has happened to since its last turn.
 * A row that is woken before its system's turn at its order has its turn in this tick; else it waits for the next one.
 */
export class Wakings {
  private readonly store: Turning;
  private fresh: number[] = [];
  private flags = new Uint8Array(16);
  private readonly due = new Map<number, number[]>();

  constructor(store: Turning) {
    this.store = store;
  }

  wake(row: number): void {
    if (row >= this.flags.length) {
      const next = new Uint8Array(Math.max(this.flags.length * 2, row + 1));
      next.set(this.flags);
      this.flags = next;
    }
    if (this.flags[row] === 1) return;
    this.flags[row] = 1;
    this.fresh.push(row);
  }

  /** Rows that wait for a turn, in no particular order. */
  waiting(): number[] {
    return [...this.fresh, ...[...this.due.values()].flat()].filter((row) => this.store.has(row));
  }

  /** Takes in what was woken for orders above `after`, and tells the least order that is due; undefined where there is none. */
  next(after: number): number | undefined {
    if (this.fresh.length > 0) this.distribute(after);
    if (this.due.size === 0) return undefined;
    let least: number | undefined;
    for (const order of this.due.keys()) if (order > after && (least === undefined || order < least)) least = order;
    return least;
  }

  private distribute(after: number): void {
    const later: number[] = [];
    const orders = this.store.columns.UpdateOrder.reading;
    for (const row of this.fresh) {
      if (!this.store.has(row)) {
        this.flags[row] = 0;
        continue;
      }
      const order = orders[row] as number;
      if (order <= after) later.push(row);
      else {
        const rows = this.due.get(order);
        if (rows === undefined) this.due.set(order, [row]);
        else rows.push(row);
      }
    }
    this.fresh = later;
  }

  /**
   * The rows due at an order, by creation, with those that systems before this one have woken for it; they may be woken anew from here on. Orders are whole
   * numbers.
   */
  take(order: number): RowList {
    if (this.fresh.length > 0) this.distribute(order - 1);
    const rows = this.due.get(order);
    if (rows === undefined) return NO_ROWS;
    this.due.delete(order);
    return this.sorted(rows);
  }

  /** All that was woken, of every order. */
  takeAll(): RowList {
    this.distribute(-Infinity);
    if (this.due.size === 0) return NO_ROWS;
    const rows = [...this.due].sort(([a], [b]) => a - b).flatMap(([, list]) => list);
    this.due.clear();
    return this.sorted(rows);
  }

  /** By order of creation, which is compared as it is: together with the row it would be more than a number holds exactly. */
  private sorted(woken: readonly number[]): RowList {
    const { created } = this.store;
    const rows: number[] = [];
    let isAscending = true;
    for (const row of woken) {
      this.flags[row] = 0;
      // What was removed since has no turn any more.
      if (!this.store.has(row)) continue;
      const last = rows.at(-1);
      if (last !== undefined && (created[row] as number) < (created[last] as number)) isAscending = false;
      rows.push(row);
    }
    if (!isAscending) rows.sort((a, b) => (created[a] as number) - (created[b] as number));
    return { data: Uint32Array.from(rows), length: rows.length };
  }
}
