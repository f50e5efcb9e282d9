import { setTimeout as wait } from 'node:timers/promises';
import type { Answer, Question, View, ViewRequest, ViewUpdate } from '../../engine/index.ts';
import type { GhostDoor } from '../past/ghost.ts';
import { KEEPERS, type Guide } from '../past/guide.ts';
import { VersionGuide } from '../past/version-guide.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';

export interface PagePastOptions {
  readonly world: HostedWorld;
  /** The text of a version of its scene, where that is to be shown, and no tick. */
  readonly scene?: string;
  /** What the page looks at, by its own numbers. */
  readonly views: () => Iterable<readonly [number, View]>;
  /** Hands on what is shown; `tick` where that has changed, all views being told whole. */
  readonly show: (updates: readonly ViewUpdate[], tick?: number) => void;
  /** The past is over: the world as it is has to be shown. */
  readonly left: () => void;
  /** Says how far it is on the way to a tick that takes long. */
  readonly underway: (tick: number, share: number) => void;
  /** Whether the page does not keep up. */
  readonly slow: () => boolean;
}

/** Milliseconds after which a page that stands still in the past is put back to now, so that its ghost does not stay for ever. */
const LONGEST_STAY = 15 * 60_000;
/** Milliseconds that a ghost waits for a page that went back to now: who does often returns. */
const REST = 20_000;
/** Milliseconds on the way to a tick after which the page is told how far it is, and between two such words. */
const LONG = 1000,
  TOLD = 200;

/** One page's stay in the past of its world: a world of its own, brought to the tick that the page wants to see. */
export class PagePast {
  readonly #options: PagePastOptions;
  readonly #stopListening: () => void;
  #ghost: GhostDoor | undefined;
  #guide: Guide | undefined;
  #tick: number | undefined;
  #wanted: number | undefined;
  /** Views that are to be told without the tick having changed, and such as are closed. */
  readonly #fresh = new Set<number>();
  readonly #closed = new Set<number>();
  #travelling: Promise<number> | undefined;
  #leaving: NodeJS.Timeout | undefined;
  #resting = false;
  #ended = false;

  constructor(options: PagePastOptions) {
    this.#options = options;
    // A version is kept whatever becomes of the past.
    this.#stopListening = options.scene === undefined ? options.world.past.onEnd(() => this.#leave()) : () => undefined;
  }

  /** Whether nothing is to be shown of it, and its ghost waits for the page to return. */
  get isResting(): boolean {
    return this.#resting;
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
    if (this.#wanted === undefined && this.#guide?.isGathered(this.#gathering()) !== true) this.#wanted = this.#tick;
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
    const { world, scene, underway } = this.#options;
    const begun = performance.now();
    for (let told = begun + LONG - TOLD; ;) {
      this.#ghost ??= await world.past.ghost();
      if (this.#ended) {
        await this.#ghost.end();
        return undefined;
      }
      if (scene !== undefined) this.#guide ??= new VersionGuide(this.#ghost, scene);
      else if (this.#guide === undefined || this.#guide.of !== world.past.of) this.#guide = world.past.guide(this.#ghost, world.run().tickTime);
      const { reached, share, restored } = await (this.#guide as Guide).advance(tick, this.#gathering());
      if (restored) this.#closed.clear();
      if (this.#ended) return undefined;
      if (reached !== undefined) return reached;
      if (this.#wanted !== undefined || this.#isOver) return undefined;
      if (performance.now() - told < TOLD) continue;
      told = performance.now();
      underway(tick, share);
    }
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
}
