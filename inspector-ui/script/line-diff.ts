/** Lines that two texts have differently: those from `fromA` up to `toA` of the one stand where those from `fromB` up to `toB` of the other do. */
export interface Hunk {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** Lines that come and go at most before all that lies between the first and the last of them counts as one difference. */
const MOST_EDITS = 1_000;

/** Where two lists of lines differ, by as few lines as can be (Myers). What takes a thousand lines or more is told as one difference. */
export function diffLines(a: readonly string[], b: readonly string[]): readonly Hunk[] {
  const least = Math.min(a.length, b.length);
  let start = 0,
    end = 0;
  while (start < least && a[start] === b[start]) start++;
  while (end < least - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const toA = a.length - end,
    toB = b.length - end;
  if (start === toA && start === toB) return [];
  return (
    walked(a.slice(start, toA), b.slice(start, toB))?.map((hunk) => ({
      fromA: hunk.fromA + start,
      toA: hunk.toA + start,
      fromB: hunk.fromB + start,
      toB: hunk.toB + start,
    })) ?? [{ fromA: start, toA, fromB: start, toB }]
  );
}

/** Undefined where it takes too many lines. */
function walked(a: readonly string[], b: readonly string[]): Hunk[] | undefined {
  const furthest: Int32Array[] = [];
  const most = Math.min(MOST_EDITS, a.length + b.length);
  for (let edits = 0; edits <= most; edits++) {
    // By diagonals from -edits to edits, how far into `a` one comes with so many edits.
    const reach = new Int32Array(2 * edits + 1);
    const before = furthest[edits - 1];
    for (let k = -edits; k <= edits; k += 2) {
      let x = before === undefined ? 0 : stepTo(before, edits - 1, k);
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach[k + edits] = x;
      if (x >= a.length && x - k >= b.length) return hunksOf([...furthest, reach], a.length, b.length);
    }
    furthest.push(reach);
  }
  return undefined;
}

/** How far one comes on a diagonal by one edit more: a line of `b` that comes, or one of `a` that goes. */
function stepTo(before: Int32Array, edits: number, k: number): number {
  const comes = k + 1 <= edits ? (before[k + 1 + edits] as number) : -1,
    goes = k - 1 >= -edits ? (before[k - 1 + edits] as number) : -1;
  return goes >= comes ? goes + 1 : comes;
}

/** The way back through what was reached, as stretches. */
function hunksOf(furthest: readonly Int32Array[], lengthA: number, lengthB: number): Hunk[] {
  const hunks: Hunk[] = [];
  let x = lengthA,
    y = lengthB;
  for (let edits = furthest.length - 1; edits > 0; edits--) {
    const before = furthest[edits - 1] as Int32Array,
      k = x - y;
    const comes = k + 1 <= edits - 1 ? (before[k + 1 + edits - 1] as number) : -1,
      goes = k - 1 >= -(edits - 1) ? (before[k - 1 + edits - 1] as number) : -1;
    const isGone = goes >= comes;
    const fromX = isGone ? goes : comes,
      fromY = isGone ? goes - (k - 1) : comes - (k + 1);
    const toX = isGone ? fromX + 1 : fromX,
      toY = isGone ? fromY : fromY + 1;
    const next = hunks.at(-1);
    if (next?.fromA === toX && next.fromB === toY) hunks[hunks.length - 1] = { ...next, fromA: fromX, fromB: fromY };
    else hunks.push({ fromA: fromX, toA: toX, fromB: fromY, toB: toY });
    x = fromX;
    y = fromY;
  }
  return hunks.reverse();
}

/** The line in `b` at which a line of `a` stands, or where it stood. */
export function lineIn(hunks: readonly Hunk[], line: number): number {
  let moved = 0;
  for (const { fromA, toA, fromB, toB } of hunks) {
    if (line < fromA) break;
    if (line < toA) return fromB;
    moved = toB - toA;
  }
  return line + moved;
}
