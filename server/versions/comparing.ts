import { setTimeout as wait } from 'node:timers/promises';
import { WorldwireError } from '../../engine/index.ts';
import { startThread, threadFile } from '../doors/thread-calls.ts';
import type { CompareSource } from './compare-worker.ts';
import type { TakingBack, Wanted } from './take-back.ts';
import type { VersionDifference } from './version-difference.ts';

/** Characters of a scene that is compared, milliseconds that this may take, and how many may wait for one that goes on. */
const LARGEST = 64 << 20,
  PATIENCE = 60_000,
  MOST_WAITING = 8;

/** Makes what is compared: a version, and another text of its scene. */
export type Texts = () => Promise<Pick<CompareSource, 'version' | 'other'>>;

/** Compares versions, one after another, each in a thread of its own. */
export class Comparing {
  readonly #plugins: readonly string[];
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** @param plugins modules whose components scenes may hold */
  constructor(plugins: readonly string[]) {
    this.#plugins = plugins;
  }

  /** How a version differs from another text of its scene. Rejects with WW_TOO_LARGE, and with WW_LIMIT where too many ask at once. */
  difference(texts: Texts, name: string): Promise<VersionDifference> {
    return this.#inTurn(texts, { name, plugins: this.#plugins }) as Promise<VersionDifference>;
  }

  /** What brings the world of a text to what a version holds. Rejects as `difference` does, and with WW_SCENE_INVALID where the version is no scene. */
  takingBack(texts: Texts, name: string, take: Wanted): Promise<TakingBack> {
    return this.#inTurn(texts, { name, plugins: this.#plugins, take }) as Promise<TakingBack>;
  }

  /** Texts are made when it is their turn: however many wait, two are held. */
  async #inTurn(texts: Texts, what: Omit<CompareSource, 'version' | 'other'>): Promise<unknown> {
    if (this.#waiting >= MOST_WAITING) throw new WorldwireError('WW_LIMIT', `${MOST_WAITING} comparisons wait already; ask again in a moment.`);
    this.#waiting += 1;
    const going = this.#turn.then(async () => {
      const { version, other } = await texts();
      if (version.length > LARGEST || other.length > LARGEST) throw tooLarge();
      return compare({ ...what, version, other });
    });
    this.#turn = going.catch(() => undefined);
    return going.finally(() => (this.#waiting -= 1));
  }
}

function tooLarge(): WorldwireError {
  return new WorldwireError('WW_TOO_LARGE', 'The scene is too large to be compared here.');
}

async function compare(data: CompareSource): Promise<unknown> {
  const ended = new AbortController();
  const thread = startThread(threadFile('versions/compare-worker.js'), { data, name: 'versions', what: 'the comparison' }, ended.signal);
  const late = wait(PATIENCE, undefined, { ref: false, signal: ended.signal }).then(() => {
    throw tooLarge();
  });
  late.catch(() => undefined);
  try {
    return (await Promise.race([thread, late])).made;
  } finally {
    ended.abort();
  }
}
