import type { Halt, View, ViewRequest, ViewUpdate } from '../../engine/index.ts';

/** Who receives the updates of a view. */
export type Receiver = (update: ViewUpdate) => void;

/** Does what is done where what the holder of a view has waited for came to be. */
export type Halted = (halt: Omit<Halt, 'view'>) => void;

let lastNumber = 0;

/**
 * The open views of a world. Their numbers are given here, once in the whole server, whatever number a page gives its own. All that is asked of them
 * is told the world with its next step.
 */
export class Watchers {
  readonly #wanted: () => void;
  readonly #receivers = new Map<number, Receiver>();
  readonly #who = new Map<number, string>();
  /** What is done for views whose holders wait for something. */
  readonly #halted = new Map<number, Halted>();
  #requests: ViewRequest[] = [];
  #charged = new Map<string, number>();

  /** @param wanted called when there is something to tell the world */
  constructor(wanted: () => void) {
    this.#wanted = wanted;
  }

  get size(): number {
    return this.#receivers.size;
  }

  /** Whether nobody looks, and the next step is told nothing of views. */
  get isIdle(): boolean {
    return this.#receivers.size === 0 && this.#requests.length === 0 && this.#charged.size === 0;
  }

  /**
   * Opens a view and returns its number; the first update that comes is whole. `who` looks: all their views share the time for looks with those
   * of others.
   * @param halted is called right after a step after which the world is to pause for this view
   */
  open(what: View, receiver: Receiver, who = '', halted?: Halted): number {
    const view = ++lastNumber;
    this.#receivers.set(view, receiver);
    this.#who.set(view, who);
    if (halted !== undefined) this.#halted.set(view, halted);
    this.#ask({ type: 'open', view, what, who });
    return view;
  }

  /** Changes what a view shows; its next update is whole again. */
  change(view: number, what: View): void {
    if (this.#receivers.has(view)) this.#ask({ type: 'open', view, what, who: this.#who.get(view) ?? '' });
  }

  /** Moves the window of a view of rows. */
  scroll(view: number, offset: number, limit: number): void {
    if (this.#receivers.has(view)) this.#ask({ type: 'scroll', view, offset, limit });
  }

  /** @param refused its holder wanted the world to pause, and may not */
  close(view: number, refused = false): void {
    if (this.#receivers.delete(view)) this.#ask({ type: 'close', view, ...(refused ? { refused } : {}) });
    this.#who.delete(view);
    this.#halted.delete(view);
  }

  /** Counts time that sending views has taken towards the share of the user who looks at them. */
  charge(who: string, milliseconds: number): void {
    this.#charged.set(who, (this.#charged.get(who) ?? 0) + milliseconds);
  }

  /** What sending has taken since the last step. */
  takeCharges(): readonly (readonly [string, number])[] {
    if (this.#charged.size === 0) return [];
    const charges = [...this.#charged];
    this.#charged = new Map();
    return charges;
  }

  /** What the next step tells the world about views. */
  take(): ViewRequest[] {
    return this.#requests.splice(0);
  }

  hand(updates: readonly ViewUpdate[]): void {
    for (const update of updates) this.#receivers.get(update.view)?.(update);
  }
  /** What the holders of these views have waited for came to be. */
  halt(halts: readonly Halt[]): void {
    for (const { view, ...halt } of halts) this.#halted.get(view)?.(halt);
  }
  #ask(request: ViewRequest): void {
    this.#requests.push(request);
    this.#wanted();
  }
}
