import { fromBase64 } from '../../schema/base64.ts';
import type { Json } from '../../schema/field.ts';
import { formatMoment } from './format/date-format.ts';
import { parseMoment } from './format/date-parse.ts';
import { guidOf, NO_GUID } from './format/guid.ts';
import { isNumberStyle, NUMBER_STYLES } from './format/number-parse.ts';
import { formatSpan, parseSpan } from './format/time-span.ts';
import { asJson } from './json-value.ts';
import { boxed, type DataType, type Value } from './value.ts';
import { HOST_ACCESS_SCOPES } from './web-address.ts';

export type { DataType, Value } from './value.ts';

interface TypeInfo {
  /** What an input holds that nothing is given to, and an output that was never set. */
  readonly nothing: Value;
  /** Whether a literal of a scene is of it. */
  readonly fits: (literal: Json) => boolean;
  /** What a literal must be; ends the sentence "expected …". */
  readonly expected: string;
  /** Types that any value of it is of as well, nothing being lost. */
  readonly widens?: readonly DataType[];
  /** A literal as a value, and back, where the two are not the same. */
  readonly value?: (literal: Json) => Value;
  readonly literal?: (value: Value) => Json;
}

/** How texts may be compared, by the original's names. All go by code units here, since what languages say differs between machines. */
const COMPARISONS = ['CurrentCulture', 'CurrentCultureIgnoreCase', 'InvariantCulture', 'InvariantCultureIgnoreCase', 'Ordinal', 'OrdinalIgnoreCase'];

const INT_MIN = -2_147_483_648,
  INT_MAX = 2_147_483_647;

const numbers = (count: number): TypeInfo => ({
  nothing: Object.freeze(Array.from({ length: count }, () => 0)),
  fits: (literal) => Array.isArray(literal) && literal.length === count && literal.every((each) => typeof each === 'number'),
  expected: `${count} numbers`,
  widens: ['json'],
});
const text = (expected: string): TypeInfo => ({
  nothing: null,
  fits: (literal) => literal === null || typeof literal === 'string',
  expected,
  widens: ['json'],
});

/** A value whose literals are texts. */
const written = (nothing: Value, parse: (text: string) => Value | undefined, write: (value: Value) => Json, expected: string): TypeInfo => ({
  nothing,
  fits: (literal) => typeof literal === 'string' && parse(literal) !== undefined,
  expected,
  value: (literal) => (typeof literal === 'string' ? parse(literal) : undefined) ?? nothing,
  literal: write,
});
/** A whole number of 64 bits: as a number where JSON holds it exactly, else as a text of its digits. */
function longOf(literal: Json): bigint | undefined {
  if (typeof literal === 'number') return Number.isSafeInteger(literal) ? BigInt(literal) : undefined;
  if (typeof literal !== 'string' || !/^-?[0-9]{1,19}$/.test(literal)) return undefined;
  const value = BigInt(literal);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}
const culture: TypeInfo = {
  nothing: null,
  fits: (literal) => literal === null || literal === '',
  expected: 'an empty text, which is the invariant culture, or null',
  widens: ['IFormatProvider'],
};

const bytesOf = (literal: Json): Uint8Array | undefined => (typeof literal === 'string' ? fromBase64(literal) : undefined);

const TYPES: ReadonlyMap<DataType, TypeInfo> = new Map<DataType, TypeInfo>([
  ['bool', { nothing: false, fits: (literal) => typeof literal === 'boolean', expected: 'true or false', widens: ['json'] }],
  [
    'int',
    {
      nothing: 0,
      fits: (literal) => Number.isInteger(literal) && (literal as number) >= INT_MIN && (literal as number) <= INT_MAX,
      expected: `a whole number from ${INT_MIN} to ${INT_MAX}`,
      widens: ['long', 'float', 'double', 'json'],
    },
  ],
  [
    'long',
    {
      nothing: 0n,
      fits: (literal) => longOf(literal) !== undefined,
      expected: 'a whole number of 64 bits, as a text of digits where it is beyond 9007199254740991',
      widens: ['float', 'double'],
      value: (literal) => longOf(literal) ?? 0n,
      literal: String,
    },
  ],
  ['float', { nothing: 0, fits: (literal) => typeof literal === 'number', expected: 'a number', widens: ['double', 'json'] }],
  ['double', { nothing: 0, fits: (literal) => typeof literal === 'number', expected: 'a number', widens: ['json'] }],
  ['string', text('a text, or null')],
  ['Uri', text('an address, or null')],
  // Ours, and no component's: those begin with a capital letter.
  ['json', { nothing: null, fits: (literal) => asJson(literal) !== undefined, expected: 'JSON of at most a million characters and 64 levels' }],
  ['bytes', { nothing: null, fits: (literal) => literal === null || bytesOf(literal) !== undefined, expected: 'bytes in base64, or null' }],
  ['float2', numbers(2)],
  ['float3', numbers(3)],
  ['float4', numbers(4)],
  ['color', { ...numbers(4), nothing: Object.freeze([0, 0, 0, 0]) }],
  ['floatQ', { ...numbers(4), nothing: Object.freeze([0, 0, 0, 1]) }],
  // A value of a curve and how fast it goes there, one behind the other: by the names of the original.
  ...Object.entries({ Float: 1, Float2: 2, Float3: 3, Float4: 4, Color: 4 }).map(([word, length]) => [`TangentPoint${word}`, numbers(2 * length)] as const),
  ['DateTime', written(0n, parseMoment, (value) => formatMoment(value as bigint, 'O') ?? '', 'a moment like "2026-05-04T12:30:00Z"')],
  ['TimeSpan', written(0n, parseSpan, (value) => formatSpan(value as bigint, 'c') ?? '', 'a length of time like "1.12:30:00.5"')],
  ['Guid', written(NO_GUID, guidOf, (value) => value as string, 'a GUID')],
  [
    'Type',
    {
      nothing: null,
      fits: (literal) => literal === null || (typeof literal === 'string' && isTypeName(literal)),
      expected: 'the name of a type, or null',
    },
  ],
  ['CultureInfo', culture],
  ['IFormatProvider', { ...culture, widens: [] }],
  [
    'NumberStyles',
    {
      nothing: 'None',
      fits: (literal) => typeof literal === 'string' && isNumberStyle(literal),
      expected: 'a style like Float, or several with commas between them',
    },
  ],
  [
    'object',
    {
      nothing: null,
      fits: (literal) => literal === null || ['string', 'number', 'boolean'].includes(typeof literal),
      expected: 'a text, a number, true, false or null',
      value: (literal) => boxed(typeOfLiteral(literal), literal as Value),
    },
  ],
  ['StringComparison', { nothing: 'Ordinal', fits: (literal) => COMPARISONS.includes(literal as string), expected: `one of ${COMPARISONS.join(', ')}` }],
  [
    'HostAccessScope',
    { nothing: 'Everything', fits: (literal) => HOST_ACCESS_SCOPES.includes(literal as string), expected: `one of ${HOST_ACCESS_SCOPES.join(', ')}` },
  ],
  [
    'HttpStatusCode',
    {
      nothing: 0,
      fits: (literal) => Number.isInteger(literal) && (literal as number) >= 0 && (literal as number) <= 999,
      expected: 'a status like 200',
      // The original has names for them; here they are the numbers.
      widens: ['int', 'float', 'double'],
    },
  ],
  // Of these there are no literals: they come by `refs`, or from other nodes.
  ['User', { nothing: null, fits: (literal) => literal === null || typeof literal === 'string', expected: 'the id of a user, or null' }],
  ['Slot', { nothing: null, fits: (literal) => literal === null, expected: 'a wire, or null' }],
]);
/** Types whose values are words, with those that there are. */
export const ENUMERATIONS: Readonly<Record<DataType, readonly string[]>> = {
  StringComparison: COMPARISONS,
  HostAccessScope: HOST_ACCESS_SCOPES,
  NumberStyles: NUMBER_STYLES,
};
const REFERENCE: TypeInfo = { nothing: null, fits: (literal) => literal === null, expected: 'a wire, or null' };

/** What generic nodes are for: numbers, what a field can hold without null, all values without null, texts, references, and all that may be null. */
export const NUMBER_TYPES: readonly DataType[] = ['int', 'float', 'double'];
export const FIELD_VALUE_TYPES: readonly DataType[] = ['bool', ...NUMBER_TYPES, 'float2', 'float3', 'float4', 'floatQ', 'color'];
export const VALUE_TYPES: readonly DataType[] = [...FIELD_VALUE_TYPES, 'long', 'DateTime', 'TimeSpan', 'Guid'];
export const TEXT_TYPES: readonly DataType[] = ['string', 'Uri'];
export const REFERENCE_TYPES: readonly DataType[] = ['User', 'Slot', 'component'];
export const OBJECT_TYPES: readonly DataType[] = [...TEXT_TYPES, 'json', 'bytes', ...REFERENCE_TYPES, 'object', 'Type'];

export function isPlainType(type: DataType): boolean {
  return TYPES.has(type);
}

/** A type as it is told to those who draw graphs. */
export interface PlainType {
  readonly name: DataType;
  /** Types to which a wire may lead from it, besides itself. */
  readonly widens: readonly DataType[];
  /** Whether values of it can be written down. */
  readonly literal: boolean;
  /** What such a literal must be, and what there is where nothing is given, as one. */
  readonly expected: string;
  readonly nothing: Json;
  /** Of an enumeration what there is. */
  readonly words?: readonly string[];
}
/** All types that are no component's. */
export function plainTypes(): readonly PlainType[] {
  return Array.from(TYPES, ([name, { nothing, expected }]) => ({
    name,
    widens: [...TYPES.keys()].filter((other) => other !== name && leadsTo(name, other)),
    literal: expected !== REFERENCE.expected,
    expected,
    nothing: literalOf(name, nothing),
    ...(ENUMERATIONS[name] === undefined ? {} : { words: ENUMERATIONS[name] }),
  }));
}

function infoOf(type: DataType): TypeInfo {
  return TYPES.get(type) ?? REFERENCE;
}

/** What there is where nothing is. */
export function nothingOf(type: DataType): Value {
  return infoOf(type).nothing;
}

/** What is wrong with a literal for an input: what was expected, or undefined where nothing is wrong. */
export function literalFault(type: DataType, literal: Json): string | undefined {
  const { fits, expected } = infoOf(type);
  return fits(literal) ? undefined : expected;
}

/** A literal as a value: of what a float holds there is no other. */
export function literalValue(type: DataType, literal: Json): Value {
  const { value } = infoOf(type);
  if (value !== undefined) return value(literal);
  if (type === 'json') return asJson(literal) ?? null;
  if (type === 'float' && typeof literal === 'number') return Math.fround(literal);
  if (type === 'bytes') return bytesOf(literal) ?? null;
  if (Array.isArray(literal)) return Object.freeze((literal as readonly number[]).map(Math.fround));
  return literal as Value;
}
/** A value as the literal that it is in a scene. */
export function literalOf(type: DataType, value: Value): Json {
  return infoOf(type).literal?.(value) ?? (value as Json);
}
/** What a literal is of where any may stand: a number is a whole one if it can be. */
function typeOfLiteral(literal: Json): DataType {
  if (typeof literal === 'number') return Number.isInteger(literal) && Math.abs(literal) <= INT_MAX ? 'int' : 'double';
  return typeof literal === 'boolean' ? 'bool' : 'string';
}

/** Whether a wire may lead from one type to another: to the same, or to one that holds each of its values. */
export function leadsTo(from: DataType, to: DataType): boolean {
  if (from === to || to === 'object') return true;
  if (to === 'IComponent') return !isPlainType(from) && !from.includes('<');
  if (from.startsWith('IField<') && to === `IValue<${from.slice(7)}`) return true;
  if (from.startsWith('SyncRef<') && to === `I${from}`) return true;
  return infoOf(from).widens?.includes(to) === true;
}

const PLAIN_NAME = /^(?:[A-Z][A-Za-z0-9]{0,63}|(?:IField|IValue|IVariable|SyncRef)<[A-Za-z][A-Za-z0-9]{0,63}>)$/;
/** Whether a text may name a type: one of a plain value, of a component, or of references to those. */
function isTypeName(text: string): boolean {
  return isPlainType(text) || PLAIN_NAME.test(text);
}
