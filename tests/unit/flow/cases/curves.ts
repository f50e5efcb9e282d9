import { BIG, f, INF, of, VECTORS, type Case, type Row } from './case.ts';
import { floats } from './rows.ts';

/* Curves between points, each a value and its tangent, and shapes of a part from 0 to 1. */

/** From a point to a point: what the cubic gives, what the curve of Bézier gives, and how fast that goes. */
const BETWEEN = floats`
  [0 0] [1 0] 0 → [0 0 0], [0 0] [1 0] 1 → [1 1 0], [0 0] [1 0] 0.5 → [0.5 0.5 1.5], [0 0] [1 0] 0.25 → [0.15625 0.15625 1.125],
  [0 1] [1 1] 0.5 → [0.5 0.5 0], [0 4] [0 0] 0.5 → [0.5 1.5 -3], [0 0] [0 4] 0.5 → [-0.5 -1.5 -3], [1 2] [5 4] 0 → [1 1 6], [1 2] [5 4] 1 → [5 5 12],
  [1 2] [5 4] 7 → [5 5 12], [1 2] [5 4] -1 → [1 1 6], [1 2] [5 4] -0 → [1 1 6], [1 2] [5 4] ∞ → [5 5 12], [1 2] [5 4] -∞ → [1 1 6], [1 2] [5 4] BIG → [5 5 12],
  [1 2] [5 4] NaN → [NaN NaN NaN], [NaN 0] [1 0] 0.5 → [NaN NaN NaN], [0 NaN] [1 0] 0.5 → [NaN NaN NaN], [0 0] [NaN 0] 0.5 → [NaN NaN NaN],
  [0 0] [1 NaN] 0.5 → [NaN NaN NaN], [∞ 0] [1 0] 0.5 → [∞ ∞ -∞], [-∞ 0] [1 0] 0.5 → [-∞ -∞ ∞], [0 0] [∞ 0] 0.5 → [∞ ∞ ∞], [0 0] [-∞ 0] 0.5 → [-∞ -∞ -∞],
  [-0 -0] [-0 -0] 0.5 → [0 0 0], [BIG 0] [BIG 0] 0.5 → [BIG BIG 0], [0 0] [BIG 0] 0 → [0 0 0]
`;
/** Points of vectors: each component of both is the number's. */
const point = (value: unknown, length: number): number[] => (value as readonly number[]).flatMap((each) => Array<number>(length).fill(each));
const wide = (value: unknown, length: number): unknown => (length === 1 ? value : Array(length).fill(value));
const ALL = [['Float', 'float', 1], ...VECTORS] as const;

const curves = (word: string, length: number): readonly Case[] => [
  ...BETWEEN.flatMap(([from, to, part, gives]) => {
    const [cubic, bezier, tangent] = (gives as readonly unknown[]).map((each) => wide(each, length));
    const [a, b] = [point(from, length), point(to, length)];
    return [
      ...of(`CubicLerp_${word}`, [a, b, part, cubic]),
      ...of(`BezierCurve_${word}`, [a, b, part, [bezier, tangent]]),
      ...of(`MultiCubicLerp_${word}`, [part, [a, b], cubic]),
      ...of(`MultiBezierCurve_${word}`, [part, [a, b], [bezier, tangent]]),
    ];
  }),
  ...(
    [
      [
        0.5,
        [
          [1, 2],
          [5, 4],
          [9, 0],
        ],
        5,
        12,
      ],
      [
        0.75,
        [
          [0, 0],
          [0, 0],
          [1, 0],
        ],
        0.5,
        1.5,
      ],
      [0.5, [[7, 2]], 7, 6],
      [0.5, [], 0, 0],
    ] as const
  ).flatMap(([part, points, value, tangent]) => {
    const all = points.map((each) => point(each, length));
    return [
      ...of(`MultiCubicLerp_${word}`, [part, all, wide(value, length)]),
      ...of(`MultiBezierCurve_${word}`, [part, all, [wide(value, length), wide(tangent, length)]]),
    ];
  }),
  ...[1.5, NaN, INF, -INF, -0, BIG].flatMap((value, at, values) => {
    const tangent = values[(at + 1) % values.length];
    return of(`PackTangentPoint${word}`, [wide(value, length), wide(tangent, length), point([value, tangent], length)]);
  }),
];

const SIGMOID: readonly Row[] = floats`
  0 2 → 0.5, 1 2 → 0.6666666666666666, -1 2 → 0.3333333333333333, 0 -0 → 0.5, 1 3 → 0.75, ∞ 2 → 1, -∞ 2 → 0, BIG 2 → 1, -BIG 2 → 0, -0 2 → 0.5, NaN 2 → NaN,
  1 NaN → NaN, 1 ∞ → 1, 1 -∞ → 1, 1 0 → 0, 1 BIG → 1
`;
export const CURVE_CASES: readonly Case[] = [
  ...ALL.flatMap(([word, , length]) => curves(word, length)),
  ...of('SigmoidFloat', ...SIGMOID, [1, f(0.7310585786300049)], [0, 0.5]),
  ...of('SinShape_Float', ...floats`0 → 0, 1 → 1, 0.5 → 0.5, 0.25 → 0.1464466094067262, 2 → 1, -1 → 0, -0 → 0, BIG → 1, ∞ → 1, -∞ → 0, NaN → NaN`),
  ...of(
    'SymmetricPowShape_Float',
    ...floats`
      0 2 → 0, 1 2 → 1, 0.5 2 → 0.5, 0.25 2 → 0.125, 0.75 2 → 0.875, 0.25 1 → 0.25, 0.25 0 → 0.5, 0.25 -0 → 0.5, 2 2 → 1, -1 2 → 0, -0 2 → 0,
      BIG 2 → 1, ∞ 2 → 1,
      -∞ 2 → 0, NaN 2 → NaN, 0.25 NaN → NaN, 0.25 ∞ → 0, 0.75 ∞ → 1, 0.25 -∞ → ∞, 0.25 BIG → 0
    `,
  ),
];
