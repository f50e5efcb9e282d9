import { fromBase64 } from '../schema/base64.ts';
import type { ComponentRef, FieldRef, Json } from '../schema/field.ts';
import { asJson, castToJson } from './json-value.ts';
import { HOST_ACCESS_SCOPES } from './web-address.ts';

/**
 * What flows over data wires. Texts may be null, as the original's are; users and slots are ids, components and fields are named by their entity,
 * so that each value is data and outlives what it names.
 */
export type Value = Json | Uint8Array | ComponentRef | FieldRef;

/** The names of types, as the original has them; each component type is a type of references to it. */
export type DataType = string;

interface TypeInfo {
  /** What an input holds that nothing is given to, and an output that was never set. */
  readonly nothing: Value;
  /** Whether a literal of a scene is of it. */
  readonly fits: (literal: Json) => boolean;
  /** What a literal must be; ends the sentence "expected …". */
  readonly expected: string;
  /** Types that any value of it is of as well, nothing being lost. */
  readonly widens?: readonly DataType[];
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

const bytesOf = (literal: Json): Uint8Array | undefined => (typeof literal === 'string' ? fromBase64(literal) : undefined);

const TYPES: ReadonlyMap<DataType, TypeInfo> = new Map<DataType, TypeInfo>([
  ['bool', { nothing: false, fits: (literal) => typeof literal === 'boolean', expected: 'true or false', widens: ['json'] }],
  [
    'int',
    {
      nothing: 0,
      fits: (literal) => Number.isInteger(literal) && (literal as number) >= INT_MIN && (literal as number) <= INT_MAX,
      expected: `a whole number from ${INT_MIN} to ${INT_MAX}`,
      widens: ['float', 'double', 'json'],
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
const REFERENCE: TypeInfo = { nothing: null, fits: (literal) => literal === null, expected: 'a wire, or null' };

/** What generic nodes are for: numbers, what holds values without null, what may be null, and texts, which a field can hold. */
export const NUMBER_TYPES: readonly DataType[] = ['int', 'float', 'double'];
export const VALUE_TYPES: readonly DataType[] = ['bool', ...NUMBER_TYPES, 'float2', 'float3', 'float4', 'floatQ', 'color'];
export const TEXT_TYPES: readonly DataType[] = ['string', 'Uri'];
export const OBJECT_TYPES: readonly DataType[] = [...TEXT_TYPES, 'json', 'bytes', 'User', 'Slot', 'component'];

export function isPlainType(type: DataType): boolean {
  return TYPES.has(type);
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
  if (type === 'json') return asJson(literal) ?? null;
  if (type === 'float' && typeof literal === 'number') return Math.fround(literal);
  if (type === 'bytes') return bytesOf(literal) ?? null;
  if (Array.isArray(literal)) return Object.freeze((literal as readonly number[]).map(Math.fround));
  return literal as Value;
}

/** Whether a wire may lead from one type to another: to the same, or to one that holds each of its values. */
export function leadsTo(from: DataType, to: DataType): boolean {
  if (from === to || to === 'object') return true;
  if (to === 'IComponent') return !isPlainType(from) && !from.includes('<');
  return (from.startsWith('IField<') && to === `IValue<${from.slice(7)}`) || infoOf(from).widens?.includes(to) === true;
}

/** Whether a value has to be made another to be of a type that it is lossless for: a whole number of more than 24 bits as a float. */
export function needsCast(from: DataType, to: DataType): boolean {
  return (from === 'int' && to === 'float') || (to === 'json' && from !== 'json' && typeof nothingOf(from) !== 'boolean' && nothingOf(from) !== null);
}
/** A value made another for a wire that needs it. */
export function cast(value: Value, to: DataType | null): Value {
  return to === null ? value : to === 'float' ? Math.fround(value as number) : castToJson(value);
}
