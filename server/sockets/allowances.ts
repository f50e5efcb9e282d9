import { WorldwireError } from '../../engine/index.ts';
import { Bucket } from '../limits/bucket.ts';

/** Questions of one user that may wait for those before them, and how many a second they may ask on end, and at once. */
const MOST_WAITING = 100;
const COSTLY = { perSecond: 30, most: 90 };
/** Milliseconds after which nothing is known any more of a user who has no page open. By then their buckets are full again. */
const FORGET = 10_000;

/** What one user may ask of the server, from all their pages together. */
export class Allowance {
  pages = 0;
  leaving: NodeJS.Timeout | undefined;
  readonly #events: Bucket;
  readonly #costly = new Bucket(COSTLY.perSecond, COSTLY.most);
  #waiting = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(eventsPerSecond: number) {
    this.#events = new Bucket(eventsPerSecond, eventsPerSecond * 3);
  }

  /** Takes one event. False where there were too many. */
  event(): boolean {
    return this.#events.take();
  }

  /** Asks something that costs a world time: one at a time, and only so many a second. Rejects with WW_RATE_LIMITED. */
  async costly<T>(ask: () => T | Promise<T>): Promise<T> {
    if (!this.#costly.take()) throw tooMuch();
    if (this.#waiting >= MOST_WAITING) throw tooMuch();
    this.#waiting += 1;
    const answer = this.#turn.then(ask).finally(() => {
      this.#waiting -= 1;
    });
    this.#turn = answer.catch(() => undefined);
    return answer;
  }
}

function tooMuch(): WorldwireError {
  return new WorldwireError('WW_RATE_LIMITED', 'Your pages ask more of this server than one user may, so it was not answered; ask again in a moment.');
}

/** The allowances of the users who have pages open. */
export class Allowances {
  readonly #eventsPerSecond: number;
  readonly #users = new Map<string, Allowance>();

  /** @param eventsPerSecond of one user, and three times as many in a burst */
  constructor(eventsPerSecond: number) {
    this.#eventsPerSecond = eventsPerSecond;
  }

  /** A page of a user comes: it shares what their other pages have. */
  open(userId: string): Allowance {
    const allowance = this.#users.get(userId) ?? new Allowance(this.#eventsPerSecond);
    this.#users.set(userId, allowance);
    clearTimeout(allowance.leaving);
    allowance.pages += 1;
    return allowance;
  }

  /** A page has gone. */
  close(userId: string): void {
    const allowance = this.#users.get(userId);
    if (allowance === undefined || --allowance.pages > 0) return;
    allowance.leaving = setTimeout(() => {
      if (this.#users.get(userId) === allowance) this.#users.delete(userId);
    }, FORGET);
    allowance.leaving.unref();
  }
}
