/* What nodes do with whole numbers of 64 bits. They are `bigint`s, so that each digit counts, and wrap as the original's do. */

const wrapped = (value: bigint): bigint => BigInt.asIntN(64, value);
/** What is divided by 0 is 0, as of other whole numbers. */
const by = (of: (a: bigint, b: bigint) => bigint) => (a: bigint, b: bigint) => (b === 0n ? 0n : wrapped(of(a, b)));

export const LONG_ARITHMETIC = {
  add: (a: bigint, b: bigint): bigint => wrapped(a + b),
  sub: (a: bigint, b: bigint): bigint => wrapped(a - b),
  mul: (a: bigint, b: bigint): bigint => wrapped(a * b),
  div: by((a, b) => a / b),
  mod: by((a, b) => a % b),
  repeat: by((a, b) => ((a % b) + b) % b),
  min: (a: bigint, b: bigint): bigint => (a < b ? a : b),
  max: (a: bigint, b: bigint): bigint => (a > b ? a : b),
  clamp: (a: bigint, least: bigint, most: bigint): bigint => (a < least ? least : a > most ? most : a),
  negate: (a: bigint): bigint => wrapped(-a),
  inc: (a: bigint): bigint => wrapped(a + 1n),
  dec: (a: bigint): bigint => wrapped(a - 1n),
  square: (a: bigint): bigint => wrapped(a * a),
  cube: (a: bigint): bigint => wrapped(a * a * a),
  oneMinus: (a: bigint): bigint => wrapped(1n - a),
  reciprocal: (a: bigint): bigint => by((one, other) => one / other)(1n, a),
  abs: (a: bigint): bigint => wrapped(a < 0n ? -a : a),
  valid: (a: bigint): bigint => a,
};

/** A number as a whole one of 64 bits, towards 0: what is beyond them is the last that is in them, and what is none is 0. */
export function toLong(x: number): bigint {
  if (Number.isNaN(x)) return 0n;
  if (x >= 2 ** 63) return 2n ** 63n - 1n;
  return x <= -(2 ** 63) ? -(2n ** 63n) : BigInt(Math.trunc(x));
}
/** A whole number of 64 bits as one of 32: the nearest that those hold. */
export function longToInt(x: bigint): number {
  return Number(LONG_ARITHMETIC.clamp(x, -2_147_483_648n, 2_147_483_647n));
}
