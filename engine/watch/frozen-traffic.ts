import { WorldwireError } from '../errors.ts';
import type { TrafficRing } from './traffic-ring.ts';

/** Stands that are kept of a world at a time, and real milliseconds for which one is kept after the last who looked has left. */
const MOST = 8,
  KEPT_FOR = 30_000;

interface Stand {
  readonly ring: TrafficRing;
  watchers: number;
  leftAt: number;
}

/** Stands of the timeline that stay as they were, for those who hold it still while they read. */
export class Frozen {
  readonly #stands = new Map<string, Stand>();

  /** The stand of a name: the timeline as it is now, where there is none yet. Throws WW_LIMIT where too many are held. */
  take(name: string, now: TrafficRing): TrafficRing {
    let stand = this.#stands.get(name);
    if (stand === undefined) {
      if (this.#stands.size >= MOST) this.#drop();
      if (this.#stands.size >= MOST)
        throw new WorldwireError('WW_LIMIT', `The timeline is held still by ${MOST} who look at it, as many as may; try again when one has gone on.`);
      this.#stands.set(name, (stand = { ring: now.copy(), watchers: 0, leftAt: 0 }));
    }
    stand.watchers += 1;
    return stand.ring;
  }

  /** The stand of a name, without holding it; undefined where there is none. */
  peek(name: string): TrafficRing | undefined {
    return this.#stands.get(name)?.ring;
  }

  /** Somebody looks at it no more. */
  leave(name: string, real: number): void {
    const stand = this.#stands.get(name);
    if (stand === undefined) return;
    stand.watchers -= 1;
    stand.leftAt = real;
  }

  tidy(real: number): void {
    for (const [name, { watchers, leftAt }] of this.#stands) if (watchers <= 0 && real - leftAt > KEPT_FOR) this.#stands.delete(name);
  }

  /** Lets go of the one that nobody has looked at for longest. */
  #drop(): void {
    let oldest: string | undefined,
      at = Infinity;
    for (const [name, { watchers, leftAt }] of this.#stands)
      if (watchers <= 0 && leftAt < at) {
        oldest = name;
        at = leftAt;
      }
    if (oldest !== undefined) this.#stands.delete(oldest);
  }
}
