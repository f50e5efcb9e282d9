import { LONG_ARITHMETIC } from './long-arithmetic.ts';
import { acos, asin, atan, atan2, cos, exp, log, log10, pow, sin, tan } from '../../elementary.ts';

/*
 * What nodes do with numbers, by name, for each kind of number. Nodes that are interpreted call these; compiled code does too, where an operation is no
 * sign of JavaScript. A float is rounded after each operation, as the original's are; whole numbers wrap at 32 bits.
 */

type Of1 = (a: number) => number;
type Of2 = (a: number, b: number) => number;
type Of3 = (a: number, b: number, c: number) => number;

/** All of them; `Arithmetic` of a kind of number has each. */
export interface Arithmetic {
  readonly add: Of2;
  readonly sub: Of2;
  readonly mul: Of2;
  readonly div: Of2;
  readonly mod: Of2;
  readonly min: Of2;
  readonly max: Of2;
  readonly repeat: Of2;
  readonly pingPong: Of2;
  readonly pow: Of2;
  readonly logN: Of2;
  readonly atan2: Of2;
  readonly root: Of2;
  readonly avg: Of2;
  readonly negate: Of1;
  readonly inc: Of1;
  readonly dec: Of1;
  readonly square: Of1;
  readonly cube: Of1;
  readonly oneMinus: Of1;
  readonly reciprocal: Of1;
  readonly abs: Of1;
  readonly sign: Of1;
  readonly floor: Of1;
  readonly ceil: Of1;
  readonly round: Of1;
  readonly clamp01: Of1;
  readonly repeat01: Of1;
  readonly sqrt: Of1;
  readonly exp: Of1;
  readonly log: Of1;
  readonly log10: Of1;
  readonly sin: Of1;
  readonly cos: Of1;
  readonly tan: Of1;
  readonly asin: Of1;
  readonly acos: Of1;
  readonly atan: Of1;
  readonly clamp: Of3;
  readonly lerp: Of3;
  readonly lerpUnclamped: Of3;
  readonly inverseLerp: Of3;
  readonly cosineLerp: Of3;
  readonly valid: Of2;
}
export type Operation = keyof Arithmetic;

/** To the nearest whole number; in the middle between two to the even one, as the original has it. */
export function roundToEven(x: number): number {
  const below = Math.floor(x),
    rest = x - below;
  if (rest === 0) return x;
  const nearest = rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
  return nearest === 0 && x < 0 ? -0 : nearest;
}
/** A number as a whole one of 32 bits: what is beyond them is the last that is in them, and what is none is 0. */
export function toInt(x: number): number {
  if (x >= 2_147_483_647) return 2_147_483_647;
  return x <= -2_147_483_648 ? -2_147_483_648 : x | 0;
}

const clamp01 = (a: number): number => (a < 0 ? 0 : a > 1 ? 1 : a);
const clamp = (a: number, least: number, most: number): number => (a < least ? least : a > most ? most : a);
/* What is no number comes out of these from either side, and -0 is less than 0, as .NET has it. */
const { min, max } = Math;
/** 1, 0 without a sign, or -1. */
const sign = (a: number): number => Math.sign(a) + 0;
/** As .NET has it: nothing has a logarithm to base 1, and nothing but 1 to bases 0 and infinity. */
const logN = (a: number, b: number): number => (b === 1 || (a !== 1 && (b === 0 || b === Infinity)) ? NaN : log(a) / log(b));

function real(r: (x: number) => number): Arithmetic {
  const repeat = (a: number, b: number): number => r(a - r(Math.floor(r(a / b)) * b));
  const lerpUnclamped = (a: number, b: number, t: number): number => r(a + r(r(b - a) * t));
  const lerp = (a: number, b: number, t: number): number => lerpUnclamped(a, b, clamp01(t));
  return {
    add: (a, b) => r(a + b),
    sub: (a, b) => r(a - b),
    mul: (a, b) => r(a * b),
    div: (a, b) => r(a / b),
    mod: (a, b) => r(a % b),
    min,
    max,
    repeat,
    pingPong: (a, b) => r(b - Math.abs(r(repeat(a, r(b * 2)) - b))),
    pow: (a, b) => r(pow(a, b)),
    logN: (a, b) => r(logN(a, b)),
    atan2: (a, b) => r(atan2(a, b)),
    root: (a, b) => r(pow(a, 1 / b)),
    avg: (a, b) => r(r(a + b) / 2),
    negate: (a) => -a,
    inc: (a) => r(a + 1),
    dec: (a) => r(a - 1),
    square: (a) => r(a * a),
    cube: (a) => r(r(a * a) * a),
    oneMinus: (a) => r(1 - a),
    reciprocal: (a) => r(1 / a),
    abs: (a) => Math.abs(a),
    sign,
    floor: (a) => Math.floor(a),
    ceil: (a) => Math.ceil(a),
    round: roundToEven,
    clamp01,
    repeat01: (a) => repeat(a, 1),
    sqrt: (a) => r(Math.sqrt(a)),
    exp: (a) => r(exp(a)),
    log: (a) => r(log(a)),
    log10: (a) => r(log10(a)),
    sin: (a) => r(sin(a)),
    cos: (a) => r(cos(a)),
    tan: (a) => r(tan(a)),
    asin: (a) => r(asin(a)),
    acos: (a) => r(acos(a)),
    atan: (a) => r(atan(a)),
    clamp,
    lerp,
    lerpUnclamped,
    inverseLerp: (from, to, a) => r(r(a - from) / r(to - from)),
    cosineLerp: (a, b, t) => lerp(a, b, r((1 - cos(clamp01(t) * Math.PI)) / 2)),
    valid: (a, b) => (Number.isFinite(a) ? a : b),
  };
}

const float = real(Math.fround),
  double = real((x) => x);

/** Of whole numbers: nothing is divided by 0, that is 0; what a float would be of is cut to a whole one. */
function whole(): Arithmetic {
  const repeat = (a: number, b: number): number => (b === 0 ? 0 : (((a % b) + b) % b) | 0);
  const cut =
    <T extends readonly number[]>(of: (...given: T) => number) =>
    (...given: T) =>
      toInt(of(...given));
  return {
    add: (a, b) => (a + b) | 0,
    sub: (a, b) => (a - b) | 0,
    mul: (a, b) => Math.imul(a, b),
    div: (a, b) => (b === 0 ? 0 : (a / b) | 0),
    mod: (a, b) => (b === 0 ? 0 : (a % b) | 0),
    min,
    max,
    repeat,
    // There and back is longer than a whole number may be.
    pingPong: (a, b) => (b === 0 ? 0 : (b - Math.abs((((a % (2 * b)) + 2 * b) % (2 * b)) - b)) | 0),
    pow: cut(double.pow),
    logN: cut(double.logN),
    atan2: cut(double.atan2),
    root: cut(double.root),
    avg: (a, b) => toInt((a + b) / 2),
    negate: (a) => -a | 0,
    inc: (a) => (a + 1) | 0,
    dec: (a) => (a - 1) | 0,
    square: (a) => Math.imul(a, a),
    cube: (a) => Math.imul(Math.imul(a, a), a),
    oneMinus: (a) => (1 - a) | 0,
    reciprocal: (a) => (a === 0 ? 0 : (1 / a) | 0),
    abs: (a) => Math.abs(a) | 0,
    sign,
    floor: (a) => a,
    ceil: (a) => a,
    round: (a) => a,
    clamp01,
    repeat01: () => 0,
    sqrt: cut(double.sqrt),
    exp: cut(double.exp),
    log: cut(double.log),
    log10: cut(double.log10),
    sin: cut(double.sin),
    cos: cut(double.cos),
    tan: cut(double.tan),
    asin: cut(double.asin),
    acos: cut(double.acos),
    atan: cut(double.atan),
    clamp,
    lerp: cut(double.lerp),
    lerpUnclamped: cut(double.lerpUnclamped),
    inverseLerp: cut(double.inverseLerp),
    cosineLerp: cut(double.cosineLerp),
    valid: (a) => a,
  };
}

/** By kind of number, with the letter by which compiled code knows it. */
export const ARITHMETIC = {
  float,
  double,
  int: whole(),
  // Those of its operations that nodes have for it, on numbers of its own kind.
  long: LONG_ARITHMETIC as unknown as Arithmetic,
} as const;
export type Kind = keyof typeof ARITHMETIC;
