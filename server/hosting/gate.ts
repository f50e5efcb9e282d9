import type { AccessQuestion, Effect } from '../../engine/index.ts';

/** What a link carries out. */
export type LinkEffect = Extract<Effect, { type: 'open' | 'configure' | 'send' | 'ping' | 'close' | 'drop' }>;

/** Where effects go when the gate lets them through. */
export interface Outlets {
  link(effect: LinkEffect): void;
  ask(question: AccessQuestion): void;
  withdraw(ask: number): void;
}

/**
 * The one gate between a world and the outside. It knows the epoch of the world that it serves: what another epoch sends, or what comes
 * after it was shut, stays inside. A replay has no gate at all, so nothing can leave it.
 */
export class Gate {
  readonly epoch: string;
  readonly #outlets: Outlets;
  #shut = false;
  #held = 0;

  constructor(epoch: string, outlets: Outlets) {
    this.epoch = epoch;
    this.#outlets = outlets;
  }

  /** How many effects were not let through. */
  get held(): number {
    return this.#held;
  }

  perform(epoch: string, effects: readonly Effect[]): void {
    if (this.#shut || epoch !== this.epoch) {
      this.#held += effects.length;
      return;
    }
    for (const effect of effects) {
      if (effect.type === 'ask') this.#outlets.ask(effect.question);
      else if (effect.type === 'withdraw') this.#outlets.withdraw(effect.ask);
      else this.#outlets.link(effect);
    }
  }

  /** Lets nothing through from now on. */
  shut(): void {
    this.#shut = true;
  }
}
