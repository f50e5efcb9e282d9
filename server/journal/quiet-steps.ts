import type { Step } from '../../engine/index.ts';

/** They are put together to so many numbers. */
export const MOST_QUIET = 3 * 1000;

/** Steps that nothing reached, put together: of each whether it was a tick, and milliseconds since the one before, of real time and by the clock. */
export class QuietSteps {
  readonly #write: (numbers: readonly number[]) => void;
  readonly #late: () => void;
  readonly #after: number;
  #numbers: number[] = [];
  #last = { real: 0, wall: 0 };
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param write is given them, when they are to be written
   * @param after milliseconds in which they are written, at least
   * @param late told when they were written by time
   */
  constructor(write: (numbers: readonly number[]) => void, after: number, late: () => void) {
    this.#write = write;
    this.#after = after;
    this.#late = late;
  }

  /** Real time and clock of the step before the next. */
  get last(): { readonly real: number; readonly wall: number } {
    return this.#last;
  }

  /** Another step was written, after which those to come are counted. */
  since({ real, wall = this.#last.wall }: { readonly real: number; readonly wall?: number }): void {
    this.#last = { real, wall };
  }

  add({ mode, real, wall = this.#last.wall }: Step): void {
    this.#numbers.push(mode === 'tick' ? 1 : 0, real - this.#last.real, wall - this.#last.wall);
    this.#last = { real, wall };
    if (this.#numbers.length >= MOST_QUIET) this.write();
    else
      this.#timer ??= setTimeout(() => {
        this.write();
        this.#late();
      }, this.#after);
  }

  write(): void {
    this.drop();
    if (this.#numbers.length === 0) return;
    this.#write(this.#numbers);
    this.#numbers = [];
  }

  /** Nothing is written by time any more. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
