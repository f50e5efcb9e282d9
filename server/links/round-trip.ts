import { performance } from 'node:perf_hooks';

/** Milliseconds between two pings, and after which one that was not answered is given up. */
const PAUSE = 400,
  PATIENCE = 15_000;
const MARK = 'worldwire ';

/** The pings that are sent because somebody looks at a connection, and how long the newest took. */
export class RoundTrip {
  /** Milliseconds of the newest ping that came back. */
  milliseconds: number | null = null;
  private count = 0;
  private sentAt = -Infinity;
  private waiting = false;

  /** What the next ping carries; undefined while one is on its way, or has just been. */
  next(): string | undefined {
    const since = performance.now() - this.sentAt;
    if (since < PAUSE || (this.waiting && since < PATIENCE)) return undefined;
    this.sentAt = performance.now();
    this.waiting = true;
    this.count += 1;
    return `${MARK}${this.count}`;
  }

  /** Takes a pong in. Returns whether it answers one of these pings. */
  answered(payload: string): boolean {
    if (!payload.startsWith(MARK)) return false;
    if (this.waiting && payload === `${MARK}${this.count}`) {
      this.waiting = false;
      this.milliseconds = Math.round((performance.now() - this.sentAt) * 100) / 100;
    }
    return true;
  }
}
