import type { Json } from '../schema/field.ts';

/** Added to a number it takes the sign from a 0 below 0. */
export const NO_SIGN = 0;

/**
 * A value of a field of numbers as an edit sets it: without the sign of 0, which JSON texts can bring and no recording and no snapshot keeps, so that a
 * replay would set another value.
 */
export function unsigned(value: Json): Json {
  if (typeof value === 'number') return value + NO_SIGN;
  return Array.isArray(value) && value.every((each) => typeof each === 'number') ? value.map((each) => (each as number) + NO_SIGN) : value;
}
