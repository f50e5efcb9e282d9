import type { Json, ValueSample } from '../../server/protocol.ts';

/** Samples that are kept of one field: ten minutes of a value that is another in each of sixty ticks a second. */
const MOST = 36_000,
  AT_ONCE = 2_000;

/** The values that one watched field had, as they came. A value holds until the next one. */
export class Series {
  readonly reals: number[] = [];
  readonly ticks: number[] = [];
  readonly values: Json[] = [];

  /** Takes in samples, in order; one that says what is known already is passed over, as after a view was opened anew. */
  add(samples: readonly ValueSample[]): void {
    for (const [tick, real, value] of samples) {
      const last = this.values.length - 1;
      if (last >= 0 && (this.reals[last] as number) > real) continue;
      if (last >= 0 && this.values[last] === value) continue;
      this.reals.push(real);
      this.ticks.push(tick);
      this.values.push(value);
    }
    if (this.values.length <= MOST + AT_ONCE) return;
    const gone = this.values.length - MOST;
    for (const list of [this.reals, this.ticks, this.values]) list.splice(0, gone);
  }

  /** The place of the value that held at a moment; -1 before the first. */
  placeAt(real: number): number {
    let low = 0,
      high = this.reals.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.reals[middle] as number) <= real) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  get last(): Json | undefined {
    return this.values.at(-1);
  }

  /** The least and the greatest number that held between two moments; null where none did. */
  range(from: number, to: number): readonly [number, number] | null {
    let least = Infinity,
      most = -Infinity;
    for (let at = Math.max(0, this.placeAt(from)); at < this.reals.length && (this.reals[at] as number) <= to; at++) {
      const value = numberOf(this.values[at]);
      if (value === null) continue;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return least > most ? null : [least, most];
  }
}

/** A value as a plot draws it: flags are 0 and 1, what is no number is a gap. */
export function numberOf(value: Json | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'boolean' ? Number(value) : null;
}
