import type { Store } from './store.ts';
import type { RowList } from './system.ts';

/** Rows below this and orders of creation below 2^31 fit into one exact number side by side. */
const ROW_SPAN = 2 ** 22;

/**
 * Rows of one component type that something has happened to, by UpdateOrder. A row woken for an order that this tick has
 * still to reach takes part in it; else it waits for the next tick.
 */
export class Wakings {
  private readonly store: Store;
  private fresh: number[] = [];
  private flags = new Uint8Array(16);
  private readonly due = new Map<number, number[]>();

  constructor(store: Store) {
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

  /** Rows that wait for a turn, by creation. */
  waiting(): number[] {
    const { created } = this.store;
    return [...this.fresh, ...[...this.due.values()].flat()]
      .filter((row) => this.store.has(row))
      .sort((a, b) => (created[a] as number) - (created[b] as number));
  }

  /** Takes in what was woken for orders above `after`, and tells the least order that is due; undefined where there is none. */
  next(after: number): number | undefined {
    if (this.fresh.length > 0) this.distribute(after);
    let least: number | undefined;
    for (const order of this.due.keys()) if (order > after && (least === undefined || order < least)) least = order;
    return least;
  }

  private distribute(after: number): void {
    const later: number[] = [];
    const orders = this.store.columns.UpdateOrder.data;
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

  /** The rows due at an order, by creation; they may be woken anew from here on. */
  take(order: number): RowList {
    const rows = this.due.get(order) ?? [];
    this.due.delete(order);
    return this.sorted(rows);
  }

  /** All that was woken, of every order. */
  takeAll(): RowList {
    this.distribute(-Infinity);
    const rows = [...this.due].sort(([a], [b]) => a - b).flatMap(([, list]) => list);
    this.due.clear();
    return this.sorted(rows);
  }

  private sorted(rows: readonly number[]): RowList {
    const { created } = this.store;
    const keys = new Float64Array(rows.length);
    let ascending = true;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      this.flags[row] = 0;
      keys[i] = (created[row] as number) * ROW_SPAN + row;
      if (i > 0 && (keys[i] as number) < (keys[i - 1] as number)) ascending = false;
    }
    if (!ascending) keys.sort();
    const data = new Uint32Array(rows.length);
    for (let i = 0; i < data.length; i++) data[i] = (keys[i] as number) % ROW_SPAN;
    return { data, length: data.length };
  }
}
