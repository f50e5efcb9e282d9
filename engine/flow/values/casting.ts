import { nothingOf } from './data-type.ts';
import { castToJson } from './json-value.ts';
import { boxed, type DataType, type Value } from './value.ts';

/** How a value is made another, to be of a type that it is lossless for. */
export type Cast = 'float' | 'json' | 'long' | 'doubleOfLong' | 'floatOfLong' | 'object';

/** How a value has to be made another to be of a type that it leads to: a whole number of more than 24 bits as a float; null where it is one. */
export function castOf(from: DataType, to: DataType): Cast | null {
  if (from === to) return null;
  if (to === 'object') return 'object';
  if (from === 'int' && (to === 'float' || to === 'long')) return to;
  if (from === 'long') return to === 'float' ? 'floatOfLong' : 'doubleOfLong';
  return to === 'json' && typeof nothingOf(from) !== 'boolean' && nothingOf(from) !== null ? 'json' : null;
}
/** A value made another for a wire that needs it. @param from its type */
export function cast(value: Value, to: Cast | null, from: () => DataType): Value {
  switch (to) {
    case null:
      return value;
    case 'float':
      return Math.fround(value as number);
    case 'long':
      return BigInt(value as number);
    case 'doubleOfLong':
      return Number(value);
    case 'floatOfLong':
      return longToFloat(value as bigint);
    case 'object':
      return boxed(from(), value);
    case 'json':
      return castToJson(value);
  }
}

/** The float that is nearest to a whole number, and not to the double that is. */
export function longToFloat(value: bigint): number {
  const size = value < 0n ? -value : value;
  if (size < 2n ** 53n) return Math.fround(Number(value));
  // What a double would cut off counts as a bit below all that a float has.
  const cut = (size >> 11n) | ((size & 0x7ffn) === 0n ? 0n : 1n);
  return Math.fround(Number(value < 0n ? -cut : cut) * 2048);
}
