import type { CarriedFor, CarrierTold } from './carrier-options.ts';
import { visible } from '../../engine/index.ts';

/** Milliseconds in which what happens is told together, and for which the same failure of a host is not told again. */
const GATHER = 500,
  SAME = 60_000;
/** Lines of one telling. */
const MOST_LINES = 20;
const MOST_REMEMBERED = 1000;

/** Tells a person what becomes of the connections that their machine carries: by host, so that a thousand are not a thousand lines. */
export class Tidings implements CarrierTold {
  readonly #say: (line: string) => void;
  readonly #gathered = new Map<string, { count: number; entity: string; isOne: boolean }>();
  readonly #failed = new Map<string, { why: string; at: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  opened({ url, entity }: CarriedFor): void {
    const host = hostOf(url);
    this.#failed.delete(host);
    this.#add(`opened\n${host}`, entity);
  }

  ended({ url, entity }: CarriedFor, wasOpen: boolean, why: string): void {
    const host = hostOf(url);
    const words = visible(why, 300);
    if (wasOpen) this.#add(`closed\n${host}\n${words}`, entity);
    else if (!this.#isOld(host, words)) this.#add(`not opened\n${host}\n${words}`, entity);
  }

  /** Tells what has been gathered, now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    let lines = 0;
    for (const [key, { count, entity, isOne }] of this.#gathered) {
      if (lines === MOST_LINES) {
        this.#say(`and ${this.#gathered.size - lines} things more`);
        break;
      }
      lines += 1;
      const [what = '', host = '', why] = key.split('\n');
      const whose = isOne ? `for ${visible(entity, 80)}${count === 1 ? '' : ` (${count} times)`}` : `(${count} connections)`;
      this.#say(`${what} ${host} ${whose}${why === undefined ? '' : `: ${why}`}`);
    }
    this.#gathered.clear();
  }

  #add(key: string, entity: string): void {
    const known = this.#gathered.get(key);
    if (known === undefined) this.#gathered.set(key, { count: 1, entity, isOne: true });
    else {
      known.count += 1;
      known.isOne &&= known.entity === entity;
    }
    this.#timer ??= setTimeout(() => this.flush(), GATHER);
  }

  /** A host that is tried every few seconds fails in the same words each time. */
  #isOld(host: string, why: string): boolean {
    const now = performance.now();
    const before = this.#failed.get(host);
    // What belongs to the same telling is counted with it.
    if (before?.why === why && now - before.at < SAME && now - before.at > GATHER) return true;
    if (before?.why !== why || now - before.at >= SAME) {
      if (this.#failed.size >= MOST_REMEMBERED) this.#failed.clear();
      this.#failed.set(host, { why, at: now });
    }
    return false;
  }
}

/** Host and port alone: what else stands in an address may be secret. */
function hostOf(url: string): string {
  if (!URL.canParse(url)) return '(not an address)';
  const { hostname, port, protocol } = new URL(url);
  return visible(`${hostname}:${port === '' ? (protocol === 'wss:' ? 443 : 80) : port}`, 300);
}
