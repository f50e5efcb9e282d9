/** Lets so many things pass a second, and a burst of as many as it holds. */
export class Bucket {
  readonly #rate: number;
  readonly #size: number;
  #level: number;
  #at = performance.now();

  /**
   * @param rate of a second
   * @param size at once
   */
  constructor(rate: number, size: number) {
    this.#rate = rate;
    this.#size = size;
    this.#level = size;
  }

  /** Takes one out. False where it is empty. */
  take(): boolean {
    this.#fill();
    if (this.#level < 1) return false;
    this.#level -= 1;
    return true;
  }

  /** Takes so much, also where there is less. Gives the milliseconds until there is some again; 0 where there is. */
  draw(amount: number): number {
    this.#fill();
    this.#level -= amount;
    return this.#level >= 0 ? 0 : (-this.#level / this.#rate) * 1000;
  }

  #fill(): void {
    const now = performance.now();
    this.#level = Math.min(this.#size, this.#level + ((now - this.#at) / 1000) * this.#rate);
    this.#at = now;
  }
}
