import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TreeRow, View } from '../../server/protocol.ts';
import { session } from './session.ts';
import type { ViewHandle } from './view-book.ts';

type TreeView = Extract<View, { kind: 'tree' }>;

/** A window of the hierarchy, or of a query's results, kept up to date for as long as its element is in the page. */
export class TreeWindow implements ReactiveController {
  /** How many rows there are, seen or not. */
  total = 0;
  /** True once the server has told anything of what is asked for now. */
  loaded = false;
  fault: string | null = null;
  readonly #host: ReactiveControllerHost;
  readonly #rows = new Map<number, TreeRow>();
  #what: TreeView | null = null;
  #asked = '';
  #handle: ViewHandle | undefined;
  #connected = false;
  /** Called after each update, before the element draws. */
  onupdate: (() => void) | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
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
    for (const [index, row] of this.#rows) if (row.id === id) return index;
    return -1;
  }

  /** Looks at this from now on. Rows known so far stay until the server's word comes, so that nothing flashes. */
  show(what: Omit<TreeView, 'kind'> | null): void {
    const next: TreeView | null = what === null ? null : { kind: 'tree', ...what };
    const asked = JSON.stringify(next);
    if (asked === this.#asked) return;
    const otherQuery = next === null || next.query !== this.#what?.query || next.root !== this.#what?.root;
    this.#asked = asked;
    this.#what = next;
    if (otherQuery) {
      this.#rows.clear();
      this.loaded = false;
      this.total = 0;
      this.fault = null;
    }
    this.#apply();
  }

  /** Forgets the rows: another world's. */
  forget(): void {
    this.#rows.clear();
    this.loaded = false;
    this.total = 0;
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
        this.fault = update.message;
        this.loaded = true;
        this.#rows.clear();
        this.total = 0;
      } else if (update.kind === 'tree') {
        this.fault = null;
        this.loaded = true;
        this.total = update.total;
        this.#merge(update.offset, update.rows);
      } else return;
      this.onupdate?.();
      this.#host.requestUpdate();
    });
  }

  #merge(offset: number, rows: readonly TreeRow[]): void {
    rows.forEach((row, i) => this.#rows.set(offset + i, row));
    const what = this.#what;
    if (what === null) return;
    for (const index of this.#rows.keys()) if (index < what.offset || index >= what.offset + what.limit || index >= this.total) this.#rows.delete(index);
  }
}
