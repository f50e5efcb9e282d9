import { WorldwireError, type Registry } from '../../engine/index.ts';
import { LocalGhost, type GhostDoor } from './ghost.ts';
import type { MarkReader } from './journal-track.ts';
import { openGhostThread } from './ghost-thread.ts';

export interface GhostsOptions {
  /** Modules with components and systems, which each ghost loads. */
  readonly plugins: readonly string[];
  /** Components that no module holds: ghosts that need them live in this thread. */
  readonly registry?: Registry;
}

/** Ghosts at a time, in one server. */
const MOST_GHOSTS = 8;
/** Of them those that search, and of those one user's. */
const MOST_SEEKING = 4,
  MOST_OF_ONE = 2;

/** The worlds that a server brings back to be looked at. */
export class Ghosts {
  readonly #options: GhostsOptions;
  #count = 0;
  /** How many searches somebody has under way. */
  readonly #seeking = new Map<string, number>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: GhostsOptions) {
    this.#options = options;
  }

  /** How many there are. */
  get size(): number {
    return this.#count;
  }

  /** A ghost that waits to be restored. Rejects with WW_LIMIT where there are too many. */
  async make(): Promise<GhostDoor> {
    if (this.#count >= MOST_GHOSTS) throw new WorldwireError('WW_LIMIT', `${MOST_GHOSTS} pages look at the past already, as many as this server takes.`);
    this.#count += 1;
    let there = true;
    const gone = (): void => {
      if (there) this.#count -= 1;
      there = false;
    };
    try {
      const { registry, plugins } = this.#options;
      const ghost = registry === undefined ? await openGhostThread(plugins) : new LocalGhost(registry);
      return {
        restore: (source) => this.#inTurn(() => ghost.restore(source)),
        replay: (steps) => this.#inTurn(() => ghost.replay(steps)),
        travel: (errand) => this.#inTurn(() => ghost.travel(errand)),
        search: (errand, milliseconds) => this.#inTurn(() => ghost.search(errand, milliseconds)),
        stretch: (part) => this.#inTurn(() => ghost.stretch(part)),
        happened: (folder, segments) => ghost.happened(folder, segments),
        ask: (question) => this.#inTurn(() => ghost.ask(question)),
        end: () => {
          gone();
          return ghost.end();
        },
      };
    } catch (error) {
      gone();
      throw error;
    }
  }

  /** A ghost for a search of somebody. Rejects with WW_LIMIT where they, or all together, search too much at a time. */
  async seeker(userId: string): Promise<GhostDoor> {
    const own = this.#seeking.get(userId) ?? 0,
      all = Array.from(this.#seeking.values()).reduce((sum, each) => sum + each, 0);
    if (own >= MOST_OF_ONE) throw new WorldwireError('WW_LIMIT', `${MOST_OF_ONE} of your searches in the past go on already, as many as one user may have.`);
    if (all >= MOST_SEEKING) throw new WorldwireError('WW_LIMIT', `${MOST_SEEKING} searches in the past go on already, as many as this server takes.`);
    this.#seeking.set(userId, own + 1);
    let there = true;
    const gone = (): void => {
      if (!there) return;
      there = false;
      const left = (this.#seeking.get(userId) ?? 1) - 1;
      if (left > 0) this.#seeking.set(userId, left);
      else this.#seeking.delete(userId);
    };
    try {
      const ghost = await this.make();
      return {
        ...ghost,
        end: () => {
          gone();
          return ghost.end();
        },
      };
    } catch (error) {
      gone();
      throw error;
    }
  }

  /** Reads the marks of journals, in a thread of its own; whoever takes it ends it. */
  async reader(): Promise<MarkReader> {
    const { registry } = this.#options;
    return registry === undefined ? openGhostThread([]) : new LocalGhost(registry);
  }

  /** One ghost works at a time, so that however many look back, all of them together take one processor from the worlds that run. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const going = this.#turn.then(work);
    this.#turn = going.catch(() => undefined);
    return going;
  }
}
