/** Messages a second of a connection. */
export interface RowRate {
  readonly received: number;
  readonly sent: number;
}
interface Sample {
  readonly at: number;
  readonly received: number;
  readonly sent: number;
}

/** A rate is what at least so many milliseconds added. */
const WINDOW = 900;
/** A connection that was not seen for so long is forgotten. */
const FORGET = 5_000;

/** Messages a second of the connections in view, from their counters as they come. */
export class RowRates {
  readonly #samples = new Map<string, Sample>();
  readonly #rates = new Map<string, RowRate>();
  readonly #seen = new Map<string, number>();

  of(key: string): RowRate | undefined {
    return this.#rates.get(key);
  }

  note(key: string, received: number, sent: number, at: number): void {
    this.#seen.set(key, at);
    const last = this.#samples.get(key);
    if (last !== undefined && at - last.at < WINDOW) return;
    this.#samples.set(key, { at, received, sent });
    if (last === undefined || at - last.at > FORGET) return;
    const rate = (now: number, then: number): number => Math.max(0, Math.round(((now - then) * 1000) / (at - last.at)));
    this.#rates.set(key, { received: rate(received, last.received), sent: rate(sent, last.sent) });
  }

  /** Forgets those that have not been in view for a while. */
  tidy(at: number): void {
    for (const [key, seen] of this.#seen) {
      if (at - seen < FORGET) continue;
      this.#seen.delete(key);
      this.#samples.delete(key);
      this.#rates.delete(key);
    }
  }

  clear(): void {
    this.#seen.clear();
    this.#samples.clear();
    this.#rates.clear();
  }
}
