import { OUTLETS, outletOf, WorldwireError, type AccessEffect, type Effect, type JobEffect, type LinkEffect } from '../../engine/index.ts';

/** Where effects go when the gate lets them through. */
export interface Outlets {
  link(effect: LinkEffect, epoch: string): void;
  access(effect: AccessEffect, epoch: string): void;
  job(effect: JobEffect, epoch: string): void;
  /** Told of an effect that nothing here carries out: it goes nowhere, and the others go on. */
  unknown(error: WorldwireError): void;
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
    if (!this.admits(epoch)) {
      this.#held += effects.length;
      return;
    }
    for (const effect of effects) {
      const outlet = outletOf(effect.type);
      if (outlet === undefined) this.#refuse(effect);
      else (this.#outlets[outlet] as (effect: Effect, epoch: string) => void)(effect, epoch);
    }
  }

  /** Whether an answer may come in to what an epoch has asked for: not one to another life of the world, nor after the gate was shut. */
  admits(epoch: string): boolean {
    return !this.#shut && epoch === this.epoch;
  }

  #refuse(effect: Effect): void {
    this.#held += 1;
    const known = Object.keys(OUTLETS).join(', ');
    this.#outlets.unknown(
      new WorldwireError('WW_UNKNOWN_EFFECT', `nothing here carries out an effect of type ${JSON.stringify(effect.type)}; expected one of ${known}`),
    );
  }

  /** Lets nothing through from now on. */
  shut(): void {
    this.#shut = true;
  }
}
