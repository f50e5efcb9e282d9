import { fromBase64, toBase64 } from '../../schema/base64.ts';
import type { Json } from '../../schema/field.ts';
import { isObject, wrong, type Form } from '../../world/form.ts';
import { isJsonContainer, parseJson } from '../values/json-value.ts';
import { Boxed, boxed, type Value } from '../values/value.ts';

/* Values of flows as a snapshot holds them. */

/** JSON has no bytes, no numbers that are none, and no whole ones of 64 bits. */
export function saveValue(value: Value): Json {
  if (value instanceof Uint8Array) return { bytes: toBase64(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  if (Object.is(value, -0)) return { number: '-0' };
  if (typeof value === 'bigint') return { long: String(value) };
  if (value instanceof Boxed) return { type: value.type, boxed: saveValue(value.value) };
  // As its text: a snapshot is data of few forms, and what stands in JSON from elsewhere has any.
  if (isJsonContainer(value)) return { json: JSON.stringify(value) };
  if (Array.isArray(value) && !(value as readonly number[]).every((each) => Number.isFinite(each) && !Object.is(each, -0)))
    return { numbers: (value as readonly number[]).map((each) => (Object.is(each, -0) ? '-0' : String(each))) };
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ref: value as unknown as Json };
  return value as Json;
}

export function loadValue(value: Json, place: string): Value {
  if (!isObject(value)) return (Array.isArray(value) ? Object.freeze([...(value as readonly number[])]) : value) as Value;
  if (typeof value['bytes'] === 'string') return fromBase64(value['bytes']) ?? wrong(`${place}/bytes`, 'bytes in base64', value['bytes']);
  if (typeof value['number'] === 'string') return Number(value['number']);
  if (typeof value['long'] === 'string' && /^-?[0-9]{1,19}$/.test(value['long'])) return BigInt.asIntN(64, BigInt(value['long']));
  if (typeof value['type'] === 'string' && value['boxed'] !== undefined) return boxed(value['type'], loadValue(value['boxed'], `${place}/boxed`));
  if (typeof value['json'] === 'string') return parseJson(value['json'], Infinity) ?? wrong(`${place}/json`, 'JSON', value['json']);
  const { numbers } = value;
  if (Array.isArray(numbers) && numbers.length <= 4) return Object.freeze((numbers as readonly Json[]).map(Number));
  if (isObject(value['ref'])) return value['ref'] as unknown as Value;
  return wrong(place, 'a value', value);
}

export const VALUE: Form = (value, place) => {
  const isPlain = value === null || ['boolean', 'number', 'string'].includes(typeof value);
  const isList = Array.isArray(value) && value.length <= 4 && value.every((each) => typeof each === 'number');
  if (!isPlain && !isList && !isObject(value)) wrong(place, 'a value', value);
};
