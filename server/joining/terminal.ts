import { visible } from '../../engine/index.ts';

/** Where a command line is read and written. */
export interface TerminalStreams {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Lines that are kept back while a question stands. */
const MOST_HELD = 200;

/** The lines of a command line. While a question stands they wait, since they would tear it. */
export class Terminal {
  readonly streams: TerminalStreams;
  #held: string[] | undefined;
  #passedOver = 0;

  constructor(streams: TerminalStreams) {
    this.streams = streams;
  }

  /** Whether somebody can be asked here. */
  get isInteractive(): boolean {
    return this.streams.input.isTTY === true && this.streams.output.isTTY === true;
  }

  /** Prints a line with the time. Whoever says it has cut what is foreign in it; here nothing of it steers the terminal. */
  say(line: string): void {
    const whole = `${new Date().toTimeString().slice(0, 8)} ${visible(line, Infinity)}\n`;
    if (this.#held === undefined) this.streams.output.write(whole);
    else if (this.#held.length < MOST_HELD) this.#held.push(whole);
    else this.#passedOver += 1;
  }

  /** Keeps lines back while something else has the terminal. */
  async alone<T>(act: () => Promise<T>): Promise<T> {
    this.#held = [];
    try {
      return await act();
    } finally {
      const held = this.#held;
      this.#held = undefined;
      for (const line of held) this.streams.output.write(line);
      if (this.#passedOver > 0) this.say(`(${this.#passedOver} more lines while a question stood)`);
      this.#passedOver = 0;
    }
  }
}
