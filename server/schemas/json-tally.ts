import { WorldwireError } from '../../engine/index.ts';

/** What a text of JSON may hold, as far as it is counted before any of it is parsed. */
export interface TallyLimits {
  /** Levels of lists and objects, from the outermost object on. */
  readonly depth: number;
  /** Values of any kind. */
  readonly values: number;
  /** Members of a list that stands right in the outermost object, as operations do. */
  readonly listed: number;
  /** Levels around the outermost object, as that of an event around what is said with it. Default 0. */
  readonly around?: number;
}

const QUOTE = 34,
  COMMA = 44,
  LIST = 91,
  BACKSLASH = 92,
  LIST_END = 93,
  OBJECT = 123,
  OBJECT_END = 125,
  SPACE = 32;

/**
 * Counts what a text of JSON holds, byte by byte as it comes in: how deep it is nested, how many values it has, and how many members the lists of its
 * outermost object. It costs about a nanosecond a byte and no memory, so that what is too much is refused before all of it has come, and before it is
 * parsed. Whether it is JSON at all is not its concern: of what is none it may count anything, and parsing refuses that.
 */
export class JsonTally {
  /** Values so far, one that has only begun included. */
  values = 0;
  readonly #limits: TallyLimits;
  readonly #around: number;
  readonly #what: string;
  #depth = 0;
  #listed = 0;
  /** Whether the innermost list of the outermost object is one, and not an object. */
  #isList = false;
  #inText = false;
  #escaped = false;
  /** Nothing has come yet of what may be a value: in an empty list there is none. */
  #fresh = true;

  /** @param what the text is, for the one who is refused: `body`, `message` */
  constructor(limits: TallyLimits, what: string) {
    this.#limits = limits;
    this.#around = limits.around ?? 0;
    this.#what = what;
  }

  /**
   * Counts a part of the text: bytes in UTF-8, of which no part of a character counts for anything.
   * @throws WorldwireError WW_BAD_REQUEST where it holds too much; what comes then need not be looked at any more
   */
  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (this.#inText) {
        // Most of what is sent is text: it is gone over in a loop that does nothing else.
        at = this.#overText(bytes, at);
        continue;
      }
      if (byte <= SPACE) continue;
      if (this.#fresh && byte !== LIST_END && byte !== OBJECT_END) {
        this.#fresh = false;
        this.#value();
      }
      if (byte === QUOTE) this.#inText = true;
      else if (byte === COMMA) this.#comma();
      else if (byte === OBJECT || byte === LIST) this.#open(byte === LIST);
      else if (byte === OBJECT_END || byte === LIST_END) {
        this.#depth--;
        this.#fresh = false;
      }
    }
  }

  /** The place of the quote that ends a text, or of the last byte. */
  #overText(bytes: Uint8Array, from: number): number {
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inText = false;
        return at;
      }
    }
    return at;
  }

  #value(): void {
    const { values } = this.#limits;
    if (++this.values > values) throw this.#tooMuch(`more than ${values} values`);
  }

  #comma(): void {
    this.#value();
    const { listed } = this.#limits;
    if (this.#depth === this.#around + 2 && this.#isList && ++this.#listed > listed)
      throw this.#tooMuch(`more than ${listed} members in one of its lists; send them in several`);
  }

  #open(isList: boolean): void {
    const { depth } = this.#limits;
    if (++this.#depth > depth + this.#around) throw this.#tooMuch(`something nested deeper than ${depth} levels`);
    this.#fresh = true;
    if (this.#depth !== this.#around + 2) return;
    this.#isList = isList;
    // Its first member, which no comma tells.
    this.#listed = 1;
  }

  #tooMuch(words: string): WorldwireError {
    return new WorldwireError('WW_BAD_REQUEST', `The ${this.#what} holds ${words}.`);
  }
}
