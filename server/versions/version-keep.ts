import type { Version } from './version-file.ts';

/** Milliseconds. */
const MINUTE = 60_000,
  HOUR = 60 * MINUTE,
  DAY = 24 * HOUR,
  WEEK = 7 * DAY,
  MONTH = 31 * DAY;

/** Versions of a scene at most, however small they are. */
export const MOST_VERSIONS = 5_000;

/** Whether nobody asked for a version: it is one of many, and makes way as it gets old. */
function isByItself({ why }: Version): boolean {
  return why === 'state' || why === 'autosave';
}

/** Within which stretch of time only the newest of those that nobody asked for stays; undefined while each does. */
function stretchOf(at: number, now: number): string | undefined {
  const age = now - at;
  if (age <= HOUR) return undefined;
  const [name, length] = age <= DAY ? ['hour', HOUR] : age <= MONTH ? ['day', DAY] : ['week', WEEK];
  return `${name as string} ${Math.floor(at / (length as number))}`;
}

/**
 * The numbers of those versions that are kept no longer. What was kept by itself makes way by its age: each of the last hour's stays, one an hour
 * for a day, one a day for a month, and one a week beyond. Past the bound the oldest go, those that nobody asked for first. The newest stays.
 * @param versions oldest first
 * @param now milliseconds since 1970
 */
export function superfluous(versions: readonly Version[], bytes: number, now: number): number[] {
  const gone = new Set<number>();
  const newest = versions.at(-1);
  const taken = new Set<string>();
  for (const version of versions.toReversed()) {
    if (!isByItself(version) || version === newest) continue;
    const stretch = stretchOf(Date.parse(version.at), now);
    if (stretch === undefined) continue;
    if (taken.has(stretch)) gone.add(version.number);
    taken.add(stretch);
  }
  const left = versions.filter(({ number }) => !gone.has(number));
  const byAge = [...left.filter(isByItself), ...left.filter((version) => !isByItself(version))].filter((version) => version !== newest);
  let size = left.reduce((sum, version) => sum + version.size, 0),
    count = left.length;
  for (const version of byAge) {
    if (size <= bytes && count <= MOST_VERSIONS) break;
    gone.add(version.number);
    size -= version.size;
    count -= 1;
  }
  return [...gone].sort((a, b) => a - b);
}
