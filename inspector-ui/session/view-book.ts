import type { SentUpdate, View, ViewUpdate } from '../../server/protocol.ts';
import { Lengthener } from './lengthener.ts';

interface OpenView {
  what: View;
  /** Changes of what it shows that the server has not heard yet: what it tells until then is of what was shown before. */
  unheard: number;
  readonly receive: (update: ViewUpdate) => void;
}

interface Send {
  /** Resolves when the server has heard it. */
  readonly watch: (view: number, what: View) => Promise<unknown>;
  readonly unwatch: (view: number) => void;
  readonly scroll: (view: number, offset: number, limit: number) => void;
}

/** A view that somebody keeps open. */
export interface ViewHandle {
  /** Shows something else under the same number. */
  change(what: View): void;
  /** Moves the window of a tree, a table or the timeline. */
  scroll(offset: number, limit: number): void;
  close(): void;
}

/** All that this page looks at, by number; opened anew whenever the connection, the world or the count of updates breaks. */
export class ViewBook {
  readonly #views = new Map<number, OpenView>();
  readonly #send: Send;
  readonly #lengthener = new Lengthener();
  #next = 1;
  #seq: number | undefined;
  #live = false;

  constructor(send: Send) {
    this.#send = send;
  }

  open(what: View, receive: (update: ViewUpdate) => void): ViewHandle {
    const view = this.#next++;
    const entry: OpenView = { what, unheard: 0, receive };
    this.#views.set(view, entry);
    if (this.#live) void this.#send.watch(view, what);
    return {
      change: (next) => {
        entry.what = next;
        if (this.#live && this.#views.has(view)) this.#change(view, entry);
      },
      scroll: (offset, limit) => {
        if (entry.what.kind !== 'tree' && entry.what.kind !== 'table' && entry.what.kind !== 'traffic') return;
        entry.what = { ...entry.what, offset, limit };
        if (this.#live && this.#views.has(view)) this.#send.scroll(view, offset, limit);
      },
      close: () => {
        this.#lengthener.forget(view);
        if (this.#views.delete(view) && this.#live) this.#send.unwatch(view);
      },
    };
  }

  /** A world has been entered: it is asked for everything. */
  entered(): void {
    this.#live = true;
    this.#seq = undefined;
    this.#lengthener.clear();
    for (const [view, entry] of this.#views) {
      entry.unheard = 0;
      void this.#send.watch(view, entry.what);
    }
  }

  left(): void {
    this.#live = false;
  }

  #change(view: number, entry: OpenView): void {
    entry.unheard += 1;
    void this.#send.watch(view, entry.what).then(() => {
      entry.unheard = Math.max(0, entry.unheard - 1);
    });
  }

  /** The server would not open a view. */
  refused(fault: ViewUpdate): void {
    this.#views.get(fault.view)?.receive(fault);
  }

  /** Hands updates to their views. Where one is missing, everything is asked for anew. */
  take(seq: number, updates: readonly SentUpdate[]): void {
    const gap = this.#seq !== undefined && seq !== this.#seq + 1;
    this.#seq = seq;
    if (gap) this.#lengthener.clear();
    for (const sent of updates) {
      const update = this.#lengthener.lengthen(sent);
      const entry = update === undefined ? undefined : this.#views.get(update.view);
      if (update !== undefined && entry?.unheard === 0) entry.receive(update);
    }
    if (gap) for (const [view, { what }] of this.#views) void this.#send.watch(view, what);
  }
}
