/** Heights in pixels: of a line, of each further row of a long one, and of what a line leaves above its first row. */
export const LINE = 21,
  ROW = 17;
const ABOVE = 2;

/** The line that covers a height. `tops` tells where each line begins, and last where the last one ends. */
export function lineAt(tops: Float64Array, height: number): number {
  let low = 0,
    high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] as number) <= height) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * How much room has to stand below the last of these lines, so that the view of the end begins with a whole line, or with a whole row of a line that is
 * longer than what is left of the view.
 */
export function roomBelow(tops: Float64Array, view: number): number {
  const over = (tops.at(-1) ?? 0) - view;
  if (over <= 0) return 0;
  const first = lineAt(tops, over);
  const hidden = over - (tops[first] as number),
    seen = (tops[first + 1] as number) - over;
  if (hidden === 0 || view < LINE) return 0;
  const isLast = first === tops.length - 2;
  if (seen < LINE && !isLast) return seen;
  const cut = Math.max(0, hidden - ABOVE) % ROW;
  return cut === 0 ? 0 : ROW - cut;
}
