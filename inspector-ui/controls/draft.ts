import type { LitElement } from 'lit';
import { KeepCaret } from './keep-caret.ts';

/**
 * What is being typed into one box. Only what differs from what stood there when it was begun is a draft, from which the world's changes
 * are kept away; a box in which nothing was typed shows what is, also while somebody is in it.
 */
export class Draft {
  readonly #host: LitElement;
  #text: string | null = null;
  #first = '';
  #entered = false;

  constructor(host: LitElement) {
    this.#host = host;
    new KeepCaret(host);
  }

  /** What has been typed and not sent, or null. */
  get text(): string | null {
    return this.#text;
  }
  /** Nothing was typed that would be lost. */
  get clean(): boolean {
    return this.#text === null;
  }
  /** What stood there when it was begun. */
  get first(): string {
    return this.#first;
  }
  /** Somebody is in the box. */
  get entered(): boolean {
    return this.#entered;
  }

  begin(): void {
    this.#enter(true);
  }
  leave(): void {
    this.#enter(false);
  }
  /** @param shown what the box shows where nothing is typed */
  type(text: string, shown: string): void {
    if (this.#text === null) this.#first = shown;
    this.#set(text === this.#first ? null : text);
  }
  /** Sent or given up: the box shows the world's value again, also while one stays in it. */
  end(): void {
    this.#set(null);
  }
  /** Shows something else without it being typed: a drag. */
  show(text: string): void {
    this.#set(text);
  }

  #enter(entered: boolean): void {
    if (entered === this.#entered) return;
    this.#entered = entered;
    this.#host.requestUpdate();
  }
  #set(text: string | null): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#host.requestUpdate();
  }
}
