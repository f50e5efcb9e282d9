import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Something that tells when it has changed. */
export interface Source {
  subscribe(listener: () => void): () => void;
}

/** A value that can be watched. Setting the same value again tells nobody. */
export class Cell<T> implements Source {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(initial: T) {
    this.#value = initial;
  }

  get value(): T {
    return this.#value;
  }
  set value(next: T) {
    if (Object.is(next, this.#value)) return;
    this.#value = next;
    for (const listener of Array.from(this.#listeners)) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Draws its element anew whenever one of these changes, for as long as the element is in the page. */
export class Follow implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #sources: readonly Source[];
  #ends: (() => void)[] = [];

  constructor(host: ReactiveControllerHost, ...sources: readonly Source[]) {
    this.#host = host;
    this.#sources = sources;
    host.addController(this);
  }

  hostConnected(): void {
    this.#ends = this.#sources.map((source) => source.subscribe(() => this.#host.requestUpdate()));
  }
  hostDisconnected(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
  }
}

/** Does something whenever this changes, for as long as the element is in the page. */
export class Listen implements ReactiveController {
  readonly #source: Source;
  readonly #then: () => void;
  #end: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, source: Source, then: () => void) {
    this.#source = source;
    this.#then = then;
    host.addController(this);
  }

  hostConnected(): void {
    this.#end = this.#source.subscribe(this.#then);
  }
  hostDisconnected(): void {
    this.#end?.();
  }
}
