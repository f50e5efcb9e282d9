import Type from 'typebox';
import type { SendSpec } from '../door.ts';
import { WorldwireError, type Fault } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import { GIVEN, type Given } from '../template/context.ts';
import { LONGEST_TEMPLATE, parseTemplate } from '../template/template.ts';
import { SEND_TARGETS } from '../send-limits.ts';
import { parseQuery } from '../world/query.ts';
import { readPlace } from '../send-place.ts';

/** Rounds at given times. */
const MOST_MOMENTS = 1_000;
const MOST_RATE = 100_000;
const LONGEST_WAIT = 31_536_000;

/** Names that mean something where a message is said. A world knows no time of day, and nothing stands there before. */
export const SAID: ReadonlySet<Given> = new Set((Object.keys(GIVEN) as Given[]).filter((name) => name !== 'now' && name !== 'value'));

const Entity = Type.String({ minLength: 1, maxLength: 200 });
const OF_EACH = {
  text: Type.String({ maxLength: LONGEST_TEMPLATE, description: 'What is said: a text with expressions in double braces (docs/expressions.md).' }),
  to: Type.Union([Type.String({ maxLength: 2_000 }), Type.Array(Entity, { maxItems: SEND_TARGETS })], {
    description: 'A query (docs/queries.md), which finds entities with a WebsocketClient each time anew; empty: all. Or ids of entities.',
  }),
  every: Type.Optional(Type.Number({ minimum: 0.01, maximum: LONGEST_WAIT, description: 'Seconds of the world’s time from one round to the next.' })),
  at: Type.Optional(
    Type.Array(Type.Number({ minimum: 0, maximum: LONGEST_WAIT }), {
      minItems: 1,
      maxItems: MOST_MOMENTS,
      description: 'Seconds of the world’s time after the beginning, one round at each.',
    }),
  ),
  times: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000, description: 'Rounds at most, with `every`. Absent: until it is stopped.' })),
  rate: Type.Optional(Type.Number({ minimum: 0.1, maximum: MOST_RATE, description: 'Messages a second at most. Default 1,000.' })),
  within: Type.Optional(Type.Number({ minimum: 0.1, maximum: 3_600, description: 'Seconds for which an answer is waited for. Default 5.' })),
  by: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'By what answers are told from each other: `text`, `shape` (but for numbers), or a place in JSON, as `$.status`. Default `text`.',
    }),
  ),
};
/** A send that is asked for at once. */
export const SendForm = Type.Object(OF_EACH, { additionalProperties: false });
/** A saved one. */
export const SavedSendForm = Type.Object(
  { ...OF_EACH, on: Type.Optional(Type.Boolean({ description: 'Runs by itself as long as the component is enabled and its entity active.' })) },
  { additionalProperties: false },
);

/** What is wrong with a send of the right form, where that can be told without a world. */
export function specFaults(spec: SendSpec, path = ''): Fault[] {
  const faults: Fault[] = [];
  const add = (key: string, expected: string, message: string): void => {
    faults.push({ path: path === '' ? key : `${path}/${key}`, expected, message });
  };
  const read = parseTemplate(spec.text, SAID);
  if ('fault' in read) add('text', read.fault.expected, read.fault.message);
  if (spec.every !== undefined && spec.at !== undefined) add('at', 'either every or at', 'it has both every and at, of which one says when');
  if (spec.times !== undefined && spec.every === undefined) add('times', 'every beside times', 'times says how many rounds every has, and there is no every');
  if (spec.by !== undefined && readPlace(spec.by) === undefined)
    add('by', 'text, shape, or a place in JSON', `${JSON.stringify(spec.by)} is neither text nor shape, nor a place in JSON as $.status or $.values[0]`);
  return faults;
}

/** Throws WW_BAD_VALUE for what cannot be said, and WW_BAD_QUERY for a query that cannot be read. */
export function demandSpec(spec: SendSpec, components: ReadonlyMap<string, Component>): void {
  const faults = specFaults(spec);
  if (faults[0] !== undefined) throw new WorldwireError('WW_BAD_VALUE', faults[0].message, faults);
  if (typeof spec.to === 'string') parseQuery(spec.to, components);
}
