import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * What is being typed into one box. While there is a draft the world's changes do not reach the box; where it is as it was at
 * first it counts for nothing.
 */
export class Draft implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #text: string | null = null;
  #first = '';

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }
  hostConnected(): void {}

  /** What has been typed and not sent, or null. */
  get text(): string | null {
    return this.#text;
  }
  /** Nothing was typed that would be lost. */
  get clean(): boolean {
    return this.#text === null || this.#text === this.#first;
  }

  /** The box is entered: what it shows now stays. */
  begin(shown: string): void {
    if (this.#text !== null) return;
    this.#first = shown;
    this.#set(shown);
  }
  type(text: string, shown: string): void {
    if (this.#text === null) this.#first = shown;
    this.#set(text);
  }
  /** Sent or given up: the box shows the world's value again, also while one stays in it. */
  end(): void {
    this.#set(null);
  }
  /** Shows something else without it being typed: a drag. */
  show(text: string): void {
    this.#set(text);
  }

  #set(text: string | null): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#host.requestUpdate();
  }
}
