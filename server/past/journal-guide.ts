import type { LogEntry } from '../../engine/index.ts';
import type { GhostDoor } from './ghost.ts';
import { GATHERED_SECONDS, type Gathering, type Guide, type Progress } from './guide.ts';
import type { JournalPast } from './journal-past.ts';

export interface JournalGuideOptions {
  readonly past: JournalPast;
  /** The world's log above a number, which its snapshots do not hold. */
  readonly log: (after: number) => Promise<readonly LogEntry[]>;
  readonly ghost: GhostDoor;
  readonly tickRate: number;
}

/** Milliseconds that a ghost is on its way before it is asked whether another tick is wanted by now. */
const SLICE = 60;

/** Brings a ghost to ticks of a journal, which it reads by itself. */
export class JournalGuide implements Guide {
  readonly of = 'journal';
  readonly #options: JournalGuideOptions;
  #towards: number | undefined;
  #logged = 0;
  #kept = new Set<string>();

  constructor(options: JournalGuideOptions) {
    this.#options = options;
  }

  isGathered(gathering: Gathering): boolean {
    for (const key of gathering.keys()) if (!this.#kept.has(key)) return false;
    return true;
  }

  async advance(tick: number, gathering: Gathering): Promise<Progress> {
    const { past, ghost, tickRate } = this.#options;
    const goesOn = this.#towards === tick;
    await past.known();
    const { from = 0, to, chain, folder } = past;
    const wanted = Math.min(Math.max(tick, from), to);
    let log: readonly LogEntry[] = [];
    if (!goesOn) {
      await past.written();
      log = await this.#options.log(this.#logged);
      this.#logged = log.at(-1)?.seq ?? this.#logged;
    }
    this.#towards = tick;
    const { reached, share, restored } = await ghost.travel({
      folder,
      chain: chain.filter((link) => link.tick <= wanted),
      tick: wanted,
      gathering: [...gathering],
      furthest: GATHERED_SECONDS * tickRate,
      log,
      milliseconds: SLICE,
      goesOn,
    });
    if (restored) this.#kept = new Set(gathering.keys());
    if (reached === undefined) return { share, restored };
    this.#towards = undefined;
    return { reached, share: 1, restored };
  }
}
