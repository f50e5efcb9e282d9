import { LAST_MOMENT } from '../../../../engine/flow/values/format/date-time.ts';
import { boxed } from '../../../../engine/flow/values/value.ts';
import { BIG, FIRST, INF, LAST, MAX, MIN, TINY } from './case.ts';

const FLOATS = [1.5, NaN, INF, -INF, -0, BIG, TINY];
const vectors = (length: number): readonly (readonly number[])[] =>
  FLOATS.map((_, from) => Array.from({ length }, (_each, at) => FLOATS[(from + at) % FLOATS.length] as number));

/** Values of each type that go through graphs, no two of which are the same. */
export const SAMPLES: Readonly<Record<string, readonly unknown[]>> = {
  bool: [true, false],
  int: [5, MAX, MIN],
  float: FLOATS,
  double: [0.1, NaN, INF, -INF, -0, 1.7976931348623157e308, 5e-324],
  float2: vectors(2),
  float3: vectors(3),
  float4: vectors(4),
  floatQ: vectors(4),
  color: vectors(4),
  long: [9_007_199_254_740_993n, LAST, FIRST],
  DateTime: [621_355_968_000_000_001n, 0n, LAST_MOMENT],
  TimeSpan: [-1n, LAST, FIRST],
  Guid: ['01234567-89ab-cdef-0123-456789abcdef', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  string: ['a', '', '😀', null],
  Uri: ['http://a.example/%F0%9F%98%80', null],
  json: [{ a: [1, null] }, [], '', 0, null],
  bytes: [Uint8Array.of(0, 255), Uint8Array.of(), null],
  User: ['anna', null],
  Slot: ['lamp', null],
  WebsocketClient: [{ entity: 'lamp', component: 'WebsocketClient' }, { entity: 'lamp', component: 'WebsocketClient#2' }, null],
  object: [boxed('int', 5), boxed('float', 5), boxed('string', ''), null],
  Type: ['int', 'IField<int>', null],
};
/** What a type has for nothing. */
export const NOTHING: Readonly<Record<string, unknown>> = {
  bool: false,
  int: 0,
  float: 0,
  double: 0,
  float2: [0, 0],
  float3: [0, 0, 0],
  float4: [0, 0, 0, 0],
  // That does not turn.
  floatQ: [0, 0, 0, 1],
  color: [0, 0, 0, 0],
  long: 0n,
  DateTime: 0n,
  TimeSpan: 0n,
  Guid: '00000000-0000-0000-0000-000000000000',
};
export const OBJECTS = ['string', 'Uri', 'json', 'bytes', 'User', 'Slot', 'WebsocketClient', 'object', 'Type'] as const;
export const VALUES = Object.keys(NOTHING);
export const nothingOf = (type: string): unknown => NOTHING[type] ?? null;
export const samplesOf = (type: string): readonly unknown[] => SAMPLES[type] as readonly unknown[];
