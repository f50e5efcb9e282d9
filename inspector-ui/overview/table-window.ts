import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TableGroup, TableRow, View } from '../../server/protocol.ts';
import { Paced } from '../session/paced.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';

type TableView = Extract<View, { kind: 'table' }>;
export type TableWhat = Omit<TableView, 'kind' | 'offset' | 'limit'>;

/** Rows asked for at once, and milliseconds between two movings of the window. */
const CHUNK = 64,
  PAUSE = 50;

/** A window of a table of components, kept up to date for as long as its element is in the page. */
export class TableWindow implements ReactiveController {
  total = 0;
  /** True once the server has told anything of what is asked for now. */
  loaded = false;
  fault: string | null = null;
  /** Where rows are asked for in groups: what each has in common, and how many they are. */
  groups: readonly TableGroup[] = [];
  /** Called after each update, before the element draws. */
  onupdate: (() => void) | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #rows = new Map<number, TableRow>();
  #what: TableView | null = null;
  #asked = '';
  #handle: ViewHandle | undefined;
  #connected = false;
  readonly #move = new Paced(PAUSE, () => {
    if (this.#what !== null) this.#handle?.scroll(this.#what.offset, this.#what.limit);
  });

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get what(): TableView | null {
    return this.#what;
  }
  row(index: number): TableRow | undefined {
    return this.#rows.get(index);
  }
  rows(): ReadonlyMap<number, TableRow> {
    return this.#rows;
  }

  /** Looks at this from now on. Rows known so far stay until the server's word comes, so that nothing flashes. */
  show(what: TableWhat): void {
    const asked = JSON.stringify(what);
    if (asked === this.#asked) return;
    const otherColumns = this.#what === null || this.#what.columns.join() !== what.columns.join();
    this.#asked = asked;
    this.#what = { kind: 'table', ...what, offset: this.#what?.offset ?? 0, limit: this.#what?.limit ?? CHUNK };
    this.loaded = false;
    this.fault = null;
    if (otherColumns) this.#rows.clear();
    this.#apply();
  }

  /** Moves the window, so that these rows are in it. */
  see(first: number, last: number): void {
    if (this.#what === null) return;
    const offset = Math.max(0, Math.floor((first - CHUNK / 4) / CHUNK) * CHUNK),
      limit = Math.min(1_000, Math.ceil((last + CHUNK / 4 - offset) / CHUNK) * CHUNK);
    if (offset === this.#what.offset && limit === this.#what.limit) return;
    this.#what = { ...this.#what, offset, limit };
    this.#move.ask();
  }

  /** Forgets the rows: another world's. */
  forget(): void {
    this.#rows.clear();
    this.loaded = false;
    this.total = 0;
    this.groups = [];
  }

  hostConnected(): void {
    this.#connected = true;
    this.#apply();
  }
  hostDisconnected(): void {
    this.#connected = false;
    this.#move.forget();
    this.#handle?.close();
    this.#handle = undefined;
  }

  #apply(): void {
    if (!this.#connected || this.#what === null) return;
    if (this.#handle !== undefined) return this.#handle.change(this.#what);
    this.#handle = session.watch(this.#what, (update) => {
      if (update.kind === 'fault') {
        this.fault = update.message;
        this.loaded = true;
        this.total = 0;
        this.#rows.clear();
      } else if (update.kind === 'table') {
        this.fault = null;
        this.loaded = true;
        this.total = update.total;
        this.groups = update.groups ?? [];
        this.#merge(update.offset, update.rows);
      } else return;
      this.onupdate?.();
      this.#host.requestUpdate();
    });
  }

  #merge(offset: number, rows: readonly TableRow[]): void {
    rows.forEach((row, at) => this.#rows.set(offset + at, row));
    const what = this.#what;
    if (what === null) return;
    for (const index of this.#rows.keys()) if (index < what.offset || index >= what.offset + what.limit || index >= this.total) this.#rows.delete(index);
  }
}
