/** How a world has ticked lately. */
export interface Measured {
  /** Ticks a second. */
  readonly rate: number;
  /** Milliseconds that a tick took, on the mean and at worst. */
  readonly tickTime: number;
  readonly worst: number;
}

/** Measured are the ticks of the last second, and of slow worlds the last four, since a second then says nothing. */
const SECOND = 1000;
const FEWEST = 4;
const MOST_MARKS = 4096;

/** Counts the ticks of the last moments, by a clock that is given. */
export class TickMeter {
  #marks: { readonly at: number; readonly time: number }[] = [];

  /** A tick has ended at `at`, having taken `time` milliseconds. */
  add(at: number, time: number): void {
    this.#marks.push({ at, time });
    if (this.#marks.length > MOST_MARKS) this.#marks.splice(0, MOST_MARKS / 2);
  }

  /** @param period milliseconds between two ticks as they are due */
  read(now: number, period: number): Measured {
    const span = Math.max(SECOND, FEWEST * period);
    const first = this.#marks.findIndex((mark) => mark.at > now - span);
    this.#marks.splice(0, first === -1 ? this.#marks.length : first);
    const count = this.#marks.length;
    let sum = 0,
      worst = 0;
    for (const { time } of this.#marks) {
      sum += time;
      worst = Math.max(worst, time);
    }
    return { rate: (count * SECOND) / span, tickTime: count === 0 ? 0 : sum / count, worst };
  }
}
