import type { WatchCondition, WatchedValue } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';
import { session } from './session.ts';

/** A field that this person watches; `line` is the number of its line in the plot, from 0, or null where it has none. */
export interface Watched extends WatchedValue {
  readonly line: number | null;
}

/** How many can be watched, as many as one view of the server takes; and how many of them have a line in the plot. */
export const MOST_WATCHED = 64,
  MOST_LINES = 8;

/** All that is watched in this world, in the order of the panel. Remembered on this machine, world by world. */
export const watched = new Cell<readonly Watched[]>([]);
/** Kinds of fields whose values are numbers in parts, with the names of these. */
const PARTS: Readonly<Record<string, string>> = { float2: 'xy', float3: 'xyz', float4: 'xyzw', floatQ: 'xyzw', color: 'rgba' };

let of: string | null = null;
session.entered.subscribe(() => {
  of = session.world.value;
  const known = of === null ? undefined : recall(`watched.${of}`);
  watched.value = Array.isArray(known) ? (known as unknown as Watched[]).filter(isWhole).slice(0, MOST_WATCHED) : [];
});
watched.subscribe(() => {
  if (of !== null && of === session.world.value) remember(`watched.${of}`, watched.value.map((each) => ({ ...each })) as never);
});

/** What tells watched fields apart. */
export function keyOf({ entity, component, field, part = '' }: WatchedValue): string {
  return JSON.stringify([entity, component, field, part]);
}

export function isWatched(place: WatchedValue): boolean {
  const key = keyOf(place);
  return watched.value.some((each) => keyOf(each) === key);
}

/** A field part by part where values of its kind have parts, else as a whole. */
export function placesOf(place: WatchedValue, kind: string): readonly WatchedValue[] {
  const parts = PARTS[kind]?.split('') ?? [];
  return parts.length === 0 ? [place] : parts.map((part) => ({ ...place, part }));
}

/** Watches fields as well; those that are watched already stay as they are. Returns what stands in the way, empty where nothing does. */
export function watchAlso(places: readonly WatchedValue[]): string {
  const fresh = places.filter((place) => !isWatched(place));
  if (watched.value.length + fresh.length > MOST_WATCHED) return `At most ${MOST_WATCHED} fields are watched; let go of some first.`;
  let next = watched.value;
  for (const place of fresh) next = [...next, { ...place, line: freeLine(next) }];
  watched.value = next;
  return '';
}

export function unwatch(place: WatchedValue): void {
  const key = keyOf(place);
  watched.value = watched.value.filter((each) => keyOf(each) !== key);
}

/** Gives it a line in the plot, or takes that away. Returns false where all lines are taken. */
export function plot(place: WatchedValue, on: boolean): boolean {
  const line = on ? freeLine(watched.value) : null;
  if (on && line === null) return false;
  change(place, (each) => ({ ...each, line }));
  return true;
}

/** Waits for something in it, or for nothing any more. */
export function waitFor(place: WatchedValue, when: WatchCondition | undefined): void {
  change(place, ({ when: _before, ...rest }) => (when === undefined ? rest : { ...rest, when }));
}

function change(place: WatchedValue, how: (each: Watched) => Watched): void {
  const key = keyOf(place);
  watched.value = watched.value.map((each) => (keyOf(each) === key ? how(each) : each));
}

function freeLine(among: readonly Watched[]): number | null {
  const taken = new Set(among.map(({ line }) => line));
  for (let line = 0; line < MOST_LINES; line++) if (!taken.has(line)) return line;
  return null;
}

/** What a browser remembers may be another version's, or somebody's edit. */
function isWhole(each: unknown): boolean {
  if (typeof each !== 'object' || each === null) return false;
  const { entity, component, field, line } = each as Partial<Watched>;
  return [entity, component, field].every((text) => typeof text === 'string' && text !== '') && (line === null || typeof line === 'number');
}
