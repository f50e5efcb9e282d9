import { Boxed, type Value } from './value.ts';
import { isJsonContainer, sizeOfJson } from './json-value.ts';

type Inputs = readonly (Value | readonly Value[] | undefined)[];

/** How large a value is, in characters or bytes, without looking into it. */
export function sizeOf(value: Value | readonly Value[] | undefined): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof Uint8Array) return value.length;
  if (value instanceof Boxed) return sizeOf(value.value);
  if (isJsonContainer(value)) return sizeOfJson(value);
  return Array.isArray(value) ? sizeOfAll(value as readonly Value[]) : 0;
}

function sizeOfAll(values: readonly (Value | readonly Value[] | undefined)[]): number {
  let sum = values.length;
  for (const each of values) sum += typeof each === 'string' ? each.length : sizeOf(each);
  return sum;
}

/** Fuel by the size of all inputs: one for so many characters or bytes. A unit is about a microsecond. */
export function byEach(characters: number): (inputs: Inputs) => number {
  return (inputs) => Math.floor(sizeOfAll(inputs) / characters);
}
