import Type, { type TSchema } from 'typebox';
import type { ErrorCode } from '../errors.ts';
import { byName } from './by-name.ts';
import type { Pointer } from './pointer.ts';

/** How a field's values are laid out in its column: typed arrays for numbers, a plain array for the rest. */
export type Storage = 'u8' | 'i32' | 'f32' | 'f64' | 'object';

/** What kind of value a field holds; the inspector chooses its editor by it. */
export type FieldKind =
  | 'bool'
  | 'int'
  | 'float'
  | 'string'
  | 'uri'
  | 'userRef'
  | 'entityRef'
  | 'componentRef'
  | 'fieldRef'
  | 'float2'
  | 'float3'
  | 'float4'
  | 'floatQ'
  | 'color'
  | 'enumeration'
  | 'json';

/** A user, by id, and optionally one certain machine of theirs. */
export interface UserRef {
  readonly userId: string;
  readonly machineId: string | null;
}
/** A component, by the id of its entity and its key there (`WebsocketClient`, `WebsocketClient#2`). */
export interface ComponentRef {
  readonly entity: string;
  readonly component: string;
}
/** A field of a component. */
export interface FieldRef extends ComponentRef {
  readonly field: string;
}
export type Float2 = readonly [number, number];
export type Float3 = readonly [number, number, number];
export type Float4 = readonly [number, number, number, number];
/** Anything that JSON can hold. Values in columns are never changed in place. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What is wrong with a value of the right form: in a sentence, and with a code and what was expected where those are its own. */
export interface Objection {
  readonly message: string;
  readonly expected?: string;
  readonly code?: ErrorCode;
  /** Which part of a list or map it is about. */
  readonly inside?: string;
}

/** What can be said of any field; what the inspector draws by reaches its manifest. */
export interface FieldOptions<V> {
  /** What the field means, in a sentence or two. */
  readonly doc: string;
  readonly default?: V;
  /** Shown instead of the field's name. */
  readonly label?: string;
  /** Unit of the value, as shown: `s`, `bytes`, `°/s`. */
  readonly unit?: string;
  /** Hard limits: a value outside is refused. */
  readonly min?: number;
  readonly max?: number;
  /** Soft limits: the range of a slider or a drag; a typed value may pass them. */
  readonly softMin?: number;
  readonly softMax?: number;
  readonly step?: number;
  /** Written by the world alone. Where it is saved, copies take it along, and an undo brings it back. */
  readonly readOnly?: boolean;
  /** False keeps it out of scene files; it is still part of snapshots and hashes. */
  readonly saved?: boolean;
  /** Its values are nobody else's to read: an incident report (`worldwire report`) leaves them out. */
  readonly secret?: boolean;
  /** Heading under which the inspector groups it. */
  readonly category?: string;
  readonly multiline?: boolean;
  /** For references: the component type that the target must be or have. */
  readonly target?: string;
  /** For strings: the greatest length, in characters. */
  readonly maxLength?: number;
  /** What no schema can say: what is wrong with a value of the right form, all of it where it is several things; or null. */
  accepts?(value: V): Objection | readonly Objection[] | null;
  /** For json: what is wrong with a value of another form, in words that help more than those of a schema; empty where it knows no better. */
  explain?(value: unknown): readonly Objection[];
  /** For json that holds many parts by their names: the key under which they stand. Each is looked at by itself, and only where it is another than before. */
  readonly parts?: string;
  /**
   * For json that holds ids of entities: gives the value with `map` put to each of them, and is otherwise left as it is. A copy of a subtree
   * points its references at the copies by it, and a scene is looked through for references that lead nowhere. Default: it holds none.
   */
  references?(value: V, map: (entity: string) => string): V;
  /** The same references with their places, and what each wants there: a scene is looked through by them, where there are any. */
  pointers?(value: V): Iterable<Pointer>;
  /**
   * Fields that the component drives because this one names them, of any component of any entity, while it is enabled and active. Called whenever
   * the value may be another; it is a function of the value alone. Default: none.
   */
  drives?(value: V): readonly FieldRef[];
  /** For json: how the inspector edits it. */
  readonly editor?: 'json' | 'strings' | 'stringMap' | 'variables';
}

/** A field of a component, as its builder made it. `V` is its value in JSON form, `S` its storage. */
export interface Field<V = unknown, S extends Storage = Storage> {
  readonly kind: FieldKind;
  readonly storage: S;
  /** Numbers per row: 3 for a float3. */
  readonly width: number;
  readonly default: V;
  readonly schema: TSchema;
  /** In words, what a value must be; ends the sentence "expected …". */
  readonly expected: string;
  readonly options: FieldOptions<V>;
  /** Puts a mapping to each id of an entity in a value; absent where it can hold none. */
  references?(value: V, map: (entity: string) => string): V;
  /** Labels of an enumeration; the column holds their index. */
  readonly labels?: readonly string[];
  /** May be edited in parts by JSON Patch. */
  readonly structured: boolean;
}

const INT_MIN = -2147483648;
const INT_MAX = 2147483647;
const STRING_MAX = 1_000_000;
const ID = Type.String({ minLength: 1, maxLength: 200 });

function range(low: number | undefined, high: number | undefined): string {
  if (low !== undefined && high !== undefined) return ` from ${low} to ${high}`;
  if (low !== undefined) return ` of at least ${low}`;
  return high === undefined ? '' : ` of at most ${high}`;
}

function make<V, S extends Storage>(
  kind: FieldKind,
  storage: S,
  width: number,
  fallback: V,
  schema: TSchema,
  expected: string,
  options: FieldOptions<V>,
  more: { labels?: readonly string[]; structured?: boolean; references?: (value: V, map: (entity: string) => string) => V } = {},
): Field<V, S> {
  return { kind, storage, width, default: options.default ?? fallback, schema, expected, options, structured: false, ...more };
}

/** True or false; stored as a byte. Default false. */
export function bool(options: FieldOptions<boolean>): Field<boolean, 'u8'> {
  return make('bool', 'u8', 1, false, Type.Boolean(), 'true or false', options);
}

/** A 32-bit whole number. Default 0. */
export function int(options: FieldOptions<number>): Field<number, 'i32'> {
  const low = options.min ?? INT_MIN,
    high = options.max ?? INT_MAX;
  return make('int', 'i32', 1, 0, Type.Integer({ minimum: low, maximum: high }), `a whole number from ${low} to ${high}`, options);
}

/** A whole number that only grows, stored as Float64 so that it holds any count of bytes. Read-only and not saved unless said otherwise. */
export function counter(options: FieldOptions<number>): Field<number, 'f64'> {
  return make(
    'int',
    'f64',
    1,
    0,
    Type.Integer({ minimum: options.min ?? 0, maximum: options.max ?? Number.MAX_SAFE_INTEGER }),
    'a whole number of at least 0',
    { readOnly: true, saved: false, ...options },
  );
}

/** A number stored as Float32 and written as the shortest decimal that reads back the same. Default 0. */
export function float(options: FieldOptions<number>): Field<number, 'f32'> {
  const low = options.min ?? -3.4028234663852886e38,
    high = options.max ?? 3.4028234663852886e38;
  return make('float', 'f32', 1, 0, Type.Number({ minimum: low, maximum: high }), `a number${range(options.min, options.max)}`, options);
}

/** A number stored as Float64, for points in time. Default 0. */
export function double(options: FieldOptions<number>): Field<number, 'f64'> {
  return make('float', 'f64', 1, 0, Type.Number(), 'a number', options);
}

/** Text. Default empty. */
export function string(options: FieldOptions<string>): Field<string, 'object'> {
  const most = options.maxLength ?? STRING_MAX;
  return make('string', 'object', 1, '', Type.String({ maxLength: most }), `text of at most ${most} characters`, options);
}

/** An address, or null for none. Whether its scheme is one that can be used is the component's own concern. */
export function uri(options: FieldOptions<string | null>): Field<string | null, 'object'> {
  return make<string | null, 'object'>('uri', 'object', 1, null, Type.Union([Type.Null(), Type.String({ maxLength: 8192 })]), 'an address, or null', options);
}

/** A user, or null for none. Without a machine, the user's newest one serves. */
export function userRef(options: FieldOptions<UserRef | null>): Field<UserRef | null, 'object'> {
  const schema = Type.Union([
    Type.Null(),
    Type.Object({ userId: ID, machineId: Type.Optional(Type.Union([Type.Null(), ID])) }, { additionalProperties: false }),
  ]);
  return make<UserRef | null, 'object'>('userRef', 'object', 1, null, schema, '{"userId", "machineId"?}, or null', options);
}

/** An entity by its id, or null for none. */
export function entityRef(options: FieldOptions<string | null>): Field<string | null, 'object'> {
  const schema = Type.Union([Type.Null(), ID]);
  return make<string | null, 'object'>('entityRef', 'object', 1, null, schema, 'the id of an entity, or null', options, {
    references: (value, map) => (value === null ? null : map(value)),
  });
}

/** A component of an entity, or null for none. */
export function componentRef(options: FieldOptions<ComponentRef | null>): Field<ComponentRef | null, 'object'> {
  const schema = Type.Union([Type.Null(), Type.Object({ entity: ID, component: ID }, { additionalProperties: false })]);
  return make<ComponentRef | null, 'object'>('componentRef', 'object', 1, null, schema, '{"entity", "component"}, or null', options, { references: ofEntity });
}

/** A field of a component of an entity, or null for none. */
export function fieldRef(options: FieldOptions<FieldRef | null>): Field<FieldRef | null, 'object'> {
  const schema = Type.Union([Type.Null(), Type.Object({ entity: ID, component: ID, field: ID }, { additionalProperties: false })]);
  return make<FieldRef | null, 'object'>('fieldRef', 'object', 1, null, schema, '{"entity", "component", "field"}, or null', options, { references: ofEntity });
}

function ofEntity<R extends { readonly entity: string }>(value: R | null, map: (entity: string) => string): R | null {
  return value === null ? null : { ...value, entity: map(value.entity) };
}

function vector<V>(
  kind: FieldKind,
  width: number,
  fallback: V,
  options: FieldOptions<V>,
  limits: { minimum?: number; maximum?: number } = {},
): Field<V, 'f32'> {
  const number = Type.Number({ minimum: limits.minimum ?? -3.4028234663852886e38, maximum: limits.maximum ?? 3.4028234663852886e38 });
  const schema = Type.Tuple(Array.from({ length: width }, () => number));
  return make(kind, 'f32', width, fallback, schema, `${width} numbers${range(limits.minimum, limits.maximum)}`, options);
}

/** Two numbers. Default 0. */
export function float2(options: FieldOptions<Float2>): Field<Float2, 'f32'> {
  return vector<Float2>('float2', 2, [0, 0], options, limitsOf(options));
}
/** Three numbers. Default 0. */
export function float3(options: FieldOptions<Float3>): Field<Float3, 'f32'> {
  return vector<Float3>('float3', 3, [0, 0, 0], options, limitsOf(options));
}
/** Four numbers. Default 0. */
export function float4(options: FieldOptions<Float4>): Field<Float4, 'f32'> {
  return vector<Float4>('float4', 4, [0, 0, 0, 0], options, limitsOf(options));
}
/** A rotation as quaternion x, y, z, w. Default none (0, 0, 0, 1). */
export function floatQ(options: FieldOptions<Float4>): Field<Float4, 'f32'> {
  return vector<Float4>('floatQ', 4, [0, 0, 0, 1], options);
}
/** Red, green, blue and alpha, 0 to 1 each; brighter than 1 is allowed. Default white. */
export function color(options: FieldOptions<Float4>): Field<Float4, 'f32'> {
  return vector<Float4>('color', 4, [1, 1, 1, 1], options, { minimum: 0 });
}

function limitsOf<V>(options: FieldOptions<V>): { minimum?: number; maximum?: number } {
  return { ...(options.min === undefined ? {} : { minimum: options.min }), ...(options.max === undefined ? {} : { maximum: options.max }) };
}

/** One of several words; stored as its index. Default the first. */
export function enumeration<const L extends string>(labels: readonly L[], options: FieldOptions<L>): Field<L, 'u8'> {
  const first = labels[0];
  if (first === undefined) throw new TypeError('an enumeration needs at least one label');
  return make<L, 'u8'>('enumeration', 'u8', 1, first, Type.Enum([...labels]), `one of ${labels.join(', ')}`, options, { labels });
}

/** A structure, checked by a schema and edited in parts by JSON Patch (`patchField`). */
export function json<V extends Json>(schema: TSchema, expected: string, options: FieldOptions<V> & { readonly default: V }): Field<V, 'object'> {
  return make<V, 'object'>('json', 'object', 1, options.default, schema, expected, options, {
    structured: true,
    ...(options.references === undefined ? {} : { references: options.references.bind(options) }),
  });
}

/** A list of words. Default empty. */
export function strings(options: FieldOptions<readonly string[]>): Field<readonly string[], 'object'> {
  return json<readonly string[]>(Type.Array(Type.String({ maxLength: 8192 }), { maxItems: 256 }), 'a list of texts', {
    default: [],
    editor: 'strings',
    ...options,
  });
}

/** Texts by name. Default empty. */
export function stringMap(options: FieldOptions<{ readonly [name: string]: string }>): Field<{ readonly [name: string]: string }, 'object'> {
  return json<{ readonly [name: string]: string }>(byName(Type.String({ maxLength: 8192 }), 256), 'texts by name', {
    default: {},
    editor: 'stringMap',
    ...options,
  });
}
