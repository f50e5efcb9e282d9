import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TreeRow, View } from '../../server/protocol.ts';
import { ahead, isBefore } from './ahead.ts';
import { Paced } from './paced.ts';
import { session } from './session.ts';
import type { ViewHandle } from './view-book.ts';

export type TreeView = Extract<View, { kind: 'tree' }>;

/** Milliseconds between two movings of a window: a scrollbar that is dragged passes hundreds of rows in that time. */
const PAUSE = 40;

/** A window of the hierarchy, or of a query's results, kept up to date for as long as its element is in the page. */
export class TreeWindow implements ReactiveController {
  /** How many rows there are, seen or not. */
  total = 0;
  /** True once the server has told anything of what is asked for now. */
  loaded = false;
  fault: string | null = null;
  /** What is shown was known ahead, and the world has not told its own yet. */
  isForeseen = false;
  readonly #host: ReactiveControllerHost;
  readonly #rows = new Map<number, TreeRow>();
  readonly #places = new Map<string, number>();
  #what: TreeView | null = null;
  #handle: ViewHandle | undefined;
  #connected = false;
  readonly #move = new Paced(PAUSE, () => {
    if (this.#what !== null) this.#handle?.scroll(this.#what.offset, this.#what.limit);
  });
  /** Called after each update, before the element draws. */
  onupdate: (() => void) | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What is shown, with the window that is asked for. */
  get what(): TreeView | null {
    return this.#what;
  }
  /** The row at a place, if it is known here. */
  row(index: number): TreeRow | undefined {
    return this.#rows.get(index);
  }
  /** Known rows with their places, in order. */
  rows(): [number, TreeRow][] {
    return [...this.#rows].sort(([a], [b]) => a - b);
  }
  indexOf(id: string): number {
    return this.#places.get(id) ?? -1;
  }

  /**
   * Looks at this from now on. Rows known so far stay until the server's word comes, so that nothing flashes. Where only the
   * window is another, no more than that is sent.
   */
  show(what: Omit<TreeView, 'kind'> | null): void {
    const before = this.#what,
      next: TreeView | null = what === null ? null : { kind: 'tree', ...what };
    const other = next === null || before === null || next.query !== before.query || (next.root ?? null) !== (before.root ?? null);
    const unfolded = other || !same(next.expanded, before.expanded);
    if (next === null ? before === null : !unfolded && next.offset === before?.offset && next.limit === before.limit) {
      this.#foresee();
      return;
    }
    this.#what = next;
    if (other) this.forget();
    this.#foresee();
    if (unfolded || this.#handle === undefined) this.#apply();
    else this.#move.ask();
  }

  /** Before any world has been entered, what is known ahead of the one that is going to be stands for what it will tell. */
  #foresee(): void {
    const known = ahead.value,
      what = this.#what;
    if (known === null || what === null || this.loaded || !isBefore()) return;
    if ((what.query ?? '') !== '' || (what.root ?? null) !== known.root || !same(what.expanded, known.expanded)) return;
    this.isForeseen = true;
    this.#take(known.total, 0, known.rows);
  }

  /** Forgets the rows: another world's. */
  forget(): void {
    this.#rows.clear();
    this.#places.clear();
    this.loaded = false;
    this.isForeseen = false;
    this.total = 0;
    this.fault = null;
  }

  hostConnected(): void {
    this.#connected = true;
    this.#apply();
  }
  hostDisconnected(): void {
    this.#connected = false;
    this.#apply();
  }

  #apply(): void {
    this.#move.forget();
    if (!this.#connected || this.#what === null) {
      this.#handle?.close();
      this.#handle = undefined;
      return;
    }
    if (this.#handle !== undefined) {
      this.#handle.change(this.#what);
      return;
    }
    this.#handle = session.watch(this.#what, (update) => {
      if (update.kind === 'fault') {
        this.forget();
        this.fault = update.message;
        this.loaded = true;
      } else if (update.kind === 'tree') {
        this.isForeseen = false;
        this.#take(update.total, update.offset, update.rows);
        return;
      } else return;
      this.onupdate?.();
      this.#host.requestUpdate();
    });
  }

  #take(total: number, offset: number, rows: readonly TreeRow[]): void {
    this.fault = null;
    this.loaded = true;
    this.total = total;
    this.#merge(offset, rows);
    this.onupdate?.();
    this.#host.requestUpdate();
  }

  #merge(offset: number, rows: readonly TreeRow[]): void {
    rows.forEach((row, i) => this.#rows.set(offset + i, row));
    const what = this.#what;
    if (what === null) return;
    this.#places.clear();
    for (const [index, row] of this.#rows)
      if (index < what.offset || index >= what.offset + what.limit || index >= this.total) this.#rows.delete(index);
      else this.#places.set(row.id, index);
  }
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((id, i) => id === other[i]));
}
