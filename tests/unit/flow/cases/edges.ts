import type { FlowNode } from '../../../../engine/flow/node/node-types.ts';
import { real } from '../../../../engine/flow/values/generic.ts';
import { LAST_MOMENT } from '../../../../engine/flow/values/format/date-time.ts';
import { BIG, FIRST, LAST, MAX, MIN, type Case } from './case.ts';

type Is = (value: unknown) => boolean;
const is =
  (wanted: unknown): Is =>
  (value) =>
    Object.is(value, wanted);
const none = is(null);

const OF_FLOATS: Readonly<Record<string, Is>> = {
  'NaN': Number.isNaN,
  'Infinity': is(Infinity),
  '-Infinity': is(-Infinity),
  '-0': is(-0),
  'the largest': (value) => typeof value === 'number' && Math.abs(value) >= BIG && value !== Infinity && value !== -Infinity,
};
const OF_NULL = { null: none };

/** What inputs of a type are to be tried with, by what it is called. Of vectors it is what a component is. */
const EDGES: Readonly<Record<string, Readonly<Record<string, Is>>>> = {
  float: OF_FLOATS,
  double: OF_FLOATS,
  int: { 'the greatest': is(MAX), 'the least': is(MIN) },
  long: { 'the greatest': is(LAST), 'the least': is(FIRST) },
  bool: { true: is(true), false: is(false) },
  string: { ...OF_NULL, 'an empty text': is(''), 'an astral character': (value) => typeof value === 'string' && /[\u{10000}-\u{10ffff}]/u.test(value) },
  bytes: { ...OF_NULL, 'no bytes': (value) => value instanceof Uint8Array && value.length === 0 },
  DateTime: { 'the first': is(0n), 'the last': is(LAST_MOMENT) },
  TimeSpan: { 'the longest': is(LAST), 'the longest before': is(FIRST) },
  json: OF_NULL,
  Uri: OF_NULL,
  User: OF_NULL,
  Slot: OF_NULL,
  WebsocketClient: OF_NULL,
  object: OF_NULL,
};
const isVector = (type: string): boolean => /^(?:float[234Q]|color|TangentPoint.*)$/.test(type);

/** The edges of its inputs that no case of a node has; `type` is what it is for, if any. */
export function missingEdges(node: FlowNode, type: string, cases: readonly Case[]): readonly string[] {
  return node.inputs.flatMap((input, at) => {
    const declared = real(input.type, type),
      bare = declared.endsWith('?') ? declared.slice(0, -1) : declared;
    const given = cases.flatMap(([, inputs]) => {
      const value = inputs[at];
      return input.list === true ? ((value ?? []) as readonly unknown[]) : [value];
    });
    const values = isVector(bare) ? given.flatMap((each) => (each ?? []) as readonly unknown[]) : given;
    const edges = { ...(isVector(bare) ? OF_FLOATS : EDGES[bare]), ...(bare === declared ? {} : OF_NULL) };
    const missing = Object.entries(edges).flatMap(([name, fits]) => ((name !== 'null' || bare === declared ? values : given).some(fits) ? [] : [name]));
    const lists = input.list === true && !cases.some(([, inputs]) => ((inputs[at] ?? []) as readonly unknown[]).length === 0) ? ['an empty list'] : [];
    return [...missing, ...lists].map((name) => `${input.name}: ${name}`);
  });
}
