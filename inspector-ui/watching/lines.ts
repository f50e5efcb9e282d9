import { numberOf, type Series } from './series.ts';

/** Moments up to which each is drawn; past these a stretch shows its least and its greatest value. */
const MOST_MOMENTS = 1_500,
  STRETCHES = 500;

/** Lines over one row of moments, in milliseconds, as a plot takes them: each has a value, or a gap, for each moment. */
export interface Lines {
  readonly moments: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
}

/** What some fields were between two moments. Of many values none is lost to the eye: the least and the greatest of a stretch both stand in it. */
export function linesOf(all: readonly Series[], from: number, to: number): Lines {
  const moments = new Set([from, to]);
  for (const { reals, ...series } of all.map((each) => ({ reals: each.reals, first: each.placeAt(from) + 1 })))
    for (let at = series.first; at < reals.length && (reals[at] as number) <= to; at++) moments.add(reals[at] as number);
  if (moments.size > MOST_MOMENTS) return stretched(all, from, to);
  const sorted = [...moments].sort((a, b) => a - b);
  return { moments: sorted, values: all.map((series) => sorted.map((moment) => heldAt(series, moment))) };
}

function heldAt(series: Series, moment: number): number | null {
  const at = series.placeAt(moment);
  return at < 0 ? null : numberOf(series.values[at]);
}

function stretched(all: readonly Series[], from: number, to: number): Lines {
  const width = (to - from) / STRETCHES;
  const moments = Array.from({ length: STRETCHES * 2 }, (_, at) => from + (at * width) / 2);
  const values = all.map((series) => {
    const line: (number | null)[] = [];
    for (let at = 0; at < STRETCHES; at++) {
      const begin = from + at * width;
      const range = series.placeAt(begin + width) < 0 ? null : series.range(begin, begin + width);
      // The one that held at the beginning comes first, so that a line that rises is drawn as one.
      const first = heldAt(series, begin);
      const rises = range !== null && (first ?? range[0]) <= (range[0] + range[1]) / 2;
      line.push(range?.[rises ? 0 : 1] ?? null, range?.[rises ? 1 : 0] ?? null);
    }
    return line;
  });
  return { moments, values };
}

/** The same line from 0 to 1, each by its own least and greatest value, so that lines of unlike sizes can be seen beside each other. */
export function evened(line: readonly (number | null)[]): readonly (number | null)[] {
  let least = Infinity,
    most = -Infinity;
  for (const value of line)
    if (value !== null) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  const height = most - least;
  return line.map((value) => (value === null ? null : height > 0 ? (value - least) / height : 0.5));
}

/** A small line for a row: as many values from 0 to 1 as it has places; gaps take the value before them. */
export function smallLine(series: Series, from: number, to: number, places: number): readonly number[] {
  const width = (to - from) / places;
  const line = Array.from({ length: places }, (_, at) => heldAt(series, from + (at + 1) * width));
  const known = line.slice(line.findIndex((value) => value !== null));
  if (known.length === 0 || known[0] === null || known[0] === undefined) return [];
  let last = 0;
  return evened(known).map((value) => (last = value ?? last));
}
