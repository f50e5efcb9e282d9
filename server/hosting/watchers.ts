import type { View, ViewRequest, ViewUpdate } from '../../engine/index.ts';

/** Who receives the updates of a view. */
export type Receiver = (update: ViewUpdate) => void;

let lastNumber = 0;

/** The open views of a world. Their numbers are given here, once in the whole server, whatever number a page gives its own. */
export class Watchers {
  readonly #receivers = new Map<number, Receiver>();
  #requests: ViewRequest[] = [];

  get size(): number {
    return this.#receivers.size;
  }

  /** Opens a view and returns its number; the first update that comes is whole. */
  open(what: View, receiver: Receiver): number {
    const view = ++lastNumber;
    this.#receivers.set(view, receiver);
    this.#requests.push({ type: 'open', view, what });
    return view;
  }

  /** Changes what a view shows; its next update is whole again. */
  change(view: number, what: View): void {
    if (this.#receivers.has(view)) this.#requests.push({ type: 'open', view, what });
  }

  /** Moves the window of a view of rows. */
  scroll(view: number, offset: number, limit: number): void {
    if (this.#receivers.has(view)) this.#requests.push({ type: 'scroll', view, offset, limit });
  }

  close(view: number): void {
    if (this.#receivers.delete(view)) this.#requests.push({ type: 'close', view });
  }

  /** What the next step tells the world about views. */
  take(): ViewRequest[] {
    return this.#requests.splice(0);
  }

  hand(updates: readonly ViewUpdate[]): void {
    for (const update of updates) this.#receivers.get(update.view)?.(update);
  }
}
