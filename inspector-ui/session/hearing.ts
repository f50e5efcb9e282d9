import { Cell } from '../cells/cell.ts';

/** Milliseconds between two looks at whether the server has been heard. */
const LOOK = 500;
/** Without a word for so long the server is asked for one. */
const QUIET = 1_500;
/** Without one for so long people are told. */
const SILENT = 3_000;
/** How often the way to the server and back is measured, however much is heard. */
const MEASURE = 3_000;

/** Whether the server is heard from, and how long the way to it and back is. A connection may stand open for most of a minute to a server that says nothing. */
export class Hearing {
  /** Milliseconds to the server and back. */
  readonly latency = new Cell<number | null>(null);
  /** Seconds for which nothing has been heard of the server; 0 while that is no longer than usual. */
  readonly silence = new Cell(0);
  /** Asks the server for a word, whatever it says; whether one came. */
  readonly #ask: (latency: number | null) => Promise<boolean>;
  #looking: ReturnType<typeof setInterval> | undefined;
  #heardAt = 0;
  #lookedAt = 0;
  #askedAt = 0;
  #isAsking = false;
  /** Whether it was silent at any time since it was asked. */
  #wasSilent = false;

  constructor(ask: (latency: number | null) => Promise<boolean>) {
    this.#ask = ask;
  }

  begin(): void {
    clearInterval(this.#looking);
    this.#heardAt = this.#lookedAt = performance.now();
    void this.#measure();
    this.#looking = setInterval(() => this.#look(), LOOK);
  }
  end(): void {
    clearInterval(this.#looking);
    this.latency.value = null;
    this.silence.value = 0;
  }
  /** The server has said something. */
  heard(): void {
    this.#heardAt = performance.now();
    this.silence.value = 0;
  }

  #look(): void {
    const now = performance.now();
    // A page that was asleep could hear nothing.
    if (now - this.#lookedAt > 2 * LOOK + 1_000) this.#heardAt = now;
    this.#lookedAt = now;
    const quiet = now - this.#heardAt;
    this.silence.value = quiet < SILENT ? 0 : Math.floor(quiet / 1_000);
    this.#wasSilent ||= quiet >= SILENT;
    if (!this.#isAsking && (quiet >= QUIET || now - this.#askedAt >= MEASURE)) void this.#measure();
  }

  async #measure(): Promise<void> {
    const start = (this.#askedAt = performance.now());
    this.#isAsking = true;
    this.#wasSilent = false;
    // What a server that stood still has taken to answer is no measure of the way.
    if ((await this.#ask(this.latency.value)) && !this.#wasSilent) this.latency.value = performance.now() - start;
    this.#isAsking = false;
  }
}
