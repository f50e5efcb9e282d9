import type { Json } from '../schema/field.ts';

/** A number without what binary fractions leave: 0.1 + 0.2 is 0.3. Whole numbers are as they are. */
export function tidy(value: number): number {
  const tidied = Number.isSafeInteger(value) ? value : Number(value.toPrecision(15));
  // There is one zero.
  return tidied === 0 ? 0 : tidied;
}

/** A value as it stands in a text: a text as it is, a number in its shortest digits, a list or an object as JSON. */
export function textOf(value: Json): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(tidy(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
