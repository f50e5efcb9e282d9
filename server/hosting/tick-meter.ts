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
const MOST_MARKS = 4096,
  FIRST_MARKS = 128;

/** Counts the ticks of the last moments, by a clock that is given. */
export class TickMeter {
  /** When each of the newest ticks ended, and how long it took: a ring of pairs, since an object for each would live just long enough to cost. */
  #marks = new Float64Array(FIRST_MARKS * 2);
  /** Where the next tick goes, and how many the ring holds. */
  #next = 0;
  #held = 0;

  /** A tick has ended at `at`, having taken `time` milliseconds. */
  add(at: number, time: number): void {
    if (this.#held * 2 === this.#marks.length && this.#held < MOST_MARKS && (this.#marks[this.#next * 2] as number) > at - SECOND) this.#grow();
    this.#marks[this.#next * 2] = at;
    this.#marks[this.#next * 2 + 1] = time;
    const size = this.#marks.length / 2;
    this.#next = (this.#next + 1) % size;
    if (this.#held < size) this.#held++;
  }

  /** The oldest of a full ring is still wanted. */
  #grow(): void {
    const next = this.#next * 2;
    const marks = new Float64Array(this.#marks.length * 2);
    marks.set(this.#marks.subarray(next));
    marks.set(this.#marks.subarray(0, next), this.#marks.length - next);
    this.#next = this.#held;
    this.#marks = marks;
  }

  /** @param period milliseconds between two ticks as they are due */
  read(now: number, period: number): Measured {
    const span = Math.max(SECOND, FEWEST * period);
    const size = this.#marks.length / 2;
    let count = 0,
      sum = 0,
      worst = 0;
    for (; count < this.#held; count++) {
      const place = ((this.#next - 1 - count + size) % size) * 2;
      if ((this.#marks[place] as number) <= now - span) break;
      const time = this.#marks[place + 1] as number;
      sum += time;
      worst = Math.max(worst, time);
    }
    return { rate: (count * SECOND) / span, tickTime: count === 0 ? 0 : sum / count, worst };
  }
}
