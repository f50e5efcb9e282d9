/** Does something at once, or as soon as the last time is long enough ago; what is asked for in between counts once. */
export class Paced {
  readonly #pause: number;
  readonly #act: () => void;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #wanted = false;

  /** @param pause milliseconds between two times */
  constructor(pause: number, act: () => void) {
    this.#pause = pause;
    this.#act = act;
  }

  ask(): void {
    if (this.#resting !== undefined) {
      this.#wanted = true;
      return;
    }
    this.#act();
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      if (!this.#wanted) return;
      this.#wanted = false;
      this.ask();
    }, this.#pause);
  }

  /** What was asked for and not done is no longer wanted. */
  forget(): void {
    this.#wanted = false;
  }
}
