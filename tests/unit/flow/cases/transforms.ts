import type { FlowRig } from '../rig.ts';
import type { Play, Scene } from './stage.ts';

/* Where things are: below something that is turned by half a turn about Y and twice as large, and itself about X, so that all is exact. */

const AROUND = [
  { id: '@top', name: 'top', components: { Transform: { Position: [1, 2, 3], Rotation: [0, 1, 0, 0], Scale: [2, 2, 2] } } },
  { id: '@child', name: 'child', parent: '@top', components: { Transform: { Position: [1, 1, 1], Rotation: [1, 0, 0, 0], Scale: [1, 2, 4] } } },
  { id: '@plain', name: 'plain', parent: '@child' },
];
const SLOTS = Object.fromEntries(['top', 'child', 'plain'].map((id) => [id, { type: 'SlotSource', refs: { Source: { entity: `@${id}` } } }]));
const at = (from: string | null): unknown => (from === null ? null : { from });
const scene = (type: string, given: object, tells: string, more: object = {}): Scene => [
  type,
  { in: given, around: AROUND, ...more, beside: { ...SLOTS, ...(more as { readonly beside?: object }).beside } },
  tells,
];

/** A value within the child, the same in the world, and what a type has for nothing. */
const CARRIED = [
  ['Point', [1, 1, 1], [-3, 0, 9], [0, 0, 0], 'odd3'],
  ['Vector', [1, 1, 1], [-2, -4, 8], [0, 0, 0], 'odd3'],
  ['Direction', [1, 1, 1], [-1, -1, 1], [0, 0, 0], 'odd3'],
  ['Rotation', [0, 0, 0, 1], [0, 0, -1, 0], [0, 0, 0, 1], 'oddTurn'],
  ['Scale', [1, 1, 1], [2, 4, 8], [0, 0, 0], 'odd3'],
] as const;
const text = (vector: readonly number[]): string => `[${vector.join('; ')}]`;
const BIG = [3.4028234663852886e38, 0, 0];
const TOLD: readonly Scene[] = [
  ...CARRIED.flatMap(([word, inside, outside, none, odd]): readonly Scene[] => [
    ...['child', 'plain'].flatMap((from) => [
      scene(`Local${word}ToGlobal`, { Instance: at(from), [`Local${word}`]: inside }, `is(${text(outside)})`),
      scene(`Global${word}ToLocal`, { Instance: at(from), [`Global${word}`]: outside }, `is(${text(inside)})`),
    ]),
    ...['gone', null].flatMap((from) => [
      scene(`Local${word}ToGlobal`, { Instance: at(from), [`Local${word}`]: inside }, `is(${text(none)})`),
      scene(`Global${word}ToLocal`, { Instance: at(from), [`Global${word}`]: inside }, `is(${text(none)})`),
      scene(`Transform${word}`, { FromSpace: at(from), ToSpace: at('child'), [`Source${word}`]: inside }, `is(${text(none)})`),
      scene(`Transform${word}`, { FromSpace: at('child'), ToSpace: at(from), [`Source${word}`]: inside }, `is(${text(none)})`),
    ]),
    scene(`Local${word}ToGlobal`, { Instance: at('root'), [`Local${word}`]: inside }, `is(${text(inside)})`),
    scene(`Global${word}ToLocal`, { Instance: at('root'), [`Global${word}`]: inside }, `is(${text(inside)})`),
    scene(`Transform${word}`, { FromSpace: at('child'), ToSpace: at('root'), [`Source${word}`]: inside }, `is(${text(outside)})`),
    scene(`Transform${word}`, { FromSpace: at('root'), ToSpace: at('child'), [`Source${word}`]: outside }, `is(${text(inside)})`),
    scene(`Transform${word}`, { FromSpace: at('plain'), ToSpace: at('child'), [`Source${word}`]: inside }, `is(${text(inside)})`),
    // What is no number makes no number of what it comes into.
    ...[{ from: odd }, ...(word === 'Rotation' ? [] : [BIG])].flatMap((value) => [
      scene(`Local${word}ToGlobal`, { Instance: at('child'), [`Local${word}`]: value }, '…'),
      scene(`Global${word}ToLocal`, { Instance: at('child'), [`Global${word}`]: value }, '…'),
      scene(`Transform${word}`, { FromSpace: at('top'), ToSpace: at('child'), [`Source${word}`]: value }, '…'),
    ]),
  ]),
  scene('LocalTransform', { Instance: at('child') }, 'is([1; 1; 1],[1; 0; 0; 0],[1; 2; 4])'),
  scene('LocalTransform', { Instance: at('plain') }, 'is([0; 0; 0],[0; 0; 0; 1],[1; 1; 1])'),
  scene('LocalTransform', { Instance: at('root') }, 'is([0; 0; 0],[0; 0; 0; 1],[1; 1; 1])'),
  scene('GlobalTransform', { Instance: at('top') }, 'is([1; 2; 3],[0; 1; 0; 0],[2; 2; 2])'),
  scene('GlobalTransform', { Instance: at('child') }, 'is([-1; 4; 1],[0; 0; -1; 0],[2; 4; 8])'),
  scene('GlobalTransform', { Instance: at('plain') }, 'is([-1; 4; 1],[0; 0; -1; 0],[2; 4; 8])'),
  ...['LocalTransform', 'GlobalTransform'].flatMap((type) =>
    ['gone', null].map((from) => scene(type, { Instance: at(from) }, 'is([0; 0; 0],[0; 0; 0; 1],[0; 0; 0])')),
  ),
];

/** Half a turn about Z: X and Y point the other way. */
const AXES = [
  ['Forward', [0, 0, 1]],
  ['Backward', [0, 0, -1]],
  ['Up', [0, -1, 0]],
  ['Down', [0, 1, 0]],
  ['Right', [-1, 0, 0]],
  ['Left', [1, 0, 0]],
] as const;
const TURNED: readonly Scene[] = AXES.flatMap(([word, points]): readonly Scene[] => [
  scene(`Get${word}`, { Instance: at('child') }, `is(${text(points)})`),
  ...['gone', null].map((from) => scene(`Get${word}`, { Instance: at(from) }, 'is([0; 0; 0])')),
  ...[points, points.map((each) => 0 - each), [0, 5, 0], [-3, 0, 0], [0, 0, 2]].map((wanted) =>
    scene(`Set${word}`, { Instance: at('child'), [word]: wanted }, 'Next(True)', {
      quiet: true,
      tells: ['holds'],
      beside: {
        now: { type: `Get${word}`, in: { Instance: at('child') } },
        angle: { type: 'Angle_Float3', in: { A: { from: 'now' }, B: wanted } },
        holds: { type: 'Approximately_Float', in: { A: { from: 'angle' }, B: 0, Epsilon: 0.001 } },
      },
    }),
  ),
  // Towards nowhere it stays.
  ...[[0, 0, 0], { from: 'odd3' }].map((wanted) =>
    scene(`Set${word}`, { Instance: at('child'), [word]: wanted }, `Next(${text(points)})`, {
      tells: ['now'],
      beside: { now: { type: `Get${word}`, in: { Instance: at('child') } } },
    }),
  ),
  ...['gone', 'root', null].map((from) => scene(`Set${word}`, { Instance: at(from), [word]: [0, 1, 0] }, '')),
]);

const GIVEN = { Position: [-1, 4, 1], Rotation: [0, 0, -1, 0], Scale: [2, 4, 8] };
const within = { Position: [1, 1, 1], Rotation: [1, 0, 0, 0], Scale: [1, 2, 4] };
const PUT: readonly Scene[] = (
  [
    ['Position', ['Position']],
    ['Rotation', ['Rotation']],
    ['Scale', ['Scale']],
    ['PositionRotation', ['Position', 'Rotation']],
    ['Transform', ['Position', 'Rotation', 'Scale']],
  ] as const
).flatMap(([word, parts]): readonly Scene[] => {
  const given = Object.fromEntries(parts.map((part) => [part, GIVEN[part]])),
    sees: NonNullable<Scene[1]['sees']> = (rig, id) => parts.map((part) => rig.value(`${id}child`, 'Transform', part)),
    seesPlain: NonNullable<Scene[1]['sees']> = (rig, id) => parts.map((part) => rig.value(`${id}plain`, 'Transform', part));
  return [
    scene(`SetLocal${word}`, { Instance: at('child'), ...given }, `Next | ${JSON.stringify(parts.map((part) => GIVEN[part]))}`, { sees }),
    scene(`SetLocal${word}`, { Instance: at('plain'), ...given }, `Next | ${JSON.stringify(parts.map((part) => GIVEN[part]))}`, { sees: seesPlain }),
    scene(`SetGlobal${word}`, { Instance: at('child'), ...given }, `Next | ${JSON.stringify(parts.map((part) => within[part]))}`, { sees }),
    // Below the child, of which it has all.
    scene(
      `SetGlobal${word}`,
      { Instance: at('plain'), ...given },
      `Next | ${JSON.stringify(parts.map((part) => ({ Position: [0, 0, 0], Rotation: [0, 0, 0, 1], Scale: [1, 1, 1] })[part]))}`,
      { sees: seesPlain },
    ),
    ...['gone', 'root', null].flatMap((from) => [
      scene(`SetLocal${word}`, { Instance: at(from), ...given }, ''),
      scene(`SetGlobal${word}`, { Instance: at(from), ...given }, ''),
    ]),
    // What a field cannot hold leaves all of them as they are.
    ...parts.flatMap((part) => {
      const odd = { ...given, [part]: { from: part === 'Rotation' ? 'oddTurn' : 'odd3' } },
        before = JSON.stringify(parts.map((each) => within[each]));
      return ['SetLocal', 'SetGlobal'].map((name) => scene(`${name}${word}`, { Instance: at('child'), ...odd }, before, { sees, isHushed: true }));
    }),
  ];
});

/** What drives a field writes it behind all else, as over what `ValueWrite` wrote; of several fields at once none is written where one is driven. */
const drive = { type: 'ValueFieldDrive<float3>', refs: { Drive: { entity: '@child', component: 'Transform', field: 'Position' } }, in: { Value: [5, 5, 5] } };
const DRIVEN: readonly Scene[] = (
  [
    ['SetLocalPosition', 'Next | '],
    ['SetGlobalPosition', 'Next | '],
    ['SetLocalTransform', ''],
    ['SetGlobalPositionRotation', ''],
  ] as const
).map(([type, told]) =>
  scene(type, { Instance: at('child'), Position: [9, 9, 9] }, `${told}[[5,5,5],[1,0,0,0],[1,2,4]]`, {
    beside: { drive },
    isHushed: true,
    sees: (rig: FlowRig, id: string) => ['Position', 'Rotation', 'Scale'].map((part) => rig.value(`${id}child`, 'Transform', part)),
  }),
);

export const TRANSFORM_PLAYS: Readonly<Record<string, Play>> = {
  'where it is': { scenes: TOLD },
  'where it points': { scenes: TURNED },
  'where it is put': { scenes: [...PUT, ...DRIVEN] },
};
