/*
 * Texts in texts, in time that grows with the one that is searched alone. The searches of V8 compare the whole of what is searched for at each place
 * where the two are alike enough: "aa…ab" of 20,000 letters in "aaa…" of a million takes 20 seconds. What is short, or little altogether, is left to them.
 */

/** Letters of what is searched for, below which V8 searches; and letters of both, multiplied, up to which it does. */
const SHORT = 16,
  LITTLE = 16_384;

function isEasy(text: string, part: string): boolean {
  return part.length < SHORT || part.length > text.length || text.length * part.length <= LITTLE;
}

/** Where a text first stands in another, from a place on; -1 where it does not. As `indexOf`. */
export function placeOf(text: string, part: string, from = 0): number {
  if (isEasy(text, part)) return text.indexOf(part, from);
  const length = part.length,
    back = bordersOf(length, (at) => part.charCodeAt(at));
  for (let at = Math.max(0, from), same = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    while (same > 0 && letter !== part.charCodeAt(same)) same = back[same - 1] as number;
    if (letter === part.charCodeAt(same)) same++;
    if (same === length) return at - length + 1;
  }
  return -1;
}

/** Where a text last stands in another, at a place or before it; -1 where it does not. As `lastIndexOf`. */
export function lastPlaceOf(text: string, part: string, from = Infinity): number {
  if (isEasy(text, part)) return text.lastIndexOf(part, from);
  const { length } = part,
    of = (at: number): number => part.charCodeAt(length - 1 - at),
    back = bordersOf(length, of);
  for (let at = Math.min(text.length, Math.max(0, from) + length) - 1, same = 0; at >= 0; at--) {
    const letter = text.charCodeAt(at);
    while (same > 0 && letter !== of(same)) same = back[same - 1] as number;
    if (letter === of(same)) same++;
    if (same === length) return at;
  }
  return -1;
}

/** The parts of a text between another, which is not empty. As `split`. */
export function partsOf(text: string, between: string): string[] {
  if (isEasy(text, between)) return text.split(between);
  const parts: string[] = [];
  let behind = 0;
  for (let at = placeOf(text, between); at >= 0; at = placeOf(text, between, behind)) {
    parts.push(text.slice(behind, at));
    behind = at + between.length;
  }
  parts.push(text.slice(behind));
  return parts;
}

/** For each letter how much of the beginning stands again before its end (Knuth, Morris and Pratt). */
function bordersOf(length: number, of: (at: number) => number): Int32Array {
  const borders = new Int32Array(length);
  for (let at = 1, same = 0; at < length; at++) {
    while (same > 0 && of(at) !== of(same)) same = borders[same - 1] as number;
    if (of(at) === of(same)) same++;
    borders[at] = same;
  }
  return borders;
}
