import type { LogEntry } from '../../engine/index.ts';
import { Bucket } from '../limits/bucket.ts';
import type { Log } from '../log/log.ts';

/** Milliseconds in which a line that comes again is only counted. */
const QUIET = 60_000;
/** Lines that are remembered. */
const MOST_KNOWN = 1000;

interface Told {
  readonly at: number;
  again: number;
}

/**
 * What of a world's log goes to the server's. All of it is read at the page; here it is what went wrong. What comes again, from the same
 * entity or from a thousand others, is one line a minute with the count of the others (`again`), and of a flood the rest is counted too (`untold`).
 */
export class WorldLog {
  readonly #log: Log;
  readonly #now: () => number;
  readonly #lines = new Bucket(5, 20);
  readonly #told = new Map<string, Told>();
  #untold = 0;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(log: Log, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  tell(entry: LogEntry): void {
    const about = { tick: entry.tick, entity: entry.entity, source: entry.source };
    // That a world's own log was cut short matters to who reads that one; who waits for access is told by the desk.
    const told = entry.source === 'log' || entry.message.endsWith('(WW_ACCESS_WAITING)');
    const bad = (entry.level === 'warn' || entry.level === 'error') && !told;
    if (!bad) {
      this.#log.debug(about, entry.message);
      return;
    }
    // How many files are open is another number each time.
    const words = entry.message.includes('WW_MACHINE_FULL') ? entry.message.replace(/\d+/g, '') : entry.message;
    const key = `${entry.level} ${entry.source} ${words}`;
    const now = this.#now();
    const before = this.#told.get(key);
    if (before !== undefined && now - before.at < QUIET) {
      before.again += 1;
      return;
    }
    if (!this.#lines.take()) {
      this.#untold += 1;
      return;
    }
    if (this.#told.size >= MOST_KNOWN) this.#told.clear();
    this.#told.set(key, { at: now, again: 0 });
    const again = before?.again ?? 0;
    const untold = this.#untold;
    this.#untold = 0;
    this.#log[entry.level === 'error' ? 'error' : 'warn']({ ...about, ...(again === 0 ? {} : { again }), ...(untold === 0 ? {} : { untold }) }, entry.message);
  }
}
