/** Bits of a number, as a double has them. */
const BITS = new DataView(new ArrayBuffer(8));
/** What is mixed in for each kind of value. */
const TEXT = 0x7e57,
  NUMBER = 0x0b17,
  LIST = 0x1157,
  OBJECT = 0x0b1e,
  NULL = 0x9011,
  TRUE = 0x7a0e,
  FALSE = 0xfa15;

/**
 * A short text by which two JSON values are told apart: those that are the same, in whatever order their keys are, have the same one, and others almost
 * never do. It is no secret and no proof: whoever wants two values of one fingerprint finds them. It goes through a value once, whatever its depth, and
 * depends on nothing but the value. It is made within a step, of values that whoever may send anything sends, so it costs less than reading them has
 * cost: what waits on the way is as much as a value is deep, however many lists and objects stand beside each other in it, since memory that is asked
 * for anew can cost more than all the rest.
 */
export function fingerprint(value: unknown): string {
  let first = 0,
    second = 0;
  // The lists and objects that lead to where it is, innermost last: the keys of each object, how far it has come in each, and the places of each.
  const open: object[] = [];
  const keys: (readonly string[] | undefined)[] = [];
  const next: number[] = [];
  const places: number[] = [];
  let depth = 0;
  // What a value adds depends on its place and on what it is, so the order in which values are come by does not matter.
  const add = (what: number, more: number, one: number, two: number): void => {
    first = (first + finished(Math.imul(one ^ what, 0x01000193) ^ more)) | 0;
    second = (second + finished(Math.imul(two ^ more, 0x01000193) ^ what)) | 0;
  };
  const take = (each: unknown, one: number, two: number): void => {
    if (typeof each === 'number') {
      // Recordings, as all JSON, know no 0 below 0: what is read of them has to be the same request.
      BITS.setFloat64(0, each + 0);
      add(NUMBER ^ BITS.getInt32(0), BITS.getInt32(4), one, two);
    } else if (typeof each === 'string') {
      mix(each, one ^ TEXT, two ^ TEXT);
      first = (first + finished(mixed.one)) | 0;
      second = (second + finished(mixed.two)) | 0;
    } else if (typeof each === 'object' && each !== null) {
      const isList = Array.isArray(each);
      add(isList ? LIST : OBJECT, isList ? each.length : 0, one, two);
      // Levels that it has left are written over and not taken away, which would make the lists shrink and grow.
      open[depth] = each;
      keys[depth] = isList ? undefined : Object.keys(each);
      next[depth] = 0;
      places[2 * depth] = one;
      places[2 * depth + 1] = two;
      depth++;
    } else add(each === true ? TRUE : each === false ? FALSE : NULL, 0, one, two);
  };
  take(value, 1, 2);
  while (depth > 0) {
    const level = depth - 1;
    const one = places[2 * level] as number,
      two = places[2 * level + 1] as number,
      names = keys[level];
    let at = next[level] as number;
    if (names === undefined) {
      const list = open[level] as readonly unknown[];
      for (; at < list.length && depth === level + 1; at++)
        take(list[at], finished(Math.imul(one ^ at, 0x01000193) ^ LIST), finished(Math.imul(two ^ at, 0x01000193) ^ LIST));
    } else {
      const object = open[level] as Readonly<Record<string, unknown>>;
      for (; at < names.length && depth === level + 1; at++) {
        const key = names[at] as string,
          inner = object[key];
        if (inner === undefined) continue;
        mix(key, one, two);
        take(inner, finished(mixed.one), finished(mixed.two));
      }
    }
    // What has been taken last is gone through first; its list or object is gone on with afterwards.
    if (depth === level + 1) depth = level;
    else next[level] = at;
  }
  return (first >>> 0).toString(16).padStart(8, '0') + (second >>> 0).toString(16).padStart(8, '0');
}

/** What `mix` gave last: two numbers, for which no object is made each time. */
const mixed = { one: 0, two: 0 };

/** Mixes a text into two numbers of 32 bits, in one walk. */
function mix(text: string, one: number, two: number): void {
  let first = one ^ text.length,
    second = two ^ text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ code, 0x01000193);
  }
  mixed.one = first;
  mixed.two = second;
}

/** Spreads what differs in a few bits over all of them. */
function finished(sum: number): number {
  const half = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  const most = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return most ^ (most >>> 16);
}
