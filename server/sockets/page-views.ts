import { WorldwireError, type Answer, type Question, type View, type ViewUpdate } from '../../engine/index.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';

interface Open {
  readonly number: number;
  what: View;
  stale: boolean;
}

/** Views that one page may have open. */
const MOST_VIEWS = 100;

/**
 * What a page looks at in a world. Updates of a step leave in one message. Where the page does not keep up, they are left out instead of
 * being piled up, and its views are opened anew, whole, when it has caught up.
 */
export class PageViews {
  readonly #world: HostedWorld;
  readonly #send: (updates: readonly ViewUpdate[]) => void;
  readonly #slow: () => boolean;
  readonly #open = new Map<number, Open>();
  readonly #stop: () => void;
  #pending: ViewUpdate[] = [];
  #anyStale = false;

  constructor(world: HostedWorld, send: (updates: readonly ViewUpdate[]) => void, slow: () => boolean) {
    this.#world = world;
    this.#send = send;
    this.#slow = slow;
    this.#stop = world.onStep(() => this.#flush());
  }

  /** The entity of the view that was opened last, of those that show one. */
  get looksAt(): string | null {
    let last: string | null = null;
    for (const { what } of this.#open.values()) if (what.kind === 'entity') last = what.entity;
    return last;
  }

  /** Opens a view under the page's number, or changes what it shows. */
  watch(view: number, what: View): void {
    const before = this.#open.get(view);
    if (before !== undefined) {
      // Last in order again, since the page turned to it now.
      this.#open.delete(view);
      this.#open.set(view, before);
      before.what = what;
      this.#world.changeView(before.number, what);
      return;
    }
    if (this.#open.size >= MOST_VIEWS) throw new WorldwireError('WW_LIMIT', `A page may have ${MOST_VIEWS} views open.`);
    const number = this.#world.openView(what, (update) => this.#pending.push({ ...update, view }));
    this.#open.set(view, { number, what, stale: false });
  }

  /** Moves the window of a view of rows. */
  scroll(view: number, offset: number, limit: number): void {
    const open = this.#open.get(view);
    if (open === undefined || (open.what.kind !== 'tree' && open.what.kind !== 'table')) return;
    open.what = { ...open.what, offset, limit };
    this.#world.scrollView(open.number, offset, limit);
  }

  /** Asks the world that is shown. */
  ask<Q extends Question>(question: Q): Promise<Answer<Q>> {
    return this.#world.ask(question);
  }

  /** Shows the world as it was at a tick, or as it is (null); resolves with the tick shown. */
  async goTo(tick: number | null): Promise<number | null> {
    if (tick !== null) throw new WorldwireError('WW_BAD_REQUEST', 'Nothing of the past is kept: begin to record first.');
    return null;
  }

  unwatch(view: number): void {
    const open = this.#open.get(view);
    if (open === undefined) return;
    this.#open.delete(view);
    this.#world.closeView(open.number);
  }

  /** Closes all. */
  end(): void {
    this.#stop();
    for (const view of this.#open.keys()) this.unwatch(view);
  }

  #flush(): void {
    if (this.#pending.length === 0 && !this.#anyStale) return;
    const updates = this.#pending.splice(0);
    if (this.#slow()) {
      for (const update of updates) this.#outdate(update.view);
      return;
    }
    if (this.#anyStale) this.#refresh();
    const fresh = updates.filter((update) => this.#open.has(update.view));
    if (fresh.length > 0) this.#send(fresh);
  }

  #outdate(view: number): void {
    const open = this.#open.get(view);
    if (open === undefined) return;
    open.stale = true;
    this.#anyStale = true;
  }

  #refresh(): void {
    this.#anyStale = false;
    for (const open of this.#open.values()) {
      if (!open.stale) continue;
      open.stale = false;
      this.#world.changeView(open.number, open.what);
    }
  }
}
