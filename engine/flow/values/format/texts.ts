import { toBase64 } from '../../../schema/base64.ts';
import type { Json } from '../../../schema/field.ts';
import { jsonText } from '../json-value.ts';
import { Boxed, type DataType, type Value } from '../value.ts';
import { compositeOf } from './composite.ts';
import { formatMoment } from './date-format.ts';
import { formatGuid } from './guid.ts';
import { formatNumber, type NumberKind } from './number-format.ts';
import { formatSpan } from './time-span.ts';

/** Vectors, rotations and colours: floats that stand in brackets. */
const VECTORS: readonly DataType[] = [
  'float2',
  'float3',
  'float4',
  'floatQ',
  'color',
  ...['Float', 'Float2', 'Float3', 'Float4', 'Color'].map((word) => `TangentPoint${word}`),
];
const NUMBERS: readonly DataType[] = ['int', 'long', 'float', 'double'];
/** What a format says something about; the text of anything else is always the same. */
const FORMATTED: ReadonlySet<DataType> = new Set([...NUMBERS, ...VECTORS, 'DateTime', 'TimeSpan', 'Guid']);

/**
 * A value of a type as text, by a format. Undefined where the format is none for it; what has no formats, as truth and references, passes over it.
 */
export function formatValue(type: DataType, value: Value, format: string): string | undefined {
  if (value === null) return '';
  if (NUMBERS.includes(type)) return formatNumber(value as number | bigint, type as NumberKind, format);
  if (VECTORS.includes(type)) {
    const parts = (value as readonly number[]).map((each) => formatNumber(each, 'float', format));
    return parts.includes(undefined) ? undefined : `[${parts.join('; ')}]`;
  }
  switch (type) {
    case 'bool':
      return value === true ? 'True' : 'False';
    case 'DateTime':
      return formatMoment(value as bigint, format);
    case 'TimeSpan':
      return formatSpan(value as bigint, format);
    case 'Guid':
      return formatGuid(value as string, format);
    case 'json':
      return typeof value === 'string' ? value : (jsonText(value as Json) ?? '');
    case 'HttpStatusCode':
      return String(value as number);
    default:
      return nameOf(value);
  }
}

/** A text as it is, bytes in base64, a reference by the id of its entity with what it names there. */
function nameOf(value: Value): string {
  if (value instanceof Boxed) return formatValue(value.type, value.value, '') ?? '';
  if (value instanceof Uint8Array) return toBase64(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return String(value);
  const { entity, component, field } = value as Readonly<Record<string, Json | undefined>>;
  return [entity, component, field].filter((each) => typeof each === 'string').join('/');
}

/**
 * Fills a composite format: `{0}`, `{1:F2}`, `{0,8}`. Undefined where it is none, names a parameter that there is not, or a format that is none for it.
 * @param most characters that it has at most; what is longer is cut
 */
export function fillComposite(format: string, parameters: readonly Value[], most: number): string | undefined {
  const parts = compositeOf(format);
  if (parts === undefined) return undefined;
  // What has no formats may be long, and is written once, however often it is asked for.
  const plain = new Map<number, string>();
  const textOf = (index: number, wanted: string): string | undefined => {
    const given = parameters[index] as Value;
    if (!(given instanceof Boxed)) return '';
    if (FORMATTED.has(given.type)) return formatValue(given.type, given.value, wanted);
    let text = plain.get(index);
    if (text === undefined) plain.set(index, (text = formatValue(given.type, given.value, '') ?? ''));
    return text;
  };
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else {
      if (part.index >= parameters.length) return undefined;
      const one = textOf(part.index, part.format);
      if (one === undefined) return undefined;
      text += part.width < 0 ? one.padEnd(-part.width) : one.padStart(part.width);
    }
    if (text.length > most) return text.slice(0, most);
  }
  return text;
}
