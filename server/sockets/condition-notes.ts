import { conditionWords } from '../../engine/condition-words.ts';
import { HOST, type ConditionMet, type WatchedValue } from '../../engine/index.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';

/** Lines that one page may have written into the log of a world in a second of real time. */
const MOST = 10,
  SECOND = 1_000;

/** Writes into the log of a world which conditions of watched fields came to be, for one page: of too many a second the first ones, and how many more. */
export class ConditionNotes {
  readonly #world: HostedWorld;
  #begun = -Infinity;
  #written = 0;
  #left = 0;

  constructor(world: HostedWorld) {
    this.#world = world;
  }

  /** @param name of who watches */
  write(field: WatchedValue, { tick, real, value }: ConditionMet, { name }: { readonly name: string }): void {
    if (real - this.#begun >= SECOND) {
      this.#begun = real;
      this.#written = 0;
      if (this.#left > 0) this.#put(`${this.#left} more conditions of ${name} came to be in a second: ${MOST} a second are written here`);
      this.#left = 0;
    }
    if (this.#written >= MOST) {
      this.#left += 1;
      return;
    }
    this.#written += 1;
    this.#put(`${conditionWords(field)}: it is ${JSON.stringify(value)} at tick ${tick}, watched by ${name}`, field.entity);
  }

  #put(message: string, entity?: string): void {
    const about = entity === undefined ? {} : { entity };
    // A world that is closing takes no notes in any more.
    void this.#world.submit(HOST, { type: 'note', level: 'warn', message, ...about }).catch(() => undefined);
  }
}
