/** Somebody who ticks, with the milliseconds that a tick has taken lately; undefined where none has passed. */
export interface Beating {
  readonly lately: number | undefined;
}

/** Milliseconds that those who are woken together may take before others are woken half of a period later; and those that one is taken to take at first. */
const TOGETHER = 3,
  ASSUMED = 0.5;

/**
 * The moments at which the worlds of a process tick. Each wake of a process costs more than a tick in which little happens, so that worlds begin on the
 * same moments, whole periods. Where those take so long already that the last would wait for them, others begin on the moments halfway between.
 */
export class Rhythm {
  readonly #halfway = new Map<Beating, boolean>();

  /** The first moment from `from` on for whoever joins, or comes anew. */
  join(who: Beating, from: number, period: number): number {
    this.#halfway.delete(who);
    const whole = this.#load(false);
    const isHalfway = whole + (who.lately ?? ASSUMED) > TOGETHER && this.#load(true) < whole;
    this.#halfway.set(who, isHalfway);
    const offset = isHalfway ? period / 2 : 0;
    return Math.ceil((from - offset) / period) * period + offset;
  }

  leave(who: Beating): void {
    this.#halfway.delete(who);
  }

  /** Milliseconds of those who are woken halfway, or of the others. */
  #load(halfway: boolean): number {
    let load = 0;
    for (const [who, isHalfway] of this.#halfway) if (isHalfway === halfway) load += who.lately ?? ASSUMED;
    return load;
  }
}

/** The one of this thread. */
export const RHYTHM = new Rhythm();
