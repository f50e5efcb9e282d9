/**
 * A short text by which two JSON values are told apart: those that are the same, in whatever order their keys are, have the same one, and others almost
 * never do. It is no secret and no proof: whoever wants two values of one fingerprint finds them. It goes through a value once, whatever its depth, and
 * depends on nothing but the value.
 */
export function fingerprint(value: unknown): string {
  let [first, second] = [0, 0];
  const values = [value];
  const places: number[] = [1, 2];
  // What each leaf adds depends on its place and its text alone, so the order in which leaves are come by does not matter.
  const add = (text: string, one: number, two: number): void => {
    first = (first + finished(mixed(text, one))) | 0;
    second = (second + finished(mixed(text, two))) | 0;
  };
  while (values.length > 0) {
    const [each, two, one] = [values.pop(), places.pop() as number, places.pop() as number];
    if (typeof each === 'string') add(`"${each}`, one, two);
    else if (typeof each !== 'object' || each === null) add(`${(each ?? null) as number | boolean | null}`, one, two);
    else {
      add(Array.isArray(each) ? `[${each.length}` : '{', one, two);
      for (const [key, inner] of Object.entries(each) as [string, unknown][]) {
        if (inner === undefined && !Array.isArray(each)) continue;
        values.push(inner);
        places.push(finished(mixed(key, one)), finished(mixed(key, two)));
      }
    }
  }
  return (first >>> 0).toString(16).padStart(8, '0') + (second >>> 0).toString(16).padStart(8, '0');
}

/** A text mixed into a number of 32 bits. */
function mixed(text: string, into: number): number {
  let sum = into ^ text.length;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return sum;
}

/** Spreads what differs in a few bits over all of them. */
function finished(sum: number): number {
  const half = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  const most = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return most ^ (most >>> 16);
}
