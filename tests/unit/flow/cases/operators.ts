import { asDoubles, lifted, of, VECTORS, type Case, type Row } from './case.ts';
import { OF_ONE_MORE, OF_THREE, OF_TWO } from './floats.ts';
import { floats, longs, numbers } from './rows.ts';

/* Operators of any numbers: floats and vectors by the tables of floats, doubles by those that hold for them too, whole numbers by their own. */

const ALL_FLOATS = { ...OF_ONE_MORE, ...OF_TWO, ...OF_THREE };
/** What doubles tell that floats do not. */
const DOUBLES: Readonly<Record<string, readonly Row[]>> = {
  Add: numbers`0.1 0.2 → 0.30000000000000004, 16777216 1 → 16777217, 9007199254740992 1 → 9007199254740992`,
  Sub: numbers`0.3 0.1 → 0.19999999999999998, 16777216 -1 → 16777217`,
  Mul: numbers`0.1 3 → 0.30000000000000004, 1e200 1e200 → ∞, 1e-200 1e-200 → 0`,
  Div: numbers`1 3 → 0.3333333333333333, 1 49 → 0.02040816326530612`,
  Mod: numbers`1 0.1 → 0.09999999999999995`,
  Inc: numbers`16777216 → 16777217, 0.1 → 1.1`,
  Square: numbers`0.1 → 0.010000000000000002`,
  Lerp: numbers`10 20 BIG → 20`,
  LerpUnclamped: numbers`10 20 BIG → 3.4028234663852886e39`,
};

/** Of whole numbers of 32 bits, which wrap. What is divided by 0 is 0, where .NET gives up. */
const INTS: Readonly<Record<string, readonly Row[]>> = {
  Add: numbers`2 3 → 5, MAX 1 → MIN, MIN -1 → MAX, MIN MIN → 0, 0 MAX → MAX`,
  Sub: numbers`5 7 → -2, MIN 1 → MAX, 0 MIN → MIN, MAX MAX → 0, MAX -1 → MIN`,
  Mul: numbers`-3 4 → -12, 65537 65537 → 131073, MAX MAX → 1, MIN MIN → 0, MIN -1 → MIN, 0 MIN → 0, -1 0 → 0`,
  Div: numbers`7 -2 → -3, -7 2 → -3, 7 0 → 0, 0 0 → 0, 0 -5 → 0, -1 2 → 0, MIN -1 → MIN, MAX MIN → 0, MIN MAX → -1`,
  Mod: numbers`-7 3 → -1, 7 -3 → 1, 7 0 → 0, -6 3 → 0, MIN -1 → 0, MAX MIN → MAX, MIN MAX → -1`,
  Negate: numbers`1 → -1, 0 → 0, MIN → MIN, MAX → -2147483647`,
  Inc: numbers`-1 → 0, MAX → MIN, MIN → -2147483647`,
  Dec: numbers`0 → -1, MIN → MAX, MAX → 2147483646`,
  Square: numbers`-5 → 25, 0 → 0, 65536 → 0, MAX → 1, MIN → 0`,
  Cube: numbers`-3 → -27, 0 → 0, 1291 → -2143282125, MAX → MAX, MIN → 0`,
  OneMinus: numbers`0 → 1, 1 → 0, MAX → -2147483646, MIN → -2147483647`,
  Reciprocal: numbers`1 → 1, -1 → -1, 2 → 0, -2 → 0, 0 → 0, MAX → 0, MIN → 0`,
  FilterInvalid: numbers`5 7 → 5, 0 1 → 0, MIN MAX → MIN, MAX MIN → MAX`,
  Abs: numbers`-5 → 5, 5 → 5, 0 → 0, MIN → MIN, MAX → MAX`,
  Min: numbers`1 2 → 1, 2 1 → 1, MIN MAX → MIN, MAX MIN → MIN, MAX MAX → MAX`,
  Max: numbers`1 2 → 2, 2 1 → 2, MIN MAX → MAX, MAX MIN → MAX, MIN MIN → MIN`,
  Clamp: numbers`5 0 1 → 1, -5 0 1 → 0, 3 0 5 → 3, MAX MIN MAX → MAX, MIN MIN MAX → MIN, 0 MAX MIN → MAX, 15 10 0 → 0`,
  Repeat: numbers`5 3 → 2, -1 3 → 2, 6 3 → 0, -3 3 → 0, 5 0 → 0, 5 -3 → -1, MAX MAX → 0, MIN MAX → 2147483646, MAX MIN → -1, MIN MIN → 0`,
  Lerp: numbers`
    0 10 0.25 → 2, 0 10 0.75 → 7, 0 -10 0.25 → -2, 0 10 7 → 10, 0 10 -1 → 0, 0 10 NaN → 0, 0 10 ∞ → 10, 0 10 -∞ → 0, 0 10 -0 → 0, 0 10 BIG → 10,
    MIN MAX 0.5 → 0, MIN MAX 1 → MAX, MAX MIN 1 → MIN, MAX MIN 0 → MAX
  `,
  LerpUnclamped: numbers`
    0 10 0.25 → 2, 0 10 2 → 20, 0 10 -0.25 → -2, 0 10 NaN → 0, 0 10 ∞ → MAX, 0 10 -∞ → MIN, 0 10 -0 → 0, 0 10 BIG → MAX, 5 5 ∞ → 0, MIN MAX 2 → MAX,
    MAX MIN 2 → MIN
  `,
};
/** Of those of 64 bits, each digit of which counts. */
const LONGS: Readonly<Record<string, readonly Row[]>> = {
  Add: longs`2 3 → 5, LAST 1 → FIRST, FIRST -1 → LAST, FIRST FIRST → 0, 1 LAST → FIRST, 9007199254740992 1 → 9007199254740993`,
  Sub: longs`5 7 → -2, FIRST 1 → LAST, LAST -1 → FIRST, 0 FIRST → FIRST, LAST LAST → 0`,
  Mul: longs`-3 4 → -12, LAST LAST → 1, FIRST FIRST → 0, FIRST -1 → FIRST, 9007199254740993 3 → 27021597764222979`,
  Div: longs`-7 2 → -3, 7 -2 → -3, 7 0 → 0, 0 0 → 0, FIRST -1 → FIRST, LAST FIRST → 0, FIRST LAST → -1`,
  Mod: longs`-7 3 → -1, 7 -3 → 1, 7 0 → 0, FIRST -1 → 0, LAST FIRST → LAST, FIRST LAST → -1`,
  Negate: longs`1 → -1, 0 → 0, FIRST → FIRST, LAST → -9223372036854775807`,
  Inc: longs`-1 → 0, LAST → FIRST, FIRST → -9223372036854775807`,
  Dec: longs`0 → -1, FIRST → LAST, LAST → 9223372036854775806`,
  Square: longs`-5 → 25, 4294967296 → 0, LAST → 1, FIRST → 0`,
  Cube: longs`-3 → -27, 2097152 → FIRST, LAST → LAST, FIRST → 0`,
  OneMinus: longs`0 → 1, 1 → 0, LAST → -9223372036854775806, FIRST → -9223372036854775807`,
  Reciprocal: longs`1 → 1, -1 → -1, 2 → 0, 0 → 0, LAST → 0, FIRST → 0`,
  FilterInvalid: longs`5 7 → 5, FIRST LAST → FIRST, LAST FIRST → LAST`,
  Abs: longs`-5 → 5, 0 → 0, FIRST → FIRST, LAST → LAST`,
  Min: longs`1 2 → 1, 2 1 → 1, FIRST LAST → FIRST, LAST FIRST → FIRST, 9007199254740993 9007199254740992 → 9007199254740992`,
  Max: longs`1 2 → 2, 2 1 → 2, FIRST LAST → LAST, LAST FIRST → LAST, 9007199254740992 9007199254740993 → 9007199254740993`,
  Clamp: longs`5 0 2 → 2, -5 0 2 → 0, 1 0 2 → 1, LAST FIRST LAST → LAST, FIRST FIRST LAST → FIRST, 0 LAST FIRST → LAST`,
  Repeat: longs`5 3 → 2, -1 3 → 2, 5 0 → 0, 5 -3 → -1, LAST LAST → 0, FIRST LAST → 9223372036854775806, LAST FIRST → -1`,
};

/** Those whose last input is a float, which vectors share. */
const PARTS = new Set(['Lerp', 'LerpUnclamped']);
const WORDS = Object.keys(INTS);
const ARITHMETIC: readonly Case[] = WORDS.flatMap((word) => {
  const rows = ALL_FLOATS[word] as readonly Row[],
    name = `Value${word}`;
  const isShared = PARTS.has(word),
    doubles = asDoubles(rows);
  return [
    ...of(`${name}<float>`, ...rows),
    // A part of the way is a float there as well.
    ...of(`${name}<double>`, ...(isShared ? doubles.filter(([, , part]) => Object.is(Math.fround(part as number), part)) : doubles), ...(DOUBLES[word] ?? [])),
    ...of(`${name}<int>`, ...(INTS[word] as readonly Row[])),
    ...of(`${name}<long>`, ...(LONGS[word] ?? [])),
    ...VECTORS.flatMap(([, type, length]) => lifted(`${name}<${type}>`, length, rows, isShared ? [2] : [])),
  ];
});

const OVER_ALL: Readonly<Record<string, readonly [floats: readonly Row[], ints: readonly Row[], longs: readonly Row[]]>> = {
  AddMulti: [
    floats`[1 2 3] → 6, [] → 0, [-0] → -0, [-0 -0] → -0, [∞ -∞] → NaN, [NaN 1] → NaN, [BIG BIG -BIG] → ∞`,
    numbers`[1 2 3] → 6, [] → 0, [5] → 5, [MAX 1] → MIN, [MIN -1] → MAX`,
    longs`[1 2 LAST] → -9223372036854775806, [] → 0, [FIRST -1] → LAST`,
  ],
  SubMulti: [
    floats`[10 2 3] → 5, [] → 0, [-0] → -0, [-0 0] → -0, [∞ ∞] → NaN, [-∞ 1] → -∞, [NaN 1] → NaN, [-BIG BIG] → -∞, [1 -BIG -BIG] → ∞`,
    numbers`[10 2 3] → 5, [] → 0, [5] → 5, [MIN 1] → MAX, [MAX -1] → MIN`,
    longs`[10 2 3] → 5, [] → 0, [FIRST 1] → LAST, [LAST -1] → FIRST`,
  ],
  MulMulti: [
    floats`[2 3 4] → 24, [] → 0, [-0] → -0, [-0 5] → -0, [∞ 0] → NaN, [-∞ 2] → -∞, [NaN 0] → NaN, [BIG 2 0.5] → ∞`,
    numbers`[2 3 4] → 24, [] → 0, [5] → 5, [MAX MAX] → 1, [MIN -1] → MIN`,
    longs`[2 3 4] → 24, [] → 0, [LAST LAST] → 1, [FIRST -1] → FIRST`,
  ],
  DivMulti: [
    floats`[12 2 3] → 2, [] → 0, [-0] → -0, [-0 5] → -0, [1 0] → ∞, [1 -0] → -∞, [0 0] → NaN, [∞ ∞] → NaN, [1 -∞] → -0, [NaN 1] → NaN, [BIG 0.5 2] → ∞`,
    numbers`[100 5 2] → 10, [] → 0, [7 0] → 0, [MIN -1] → MIN, [MAX 2] → 1073741823`,
    longs`[100 5 2] → 10, [] → 0, [7 0] → 0, [FIRST -1] → FIRST, [LAST 2] → 4611686018427387903`,
  ],
  MinMulti: [
    floats`[3 1 2] → 1, [] → 0, [5] → 5, [0 -0] → -0, [1 NaN] → NaN, [NaN 1] → NaN, [∞ BIG] → BIG, [-∞ 0] → -∞`,
    numbers`[3 1 2] → 1, [] → 0, [5] → 5, [MAX MIN] → MIN`,
    longs`[3 1 2] → 1, [] → 0, [LAST FIRST] → FIRST`,
  ],
  MaxMulti: [
    floats`[3 1 2] → 3, [] → 0, [5] → 5, [-0 0] → 0, [1 NaN] → NaN, [NaN 1] → NaN, [∞ BIG] → ∞, [-∞ 0] → 0`,
    numbers`[3 1 2] → 3, [] → 0, [5] → 5, [MAX MIN] → MAX`,
    longs`[3 1 2] → 3, [] → 0, [LAST FIRST] → LAST`,
  ],
  PlusMinus: [
    floats`
      5 2 → [7 3], -0 0 → [0 -0], 0 -0 → [0 0], -0 -0 → [-0 0], ∞ ∞ → [∞ NaN], 1 -∞ → [-∞ ∞], -∞ 1 → [-∞ -∞], NaN 1 → [NaN NaN], 1 NaN → [NaN NaN],
      BIG BIG → [∞ 0], 0 BIG → [BIG -BIG]
    `,
    numbers`5 2 → [7 3], MAX 1 → [MIN 2147483646], MIN 1 → [-2147483647 MAX], 0 MAX → [MAX -2147483647], 0 MIN → [MIN MIN]`,
    longs`5 2 → [7 3], LAST 1 → [FIRST 9223372036854775806], FIRST 1 → [-9223372036854775807 LAST], 0 LAST → [LAST -9223372036854775807],
    0 FIRST → [FIRST FIRST]`,
  ],
};
const MULTIPLE: readonly Case[] = Object.entries(OVER_ALL).flatMap(([word, [float, int, long]]) => [
  ...of(`Value${word}<float>`, ...float),
  ...of(`Value${word}<double>`, ...asDoubles(float)),
  ...of(`Value${word}<int>`, ...int),
  ...of(`Value${word}<long>`, ...long),
  ...VECTORS.flatMap(([, type, length]) => lifted(`Value${word}<${type}>`, length, float)),
]);

const THROUGH: readonly Row[] = floats`
  0.75 [0 10 20] → 15, 0 [1 2] → 1, 1 [1 2] → 2, 2 [0 10] → 10, -1 [5 10] → 5, NaN [0 10] → NaN, ∞ [0 10] → 10, -∞ [1 10] → 1, -0 [1 2] → 1, BIG [1 2] → 2,
  0.5 [7] → 7, 0 [NaN 1] → NaN, 0.5 [1 ∞] → ∞, 0.5 [1 -∞] → -∞, 0.5 [-0 -0] → 0, 0.5 [BIG BIG] → BIG, 0.5 [] → 0
`;

const COMPARED = ['GreaterThan', 'GreaterOrEqual', 'LessThan', 'LessOrEqual'] as const;
/** A, B, and whether A is more, no less, less and no more than B. */
const order = (make: typeof numbers, first: string, last: string): readonly Row[] => make`
  2 1 → [true true false false], 1 2 → [false false true true], 1 1 → [false true false true], 0 0 → [false true false true],
  ${first} ${last} → [false false true true], ${last} ${first} → [true true false false], ${last} ${last} → [false true false true]
`;
const UNORDERED = numbers`
  NaN 1 → [false false false false], 1 NaN → [false false false false], NaN NaN → [false false false false], -0 0 → [false true false true],
  0 -0 → [false true false true], ∞ BIG → [true true false false], -BIG -∞ → [true true false false], -∞ ∞ → [false false true true],
  ∞ ∞ → [false true false true], BIG BIG → [false true false true]
`;
const COMPARISONS: readonly Case[] = COMPARED.flatMap((word, at) => {
  const rows = (type: string, all: readonly Row[]): Case[] => all.flatMap(([a, b, is]) => of(`Value${word}<${type}>`, [a, b, (is as readonly boolean[])[at]]));
  return [
    ...rows('int', order(numbers, 'MIN', 'MAX')),
    ...rows('long', order(longs, 'FIRST', 'LAST')),
    ...rows('long', longs`9007199254740993 9007199254740992 → [true true false false]`),
    ...rows('float', [...order(floats, '-BIG', 'BIG'), ...UNORDERED]),
    ...rows('double', [...order(numbers, '-1.7976931348623157e308', '1.7976931348623157e308'), ...asDoubles(UNORDERED)]),
  ];
});

/** Texts by their UTF-16 code units: A, B, and which comes first. Null comes before every text. */
export const TEXT_ORDER: readonly Row[] = [
  ['a', 'b', -1],
  ['b', 'a', 1],
  ['a', 'a', 0],
  ['a', 'aa', -1],
  ['B', 'a', -1],
  ['', 'a', -1],
  ['a', '', 1],
  ['', '', 0],
  [null, '', -1],
  ['', null, 1],
  [null, null, 0],
  ['é', 'z', 1],
  ['😀', '\uffee', -1],
  ['\uffee', '😀', 1],
  ['😀', '😀', 0],
];
/** Words for which order a comparison is true. */
export const ORDERS: Readonly<Record<string, (order: number) => boolean>> = {
  GreaterThan: (order) => order > 0,
  GreaterOrEqual: (order) => order >= 0,
  LessThan: (order) => order < 0,
  LessOrEqual: (order) => order <= 0,
};

export const OPERATOR_CASES: readonly Case[] = [
  ...ARITHMETIC,
  ...MULTIPLE,
  ...COMPARISONS,
  ...Object.entries(ORDERS).flatMap(([word, is]) => TEXT_ORDER.flatMap(([a, b, order]) => of(`Object${word}<string>`, [a, b, is(order as number)]))),
  ...of('ValueMultiLerp<float>', ...THROUGH),
  ...of('ValueMultiLerp<double>', ...THROUGH),
  ...VECTORS.flatMap(([, type, length]) => lifted(`ValueMultiLerp<${type}>`, length, THROUGH, [0])),
  ...of(
    'ValueMultiLerp<int>',
    ...numbers`
      0.75 [0 10 20] → 15, 0 [MIN MAX] → MIN, 1 [MIN MAX] → MAX, 2 [0 10] → 10, -1 [5 10] → 5, NaN [1 10] → 0, ∞ [0 10] → 10, -∞ [1 10] → 1, -0 [1 2] → 1,
      BIG [1 2] → 2, 0.5 [7] → 7, 0.5 [] → 0
    `,
  ),
  // What is told is a part, a float, whatever it is a part of.
  ...of('ValueInverseLerp<float>', ...(OF_THREE['InverseLerp'] as readonly Row[])),
  ...of('ValueInverseLerp<double>', ...asDoubles(OF_THREE['InverseLerp'] as readonly Row[]), ...numbers`0 1e300 5e299 → 0.5, 0 5e-324 5e-324 → 1`),
  ...of(
    'ValueInverseLerp<int>',
    ...numbers`
      10 20 15 → 0.5, 20 10 15 → 0.5, 0 4 -1 → -0.25, 5 5 5 → NaN, 5 5 6 → ∞, 5 5 4 → -∞, MIN MAX MAX → 1, MAX MIN MIN → 1, MIN 0 -1073741824 → 0.5,
      0 16777218 8388609 → 0.5
    `,
  ),
];
