/** Lets so many things pass a second, and a burst of as many as it holds. */
export class Bucket {
  readonly #rate: number;
  readonly #size: number;
  #level: number;
  #at = performance.now();

  constructor(rate: number, size: number) {
    this.#rate = rate;
    this.#size = size;
    this.#level = size;
  }

  /** Takes one out. False where it is empty. */
  take(): boolean {
    const now = performance.now();
    this.#level = Math.min(this.#size, this.#level + ((now - this.#at) / 1000) * this.#rate);
    this.#at = now;
    if (this.#level < 1) return false;
    this.#level -= 1;
    return true;
  }
}
