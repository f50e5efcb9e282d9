import type { Row } from './case.ts';
import { floats } from './rows.ts';

/*
 * What nodes give of one float, of two and of three, by what IEEE 754 and mathematics say; where that leaves room, as .NET does, on which the original
 * runs. Each sum is rounded to a float. Vectors have the same in each component.
 */

export const OF_ONE: Readonly<Record<string, readonly Row[]>> = {
  Sin: floats`
    0 → 0, -0 → -0, 0.5 → 0.479425538604203, 1 → 0.8414709848078965, π/2 → 1, π → -8.742277657347586e-8, 100 → -0.5063656411097588, TINY → TINY,
    BIG → -0.5218765, ∞ → NaN, -∞ → NaN, NaN → NaN
  `,
  Cos: floats`
    0 → 1, -0 → 1, 1 → 0.5403023058681398, π/2 → -4.371138828673793e-8, π → -1, 100 → 0.8623188722876839, BIG → 0.8530210256576538, ∞ → NaN, -∞ → NaN,
    NaN → NaN
  `,
  Tan: floats`
    0 → 0, -0 → -0, 1 → 1.5574077246549023, π/4 → 1, π/2 → -22877332, BIG → -0.6117979288101196, ∞ → NaN, -∞ → NaN, NaN → NaN
  `,
  Asin: floats`
    0 → 0, -0 → -0, 1 → π/2, -1 → -π/2, 0.5 → 0.5235987755982989, 1.5 → NaN, BIG → NaN, ∞ → NaN, -∞ → NaN, NaN → NaN
  `,
  Acos: floats`
    1 → 0, -1 → π, 0 → π/2, -0 → π/2, 0.5 → 1.0471975511965979, -1.5 → NaN, BIG → NaN, ∞ → NaN, -∞ → NaN, NaN → NaN
  `,
  Atan: floats`
    0 → 0, -0 → -0, 1 → π/4, -3 → -1.2490457723982544, BIG → π/2, ∞ → π/2, -∞ → -π/2, NaN → NaN
  `,
  Exp: floats`
    0 → 1, -0 → 1, 1 → 2.718281828459045, -1 → 0.36787944117144233, 88 → 1.6516362661361307e38, 89 → ∞, -87 → 1.6458114537543937e-38, -103 → TINY,
    -104 → 0, BIG → ∞, ∞ → ∞, -∞ → 0, NaN → NaN
  `,
  Log: floats`
    1 → 0, 2 → 0.6931471805599453, 10 → 2.302585092994046, 0 → -∞, -0 → -∞, -1 → NaN, TINY → -103.27892990343185, BIG → 88.72283905206835, ∞ → ∞,
    -∞ → NaN, NaN → NaN
  `,
  Log10: floats`
    1 → 0, 1000 → 3, 2 → 0.3010299956639812, 0 → -∞, -0 → -∞, -1 → NaN, TINY → -44.85346984863281, BIG → 38.531839444989586, ∞ → ∞, -∞ → NaN,
    NaN → NaN
  `,
  Sqrt: floats`
    4 → 2, 2 → 1.4142135623730951, 0.25 → 0.5, 0 → 0, -0 → -0, -1 → NaN, TINY → 3.743392066509216e-23, BIG → 1.8446742974197924e19, ∞ → ∞, -∞ → NaN,
    NaN → NaN
  `,
  Floor: floats`
    1.5 → 1, -1.5 → -2, 2 → 2, -0.5 → -1, -0 → -0, TINY → 0, BIG → BIG, ∞ → ∞, -∞ → -∞, NaN → NaN
  `,
  Ceil: floats`
    1.5 → 2, -1.5 → -1, 2 → 2, -0.5 → -0, -0 → -0, TINY → 1, BIG → BIG, ∞ → ∞, -∞ → -∞, NaN → NaN
  `,
  // In the middle of two the even one, as Math.Round of .NET.
  Round: floats`
    1.4 → 1, 1.6 → 2, 2.5 → 2, 3.5 → 4, -2.5 → -2, -0.4 → -0, -0.5 → -0, 0.5 → 0, -0 → -0, 8388607.5 → 8388608, BIG → BIG, ∞ → ∞, -∞ → -∞, NaN → NaN
  `,
  // Zero has no sign left, as Math.Sign of .NET gives a whole number; where that throws, what is no number stays none.
  Sign: floats`
    3 → 1, -3 → -1, TINY → 1, -TINY → -1, 0 → 0, -0 → 0, BIG → 1, ∞ → 1, -∞ → -1, NaN → NaN
  `,
  Clamp01: floats`
    0.25 → 0.25, -1 → 0, 2 → 1, 0 → 0, -0 → -0, BIG → 1, ∞ → 1, -∞ → 0, NaN → NaN
  `,
  Repeat01: floats`
    0.25 → 0.25, -0.25 → 0.75, 3.5 → 0.5, 1 → 0, -1 → 0, -0 → 0, BIG → 0, ∞ → NaN, -∞ → NaN, NaN → NaN
  `,
};

export const OF_TWO: Readonly<Record<string, readonly Row[]>> = {
  Pow: floats`
    2 10 → 1024, 4097 2 → 16785408, 4099 2 → 16801800, -257 3 → -16974592, 2 -1 → 0.5, -2 3 → -8, -8 0.3333333333333333 → NaN, 4 0.5 → 2, 0 0 → 1,
    NaN 0 → 1, NaN -0 → 1, 1 NaN → 1, NaN 1 → NaN, 2 NaN → NaN,
    ∞ -1 → 0, -∞ 3 → -∞, -∞ 2 → ∞, -0 -1 → -∞, -0 3 → -0, -0 2 → 0, 2 ∞ → ∞, 0.5 ∞ → 0, 2 -∞ → 0, -1 ∞ → 1, -1 -∞ → 1, 1 BIG → 1, 2 BIG → ∞,
    BIG 2 → ∞, BIG -1 → LEAST, 2 -150 → 0, 2 -149 → TINY
  `,
  // As Math.Log of .NET: nothing has a logarithm to base 1, and but for 1 to bases 0 and infinity.
  LogN: floats`
    8 2 → 3, 1000 10 → 3, 2 8 → 0.3333333333333333, 0 2 → -∞, -0 2 → -∞, ∞ 2 → ∞, ∞ 0.5 → -∞, BIG 2 → 128, 1 ∞ → 0, 2 ∞ → NaN, 2 0 → NaN, 2 -0 → NaN,
    2 1 → NaN, 1 1 → NaN, -1 2 → NaN, -∞ 2 → NaN, 2 -2 → NaN, 2 -∞ → NaN, NaN 2 → NaN, 2 NaN → NaN, 2 BIG → 0.0078125
  `,
  Atan2: floats`
    1 1 → π/4, -1 0 → -π/2, 1 -1 → 2.356194490192345, 0 -1 → π, -0 -1 → -π, 0 1 → 0, -0 1 → -0, 0 0 → 0, 0 -0 → π, -0 -0 → -π, -0 0 → -0, ∞ ∞ → π/4,
    ∞ -∞ → 2.356194490192345, -∞ 1 → -π/2, 1 ∞ → 0, -1 ∞ → -0, 1 -∞ → π, NaN 1 → NaN, 1 NaN → NaN, BIG 1 → π/2, 1 BIG → LEAST, BIG BIG → π/4
  `,
  // Twice a length that is beyond what a float holds is infinite, and nowhere is in that.
  PingPong: floats`
    0 2 → 0, 1.5 2 → 1.5, 2.5 2 → 1.5, 4 2 → 0, -0.5 2 → 0.5, -3 2 → 1, -0 2 → 0, BIG 2 → 0, 1 BIG → NaN, 1 0 → NaN, 1 -0 → NaN, ∞ 2 → NaN,
    -∞ 2 → NaN, NaN 2 → NaN, 1 ∞ → NaN, 1 -∞ → NaN, 1 NaN → NaN
  `,
  Add: floats`
    1 2 → 3, 0.1 0.2 → 0.3, -0 -0 → -0, -0 0 → 0, 0 -0 → 0, ∞ 1 → ∞, ∞ -∞ → NaN, -∞ ∞ → NaN, 1 -∞ → -∞, NaN 1 → NaN, 1 NaN → NaN, BIG BIG → ∞,
    -BIG -BIG → -∞, BIG 1 → BIG, 16777216 1 → 16777216
  `,
  Sub: floats`
    5 3 → 2, 0 0 → 0, -0 0 → -0, 0 -0 → 0, -0 -0 → 0, ∞ ∞ → NaN, -∞ -∞ → NaN, 1 ∞ → -∞, 1 -∞ → ∞, NaN 1 → NaN, 1 NaN → NaN, BIG -BIG → ∞, BIG BIG → 0,
    -BIG BIG → -∞, -16777216 1 → -16777216
  `,
  Mul: floats`
    3 4 → 12, -2 0.5 → -1, -0 5 → -0, 5 -0 → -0, -0 -0 → 0, ∞ 0 → NaN, 0 -∞ → NaN, ∞ -1 → -∞, -∞ -2 → ∞, 2 ∞ → ∞, NaN 0 → NaN, 0 NaN → NaN, BIG 2 → ∞,
    -2 BIG → -∞, TINY 0.5 → 0, -TINY 0.5 → -0
  `,
  Div: floats`
    7 2 → 3.5, 1 3 → 0.3333333333333333, 1 0 → ∞, 1 -0 → -∞, -1 0 → -∞, 0 0 → NaN, -0 5 → -0, ∞ ∞ → NaN, ∞ 2 → ∞, -∞ 2 → -∞, 1 ∞ → 0, 1 -∞ → -0,
    NaN 1 → NaN, 1 NaN → NaN, BIG 0.5 → ∞, 1 BIG → LEAST, TINY 2 → 0
  `,
  Mod: floats`
    7.5 2 → 1.5, -7.5 2 → -1.5, 7.5 -2 → 1.5, 6 3 → 0, -6 3 → -0, -0 3 → -0, 1 0 → NaN, 1 -0 → NaN, ∞ 2 → NaN, -∞ 2 → NaN, 5 ∞ → 5, -5 -∞ → -5,
    NaN 2 → NaN, 2 NaN → NaN, BIG 2 → 0, BIG 4 → 0, 1 BIG → 1
  `,
  // What is no number is neither less nor more, and comes out, from either side, as of Math.Min and Math.Max of .NET; -0 is less than 0.
  Min: floats`
    1 2 → 1, 2 1 → 1, NaN 1 → NaN, 1 NaN → NaN, ∞ 1 → 1, 1 ∞ → 1, -∞ 1 → -∞, 1 -∞ → -∞, 0 -0 → -0, -0 0 → -0, BIG ∞ → BIG, 1 BIG → 1
  `,
  Max: floats`
    1 2 → 2, 2 1 → 2, NaN 1 → NaN, 1 NaN → NaN, ∞ 1 → ∞, 1 ∞ → ∞, -∞ 1 → 1, 1 -∞ → 1, 0 -0 → 0, -0 0 → 0, BIG ∞ → ∞, 1 BIG → BIG
  `,
  FilterInvalid: floats`
    1 2 → 1, NaN 2 → 2, ∞ 2 → 2, -∞ -1 → -1, -0 2 → -0, BIG 2 → BIG, NaN NaN → NaN, NaN ∞ → ∞, NaN -∞ → -∞, NaN -0 → -0, NaN BIG → BIG
  `,
  Repeat: floats`
    5 3 → 2, -1 3 → 2, -0.5 2 → 1.5, 6 3 → 0, 5 -3 → -1, -0 3 → 0, 1 0 → NaN, 1 -0 → NaN, ∞ 2 → NaN, -∞ 2 → NaN, NaN 2 → NaN, 2 NaN → NaN, 2 ∞ → NaN,
    2 -∞ → NaN, BIG 2 → 0, 1 BIG → 1, -1 BIG → BIG
  `,
  Avg: floats`
    1 2 → 1.5, -1 1 → 0, -0 -0 → -0, -0 0 → 0, ∞ 1 → ∞, 1 -∞ → -∞, ∞ -∞ → NaN, -∞ ∞ → NaN, NaN 1 → NaN, 1 NaN → NaN, BIG BIG → ∞, BIG -BIG → 0,
    TINY 0 → 0
  `,
};

export const OF_ONE_MORE: Readonly<Record<string, readonly Row[]>> = {
  Negate: floats`
    1 → -1, 0 → -0, -0 → 0, ∞ → -∞, -∞ → ∞, NaN → NaN, BIG → -BIG
  `,
  Inc: floats`
    1 → 2, -1 → 0, -0 → 1, ∞ → ∞, -∞ → -∞, NaN → NaN, BIG → BIG, 16777216 → 16777216
  `,
  Dec: floats`
    1 → 0, 0 → -1, -0 → -1, ∞ → ∞, -∞ → -∞, NaN → NaN, BIG → BIG, -16777216 → -16777216
  `,
  Square: floats`
    3 → 9, -3 → 9, -0 → 0, ∞ → ∞, -∞ → ∞, NaN → NaN, BIG → ∞, TINY → 0
  `,
  Cube: floats`
    2 → 8, -2 → -8, -0 → -0, ∞ → ∞, -∞ → -∞, NaN → NaN, BIG → ∞, -BIG → -∞, TINY → 0
  `,
  OneMinus: floats`
    0.25 → 0.75, 1 → 0, -0 → 1, ∞ → -∞, -∞ → ∞, NaN → NaN, BIG → -BIG
  `,
  Reciprocal: floats`
    4 → 0.25, 3 → 0.3333333333333333, 0 → ∞, -0 → -∞, ∞ → 0, -∞ → -0, NaN → NaN, BIG → LEAST, TINY → ∞
  `,
  Abs: floats`
    -2.5 → 2.5, 2.5 → 2.5, -0 → 0, ∞ → ∞, -∞ → ∞, NaN → NaN, BIG → BIG, -BIG → BIG
  `,
};

export const OF_THREE: Readonly<Record<string, readonly Row[]>> = {
  // Min counts before Max where they are the wrong way round, which .NET refuses.
  Clamp: floats`
    5 0 1 → 1, -5 0 1 → 0, 0.5 0 1 → 0.5, NaN 0 1 → NaN, ∞ 0 1 → 1, -∞ 0 1 → 0, -0 0 1 → -0, BIG 0 1 → 1, 5 NaN 1 → 1, -5 NaN 1 → -5, 5 0 NaN → 5,
    5 -∞ ∞ → 5, 5 ∞ ∞ → ∞, 5 -∞ -∞ → -∞, 0.5 -0 1 → 0.5, 0.5 0 -0 → -0, 5 BIG BIG → BIG, 5 1 0 → 0, 0.5 1 0 → 1
  `,
  Lerp: floats`
    10 20 0.25 → 12.5, 10 20 7 → 20, 10 20 -1 → 10, 10 20 NaN → NaN, 10 20 ∞ → 20, 10 20 -∞ → 10, 10 20 -0 → 10, 10 20 BIG → 20, NaN 20 0.5 → NaN,
    10 NaN 0.5 → NaN, ∞ 20 0.5 → NaN, -∞ 20 0.5 → NaN, 10 ∞ 0.5 → ∞, 10 -∞ 0.5 → -∞, -0 -0 0.5 → 0, BIG BIG 0.5 → BIG, BIG -BIG 0.5 → -∞, 1 BIG 0 → 1
  `,
  LerpUnclamped: floats`
    10 20 0.25 → 12.5, 10 20 2 → 30, 10 20 -1 → 0, 10 20 NaN → NaN, 10 20 ∞ → ∞, 10 20 -∞ → -∞, 10 20 -0 → 10, 10 20 BIG → ∞, 10 10 ∞ → NaN,
    NaN 20 2 → NaN, 10 NaN 2 → NaN, ∞ 20 2 → NaN, -∞ 20 2 → NaN, 10 ∞ 2 → ∞, 10 -∞ 2 → -∞, -0 -0 2 → 0, BIG BIG 2 → BIG, 0 BIG 2 → ∞
  `,
  // Where both ends are one, nothing tells where a value lies.
  InverseLerp: floats`
    10 20 15 → 0.5, 20 10 15 → 0.5, 10 20 40 → 3, 10 20 0 → -1, 5 5 5 → NaN, 5 5 6 → ∞, 5 5 4 → -∞, NaN 1 0 → NaN, 0 NaN 1 → NaN, 0 1 NaN → NaN,
    ∞ 1 0 → NaN, -∞ 1 0 → NaN, 0 ∞ 1 → 0, 0 -∞ 1 → -0, 0 1 ∞ → ∞, 0 1 -∞ → -∞, -0 1 -0 → 0, 0 -0 1 → -∞, BIG 0 BIG → -0, 0 BIG BIG → 1, -BIG BIG 0 → 0
  `,
  // Slowly out and in: half of 1 less the cosine of the part of a half turn.
  CosineLerp: floats`
    0 10 0.5 → 5, 0 10 0 → 0, 0 10 1 → 10, 0 10 0.25 → 1.4644661, 0 10 7 → 10, 0 10 -1 → 0, 0 10 NaN → NaN, 0 10 ∞ → 10, 0 10 -∞ → 0, 0 10 -0 → 0,
    0 10 BIG → 10, NaN 10 0.5 → NaN, 0 NaN 0.5 → NaN, ∞ 10 0.5 → NaN, -∞ 10 0.5 → NaN, 0 ∞ 0.5 → ∞, 0 -∞ 0.5 → -∞, -0 -0 0.5 → 0, BIG BIG 0.5 → BIG
  `,
  IsBetween: floats`
    3 3 4 → true, 4 3 4 → true, 3.5 3 4 → true, 2 3 4 → false, 5 3 4 → false, 3.5 4 3 → false, NaN 0 1 → false, 0 NaN 1 → false, 0 0 NaN → false,
    ∞ 0 1 → false, ∞ 0 ∞ → true, -∞ -∞ 0 → true, 0 ∞ ∞ → false, 0 -∞ -∞ → false, -0 0 0 → true, 0 -0 -0 → true, BIG 0 BIG → true, BIG BIG ∞ → true
  `,
};

/** Of a value and a number that stays one beside vectors. */
export const ROOT: readonly Row[] = floats`
    27 3 → 3, 4 2 → 2, 2 1 → 2, -8 3 → NaN, 0 3 → 0, -0 3 → 0, 2 -1 → 0.5, BIG 2 → 1.8446742974197924e19, ∞ 3 → ∞, -∞ 3 → ∞, NaN 3 → NaN, 8 NaN → NaN,
    8 ∞ → 1, 8 -∞ → 1, 8 0 → ∞, 0.5 0 → 0, 8 -0 → 0, 8 BIG → 1
  `;
