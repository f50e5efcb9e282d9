import type { ReactiveControllerHost } from 'lit';
import { rowHeight } from '../controls/density.ts';
import type { TreeWindow } from '../session/tree-window.ts';
import { find } from './find-row.ts';

/** Rows are asked for by so many, so that scrolling a little asks for nothing. */
const CHUNK = 32;
/** The server gives at most so many rows at once. */
const MOST_ROWS = 480;
/** Rows in view are counted by so many, so that a list which is a little taller than before need not be drawn anew. */
const STEP = 4;
/** Pixels of a page above and below the list, as long as the list has not been measured. */
const AROUND = 290;
/** Rows drawn beyond what is in view, on each side. */
const SPARE = 6;

interface Host extends ReactiveControllerHost {
  readonly window: TreeWindow;
  /** The list that scrolls; null before it is drawn. */
  readonly scroller: HTMLElement | null;
}

/** Which rows of the tree are in view: brings wanted ones there, and keeps what is there when rows come or go above. */
export class TreeScroll {
  readonly #host: Host;
  /** Height of the list in pixels, as last told; 0 before that, and while it is not to be seen. */
  #height = 0;
  /** The entity that is being looked for, until its row is in view. */
  #follow: string | null = null;
  #wanted: number | null = null;
  /** What stands at the upper edge. */
  #edge: { readonly id: string; readonly index: number } | null = null;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The list has another height now, in pixels. */
  resized(height: number): void {
    const [, before] = this.#inView();
    this.#height = height;
    // What is drawn reaches as far already.
    if (this.#inView()[1] !== before) this.#host.requestUpdate();
  }

  /**
   * The first row in view, and how many are. Before each drawing, so the list is not asked for what is known without it: a browser that is asked lays
   * out all that has changed first.
   */
  #inView(): [first: number, visible: number] {
    const top = this.#host.window.total === 0 ? 0 : (this.#host.scroller?.scrollTop ?? 0);
    return [Math.floor(top / rowHeight.value), Math.ceil((this.#height || innerHeight - AROUND) / rowHeight.value / STEP) * STEP + 1];
  }

  /** Rows to a page of the keyboard. */
  get page(): number {
    return Math.max(1, Math.floor((this.#host.scroller?.clientHeight ?? 0) / rowHeight.value) - 1);
  }

  /** The rows to ask the server for. */
  asked(): { readonly offset: number; readonly limit: number } {
    const [first, visible] = this.#inView();
    const offset = Math.max(0, Math.floor((first - CHUNK) / CHUNK) * CHUNK);
    return { offset, limit: Math.min(MOST_ROWS, Math.ceil((first + visible + CHUNK - offset) / CHUNK) * CHUNK) };
  }

  /** The rows to draw, up to `last`, which is the first that is not; notes what stands at the upper edge. */
  draw(): { readonly first: number; readonly last: number; readonly pool: number } {
    const [top, visible] = this.#inView();
    const row = this.#host.window.row(top);
    this.#edge = row === undefined ? null : { id: row.id, index: top };
    return {
      first: Math.max(0, top - SPARE),
      last: Math.min(this.#host.window.total, top + visible + SPARE),
      // Elements are used again for other rows as one scrolls, so that none need be made.
      pool: visible + 2 * SPARE,
    };
  }

  /** To the top: something quite different is shown from now on. */
  fresh(): void {
    this.leave();
    this.#edge = null;
    if (this.#host.scroller !== null) this.#host.scroller.scrollTop = 0;
  }

  /** The person goes their own way: nothing is brought into view any more. */
  leave(): void {
    this.#follow = null;
    this.#wanted = null;
  }

  /** Scrolls as little as brings a row into view. */
  bring(index: number): void {
    this.leave();
    const list = this.#host.scroller;
    if (list === null) return;
    const height = rowHeight.value,
      top = index * height,
      { scrollTop, clientHeight } = list;
    if (top < scrollTop) list.scrollTop = top;
    else if (top + height + 8 > scrollTop + clientHeight) list.scrollTop = top + height + 8 - clientHeight;
  }

  /** Unfolds what is above an entity and brings its row into view; tells its place as soon as that is known. */
  async reveal(id: string, placed: (index: number) => void): Promise<void> {
    this.#follow = id;
    const known = this.#host.window.indexOf(id);
    const index = known >= 0 ? known : await find(id);
    if (this.#follow !== id || index < 0) return;
    placed(index);
    this.#wanted = index;
    await this.#show();
  }

  /** Rows have arrived. */
  arrived(): void {
    this.#hold();
    void this.#show();
  }

  /** Brings the wanted row into view once there are rows enough: what has just been unfolded may still be on its way. */
  async #show(): Promise<void> {
    const index = this.#wanted,
      list = this.#host.scroller;
    if (index === null || list === null || index >= this.#host.window.total) return;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    if (this.#wanted !== index) return;
    this.#wanted = null;
    const height = rowHeight.value,
      top = index * height,
      { scrollTop, clientHeight } = list;
    if (top < scrollTop || top + height > scrollTop + clientHeight) list.scrollTop = Math.max(0, top - clientHeight / 2);
  }

  /** Keeps what stands at the upper edge there when others have added or removed rows above it. */
  #hold(): void {
    const edge = this.#edge,
      list = this.#host.scroller;
    if (edge === null || list === null || this.#wanted !== null || list.scrollTop === 0) return;
    const now = this.#host.window.indexOf(edge.id);
    if (now < 0 || now === edge.index) return;
    const by = (now - edge.index) * rowHeight.value;
    this.#edge = { id: edge.id, index: now };
    void this.#host.updateComplete.then(() => {
      list.scrollTop += by;
    });
  }
}
