import type { ConditionMet, ValueSample, ViewUpdate } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import { middle } from '../session/place.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import { keyOf, watched, type Watched } from '../session/watched.ts';
import { Series } from './series.ts';

/** Updates a second while the panel is before the person, and while it is not: its conditions are looked at in each tick all the same. */
const SHOWN = 10,
  ASIDE = 1;
/** Moments at which a condition came to be that are kept of one field. */
const MOST_MET = 500;

type Values = Extract<ViewUpdate, { kind: 'values' }>;
/** What is known of one watched field. */
export interface Gathered {
  readonly series: Series;
  /** When its condition came to be, the newest last; of very many the newest. */
  readonly met: readonly ConditionMet[];
  readonly count: number;
  readonly holds: boolean;
}
interface Known {
  readonly series: Series;
  met: ConditionMet[];
  count: number;
  holds: boolean;
}

/** Changes whenever something new is known. */
export const gatheredNow = new Cell(0);
/** What was told last of the time: real milliseconds since the world began, the time of day at the host where that is known, and when the page heard it. */
let heard: { readonly real: number; readonly wall?: number; readonly at: number } = { real: 0, at: performance.now() };

/** Now, in real milliseconds since the world began: it goes on while nothing that is watched changes, and nothing is told. */
export function realNow(): number {
  return session.phase.value === 'online' ? heard.real + performance.now() - heard.at : heard.real;
}

/** The time of day at which something was, in milliseconds since 1970; undefined where the host tells none. */
export function wallAt(real: number): number | undefined {
  return heard.wall === undefined ? undefined : Math.round(heard.wall - (heard.real - real));
}
/** While the page shows the past: what the watched fields were then, by key. */
export const valuesThen = new Cell<ReadonlyMap<string, ValueSample> | null>(null);

const known = new Map<string, Known>();
let handle: ViewHandle | undefined;
/** What the view was opened with: its numbers are places in this list. */
let shown: readonly Watched[] = [];
let asked = '';

/** What is known of a watched field. */
export function gathered(place: Watched): Gathered {
  return of(place);
}

function of(place: Watched): Known {
  const key = keyOf(place);
  let found = known.get(key);
  if (found === undefined) known.set(key, (found = { series: new Series(), met: [], count: 0, holds: false }));
  return found;
}

/** Forgets what was gathered, and begins anew. */
export function clearGathered(): void {
  known.clear();
  gatheredNow.value += 1;
  renew(true);
}

function renew(isForced = false): void {
  const list = watched.value;
  const rate = middle.value === 'watch' && !document.hidden ? SHOWN : ASIDE;
  const fields = list.map(({ line: _line, ...field }) => field);
  const next = JSON.stringify([fields, rate]);
  if (next === asked && !isForced) return;
  asked = next;
  shown = list;
  const keys = new Set(list.map(keyOf));
  for (const key of known.keys()) if (!keys.has(key)) known.delete(key);
  if (list.length === 0) {
    handle?.close();
    handle = undefined;
    return;
  }
  const what = { kind: 'values', fields, rate } as const;
  if (handle === undefined) handle = session.watch(what, receive);
  else handle.change(what);
}

function receive(update: ViewUpdate): void {
  if (update.kind !== 'values') return;
  if (session.past.value === null) take(update);
  else takeThen(update);
}

function take(update: Values): void {
  heard = { real: update.real, at: performance.now(), ...(update.wall === undefined ? {} : { wall: update.wall }) };
  for (const [at, samples] of Object.entries(update.samples)) {
    const place = shown[Number(at)];
    if (place !== undefined) of(place).series.add(samples);
  }
  for (const met of update.met ?? []) {
    const place = shown[met.at];
    if (place === undefined) continue;
    const field = of(place);
    field.count += 1;
    field.met = [...field.met.slice(1 - MOST_MET), met];
  }
  const holding = new Set(update.holds);
  for (const [at, place] of shown.entries()) of(place).holds = holding.has(at);
  gatheredNow.value += 1;
}

function takeThen(update: Values): void {
  const values = new Map(valuesThen.value ?? []);
  for (const [at, samples] of Object.entries(update.samples)) {
    const place = shown[Number(at)],
      sample = samples.at(-1);
    if (place !== undefined && sample !== undefined) values.set(keyOf(place), sample);
  }
  valuesThen.value = values;
}

for (const cell of [watched, middle]) cell.subscribe(() => renew());
document.addEventListener('visibilitychange', () => renew());
// Another world, or another life of this one: its time begins anew.
for (const cell of [session.entered, session.epoch, session.reloaded]) cell.subscribe(() => clearGathered());
session.past.subscribe(() => {
  valuesThen.value = session.past.value === null ? null : new Map();
});
renew();
