import { about, BIG, f, INF, liftedTo, of, TINY, VECTORS, type Case, type Row } from './case.ts';
import { floats } from './rows.ts';

const SPACES = VECTORS.slice(0, 3);
const TURNS = [...VECTORS, ['FloatQ', 'floatQ', 4]] as const;
/** A vector of two components in a space of more. */
const inSpace = (value: unknown, length: number): unknown => (Array.isArray(value) ? [...value, ...Array<number>(length - 2).fill(0)] : value);
/** Cases in the plane, as they are in each space. */
const inEach = (word: string, rows: readonly Row[]): readonly Case[] =>
  SPACES.flatMap(([name, , length]) => of(`${word}_${name}`, ...rows.map((row) => row.map((each) => inSpace(each, length)))));

const DOT = floats`
  [3 4] [1 2] → 11, [1 0] [0 1] → 0, [-0 0] [1 0] → 0, [1 0] [-0 0] → 0, [NaN 0] [1 0] → NaN, [1 0] [NaN 0] → NaN, [∞ 0] [2 0] → ∞, [∞ 0] [0 1] → NaN,
  [-∞ 0] [2 0] → -∞, [2 0] [∞ 0] → ∞, [2 0] [-∞ 0] → -∞, [∞ 1] [1 -∞] → NaN, [BIG 0] [2 0] → ∞, [BIG BIG] [1 -1] → 0, [1 0] [BIG 0] → BIG
`;
const MAGNITUDE = floats`
  [3 4] → 5, [1 1] → 1.4142135623730951, [0 0] → 0, [-0 -0] → 0, [NaN 0] → NaN, [∞ 1] → ∞, [-∞ 1] → ∞, [BIG 0] → BIG, [BIG BIG] → ∞, [TINY 0] → TINY
`;
const SQUARED = floats`[3 4] → 25, [-0 -0] → 0, [NaN 0] → NaN, [∞ 1] → ∞, [-∞ 1] → ∞, [BIG 0] → ∞, [TINY 0] → 0`;
const DISTANCE = floats`
  [1 1] [4 5] → 5, [1 2] [1 2] → 0, [-0 0] [0 -0] → 0, [0 0] [-0 1] → 1, [NaN 0] [1 0] → NaN, [1 0] [NaN 0] → NaN, [∞ 0] [0 0] → ∞, [0 0] [-∞ 0] → ∞,
  [-∞ 0] [0 0] → ∞, [0 0] [∞ 0] → ∞, [∞ 0] [∞ 0] → NaN, [BIG 0] [0 0] → BIG, [0 0] [BIG 0] → BIG, [BIG 0] [-1e38 0] → ∞, [TINY 0] [0 0] → TINY
`;
// Of no length it stays as it is; what is infinite has no direction.
const NORMALIZED = floats`
  [0 5] → [0 1], [-2 0] → [-1 0], [3 4] → [0.6 0.8], [0 0] → [0 0], [-0 0] → [-0 0], [NaN 0] → [NaN NaN], [∞ 1] → [NaN 0], [-∞ 1] → [NaN 0], [BIG 0] → [1 0],
  [BIG BIG] → [0.7071067811865475 0.7071067811865475], [TINY 0] → [1 0], [0 -TINY] → [0 -1]
`;
const PROJECTED = floats`
  [2 3] [2 0] → [2 0], [0 3] [2 0] → [0 0], [2 3] [0 0] → [0 0], [2 3] [-0 0] → [-0 0], [-0 0] [1 0] → [0 0], [1 0] [BIG 0] → [1 0],
  [1 0] [TINY 0] → [1 0], [BIG 0] [1 0] → [BIG 0]
`;
const ANGLE = floats`
  [1 0] [0 2] → 90, [1 0] [-3 0] → 180, [1 0] [5 0] → 0, [1 1] [1 0] → 45, [1 2] [1 2] → 0, [1 2] [-1 -2] → 180, [0 0] [1 0] → 0, [1 0] [-0 0] → 0,
  [-0 0] [0 1] → 0,
  [NaN 0] [1 0] → NaN, [1 0] [NaN 0] → NaN, [∞ 0] [1 0] → NaN, [1 0] [-∞ 0] → NaN, [-∞ 0] [1 0] → NaN, [1 0] [∞ 0] → NaN, [BIG 0] [1 0] → 0, [1 0] [0 BIG] → 90,
  [BIG BIG] [BIG 0] → 45, [TINY 0] [0 TINY] → 90
`;
const DELTA = floats`
  [1 0] [0 1] → [90 π/2], [1 0] [0 -1] → [-90 -π/2], [1 0] [1 1] → [45 π/4], [1 0] [-1 0] → [180 π], [1 0] [3 0] → [0 0], [0 0] [1 0] → [0 0],
  [-0 0] [1 0] → [-0 -0],
  [1 0] [-0 0] → [0 0], [NaN 0] [1 0] → [NaN NaN], [1 0] [NaN 0] → [NaN NaN], [∞ 0] [1 0] → [NaN NaN], [-∞ 0] [1 0] → [NaN NaN], [1 0] [∞ 0] → [NaN NaN],
  [1 0] [-∞ 0] → [NaN NaN], [BIG 0] [0 BIG] → [90 π/2]
`;

const SOME_NAN = floats`NaN → true, 0 → false, -0 → false, ∞ → false, -∞ → false, BIG → false`;
const SOME_INFINITE = floats`NaN → false, 0 → false, -0 → false, ∞ → true, -∞ → true, BIG → false`;
const NEAR = floats`
  1 1.125 0.25 → true, 1 1.5 0.25 → false, 1 1.25 0.25 → true, NaN NaN 1 → false, NaN 1 1 → false, 1 NaN 1 → false, ∞ ∞ 0 → true, ∞ -∞ ∞ → true, ∞ -∞ 1 → false,
  -∞ -∞ -0 → true, 1 -∞ 1 → false, 1 1 NaN → true, 1 2 NaN → false, -0 0 0 → true, 0 -0 0 → true, 1 1 -1 → true, 1 1.5 -1 → false, 1 1 -∞ → true,
  BIG -BIG BIG → false, 1 BIG BIG → true, BIG BIG 0 → true
`;
const NOT_NEAR = NEAR.map(([a, b, epsilon, is]) => [a, b, epsilon, is !== true]);

const PARTS = [1, -2, -0, NaN, INF, -INF, BIG, TINY];
/** Vectors of these one after another, from each on. */
const vectors = (length: number): number[][] => PARTS.map((_, from) => Array.from({ length }, (_each, at) => PARTS[(from + at) % PARTS.length] as number));

export const VECTOR_CASES: readonly Case[] = [
  ...inEach('Dot', DOT),
  ...inEach('Magnitude', MAGNITUDE),
  ...inEach('SqrMagnitude', SQUARED),
  ...inEach('Distance', DISTANCE),
  ...inEach(
    'Normalized',
    NORMALIZED.filter(([, gives]) => !(gives as number[]).every(Number.isNaN)),
  ),
  ...SPACES.flatMap(([name, , length]) => of(`Normalized_${name}`, [[NaN, ...Array<number>(length - 1).fill(0)], Array<number>(length).fill(NaN)])),
  ...inEach('Project', PROJECTED),
  ...SPACES.flatMap(([name, , length]) => {
    const all = (x: number): number[] => [x, ...Array<number>(length - 1).fill(0)],
      none = Array<number>(length).fill(NaN);
    return of(`Project_${name}`, ...[INF, -INF].map((x) => [all(x), all(1), [x, ...none.slice(1)]]), ...[INF, -INF, NaN].map((x) => [all(1), all(x), none]), [
      all(NaN),
      all(1),
      none,
    ]);
  }),
  ...inEach('Angle', ANGLE),
  ...of('Magnitude_Float3', [[2, 3, 6], 7], [[0, 0, -INF], INF]),
  ...of('Magnitude_Float4', [[2, 4, 5, 6], 9], [[0, 0, 0, NaN], NaN]),
  ...of('Dot_Float3', [[1, 2, 3], [4, 5, 6], 32]),
  ...of('Dot_Float4', [[1, 2, 3, 4], [5, 6, 7, 8], 70]),
  ...of('Normalized_Float3', [
    [0, 0, -3],
    [0, 0, -1],
  ]),
  ...of('Normalized_Float4', [
    [2, 2, 2, 2],
    [0.5, 0.5, 0.5, 0.5],
  ]),
  ...of('Angle_Float4', [[0, 0, 1, 1], [0, 0, 1, -1], 90]),
  ...of(
    'Distance_Float',
    ...floats`
      2 -1 → 3, -1 2 → 3, 5 5 → 0, -0 0 → 0, 0 -0 → 0, NaN 1 → NaN, 1 NaN → NaN, ∞ 1 → ∞, -∞ 1 → ∞, 1 ∞ → ∞, 1 -∞ → ∞, ∞ ∞ → NaN, BIG -BIG → ∞, BIG 1 → BIG,
      1 BIG → BIG
    `,
  ),
  ...of(
    'Cross_Float3',
    ...floats`
      [1 0 0] [0 1 0] → [0 0 1], [0 1 0] [1 0 0] → [0 0 -1], [1 2 3] [4 5 6] → [-3 6 -3], [2 2 2] [2 2 2] → [0 0 0], [-0 0 0] [1 0 0] → [0 0 -0],
      [1 0 0] [-0 0 0] → [0 -0 0], [NaN 0 0] [0 1 0] → [0 NaN NaN], [0 1 0] [NaN 0 0] → [0 NaN NaN], [∞ 0 0] [0 1 0] → [0 NaN ∞], [-∞ 0 0] [0 1 0] → [0 NaN -∞],
      [0 1 0] [∞ 0 0] → [0 NaN -∞], [0 1 0] [-∞ 0 0] → [0 NaN ∞], [BIG 0 0] [0 2 0] → [0 0 ∞], [0 2 0] [BIG 0 0] → [0 0 -∞]
    `,
  ),
  ...of(
    'Reflect_Float3',
    ...floats`
      [1 -1 0] [0 1 0] → [1 1 0], [1 -1 0] [0 -1 0] → [1 1 0], [3 0 0] [0 1 0] → [3 0 0], [1 2 3] [0 0 0] → [1 2 3], [0 -0 0] [0 1 0] → [0 -0 0],
      [1 2 3] [-0 0 0] → [1 2 3], [NaN 1 0] [0 1 0] → [NaN NaN NaN], [1 1 1] [NaN 0 0] → [NaN NaN NaN], [∞ 0 0] [0 1 0] → [NaN NaN NaN],
      [-∞ 0 0] [1 0 0] → [NaN NaN NaN], [1 0 0] [∞ 0 0] → [-∞ NaN NaN], [1 0 0] [-∞ 0 0] → [-∞ NaN NaN], [0 BIG 0] [0 1 0] → [NaN -∞ NaN],
      [1 0 0] [0 BIG 0] → [1 0 0]
    `,
  ),
  ...of(
    'Angle_floatQ',
    ...floats`
      [0 0 0 1] [0 0 0 1] → 0, [0 0 0 1] [0 0 0 -1] → 0, [0 0 0 1] [0 0 1 0] → 180, [0 0 0 1] [0 0 0.7071067811865476 0.7071067811865476] → 90,
      [0 0 0 0] [0 0 0 1] → 180, [0 0 -0 1] [-0 0 0 1] → 0, [NaN 0 0 1] [0 0 0 1] → NaN, [0 0 0 1] [NaN 0 0 1] → NaN, [0 0 0 ∞] [0 0 0 1] → 0,
      [0 0 0 -∞] [0 0 0 1] → 0, [0 0 0 1] [0 0 0 ∞] → 0, [0 0 0 1] [0 0 0 -∞] → 0, [0 0 0 BIG] [0 0 0 1] → 0, [0 0 0 1] [0 0 0 BIG] → 0
    `,
  ),
  ...of(
    'Mul_FloatQ_Float3',
    ...floats`
      [0 0 0 1] [1 2 3] → [1 2 3], [0 0 1 0] [1 2 3] → [-1 -2 3], [1 0 0 0] [1 2 3] → [1 -2 -3], [0 0 0 1] [-0 0 0] → [0 0 0], [-0 0 0 1] [1 0 0] → [1 0 0],
      [NaN 0 0 1] [1 2 3] → [NaN NaN NaN], [0 0 0 1] [NaN 0 0] → [NaN NaN NaN], [0 0 0 1] [∞ 0 0] → [NaN NaN NaN], [0 0 0 1] [-∞ 0 0] → [NaN NaN NaN],
      [0 0 0 ∞] [1 0 0] → [NaN NaN NaN], [0 0 0 -∞] [1 0 0] → [NaN NaN NaN], [0 0 0 1] [BIG 0 0] → [BIG 0 0], [0 0 0 BIG] [1 2 3] → [1 2 3]
    `,
  ),
  ...DELTA.flatMap(([from, to, angles]) => {
    const [degrees, radians] = angles as readonly number[];
    return [...of('VectorDeltaAngle_Float2', [from, to, degrees]), ...of('VectorDeltaAngleRad_Float2', [from, to, radians])];
  }),
  ...of('IsNaN_Float', ...SOME_NAN),
  ...of('IsInfinity_Float', ...SOME_INFINITE),
  ...of('Approximately_Float', ...NEAR),
  ...of('ApproximatelyNot_Float', ...NOT_NEAR),
  ...TURNS.filter(([name]) => name !== 'Color').flatMap(([name, , length]) => [
    ...liftedTo(`IsNaN_${name}`, length, SOME_NAN, (parts) => parts.includes(true)),
    ...of(`IsNaN_${name}`, [Array(length).fill(1), false], [[...Array(length - 1).fill(1), NaN], true]),
    ...liftedTo(`IsInfinity_${name}`, length, SOME_INFINITE, (parts) => parts.includes(true)),
    ...of(`IsInfinity_${name}`, [Array(length).fill(BIG), false], [[...Array(length - 1).fill(1), -INF], true]),
    ...liftedTo(`Approximately_${name}`, length, NEAR, (parts) => !parts.includes(false), [2]),
    ...liftedTo(`ApproximatelyNot_${name}`, length, NOT_NEAR, (parts) => parts.includes(true), [2]),
    ...of(`Approximately_${name}`, [Array(length).fill(1), Array(length).fill(1.5), 0.5, true]),
    ...of(`ApproximatelyNot_${name}`, [Array(length).fill(1), Array(length).fill(1.5), 0.5, false]),
  ]),
  ...of('ZeroOneInt', [true, 1], [false, 0]),
  ...of('ZeroOneFloat', [true, 1], [false, 0]),
  ...SPACES.flatMap(([name, , length]) => of(`ZeroOne${name}`, [true, Array(length).fill(1)], [false, Array(length).fill(0)])),
  ...TURNS.flatMap(([name, , length]) => [
    ...of(`Pack_${name}`, ...vectors(length).map((vector) => [...vector, vector])),
    ...of(`Unpack_${name}`, ...vectors(length).map((vector) => [vector, vector])),
  ]),
  // By 180 degrees nothing tells which way round; parts beyond the ends are at them.
  ...slerps(),
];

function slerps(): readonly Case[] {
  const half = f(Math.SQRT1_2);
  const rows: readonly Row[] = [
    [[3, 0], [0, 5], 0.5, [half, half], 4],
    [[3, 0], [0, 5], 0, [1, 0], 3],
    [[3, 0], [0, 5], 1, [0, 1], 5],
    [[3, 0], [0, 5], -1, [1, 0], 3],
    [[3, 0], [0, 5], 7, [0, 1], 5],
    [[3, 0], [0, 5], -0, [1, 0], 3],
    [[3, 0], [0, 5], INF, [0, 1], 5],
    [[3, 0], [0, 5], -INF, [1, 0], 3],
    [[3, 0], [0, 5], BIG, [0, 1], 5],
    [[2, 0], [4, 0], 0.5, [1, 0], 3],
    [[2, 0], [-2, 0], 0.5, [0, 0], 2],
    [[0, 0], [0, 1], 0, [0, 0], 0],
    [[BIG, 0], [0, BIG], 0.5, [half, half], BIG],
    [[BIG, 0], [0, 1], 0, [1, 0], BIG],
  ];
  return VECTORS.flatMap(([name, , length]) => {
    const nothing = Array<number>(length).fill(0),
      none = Array<number>(length).fill(NaN);
    const vector = (value: unknown): number[] => inSpace(value, length) as number[];
    const [x, y] = [vector([1, 0]), vector([0, 1])];
    const odd = (value: number): number[] => [value, ...nothing.slice(1)];
    return [
      ...rows.flatMap(([from, to, part, way, size]) => [
        ...of(`Slerp_${name}`, [vector(from), vector(to), part, about(vector(way))]),
        ...of(`SlerpWithMagnitude_${name}`, [vector(from), vector(to), part, about(vector(way).map((each) => each * (size as number)))]),
      ]),
      ...['Slerp', 'SlerpWithMagnitude'].flatMap((word) => [
        ...of(
          `${word}_${name}`,
          [x, y, NaN, none],
          ...[NaN, INF, -INF].flatMap((each) => [
            [odd(each), y, 0.5, none],
            [x, odd(each), 0.5, none],
          ]),
        ),
        ...of(`${word}_${name}`, [odd(-0), y, 1, y], [x, odd(-0), 0, x]),
        ...of(
          `Multi${word}_${name}`,
          [0.5, [], nothing],
          [0.5, [y], y],
          [0.25, [x, y, vector([-1, 0])], about(vector([half, half]))],
          [0.5, [x, y, vector([-1, 0])], y],
          [-1, [x, y], x],
          [7, [x, y], y],
          [-0, [x, y], x],
          [INF, [x, y], y],
          [-INF, [x, y], x],
          [BIG, [x, y], y],
          [NaN, [x, y], none],
          ...[NaN, INF, -INF].map((each) => [0.5, [odd(each), y], none]),
          [1, [odd(-0), y], y],
          [0, [odd(BIG), y], word === 'Slerp' ? x : odd(BIG)],
        ),
      ]),
    ];
  });
}
