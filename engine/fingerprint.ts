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
 * depends on nothing but the value. It is made within a step, of values that whoever may send anything sends, so it has to cost about what reading
 * them has cost: no list and no text is made of a value on the way.
 */
export function fingerprint(value: unknown): string {
  let first = 0,
    second = 0;
  // Lists and objects that are yet to be gone through, with the places of each.
  const open: object[] = [];
  const places: number[] = [];
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
      first = (first + finished(mixed(each, one ^ TEXT))) | 0;
      second = (second + finished(mixed(each, two ^ TEXT))) | 0;
    } else if (typeof each === 'object' && each !== null) {
      if (Array.isArray(each)) add(LIST, each.length, one, two);
      else add(OBJECT, 0, one, two);
      open.push(each);
      places.push(one, two);
    } else add(each === true ? TRUE : each === false ? FALSE : NULL, 0, one, two);
  };
  take(value, 1, 2);
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    const two = places.pop() as number,
      one = places.pop() as number;
    if (Array.isArray(each)) {
      for (let at = 0; at < each.length; at++)
        take(each[at], finished(Math.imul(one ^ at, 0x01000193) ^ LIST), finished(Math.imul(two ^ at, 0x01000193) ^ LIST));
    } else {
      for (const key in each) {
        const inner = (each as Readonly<Record<string, unknown>>)[key];
        if (inner !== undefined && Object.hasOwn(each, key)) take(inner, finished(mixed(key, one)), finished(mixed(key, two)));
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
