import { sameJson } from '../../engine/same-json.ts';
import type { Json } from '../../server/protocol.ts';

/** What is done at a place of a list as it was. */
export interface ListEdit {
  /** Absent behind all others. */
  readonly at?: number;
  /** What stands there, which must be so: it goes, or stays behind what is added before it. Absent where something is added at the end. */
  readonly was?: { readonly value: Json; readonly stays: boolean };
  /** What comes there; absent where what was there goes. */
  readonly is?: Json;
}

/** Longer lists are compared from both ends alone. */
const LONGEST = 300;

/** What makes a list another, the last place first, so that each place is still where it was when its turn comes. */
export function editsOfList(before: readonly Json[], after: readonly Json[]): readonly ListEdit[] {
  let start = 0;
  while (start < before.length && start < after.length && same(before[start], after[start])) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && same(before[before.length - 1 - end], after[after.length - 1 - end])) end++;
  const old = before.slice(start, before.length - end),
    now = after.slice(start, after.length - end);
  const kept = old.length <= LONGEST && now.length <= LONGEST ? common(old, now) : [];
  const edits: ListEdit[] = [];
  let [from, to] = [0, 0];
  for (const [nextOld, nextNow] of [...kept, [old.length, now.length] as const]) {
    edits.push(...between(before, start + from, old.slice(from, nextOld), now.slice(to, nextNow)));
    [from, to] = [nextOld + 1, nextNow + 1];
  }
  return edits.toReversed();
}

/** What is between two members that stay: as many as there are of both are replaced, the rest goes or comes. In order of their places. */
function between(before: readonly Json[], at: number, old: readonly Json[], now: readonly Json[]): readonly ListEdit[] {
  const edits: ListEdit[] = old.map((value, index) => ({
    at: at + index,
    was: { value, stays: false },
    ...(index < now.length ? { is: now[index] as Json } : {}),
  }));
  const place = at + old.length;
  const ahead = before[place];
  const more = now.slice(old.length);
  // Before one that stays, the first to be added is pushed on by the next; behind all others they come one after another.
  return ahead === undefined
    ? [...edits, ...more.map((is) => ({ is })).toReversed()]
    : [...edits, ...more.map((is, index) => ({ at: place, was: { value: index === more.length - 1 ? ahead : (more[index + 1] as Json), stays: true }, is }))];
}

/** The longest row of members that both lists have, as pairs of their places. */
function common(a: readonly Json[], b: readonly Json[]): readonly (readonly [number, number])[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const row = (i: number): Uint16Array => lengths[i] as Uint16Array;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      row(i)[j] = same(a[i], b[j]) ? (row(i + 1)[j + 1] as number) + 1 : Math.max(row(i + 1)[j] as number, row(i)[j + 1] as number);
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (same(a[i], b[j])) pairs.push([i++, j++]);
    else if ((row(i + 1)[j] as number) >= (row(i)[j + 1] as number)) i++;
    else j++;
  }
  return pairs;
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return a !== undefined && b !== undefined && sameJson(a, b);
}
