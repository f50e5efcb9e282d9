import { merge, type Merged } from './merge.ts';

/** What a text that has come from the world means for what is written here. */
export type Coming = { readonly kind: 'nothing' } | { readonly kind: 'follow'; readonly text: string } | ({ readonly kind: 'merge' } & Merged);
const NOTHING: Coming = { kind: 'nothing' };

/** A draft as it is kept over a reload of the page. */
export interface KeptDraft {
  readonly base: string;
  readonly text: string;
}

/**
 * What one writes of a program that others may write as well. Where one has changed nothing, it follows the world; else what comes is merged in, line by
 * line, with the text as both had it last as the base. It is told what was typed, and knows no editor.
 */
export class SourceDraft {
  #text: string;
  /** The world's text as it was merged in last, by which a save is held against what others have saved since. */
  #seen: string;
  /** The base that is kept: places that are not decided yet are found again by it. */
  #base: string;
  /** What is being saved. Until that is answered nobody knows upon what it stands that comes. */
  #sent: string | null = null;
  /** What stood in the world before the last save. Until the world tells of that, it is no news. */
  #before: string | null = null;

  constructor(value: string, kept?: KeptDraft) {
    this.#seen = this.#base = kept?.base ?? value;
    this.#text = kept?.text ?? value;
  }

  get text(): string {
    return this.#text;
  }
  get seen(): string {
    return this.#seen;
  }
  get isDirty(): boolean {
    return this.#text !== this.#seen;
  }
  get isSaving(): boolean {
    return this.#sent !== null;
  }
  get kept(): KeptDraft {
    return { base: this.#base, text: this.#text };
  }

  /** What stands in the editor by now. @param undecided how many places both have changed, of which nobody has said yet what holds */
  typed(text: string, undecided: number): void {
    this.#text = text;
    if (undecided === 0) this.#base = this.#seen;
  }

  /**
   * A text has come from the world. Whoever asks must make of the editor's text what is given, and tell it by `typed`: it is taken as merged from then on.
   * While something is being saved nothing is given; what the world has by then is to be told again once that is answered.
   */
  came(value: string): Coming {
    if (this.#sent !== null) return NOTHING;
    if (value === this.#before) return NOTHING;
    this.#before = null;
    if (value === this.#seen) return NOTHING;
    const was = this.#seen,
      isClean = !this.isDirty;
    this.#seen = value;
    if (isClean || this.#text === value) {
      this.#text = this.#base = value;
      return { kind: 'follow', text: value };
    }
    return { kind: 'merge', ...merge(was, this.#text, value) };
  }

  /** It is being saved as it stands. */
  sending(): void {
    this.#sent = this.#text;
  }
  /** What came of that. */
  sent(isSaved: boolean): void {
    if (isSaved && this.#sent !== null) {
      this.#before = this.#sent === this.#seen ? null : this.#seen;
      this.#seen = this.#base = this.#sent;
    }
    this.#sent = null;
  }
  /** The world has had time to tell of the last save: what it shows from now on is what holds, also where it is the text from before. */
  heard(): void {
    this.#before = null;
  }
}
