import type { Effect } from '../../engine/index.ts';
import type { WorldJournal } from '../journal/world-journal.ts';
import type { Gate } from './gate.ts';

/**
 * What a world wants done outside, in its order. No effect leaves before the record of its cause is written: after a crash the world would else not know
 * of what it had others do.
 */
export class Outgoing {
  readonly #gate: Gate;
  readonly #journal: WorldJournal | undefined;
  #held: Promise<void> | undefined;

  constructor(gate: Gate, journal: WorldJournal | undefined) {
    this.#gate = gate;
    this.#journal = journal;
  }

  perform(effects: readonly Effect[]): void {
    const gate = this.#gate,
      { epoch } = gate;
    const before = this.#held,
      written = this.#journal?.written();
    if (before === undefined && written === undefined) return gate.perform(epoch, effects);
    const turn: Promise<void> = Promise.all([before, written]).then(() => {
      if (this.#held === turn) this.#held = undefined;
      gate.perform(epoch, effects);
    });
    this.#held = turn;
  }

  /** Resolves when all has left. */
  async settled(): Promise<void> {
    while (this.#held !== undefined) await this.#held;
  }
}
