/*
 * Simplex noise, in as many dimensions as a point has: a sum over the corners of the simplex that the point lies in, each with a slope of its own that a
 * hash of its place tells. Only sums, products and roots are used, which are the same everywhere.
 */

const f = Math.fround;

/** How large the sum gets, by dimensions, found by trying; what is told lies from -1 to 1. */
const LARGEST = [0, 0.3165, 0.01426, 0.01302, 0.0165];

/** A hash of the place of a corner. */
function hashOf(corner: readonly number[]): number {
  let hash = 0x2545f491;
  for (const each of corner) {
    hash = Math.imul(hash ^ (each | 0), 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

/** How much a corner's slope is worth at a distance from it: each component of the slope has a sign and all have the same size, but for one that is 0. */
function slope(hash: number, from: readonly number[]): number {
  const none = from.length > 2 ? hash % from.length : -1;
  let sum = 0;
  for (let at = 0; at < from.length; at++) if (at !== none) sum += ((hash >>> (8 + at)) & 1) === 0 ? (from[at] as number) : -(from[at] as number);
  return sum;
}

/** From -1 to 1; 0 where a component is no number, or beyond what places are counted to. */
export function simplexNoise(point: readonly number[]): number {
  const count = point.length;
  if (point.some((each) => !(Math.abs(each) < 2 ** 30))) return 0;
  // On a line nothing is skewed: its simplices are the stretches between whole numbers.
  const skew = count === 1 ? 0 : (Math.sqrt(count + 1) - 1) / count,
    back = count === 1 ? 0 : (1 - 1 / Math.sqrt(count + 1)) / count;
  const shift = point.reduce((sum, each) => sum + each, 0) * skew;
  const cell = point.map((each) => Math.floor(each + shift));
  const away = cell.reduce((sum, each) => sum + each, 0) * back;
  const inside = point.map((each, at) => each - (cell[at] as number) + away);
  // The corners are reached one after another, by the largest component first.
  const order = inside.map((_, at) => at).sort((a, b) => (inside[b] as number) - (inside[a] as number) || a - b);
  const radius = count === 1 ? 1 : 0.5;
  const corner = [...cell];
  let sum = 0;
  for (let step = 0; step <= count; step++) {
    if (step > 0) (corner[order[step - 1] as number] as number)++;
    const from = inside.map((each, at) => each - ((corner[at] as number) - (cell[at] as number)) + step * back);
    const left = radius - from.reduce((total, each) => total + each * each, 0);
    if (left > 0) sum += left * left * left * left * slope(hashOf(corner), from);
  }
  return f(Math.min(1, Math.max(-1, sum / (LARGEST[count] as number))));
}
