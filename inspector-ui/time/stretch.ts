import { Cell } from '../cells/cell.ts';
import { session } from '../session/session.ts';

/** Ticks from one to another, both included. */
export interface Ticks {
  readonly from: number;
  readonly to: number;
}

/** The stretch that tracks show: so many seconds up to a tick. Null: all that is kept, and up to now. */
export interface Stretch {
  readonly seconds: number | null;
  readonly to: number | null;
}

/** Stretches that can be chosen at once. */
export const STRETCHES: readonly { readonly word: string; readonly seconds: number | null }[] = [
  { word: '5 min', seconds: 300 },
  { word: 'Hour', seconds: 3600 },
  { word: 'Day', seconds: 86_400 },
  { word: 'All', seconds: null },
];

/** What is seen at first: the same as where minutes alone are kept. */
const FIRST: Stretch = { seconds: 300, to: null };
/** Seconds of the shortest stretch. */
const SHORTEST = 1;

/** The stretch that is shown. */
export const stretch = new Cell<Stretch>(FIRST);
session.entered.subscribe(() => {
  stretch.value = FIRST;
});

/** Its ticks, of those that are kept. */
export function ticksOf({ seconds, to }: Stretch, kept: Ticks, tickRate: number): Ticks {
  const length = seconds === null ? kept.to - kept.from : Math.max(1, Math.round(seconds * tickRate));
  if (length >= kept.to - kept.from) return { from: kept.from, to: kept.to };
  const end = Math.min(kept.to, Math.max(kept.from + length, to ?? kept.to));
  return { from: end - length, to: end };
}

/** The same so many times as long, with a tick where it was on the screen. */
export function zoomed(ticks: Ticks, kept: Ticks, tickRate: number, times: number, at: number): Stretch {
  const length = Math.max(SHORTEST * tickRate, (ticks.to - ticks.from) * times);
  if (length >= kept.to - kept.from) return { seconds: null, to: null };
  const share = (at - ticks.from) / Math.max(1, ticks.to - ticks.from);
  const to = Math.round(at + (1 - share) * length);
  // What reaches up to now goes on with it.
  return { seconds: length / tickRate, to: to >= kept.to || (ticks.to >= kept.to && share > 0.95) ? null : to };
}

/** The same so many ticks later, or sooner. */
export function moved(ticks: Ticks, kept: Ticks, tickRate: number, by: number): Stretch {
  const length = ticks.to - ticks.from,
    to = Math.max(kept.from + length, Math.round(ticks.to + by));
  return length >= kept.to - kept.from ? { seconds: null, to: null } : { seconds: length / tickRate, to: to >= kept.to ? null : to };
}

/** The stretch with a tick in it: as it is where it holds that, else with it in its middle. */
export function holding(tick: number, now: Stretch, kept: Ticks, tickRate: number): Stretch {
  const ticks = ticksOf(now, kept, tickRate);
  if (tick >= ticks.from && tick <= ticks.to) return now;
  return moved(ticks, kept, tickRate, tick - (ticks.from + ticks.to) / 2);
}
