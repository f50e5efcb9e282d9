import { setTimeout as wait } from 'node:timers/promises';
import type { Answer, Question, View, ViewRequest, ViewUpdate } from '../../engine/index.ts';
import type { GhostDoor } from '../past/ghost.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';

export interface PagePastOptions {
  readonly world: HostedWorld;
  /** What the page looks at, by its own numbers. */
  readonly views: () => Iterable<readonly [number, View]>;
  /** Hands on what is shown; `tick` where that has changed, all views being told whole. */
  readonly show: (updates: readonly ViewUpdate[], tick?: number) => void;
  /** The past is over: the world as it is has to be shown. */
  readonly left: () => void;
  /** Whether the page does not keep up. */
  readonly slow: () => boolean;
}

/** Milliseconds after which a page that stands still in the past is put back to now, so that its ghost does not stay for ever. */
const LONGEST_STAY = 15 * 60_000;
/** Milliseconds that a ghost waits for a page that went back to now: who does often returns. */
const REST = 20_000;
/** Milliseconds of steps between two looks at whether another tick is wanted by now. */
const SLICE = 40;
/** Milliseconds that going back further may take, so that what gathers with time (messages, states) has gathered, and how far at most. */
const GATHER = 250,
  GATHERED_SECONDS = 60;
/** Numbers of views that only gather, above all that a page may choose. */
const KEEPERS = 2 ** 31;

/** One page's stay in the past of its world: a world of its own, brought to the tick that the page wants to see. */
export class PagePast {
  readonly #options: PagePastOptions;
  readonly #stopListening: () => void;
  #ghost: GhostDoor | undefined;
  /** Steps that the ghost has done, counted through all segments; undefined where it must be restored first. */
  #done: number | undefined;
  #tick: number | undefined;
  #wanted: number | undefined;
  /** Views that are to be told without the tick having changed, and such as are closed. */
  readonly #fresh = new Set<number>();
  readonly #closed = new Set<number>();
  /** Number of the last entry of the log that the ghost was given. */
  #logged = 0;
  /** What has been gathered since the ghost was restored, by connection. */
  #kept = new Set<string>();
  #travelling: Promise<number> | undefined;
  #leaving: NodeJS.Timeout | undefined;
  #resting = false;
  #ended = false;
  /** Milliseconds that a step takes in the ghost. */
  #cost: number;

  constructor(options: PagePastOptions) {
    this.#options = options;
    this.#cost = Math.max(0.02, options.world.run().tickTime);
    this.#stopListening = options.world.past.onEnd(() => this.#leave());
  }

  /** The tick that is shown; undefined until the first one is. */
  get tick(): number | undefined {
    return this.#tick;
  }

  /** Wants a tick to be shown. Resolves with the one that is, when no other is wanted any more: of many asked for in a row only the last counts. */
  goTo(tick: number): Promise<number> {
    this.#resting = false;
    this.#wanted = tick;
    return this.#go();
  }

  /** Shows nothing more; the ghost stays where it is for a while. */
  rest(): void {
    this.#resting = true;
    this.#tick = this.#wanted = undefined;
    this.#fresh.clear();
    for (const [view] of this.#options.views()) this.#closed.add(view);
    this.#stay();
  }

  /** A view was opened, or shows something else. */
  watch(view: number): void {
    this.#fresh.add(view);
    this.#closed.delete(view);
    void this.#go().catch(() => undefined);
  }

  unwatch(view: number): void {
    this.#fresh.delete(view);
    this.#closed.add(view);
  }

  /** Asks the world as it was. What changes the ghost's tick goes first. */
  async ask<Q extends Question>(question: Q): Promise<Answer<Q>> {
    await this.#travelling?.catch(() => undefined);
    if (this.#ended || this.#ghost === undefined) return this.#options.world.ask(question);
    this.#stay();
    return this.#ghost.ask(question);
  }

  /** Ends it without a word. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#leaving);
    this.#stopListening();
    void this.#ghost?.end();
  }

  get #isOver(): boolean {
    return this.#ended || this.#resting;
  }

  #leave(): void {
    if (this.#ended) return;
    this.end();
    this.#options.left();
  }

  #stay(): void {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => this.#leave(), this.#resting ? REST : LONGEST_STAY);
    this.#leaving.unref();
  }

  #go(): Promise<number> {
    this.#stay();
    this.#travelling ??= this.#travel();
    return this.#travelling;
  }

  async #travel(): Promise<number> {
    try {
      while (!this.#ended && (this.#wanted !== undefined || this.#fresh.size > 0)) await this.#advance();
      return this.#tick ?? 0;
    } catch (error) {
      // A ghost that is sent away in the midst of it answers no more.
      if (this.#ended) return this.#tick ?? 0;
      // What is half there is worse than what is.
      this.#travelling = undefined;
      this.#leave();
      throw error;
    } finally {
      this.#travelling = undefined;
    }
  }

  async #advance(): Promise<void> {
    if (this.#wanted === undefined && !this.#isGathered()) this.#wanted = this.#tick;
    const tick = this.#wanted;
    if (tick !== undefined) {
      this.#wanted = undefined;
      const reached = await this.#reach(tick);
      if (reached === undefined || this.#isOver) return;
      this.#fresh.clear();
      await this.#show(
        Array.from(this.#options.views(), ([view]) => view),
        reached,
      );
    } else {
      const fresh = [...this.#fresh];
      this.#fresh.clear();
      await this.#show(fresh);
    }
  }

  async #show(numbers: readonly number[], tick?: number): Promise<void> {
    const views = new Map(this.#options.views());
    const requests: ViewRequest[] = Array.from(this.#closed, (view) => ({ type: 'close', view }));
    this.#closed.clear();
    for (const view of numbers) {
      const what = views.get(view);
      if (what !== undefined) requests.push({ type: 'open', view, what });
    }
    const { updates } = await (this.#ghost as GhostDoor).ask({ ask: 'look', views: requests });
    for (let patience = 100; this.#options.slow() && patience > 0 && !this.#ended; patience -= 1) await wait(20);
    if (this.#isOver) return;
    if (tick !== undefined) this.#tick = tick;
    this.#options.show(
      updates.filter((update) => update.view < KEEPERS),
      tick,
    );
  }

  /** Brings the ghost to a tick, and gives the one reached; undefined where another is wanted by now. */
  async #reach(tick: number): Promise<number | undefined> {
    const { past } = this.#options.world;
    await past.ready();
    for (;;) {
      const route = past.route(tick);
      if (this.#done === undefined || !this.#isNearer(route.until, route.segment.first)) await this.#restore(tick);
      if (this.#ended) return undefined;
      while (this.#done !== undefined && this.#done < route.until) {
        if (this.#wanted !== undefined || this.#isOver) return undefined;
        const count = Math.min(route.until - this.#done, Math.max(1, Math.min(2000, Math.round(SLICE / this.#cost))));
        const steps = past.steps(this.#done, this.#done + count);
        if (steps === undefined) {
          // They were dropped meanwhile: once more, from a snapshot that is still kept.
          this.#done = undefined;
          break;
        }
        const took = await (this.#ghost as GhostDoor).replay(steps);
        if (this.#ended) return undefined;
        this.#done += count;
        this.#cost = Math.max(0.002, 0.5 * this.#cost + 0.5 * (took / count));
      }
      if (this.#done === route.until) return route.tick;
    }
  }

  /** Whether the ghost comes to a place sooner by going on than from the snapshot that begins before it. */
  #isNearer(until: number, snapshot: number): boolean {
    const done = this.#done as number;
    if (until < done || !this.#isGathered()) return false;
    return snapshot <= done || (snapshot - done) * this.#cost < GATHER;
  }

  async #restore(tick: number): Promise<void> {
    const { past, tickRate } = this.#options.world;
    const connections = this.#gathering();
    const sooner = connections.size === 0 ? 0 : Math.min(GATHERED_SECONDS * tickRate, GATHER / this.#cost);
    this.#done = undefined;
    this.#ghost ??= await past.ghost();
    if (this.#ended) {
      await this.#ghost.end();
      return;
    }
    const log = await past.log(this.#logged);
    this.#logged = log.at(-1)?.seq ?? this.#logged;
    const { segment } = past.route(tick, sooner);
    await this.#ghost.restore({ snapshot: segment.snapshot as Uint8Array, log });
    this.#closed.clear();
    // Before it goes on, so that what passes from here on is heard.
    let number = KEEPERS;
    const views: ViewRequest[] = Array.from(connections.values(), (what) => ({ type: 'open', view: number++, what }));
    if (views.length > 0) await this.#ghost.ask({ ask: 'look', views });
    this.#kept = new Set(connections.keys());
    this.#done = segment.first;
  }

  /** Views of which each shows what has gathered since somebody looks, by what they look at. */
  #gathering(): Map<string, View> {
    const out = new Map<string, View>();
    for (const [, what] of this.#options.views())
      if (what.kind === 'messages' || what.kind === 'trail') {
        const client = 'client' in what ? what.client : 0;
        out.set(JSON.stringify([what.kind, what.entity, what.component, client]), what);
      } else if (what.kind === 'graph' || what.kind === 'ports' || what.kind === 'trace') out.set(JSON.stringify(what), what);
    return out;
  }

  #isGathered(): boolean {
    for (const key of this.#gathering().keys()) if (!this.#kept.has(key)) return false;
    return true;
  }
}
