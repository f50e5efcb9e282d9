import { BIG, f, FIRST, INF, LAST, lifted, liftedTo, of, VECTORS, type Case, type Row } from './case.ts';
import { OF_ONE, OF_THREE, OF_TWO, ROOT } from './floats.ts';
import { floats, numbers } from './rows.ts';

/** The same of a float and of vectors, whose `shared` inputs stay numbers. */
function ofAll(word: string, rows: readonly Row[], shared: readonly number[] = []): readonly Case[] {
  return [...of(`${word}_Float`, ...rows), ...VECTORS.flatMap(([name, , length]) => lifted(`${word}_${name}`, length, rows, shared))];
}
/** Of two, either of which may be a number beside a vector. */
function mixed(word: string, rows: readonly Row[]): readonly Case[] {
  return VECTORS.flatMap(([name, , length]) => [...lifted(`${word}_${name}_Float`, length, rows, [1]), ...lifted(`${word}_Float_${name}`, length, rows, [0])]);
}
const two = (word: string): readonly Row[] => OF_TWO[word] as readonly Row[];
const three = (word: string): readonly Row[] => OF_THREE[word] as readonly Row[];

const ALL_OF: readonly Row[] = floats`
  [1 2] → 1.5, [1 2 3 6] → 3, [5] → 5, [] → 0, [-0] → -0, [-0 -0] → -0, [∞ 1] → ∞, [∞ -∞] → NaN, [NaN 1] → NaN, [1 NaN] → NaN, [BIG BIG] → ∞,
  [1 0 0] → 0.3333333333333333
`;
const THROUGH: readonly Row[] = floats`
  0.5 [1 2 3] → 2, 0.25 [0 10 20] → 5, 0 [1 2] → 1, 1 [1 2] → 2, 2 [0 10] → 10, -1 [5 10] → 5, NaN [0 10] → NaN, ∞ [0 10] → 10, -∞ [1 10] → 1, -0 [1 2] → 1,
  BIG [1 2] → 2, 0.5 [7] → 7, 0 [NaN 1] → NaN, 0.5 [1 ∞] → ∞, 0.5 [1 -∞] → -∞, 0.5 [-0 -0] → 0, 0.5 [BIG BIG] → BIG, 0.5 [] → 0
`;

/** A float as a whole number by four ways: down, up, to the nearest, towards 0. What an int does not hold is the last that it does, as in .NET 9. */
const WHOLE: readonly Row[] = floats`
  1.5 → [1 2 2 1], -1.5 → [-2 -1 -2 -1], 2.5 → [2 3 2 2], 0.4 → [0 1 0 0], -0.4 → [-1 0 0 0], -0 → [0 0 0 0], TINY → [0 1 0 0], 16777216 → [16777216 16777216
  16777216 16777216], 2147483520 → [2147483520 2147483520 2147483520 2147483520], NaN → [0 0 0 0]
`.map(([value, gives]) => [value, gives] as const);
const BEYOND: readonly Row[] = numbers`2147483648 → MAX, BIG → MAX, ∞ → MAX, -2147483648 → MIN, -BIG → MIN, -∞ → MIN`;
const whole = (type: string, way: number): readonly Case[] => [
  ...WHOLE.flatMap(([value, gives]) => of(type, [value, (gives as readonly number[])[way]])),
  ...of(type, ...BEYOND),
];

/** The same as a whole number of 64 bits, towards 0. */
const AS_LONG: readonly Row[] = [
  [1.5, 1n],
  [-1.5, -1n],
  [-0, 0n],
  [2 ** 62, 4_611_686_018_427_387_904n],
  [2 ** 63, LAST],
  [BIG, LAST],
  [INF, LAST],
  [-(2 ** 63), FIRST],
  [-INF, FIRST],
  [NaN, 0n],
];

export const MATH_CASES: readonly Case[] = [
  ...Object.entries(OF_ONE).flatMap(([word, rows]) => ofAll(word, rows)),
  ...['Pow', 'LogN', 'Atan2', 'PingPong'].flatMap((word) => [...ofAll(word, two(word)), ...mixed(word, two(word))]),
  ...['Add', 'Sub', 'Mul', 'Div'].flatMap((word) => mixed(word, two(word))),
  ...ofAll('Avg', two('Avg')),
  ...ofAll('AvgMulti', ALL_OF),
  ...ofAll('NthRoot', ROOT, [1]),
  ...ofAll('CosineLerp', three('CosineLerp'), [2]),
  ...ofAll('MultiCosineLerp', THROUGH, [0]),
  ...VECTORS.flatMap(([name, , length]) => lifted(`InverseLerp_${name}`, length, three('InverseLerp'))),
  ...of('IsBetween_Float', ...three('IsBetween')),
  ...VECTORS.flatMap(([name, , length]) => liftedTo(`IsBetween_${name}`, length, three('IsBetween'), (parts) => !parts.includes(false))),
  ...VECTORS.flatMap(([name, , length]) => of(`IsBetween_${name}`, [Array(length).fill(1), Array(length).fill(0), Array(length).fill(2), true])),
  ...of(
    'IsBetween_Int',
    ...numbers`
      3 3 4 → true, 4 3 4 → true, 5 3 4 → false, 2 3 4 → false, 3 4 3 → false, MAX MIN MAX → true, MIN MIN MAX → true, 0 MAX MIN → false, MAX MAX MAX → true
    `,
  ),
  ...of(
    'PingPong_Int',
    ...numbers`0 3 → 0, 2 3 → 2, 5 3 → 1, 6 3 → 0, -1 3 → 1, 5 0 → 0, 0 0 → 0, MAX 1 → 1, MIN 1 → 0, 1 MAX → 1, -1 MAX → 1, MIN MAX → 2147483646, 1 MIN → 1`,
  ),
  ...of('Sign_Int', ...numbers`5 → 1, -5 → -1, 0 → 0, MAX → 1, MIN → -1`),
  ...['FloorToInt_Float', 'LegacyFloorToInt_Float'].flatMap((type) => whole(type, 0)),
  ...['CeilToInt_Float', 'LegacyCeilToInt_Float'].flatMap((type) => whole(type, 1)),
  ...['RoundToInt_Float', 'LegacyRoundToInt_Float'].flatMap((type) => whole(type, 2)),
  ...whole('Cast_float_To_int', 3),
  ...whole('Cast_double_To_int', 3),
  ...of('Cast_double_To_int', ...numbers`2147483647.9 → MAX, -2147483648.9 → MIN, 0.9999999999999999 → 0, 1.7976931348623157e308 → MAX`),
  ...['Cast_float_To_long', 'Cast_double_To_long'].flatMap((type) => of(type, ...AS_LONG)),
  ...of('Cast_double_To_long', [9_007_199_254_740_991, 9_007_199_254_740_991n], [1.7976931348623157e308, 9_223_372_036_854_775_807n]),
  ...of(
    'Cast_long_To_int',
    [5n, 5],
    [-5n, -5],
    [2_147_483_648n, 2_147_483_647],
    [-2_147_483_649n, -2_147_483_648],
    [9_223_372_036_854_775_807n, 2_147_483_647],
    [-9_223_372_036_854_775_808n, -2_147_483_648],
  ),
  ...of(
    'Cast_double_To_float',
    [0.1, f(0.1)],
    [16_777_217, 16_777_216],
    [16_777_219, 16_777_220],
    [-0, -0],
    [1e-46, 0],
    [-1e-46, -0],
    [1e39, Infinity],
    [1.7976931348623157e308, Infinity],
    [3.4028234663852886e38, 3.4028234663852886e38],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [NaN, NaN],
  ),
  ...['Cast_color_To_float4', 'Cast_float4_To_color'].flatMap((type) =>
    of(
      type,
      ...[
        [1, 2, 3, 4],
        [-0, NaN, Infinity, -Infinity],
        [3.4028234663852886e38, 0, 0, 0],
      ].map((vector) => [vector, vector]),
    ),
  ),
  // Of two zeros 0; the size of the least int is beyond what one holds, and wraps.
  ...of(
    'GreatestCommonDivisor_Int',
    ...numbers`-12 18 → 6, 12 0 → 12, 0 -12 → 12, 0 0 → 0, 7 5 → 1, MAX MAX → MAX, MIN 6 → 2, 6 MIN → 2, MIN MIN → MIN, MIN MAX → 1`,
  ),
  ...of(
    'LeastCommonMultiple_Int',
    ...numbers`4 6 → 12, -4 6 → 12, 0 6 → 0, 6 0 → 0, 0 0 → 0, 65536 65537 → 65536, MAX 1 → MAX, 1 MAX → MAX, MAX 2 → -2, MIN 1 → MIN, 1 MIN → MIN`,
  ),
  ...of('FactorialFloat', ...numbers`0 → 1, 1 → 1, 5 → 120, 12 → 479001600, -3 → 1, 35 → ∞, MAX → ∞, MIN → 1`),
  ...of(
    'FactorialFloat',
    [13, 6_227_020_800], // Each product is rounded to a float.
    [34, 2.952328229965333e38],
  ),
  ...of(
    'Remap_Float',
    ...floats`
      0 10 100 200 5 → 150, 0 10 100 200 20 → 300, 0 10 200 100 2.5 → 175, 5 5 0 1 5 → NaN, 5 5 0 1 6 → ∞, NaN 10 0 1 5 → NaN, 0 NaN 0 1 5 → NaN,
      0 10 NaN 1 5 → NaN, 0 10 0 NaN 5 → NaN, 0 10 0 1 NaN → NaN, ∞ 10 0 1 5 → NaN, -∞ 10 0 1 5 → NaN, 0 ∞ 5 1 5 → 5, 0 -∞ 5 1 5 → 5, 0 10 ∞ 1 5 → NaN,
      0 10 -∞ 1 5 → NaN, 0 10 0 ∞ 5 → ∞, 0 10 0 -∞ 5 → -∞, 0 10 0 1 ∞ → ∞, 0 10 0 1 -∞ → -∞, -0 10 0 1 5 → 0.5, 0 -0 0 1 5 → -∞, 0 10 -0 1 0 → 0,
      0 10 1 -0 10 → 0, 0 10 0 1 -0 → 0, BIG 0 0 1 0 → 1, 0 BIG 0 1 BIG → 1, 0 1 BIG BIG 1 → BIG, 0 1 0 BIG 2 → ∞, 0 1 0 1 BIG → BIG
    `,
  ),
  ...of('Remap11_01_Float', ...floats`-1 → 0, 1 → 1, 0 → 0.5, -0 → 0.5, 3 → 2, -3 → -1, ∞ → ∞, -∞ → -∞, NaN → NaN, BIG → 1.7014117331926443e38`),
  ...of('SmoothStep_Float', ...floats`0 → 0, 1 → 1, 0.5 → 0.5, 0.25 → 0.15625, 2 → 1, -1 → 0, -0 → 0, BIG → 1, ∞ → 1, -∞ → 0, NaN → NaN`),
  ...of('SmootherStep_Float', ...floats`0 → 0, 1 → 1, 0.5 → 0.5, 0.25 → 0.103515625, 2 → 1, -1 → 0, -0 → -0, BIG → 1, ∞ → 1, -∞ → 0, NaN → NaN`),
];
