import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PassedEntry, TrafficFilter, ViewUpdate } from '../../server/protocol.ts';
import { Paced } from '../session/paced.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';

/** Rows that are asked for beyond those in view, on each side; and milliseconds between two movings of the window. */
const BEYOND = 60,
  PAUSE = 30;
const FIRST = 80;

/** A window of the timeline, by places counted from the newest, kept up to date while its element is in the page. */
export class TrafficWindow implements ReactiveController {
  total = 0;
  /** Numbers of the oldest and the newest entry of all; null where the server keeps none, undefined before it has said. */
  kept: readonly [number, number] | null | undefined;
  searching = false;
  fault: string | null = null;
  /** Whether what is shown is of the filter that was asked for last. */
  isFresh = false;
  /** Called after each update, with how many more were found than before, before the element draws. */
  onupdate: ((more: number) => void) | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #rows = new Map<number, PassedEntry>();
  #handle: ViewHandle | undefined;
  #filter: TrafficFilter = {};
  #hold: string | undefined;
  #offset = 0;
  #limit = FIRST;
  readonly #move = new Paced(PAUSE, () => this.#handle?.scroll(this.#offset, this.#limit));

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#watch();
  }
  hostDisconnected(): void {
    this.#handle?.close();
    this.#handle = undefined;
  }

  /** The name of the stand that is held; undefined while it goes on. */
  get hold(): string | undefined {
    return this.#hold;
  }
  /** The entry at a place, counted from the newest; undefined where it is not known here. */
  row(place: number): PassedEntry | undefined {
    return this.#rows.get(place);
  }

  /** Where an entry of this number is among those that are known here; undefined where it is not. */
  placeOf(seq: number): number | undefined {
    for (const [place, row] of this.#rows) if (row.seq === seq) return place;
    return undefined;
  }

  /** Shows what fits; what is shown stays until the server's word comes. @param place of what is to be seen */
  show(filter: TrafficFilter, place = 0): void {
    this.#filter = filter;
    this.#offset = Math.max(0, place - BEYOND);
    this.#limit = Math.max(this.#limit, FIRST);
    this.#watch();
  }

  /** Holds it still as it is from now on, or lets it go on. */
  setHold(isHeld: boolean): void {
    if (isHeld === (this.#hold !== undefined)) return;
    this.#hold = isHeld ? crypto.randomUUID() : undefined;
    this.#offset = 0;
    this.#watch();
  }

  /** These places are to be seen. */
  see(first: number, last: number): void {
    const offset = Math.max(0, first - BEYOND),
      limit = Math.min(1_000, last + BEYOND - offset);
    const isIn = first >= this.#offset && last < this.#offset + this.#limit && limit <= this.#limit;
    if (isIn && (this.#has(first, last) || this.#offset === offset)) return;
    this.#offset = offset;
    this.#limit = limit;
    this.#move.ask();
  }

  #has(first: number, last: number): boolean {
    for (let place = first; place < Math.min(last, this.total); place++) if (!this.#rows.has(place)) return false;
    return true;
  }

  #watch(): void {
    this.isFresh = false;
    const hold = this.#hold === undefined ? {} : { hold: this.#hold };
    const what = { kind: 'traffic', filter: this.#filter, offset: this.#offset, limit: this.#limit, ...hold } as const;
    if (this.#handle === undefined) this.#handle = session.watch(what, this.#receive);
    else this.#handle.change(what);
  }

  readonly #receive = (update: ViewUpdate): void => {
    if (update.kind === 'fault') {
      this.fault = update.message;
      this.#rows.clear();
      this.total = 0;
    }
    if (update.kind === 'traffic') {
      this.fault = null;
      // While it goes on, and after another question, every place is another's.
      if (this.#hold === undefined || !this.isFresh) this.#rows.clear();
      const more = this.isFresh ? update.total - this.total : 0;
      this.isFresh = true;
      this.total = update.total;
      this.kept = update.kept;
      this.searching = update.searching === true;
      const last = update.offset + update.rows.length - 1;
      for (const [at, row] of update.rows.entries()) this.#rows.set(last - at, row);
      this.onupdate?.(more);
    }
    this.#host.requestUpdate();
  };
}
