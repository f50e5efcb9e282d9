import type { Guide, Gathering, Progress } from './guide.ts';
import { GATHER, GATHERED_SECONDS, KEEPERS, SLICE } from './guide.ts';
import type { GhostDoor } from './ghost.ts';
import type { MemoryPast } from './memory-past.ts';

/** Brings a ghost to ticks of what is kept in memory. */
export class MemoryGuide implements Guide {
  readonly of = 'memory';
  readonly #past: MemoryPast;
  readonly #ghost: GhostDoor;
  readonly #tickRate: number;
  /** Steps that the ghost has done, counted through all segments; undefined where it must be restored first. */
  #done: number | undefined;
  /** The tick that it is on the way to, and where it began. */
  #towards: number | undefined;
  #began = 0;
  /** Number of the last entry of the log that the ghost was given. */
  #logged = 0;
  /** What has been gathered since the ghost was restored. */
  #kept = new Set<string>();
  /** Milliseconds that a step takes in the ghost. */
  #cost: number;

  /** @param cost milliseconds that a step takes in the world */
  constructor(past: MemoryPast, ghost: GhostDoor, of: { readonly tickRate: number; readonly cost: number }) {
    this.#past = past;
    this.#ghost = ghost;
    this.#tickRate = of.tickRate;
    this.#cost = Math.max(0.02, of.cost);
  }

  isGathered(gathering: Gathering): boolean {
    for (const key of gathering.keys()) if (!this.#kept.has(key)) return false;
    return true;
  }

  async advance(tick: number, gathering: Gathering): Promise<Progress> {
    await this.#past.ready();
    const route = this.#past.route(tick);
    let restored = false;
    if (this.#done === undefined || !this.isGathered(gathering) || (this.#towards !== tick && !this.#isNearer(route.until, route.segment.first))) {
      await this.#restore(tick, gathering);
      restored = true;
    }
    if (this.#towards !== tick) this.#began = this.#done ?? 0;
    this.#towards = tick;
    const done = this.#done as number;
    if (done < route.until) {
      const count = Math.min(route.until - done, Math.max(1, Math.min(2000, Math.round(SLICE / this.#cost))));
      const steps = this.#past.steps(done, done + count);
      if (steps === undefined) {
        // They were dropped meanwhile: once more, from a snapshot that is still kept.
        this.#done = undefined;
        return { share: 0, restored };
      }
      const took = await this.#ghost.replay(steps);
      this.#done = done + count;
      this.#cost = Math.max(0.002, 0.5 * this.#cost + 0.5 * (took / count));
    }
    if (this.#done === route.until) {
      this.#towards = undefined;
      return { reached: route.tick, share: 1, restored };
    }
    return { share: ((this.#done ?? 0) - this.#began) / Math.max(1, route.until - this.#began), restored };
  }

  /** Whether the ghost comes to a place sooner by going on than from the snapshot that begins before it. */
  #isNearer(until: number, snapshot: number): boolean {
    const done = this.#done as number;
    return until >= done && (snapshot <= done || (snapshot - done) * this.#cost < GATHER);
  }

  async #restore(tick: number, gathering: Gathering): Promise<void> {
    const sooner = gathering.size === 0 ? 0 : Math.min(GATHERED_SECONDS * this.#tickRate, GATHER / this.#cost);
    this.#done = undefined;
    const log = await this.#past.log(this.#logged);
    this.#logged = log.at(-1)?.seq ?? this.#logged;
    const { segment } = this.#past.route(tick, sooner);
    await this.#ghost.restore({ snapshot: segment.snapshot as Uint8Array, log });
    // Before it goes on, so that what passes from here on is heard.
    let number = KEEPERS;
    if (gathering.size > 0) await this.#ghost.ask({ ask: 'look', views: Array.from(gathering.values(), (what) => ({ type: 'open', view: number++, what })) });
    this.#kept = new Set(gathering.keys());
    this.#towards = undefined;
    this.#done = segment.first;
  }
}
