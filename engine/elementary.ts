/*
 * Functions whose last digits differ between versions of Node, from operations that IEEE 754 says to the bit: a world has the same numbers on all of
 * them. Their error is below 1e-13 of the value for what a float holds, a thousandth of a thousandth of what a float tells; angles are radians.
 */

const LN2 = 0.6931471805599453,
  // The same in two parts, the first of 32 bits, so that its multiples are exact.
  LN2_HIGH = 0.6931471803691238,
  LN2_LOW = 1.9082149292705877e-10,
  LN10_INVERSE = 0.4342944819032518,
  SQRT2 = 1.4142135623730951;

const VIEW = new DataView(new ArrayBuffer(8));
const BIAS = 1023,
  FRACTION = 0x000f_ffff;

/** Two to a whole power, within what a double holds as a normal number. */
function powerOfTwo(power: number): number {
  VIEW.setInt32(0, (power + BIAS) << 20);
  VIEW.setInt32(4, 0);
  return VIEW.getFloat64(0);
}

/** e to the power of x. */
export function exp(x: number): number {
  if (!(x > -746)) return Number.isNaN(x) ? NaN : 0;
  if (x > 710) return Infinity;
  const power = Math.round(x / LN2);
  const rest = x - power * LN2_HIGH - power * LN2_LOW;
  // The series of the exponential, from its smallest term on, to below 2⁻⁵³ of the rest.
  let sum = 1;
  for (let n = 14; n > 0; n--) sum = 1 + (rest / n) * sum;
  // In two steps, since the last powers are of no normal number.
  const half = power >> 1;
  return sum * powerOfTwo(half) * powerOfTwo(power - half);
}

/** The natural logarithm; NaN below 0. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const isSmall = x < 2.2250738585072014e-308;
  VIEW.setFloat64(0, isSmall ? x * 18_014_398_509_481_984 : x);
  const high = VIEW.getInt32(0);
  let power = (high >> 20) - BIAS - (isSmall ? 54 : 0);
  VIEW.setInt32(0, (high & FRACTION) | (BIAS << 20));
  let fraction = VIEW.getFloat64(0);
  if (fraction > SQRT2) {
    fraction /= 2;
    power++;
  }
  // log((1 + s) / (1 - s)) is 2s times a series of s².
  const s = (fraction - 1) / (fraction + 1),
    square = s * s;
  let sum = 0;
  for (let n = 23; n > 0; n -= 2) sum = 1 / n + square * sum;
  return power * LN2_HIGH + (2 * s * sum + power * LN2_LOW);
}
export function log10(x: number): number {
  return log(x) * LN10_INVERSE;
}

/**
 * A number multiplied with itself, where no digit is lost by that: what lies in the middle of two floats is to be rounded to the even one, as the error of
 * logarithms would not let it. Undefined where one may be lost.
 */
function wholePower(x: number, y: number): number | undefined {
  const times = Math.abs(y);
  if (times > 1074 || !Number.isInteger(y)) return undefined;
  VIEW.setFloat64(0, x);
  const high = VIEW.getInt32(0),
    low = VIEW.getInt32(4);
  const places = (word: number): number => 31 - Math.clz32(word & -word);
  const digits = low === 0 ? Math.max(1, 21 - places((high & FRACTION) | (FRACTION + 1))) : 53 - places(low);
  if (digits > 1 && digits * times > 53) return undefined;
  let power = 1;
  for (let square = x, left = times; left > 0; left = Math.floor(left / 2), square *= square) if (left % 2 === 1) power *= square;
  return y < 0 ? 1 / power : power;
}

/** x to the power of y, with what IEEE 754-2008 says of zeros, infinities and NaN. */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const size = Math.abs(x);
  if (Math.abs(y) === Infinity) return size === 1 ? 1 : size > 1 === y > 0 ? Infinity : 0;
  const isOdd = Math.abs(y % 2) === 1;
  const isBelow = x < 0 || Object.is(x, -0);
  if (size === 0 || size === Infinity) {
    const to = (size === 0) === y > 0 ? 0 : Infinity;
    return isBelow && isOdd ? -to : to;
  }
  if (x < 0 && !Number.isInteger(y)) return NaN;
  const value = wholePower(size, y) ?? exp(y * log(size));
  return isBelow && isOdd ? -value : value;
}

/** π/2 in three parts, the first two so short that their multiples are exact. */
const QUARTER_HIGH = 1.570796325802803,
  QUARTER_MIDDLE = 9.920935739593517e-10,
  QUARTER_LOW = 5.721188726109832e-18;
/** 2/π in words of 24 bits, behind an empty one. */
const INVERSE = [0, 0xa2f983, 0x6e4e44, 0x1529fc, 0x2757d1, 0xf534dd, 0xc0db62, 0x95993c, 0x439041, 0xfe5163, 0xabdebb, 0xc561b7, 0x246e3a];
const TWO_24 = 16_777_216;

/** Where an angle that a float holds lies: in which quarter of a turn, and how far from its middle, at most π/4. */
let quarter = 0;
function intoQuarter(x: number): number {
  if (Math.abs(x) < TWO_24) {
    const times = Math.round((x / Math.PI) * 2);
    quarter = times & 3;
    return x - times * QUARTER_HIGH - times * QUARTER_MIDDLE - times * QUARTER_LOW;
  }
  // A whole number of 24 bits times a power of two: only those bits of 2/π count which do not make whole turns of it.
  VIEW.setFloat64(0, Math.abs(x));
  const power = (VIEW.getInt32(0) >> 20) - BIAS - 23;
  const whole = Math.abs(x) / powerOfTwo(power);
  const from = 24 + power - 2;
  const word = (at: number): number => {
    const first = Math.floor(at / 24),
      shift = at % 24;
    return (((INVERSE[first] as number) << shift) & (TWO_24 - 1)) | ((INVERSE[first + 1] as number) >> (24 - shift));
  };
  const upper = ((whole * word(from)) % TWO_24) / TWO_24 + (whole * word(from + 24)) / TWO_24 / TWO_24;
  const lower = (whole * word(from + 48)) / TWO_24 / TWO_24 / TWO_24 + (whole * word(from + 72)) / TWO_24 / TWO_24 / TWO_24 / TWO_24;
  const nearest = Math.round(upper * 4);
  const angle = (upper - nearest / 4 + lower) * 2 * Math.PI;
  quarter = (x < 0 ? -nearest : nearest) & 3;
  return x < 0 ? -angle : angle;
}

/** Sine and cosine of an angle of at most π/4. */
function sineOf(x: number): number {
  const square = x * x;
  let sum = 1;
  for (let n = 16; n > 0; n -= 2) sum = 1 - (square / (n * (n + 1))) * sum;
  return x * sum;
}
function cosineOf(x: number): number {
  const square = x * x;
  let sum = 1;
  for (let n = 17; n > 0; n -= 2) sum = 1 - (square / (n * (n + 1))) * sum;
  return sum;
}

export function sin(x: number): number {
  if (!Number.isFinite(x) || x === 0) return x === 0 ? x : NaN;
  const rest = intoQuarter(x);
  const value = (quarter & 1) === 0 ? sineOf(rest) : cosineOf(rest);
  return quarter > 1 ? -value : value;
}
export function cos(x: number): number {
  if (!Number.isFinite(x)) return NaN;
  const rest = intoQuarter(x);
  const value = (quarter & 1) === 0 ? cosineOf(rest) : sineOf(rest);
  return quarter === 1 || quarter === 2 ? -value : value;
}
export function tan(x: number): number {
  if (!Number.isFinite(x) || x === 0) return x === 0 ? x : NaN;
  const rest = intoQuarter(x);
  return (quarter & 1) === 0 ? sineOf(rest) / cosineOf(rest) : -cosineOf(rest) / sineOf(rest);
}

/** The arctangents of the eighths from 0 to 1. */
const EIGHTHS = [
  0, 0.12435499454676144, 0.24497866312686414, 0.35877067027057225, 0.4636476090008061, 0.5585993153435624, 0.6435011087932844, 0.7188299996216245,
  0.7853981633974483,
];
export function atan(x: number): number {
  if (x < 0) return -atan(-x);
  if (x > 1) return Math.PI / 2 - atan(1 / x);
  if (!(x > 0)) return x;
  const eighth = Math.round(x * 8),
    near = eighth / 8;
  const t = (x - near) / (1 + x * near),
    square = t * t;
  let sum = 0;
  for (let n = 15; n > 0; n -= 2) sum = 1 / n - square * sum;
  return (EIGHTHS[eighth] as number) + t * sum;
}
/** The angle of a point, from -π to π. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const isLeft = x < 0 || Object.is(x, -0),
    isBelow = y < 0 || Object.is(y, -0);
  const [height, width] = [Math.abs(y), Math.abs(x)];
  const ratio = height === width ? (height === 0 ? 0 : 1) : height / width;
  const angle = isLeft ? Math.PI - atan(ratio) : atan(ratio);
  return isBelow ? -angle : angle;
}
/** NaN outside of -1 to 1. */
export function asin(x: number): number {
  return atan2(x, Math.sqrt((1 - x) * (1 + x)));
}
export function acos(x: number): number {
  return 2 * atan2(Math.sqrt(1 - x), Math.sqrt(1 + x));
}
