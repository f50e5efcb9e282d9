import { givenOf } from './literals.ts';
import { OBJECTS, VALUES } from './samples.ts';
import type { Play, Scene } from './stage.ts';

/* What fires by itself: in each tick, by time, by what changes; and what follows another value. */

const MAX = 2_147_483_647,
  MIN = -2_147_483_648;
const times = (count: number, told: string): string => Array<string>(count).fill(told).join(' ');
/** A value that is one thing before the world hears something, and another afterwards. */
const becoming = (type: string, before: unknown, after: unknown): object => {
  const word = VALUES.includes(type) ? 'Value' : 'Object';
  return {
    now: { type: `${word}Conditional<${type}>`, in: { OnTrue: after, OnFalse: before, Condition: { from: 'has' } } },
    has: { type: 'StoredValue<bool>' },
    rx: { type: 'WebsocketTextMessageReceiver', refs: { Client: { entity: '@', component: 'WebsocketClient' } }, then: { OnReceived: 'set' } },
    not: { type: 'NOT_Bool', in: { A: { from: 'has' } } },
    set: { type: 'ValueWrite<bool>', refs: { Variable: { node: 'has' } }, in: { Value: { from: 'not' } } },
  };
};
const now = { from: 'now' };

/** In four ticks, of which the second hears something, and the fourth that it is as before. */
const CHANGING: readonly Scene[] = [
  ...(['FireOnTrue', 'FireOnLocalTrue', 'FireOnFalse', 'FireOnLocalFalse'] as const).flatMap((type): readonly Scene[] => {
    const exit = type.includes('Local') ? 'OnChange' : 'OnChanged';
    return [
      [type, { in: { Condition: now }, beside: becoming('bool', false, true) }, exit],
      [type, { in: { Condition: now }, beside: becoming('bool', true, false) }, exit],
      [type, { in: { Condition: true } }, ''],
      [type, {}, ''],
    ];
  }),
  ['FireOnTrue', { in: { Condition: now, OnlyForUser: { from: 'host' } }, beside: becoming('bool', false, true) }, 'OnChanged'],
  ...[...VALUES, ...OBJECTS].flatMap((type): readonly Scene[] => {
    const word = VALUES.includes(type) ? 'Value' : 'ObjectValue',
      local = VALUES.includes(type) ? 'Value' : 'Object';
    const [first, second] = givenOf(type),
      one = first?.[0],
      other = second?.[0] ?? (type === 'Guid' ? 'ffffffff-ffff-ffff-ffff-ffffffffffff' : null);
    const beside = becoming(type, one, other);
    return [
      [`FireOn${word}Change<${type}>`, { in: { Value: now }, beside }, 'OnChanged OnChanged'],
      [`FireOnLocal${local}Change<${type}>`, { in: { Value: now }, beside }, 'OnChange OnChange'],
      // What stays as it is fires nothing, not even what is no number.
      ...givenOf(type)
        .slice(-2)
        .map(([Value]): Scene => [`FireOn${word}Change<${type}>`, { in: { Value } }, '']),
      ...(['User', 'Slot', 'WebsocketClient'].includes(type)
        ? [[`FireOnRefChange<${type}>`, { in: { Value: now }, beside }, 'OnChanged OnChanged'] as const]
        : []),
      ...(type === 'Type' ? [['FireOnTypeChange', { in: { Value: now }, beside }, 'OnChanged OnChanged'] as const] : []),
    ];
  }),
  ['FireOnTypeChange', { in: { Value: null } }, ''],
  ['FireOnRefChange<Slot>', { in: { Value: { from: 'gone' } } }, ''],
  // What no number says: in a box as elsewhere it is like itself, and 0 has no sign.
  ['FireOnObjectValueChange<object>', { in: { Value: { from: 'nan' } } }, ''],
  ['FireOnValueChange<float>', { in: { Value: now }, beside: becoming('float', { from: 'nan' }, { from: 'nan' }) }, ''],
  ['FireOnValueChange<float>', { in: { Value: now }, beside: becoming('float', 0, { from: 'minusZero' }) }, ''],
  ['FireOnValueChange<float2>', { in: { Value: now }, beside: becoming('float2', { from: 'odd2' }, { from: 'odd2' }) }, ''],
];

/** In six ticks. */
const TICKS = 6;
const TICKING: readonly Scene[] = [
  ['Update', {}, times(TICKS, 'OnUpdate')],
  ['Update', { refs: { UpdatingUser: 'host', SkipIfNull: true } }, times(TICKS, 'OnUpdate')],
  ['Update', { refs: { SkipIfNull: true } }, ''],
  ['LocalUpdate', {}, times(TICKS, 'OnUpdate')],
  ...['FireWhileTrue', 'LocalFireWhileTrue'].flatMap((type): readonly Scene[] => [
    [type, { in: { Condition: true } }, times(TICKS, 'OnUpdate')],
    [type, { in: { Condition: false } }, ''],
    [type, {}, ''],
  ]),
  ['FireWhileTrue', { in: { Condition: true }, refs: { SkipIfNull: true } }, ''],
  ...(
    [
      [1, TICKS],
      [2, 3],
      [6, 1],
      [7, 0],
      [0, TICKS],
      [-1, TICKS],
      [MIN, TICKS],
      [MAX, 0],
    ] as const
  ).map(([Interval, count]): Scene => ['UpdatesTimer', { in: { Interval } }, times(count, 'OnUpdate')]),
  // A second has 60 ticks.
  ...(
    [
      [0.05, 2],
      [0.1, 1],
      [10, 0],
      [0, TICKS],
      [-1, TICKS],
      [3.4028234663852886e38, 0],
      [{ from: 'inf' }, 0],
      [{ from: 'minusInf' }, TICKS],
      [{ from: 'minusZero' }, TICKS],
    ] as const
  ).map(([Interval, count]): Scene => ['SecondsTimer', { in: { Interval } }, times(count, 'OnUpdate')]),
  ['SecondsTimer', { in: { Interval: 0 }, refs: { SkipIfNull: true } }, ''],
  ['UpdatesTimer', { in: { Interval: 1 }, refs: { UpdatingUser: 'host' } }, times(TICKS, 'OnUpdate')],
];

/** What follows a value that becomes another, before that and a tick later. */
const follows = (type: string, Speed: unknown, before: unknown, after: unknown, told: string): Scene => {
  const kind = /<(.*)>/.exec(type)?.[1] ?? 'floatQ';
  const value = becoming(kind, before, after) as { readonly rx: object };
  // It is told before it becomes another, and a tick later.
  const beside = { ...value, rx: { ...value.rx, then: { OnReceived: 'both' } }, both: { type: 'Sequence', then: { Calls: ['is', 'set'] } } };
  return [type, { in: { Input: now, Speed }, beside }, told];
};
const FOLLOWED: readonly (readonly [type: string, before: unknown, after: unknown, first: string, last: string])[] = [
  ['ValueConstantLerp<float>', 0, 10, '0', '10'],
  ['ValueConstantLerp<float2>', [0, 0], [3, 4], '[0; 0]', '[3; 4]'],
  ['ValueConstantLerp<float3>', [0, 0, 0], [1, 2, 3], '[0; 0; 0]', '[1; 2; 3]'],
  ['ValueConstantLerp<float4>', [0, 0, 0, 0], [1, 2, 3, 4], '[0; 0; 0; 0]', '[1; 2; 3; 4]'],
  ['ValueConstantLerp<color>', [0, 0, 0, 0], [1, 1, 1, 1], '[0; 0; 0; 0]', '[1; 1; 1; 1]'],
  ['ValueSmoothLerp<float>', 0, 10, '0', '10'],
  ['ValueSmoothLerp<float2>', [0, 0], [3, 4], '[0; 0]', '[3; 4]'],
  ['ValueSmoothLerp<float3>', [0, 0, 0], [1, 2, 3], '[0; 0; 0]', '[1; 2; 3]'],
  ['ValueSmoothLerp<float4>', [0, 0, 0, 0], [1, 2, 3, 4], '[0; 0; 0; 0]', '[1; 2; 3; 4]'],
  ['ValueSmoothLerp<color>', [0, 0, 0, 0], [1, 1, 1, 1], '[0; 0; 0; 0]', '[1; 1; 1; 1]'],
  ['ConstantSlerp_floatQ', [0, 0, 0, 1], [0, 0, 1, 0], '[0; 0; 0; 1]', '[0; 0; 1; 0]'],
  ['SmoothSlerp_floatQ', [0, 0, 0, 1], [0, 0, 1, 0], '[0; 0; 0; 1]', '[0; 0; 1; 0]'],
];
const FOLLOWING: readonly Scene[] = [
  ...FOLLOWED.flatMap(([type, before, after, first, last]) => [
    // So fast that it is there with the next tick, and so slow that it never sets out.
    ...[1e9, 3.4028234663852886e38, { from: 'inf' }].map((Speed) => follows(type, Speed, before, after, `is(${first}) is(${last})`)),
    ...[0, -5, { from: 'minusZero' }, { from: 'minusInf' }].map((Speed) => follows(type, Speed, before, after, `is(${first}) is(${first})`)),
  ]),
  // Six in a second, a tenth of one in a tick.
  follows('ValueConstantLerp<float>', 6, 0, 10, 'is(0) is(0.1)'),
  follows('ValueConstantLerp<float2>', 60, [0, 0], [3, 4], 'is([0; 0]) is([0.6; 0.8])'),
  follows('ValueConstantLerp<float>', 6, 0, { from: 'nan' }, 'is(0) is(NaN)'),
  follows('ValueConstantLerp<float>', 6, { from: 'minusZero' }, { from: 'minusZero' }, 'is(-0) is(-0)'),
  follows('ValueSmoothLerp<float>', 6, 0, { from: 'nan' }, 'is(0) is(NaN)'),
  // After a tick of a sixtieth of a second e to the -0.1 of the way is left.
  follows('ValueSmoothLerp<float>', 6, 0, 10, 'is(0) is(0.9516258)'),
  // 5400 degrees in a second are 90 in a tick.
  follows('ConstantSlerp_floatQ', 5400, [0, 0, 0, 1], [0, 0, 1, 0], 'is([0; 0; 0; 1]) is([0; 0; 0.7071068; 0.7071068])'),
];

export const FIRING_PLAYS: Readonly<Record<string, Play>> = {
  'what changes': {
    scenes: CHANGING,
    drive: (rig) => {
      rig.tick(2);
      rig.hear('go');
      rig.tick(2);
      rig.hear('go');
      rig.tick(2);
    },
  },
  'what time sets off': { scenes: TICKING, drive: (rig) => rig.tick(TICKS) },
  'what follows': {
    scenes: FOLLOWING,
    drive: (rig) => {
      rig.tick(2);
      rig.hear('go');
      rig.tick(1);
      rig.hear('go');
    },
  },
};
