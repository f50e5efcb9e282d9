import type { Json } from '../schema/field.ts';

/** Names that an expression may use besides its place among the others, and what they are. */
export const GIVEN = {
  name: 'name of the entity',
  id: 'id of the entity',
  tag: 'tag of the entity',
  value: 'what stands there now',
  counter: 'how often this was said, from 1 on',
  time: 'seconds of the world’s time',
  tick: 'tick of the world',
  now: 'time of day, in milliseconds since 1970',
} as const;
export type Given = keyof typeof GIVEN;

/** Places of one among the others: what every expression can use. */
export const PLACES = {
  i: 'the first is 0',
  index: 'the same as i',
  n: 'the first is 1',
  count: 'how many there are',
} as const;
export type Place = keyof typeof PLACES;

/** For whom an expression is reckoned out. What is asked of it is asked in the order in which the text has it, so that the same chance gives the same text. */
export interface TemplateContext {
  /** 0 for the first. */
  readonly index: number;
  readonly count: number;
  given(name: Given): Json;
  /** The value of a field; undefined where there is no such component, or it has no such field. */
  field(component: string, field: string): Json | undefined;
  /** A number from 0 up to but not including 1. */
  chance(): number;
}
