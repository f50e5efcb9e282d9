import { MAX, MIN } from './case.ts';
import { givenOf, nothing } from './literals.ts';
import { OBJECTS, VALUES } from './samples.ts';
import type { Play, Scene } from './stage.ts';

/* By the world's chance: where it has no choice what it gives is known, else what holds of it; the draws themselves are held by their sum. */

const BIG = 3.4028234663852886e38;
/** How often each is drawn. */
const TIMES = 4;
const always = (told: string): string => Array<string>(TIMES).fill(told).join(' ');
const known = (type: string, given: object, text: string): Scene => [type, { in: given }, always(`is(${text})`)];
/** Whatever is drawn: it goes into the sum. */
const any = (type: string, given: object = {}): Scene => [type, { in: given }, '…'];
/** What holds of all draws, as nodes say it at `is`. */
const holds = (type: string, given: object, beside: object): Scene => [type, { in: given, beside, quiet: true, tells: ['holds'] }, always('is(True)')];

const it = { from: 'it' };
const near = (one: unknown, other: unknown): object => ({ type: 'Approximately_Float', in: { A: one, B: other, Epsilon: 1e-6 } });
const long = (name: string, length: unknown = 1): object => ({ size: { type: `Magnitude_${name}`, in: { A: it } }, holds: near({ from: 'size' }, length) });
const short = (name: string): object => ({
  size: { type: `Magnitude_${name}`, in: { A: it } },
  holds: { type: 'IsBetween_Float', in: { Value: { from: 'size' }, Min: 0, Max: 1.000001 } },
});
const inside = (name: string, length: number): object => ({
  holds: { type: `IsBetween_${name}`, in: { Value: it, Min: Array(length).fill(-1), Max: Array(length).fill(1) } },
});

const SPACES = [
  ['Float2', 2],
  ['Float3', 3],
  ['Float4', 4],
] as const;
const filled = (length: number, value: unknown): unknown => Array(length).fill(value);
const written = (length: number, text: string): string => `[${Array(length).fill(text).join('; ')}]`;

const SCENES: readonly Scene[] = [
  known('RandomBool', { Chance: 0 }, 'False'),
  known('RandomBool', { Chance: 1 }, 'True'),
  ...[-1, { from: 'nan' }, { from: 'minusInf' }, { from: 'minusZero' }].map((Chance) => known('RandomBool', { Chance }, 'False')),
  ...[BIG, { from: 'inf' }].map((Chance) => known('RandomBool', { Chance }, 'True')),
  any('RandomBool', { Chance: 0.5 }),
  known('RandomInt', { Min: 5, Max: 6 }, '5'),
  known('RandomInt', { Min: 5, Max: 5 }, '5'),
  known('RandomInt', { Min: 5, Max: -5 }, '5'),
  known('RandomInt', { Min: MAX, Max: MIN }, String(MAX)),
  any('RandomInt', { Min: MIN, Max: MAX }),
  holds('RandomInt', { Min: -3, Max: 3 }, { holds: { type: 'IsBetween_Int', in: { Value: it, Min: -3, Max: 2 } } }),
  known('RandomFloat', { Min: 2, Max: 2 }, '2'),
  known('RandomFloat', { Min: BIG, Max: BIG }, '3.4028235E+38'),
  ...['nan', 'inf', 'minusInf'].flatMap((from) => [known('RandomFloat', { Min: { from }, Max: { from } }, 'NaN')]),
  known('RandomFloat', { Min: { from: 'minusZero' }, Max: { from: 'minusZero' } }, '0'),
  known('RandomFloat', { Min: 0, Max: { from: 'nan' } }, 'NaN'),
  any('RandomFloat', { Min: -1, Max: 1 }),
  // The way between them is longer than a float.
  holds('RandomFloat', { Min: -BIG, Max: BIG }, { holds: { type: 'IsBetween_Float', in: { Value: it, Min: -BIG, Max: BIG } } }),
  ...SPACES.flatMap(([name, length]) =>
    [`Random${name}`, `RandomLerp${name}`].flatMap((type) => [
      known(type, { Min: filled(length, 2), Max: filled(length, 2) }, written(length, '2')),
      known(type, { Min: filled(length, BIG), Max: filled(length, BIG) }, written(length, '3.4028235E+38')),
      holds(type, { Min: filled(length, -1), Max: filled(length, 1) }, inside(name, length)),
      any(type, { Min: filled(length, -1), Max: filled(length, 1) }),
      holds(type, { Min: { from: `odd${length}` }, Max: filled(length, 1) }, { holds: { type: `IsNaN_${name}`, in: { Value: it } } }),
    ]),
  ),
  known('RandomLerpColor', { Min: [1, 0.5, 0, 1], Max: [1, 0.5, 0, 1] }, '[1; 0.5; 0; 1]'),
  any('RandomLerpColor', { Min: [0, 0, 0, 0], Max: [1, 1, 1, 1] }),
  any('RandomLerpColor', { Min: { from: 'oddColor' }, Max: [1, 1, 1, 1] }),
  known('RandomSlerpFloatQ', { Min: [0, 0, 0, 1], Max: [0, 0, 0, 1] }, '[0; 0; 0; 1]'),
  any('RandomSlerpFloatQ', { Min: [0, 0, 0, 1], Max: [1, 0, 0, 0] }),
  any('RandomSlerpFloatQ', { Min: { from: 'oddTurn' }, Max: [1, 0, 0, 0] }),
  [
    'RandomRotation',
    {
      beside: {
        angle: { type: 'Unpack_FloatQ', in: { V: it } },
        all: { type: 'Pack_Float4', in: Object.fromEntries(['X', 'Y', 'Z', 'W'].map((name) => [name, { from: `angle.${name}` }])) },
        size: { type: 'Magnitude_Float4', in: { A: { from: 'all' } } },
        holds: near({ from: 'size' }, 1),
      },
      quiet: true,
      tells: ['holds'],
    },
    always('is(True)'),
  ],
  holds('RandomPointOnCircle', {}, long('Float2')),
  holds('RandomPointInCircle', {}, short('Float2')),
  holds('RandomPointOnSphere', {}, long('Float3')),
  holds('RandomPointInSphere', {}, short('Float3')),
  holds('RandomPointInSquare', {}, inside('Float2', 2)),
  holds('RandomPointInCube', {}, inside('Float3', 3)),
  holds('RandomPointOnSquare', {}, inside('Float2', 2)),
  holds('RandomPointOnCube', {}, inside('Float3', 3)),
  ...['RandomRotation', ...['Circle', 'Square', 'Sphere', 'Cube'].flatMap((shape) => [`RandomPointOn${shape}`, `RandomPointIn${shape}`])].map((type) =>
    any(type),
  ),
  ...['RandomPointOnCone', 'RandomPointInCone'].flatMap((type) => [
    holds(type, { Height: 0, BaseRadius: 0 }, long('Float3', 0)),
    any(type, { Height: 2, BaseRadius: 1 }),
    ...['nan', 'inf', 'minusInf', 'minusZero'].flatMap((from) => [
      any(type, { Height: { from }, BaseRadius: 1 }),
      any(type, { Height: 1, BaseRadius: { from } }),
    ]),
    any(type, { Height: BIG, BaseRadius: BIG }),
    holds(
      type,
      { Height: 2, BaseRadius: 0 },
      { parts: { type: 'Unpack_Float3', in: { V: it } }, holds: { type: 'IsBetween_Float', in: { Value: { from: 'parts.Y' }, Min: 0, Max: 2 } } },
    ),
  ]),
  ...['RandomRGB_Color', 'RandomRGBA_Color', 'RandomHue_Color', 'RandomGrayscale_Color'].flatMap((type) => [
    any(type),
    holds(type, {}, { holds: { type: 'IsBetween_Color', in: { Value: it, Min: [0, 0, 0, type === 'RandomRGBA_Color' ? 0 : 1], Max: [1, 1, 1, 1] } } }),
  ]),
  known('RandomString', { Characters: 'a', Length: 3 }, 'aaa'),
  known('RandomString', { Characters: '😀', Length: 2 }, '😀😀'),
  known('RandomString', { Characters: 'abc', Length: 0 }, ''),
  known('RandomString', { Characters: 'abc', Length: MIN }, ''),
  known('RandomString', { Characters: '', Length: 5 }, ''),
  known('RandomString', { Characters: null, Length: MAX }, ''),
  any('RandomString', { Characters: 'a😀b', Length: 5 }),
  ...['StringComparison', 'HostAccessScope', 'NumberStyles'].map((type) => any(`RandomEnum<${type}>`)),
  any('RandomGUID'),
  ...[...VALUES, ...OBJECTS].flatMap((type) => {
    const name = `PickRandom${VALUES.includes(type) ? 'Value' : 'Object'}<${type}>`,
      [first] = givenOf(type) as readonly (readonly [unknown, string])[];
    return [
      known(name, { Operands: [] }, nothing(type)),
      known(name, { Operands: [first?.[0]] }, first?.[1] ?? ''),
      any(name, { Operands: givenOf(type).map(([given]) => given) }),
    ];
  }),
  ['PulseRandom', {}, '…'],
];

export const CHANCE_PLAYS: Readonly<Record<string, Play>> = {
  'what is drawn': {
    scenes: SCENES,
    drive: (rig) => {
      for (let time = 0; time < TIMES; time++) rig.hear('go');
    },
  },
};
