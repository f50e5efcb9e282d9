import type { ViewUpdate } from '../../engine/index.ts';
import type { PageSocket } from './reception.ts';
import { Shortener } from './shortener.ts';

/** Packets that may wait for a page before it counts as slow, and before it is given up. */
const SLOW = 8,
  LOST = 2000;

/** The updates that go to a page: numbered, short where it takes them so, and no more of them than it can keep up with. */
export class PageUpdates {
  /** The page takes updates in their short form, from the next world on. */
  short = false;
  readonly #socket: PageSocket;
  #shortener: Shortener | undefined;
  #unsent = 0;

  constructor(socket: PageSocket) {
    this.#socket = socket;
    socket.conn.on('drain', () => {
      this.#unsent = 0;
    });
  }

  get isSlow(): boolean {
    return this.#unsent > SLOW;
  }

  /** What tells the updates of a world that is entered, counted from 1. */
  of(world: string): (updates: readonly ViewUpdate[], past?: number | null) => void {
    let seq = 0;
    const shortener = this.short ? new Shortener() : undefined;
    this.#shortener = shortener;
    return (updates, past) => {
      const frame = { world, seq: ++seq, ...(past === undefined ? {} : { past }) };
      if (!this.#mayTell()) return;
      if (shortener === undefined) this.#socket.emit('updates', { ...frame, updates });
      else this.#socket.emit('brief', { ...frame, updates: shortener.shorten(updates) });
    };
  }

  /** What a view has told before counts no more. */
  forget(view: number): void {
    this.#shortener?.forget(view);
  }

  /** Counts what waits for the page. Returns whether it is still to be told; past a bound it is given up. */
  #mayTell(): boolean {
    this.#unsent += 1;
    if (this.#unsent > LOST) this.#socket.disconnect(true);
    return this.#unsent <= LOST;
  }
}
