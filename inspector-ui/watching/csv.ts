import type { Json } from '../../server/protocol.ts';
import type { Series } from './series.ts';

/** A watched field with its name in the head of the table. */
export interface CsvColumn {
  readonly name: string;
  readonly series: Series;
}

/**
 * What some fields were, as CSV (RFC 4180): a line for each moment at which one of them became another, with what all of them were then. `time` is the
 * time of day in UTC, empty where it is not known; `real` counts milliseconds since the world began. A text that a spreadsheet would take for a
 * formula begins with an apostrophe.
 */
export function csvOf(columns: readonly CsvColumn[], from: number, to: number, wallAt: (real: number) => number | undefined): string {
  const moments = new Map<number, number>();
  for (const { series } of columns)
    for (let at = Math.max(0, series.placeAt(from)); at < series.reals.length && (series.reals[at] as number) <= to; at++)
      moments.set(series.reals[at] as number, series.ticks[at] as number);
  const lines = [['time', 'tick', 'real', ...columns.map(({ name }) => cell(name))].join(',')];
  for (const [real, tick] of [...moments].sort(([a], [b]) => a - b)) {
    const wall = wallAt(real);
    const values = columns.map(({ series }) => {
      const at = series.placeAt(real);
      return at < 0 ? '' : cell(series.values[at] ?? null);
    });
    lines.push([wall === undefined ? '' : new Date(wall).toISOString(), tick, real, ...values].join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function cell(value: Json): string {
  if (value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
