/** Parts of its patience. A stop of the whole process, or a sleep of the machine, counts as one of them, however long it was. */
const BEATS = 10;

export interface SilenceOptions {
  /** Milliseconds after which a call that is not answered makes a silence. */
  readonly patience: number;
  /** The call that has waited for longest, and for how many times the patience it may wait; undefined where none does. */
  readonly oldest: () => { readonly call: number; readonly times: number } | undefined;
  /** Told once of each silence. */
  readonly heard: () => void;
}

/** Notices that a thread, which answers one call after another, does not come to an end with one of them. Where nothing is asked, no timer runs. */
export class Silence {
  readonly #options: SilenceOptions;
  #timer: NodeJS.Timeout | undefined;
  #call = -1;
  #beats = 0;

  constructor(options: SilenceOptions) {
    this.#options = options;
  }

  /** Something has been asked. */
  asked(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#beat(), this.#options.patience / BEATS);
    this.#timer.unref();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #beat(): void {
    this.#timer = undefined;
    const oldest = this.#options.oldest();
    if (oldest === undefined) return;
    this.#beats = oldest.call === this.#call ? this.#beats + 1 : 0;
    this.#call = oldest.call;
    if (this.#beats === BEATS * oldest.times) this.#options.heard();
    this.asked();
  }
}
