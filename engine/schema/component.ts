import Type, { type Static, type TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { Fault } from '../errors.ts';
import { refuseNames } from './declared-names.ts';
import { bool, int, type Field, type Objection } from './field.ts';
import { partwise } from './partwise.ts';

/** The fields that a component declares, by name. */
export type Fields = Readonly<Record<string, Field>>;

/** A command of a component: something asked of it that cannot be taken back. */
export interface CommandDeclaration {
  readonly doc: string;
  /** Arguments, as an object schema. Default none. */
  readonly args?: TSchema;
  /** Label of its button; none is shown where it takes arguments. */
  readonly label?: string;
}

/** An event of a component: something that it tells in a tick. */
export interface EventDeclaration {
  readonly doc: string;
  /** What the event carries, name by name, in words; `carries` says of which type it is as well. */
  readonly payload?: Readonly<Record<string, string | CarriedWords>>;
}

/** Types of what events carry that can be told where no compiler is, as the declarations for scripts tell them. */
export interface CarriedTypes {
  readonly boolean: boolean;
  readonly number: number;
  readonly string: string;
  readonly Uint8Array: Uint8Array;
  readonly 'string | Uint8Array': string | Uint8Array;
}
export type CarriedType = keyof CarriedTypes;
/** The name of a type among them. */
type NameOf<T> = { [Name in CarriedType]: [T, CarriedTypes[Name]] extends [CarriedTypes[Name], T] ? Name : never }[CarriedType];

export interface CarriedWords {
  readonly words: string;
  readonly type: CarriedType;
}
declare const CARRIED: unique symbol;
/** Words about something that an event carries. What is not told of its type is known to the compiler alone. */
export type Carried<T> = (string | CarriedWords) & { readonly [CARRIED]?: T };

/**
 * Says what an event carries under a name: of which type, and in words.
 * @param type the type once more, for the declarations that scripts are checked by; without it they have `unknown` there
 * @example events: { OnRung: { doc: 'It has rung.', payload: { times: carries<number>('how often, since it was added', 'number') } } }
 */
export function carries<T>(words: string, type?: NameOf<T>): Carried<T> {
  return type === undefined ? words : { words, type };
}

/** What `T` has by name, as `D` has it and with no key beside: a misspelled one does not compile. */
type Closed<T, D> = T & { readonly [Name in keyof T]: { readonly [Key in Exclude<keyof T[Name], keyof D>]: never } };

/** The commands that a component declares, by name. */
export type Commands = Readonly<Record<string, CommandDeclaration>>;
/** The events that a component declares, by name. */
export type Events = Readonly<Record<string, EventDeclaration>>;

/** Something in a component that its author may want to write otherwise. */
export interface Advice {
  readonly field: string;
  /** Where in the field's value, as a path of keys: `nodes/tx/in/Data`. Default the whole of it. */
  readonly inside?: string;
  readonly expected: string;
  readonly message: string;
}

/** Names of component types: whether there is one, and all of them. */
export interface TypeNames {
  has(name: string): boolean;
  keys(): Iterable<string>;
}

/** What `defineComponent` is given. */
export interface ComponentDeclaration<F extends Fields, C extends Commands = Commands, E extends Events = Events> {
  readonly doc: string;
  /** Path in the Attach Component dialog: `Network`, `Transform/Drivers`. */
  readonly category: string;
  readonly fields: F;
  readonly commands?: Closed<C, CommandDeclaration>;
  readonly events?: Closed<E, EventDeclaration>;
  /** Component types that must be on the same entity; added along with it. */
  readonly requires?: readonly string[];
  /**
   * Fields of other components of its entity, as `Transform.Rotation`, that its system writes in each tick while it is enabled and
   * active. They refuse edits for so long.
   */
  readonly drives?: readonly `${string}.${string}`[];
  /** What a disabled one no longer does, for its reference page. */
  readonly disabled?: string;
  /** Older names of fields, read from scenes and never written. */
  readonly aliases?: Readonly<Record<string, NoInfer<keyof F & string>>>;
  /**
   * What is probably not meant so, of a component whose every field fits: told when a scene is checked or loaded, and stops nothing.
   * @param values the fields that the scene gives, by name
   * @param types the component types that there are
   */
  advise?(values: Readonly<Record<string, unknown>>, types: TypeNames): readonly Advice[];
  /** At most one of it on an entity; its row is then always its entity's. Default false. */
  readonly single?: boolean;
}

const BASE = {
  persistent: bool({ default: true, doc: 'Whether it is saved.' }),
  UpdateOrder: int({ default: 0, doc: 'All components of a lower value are updated before any of a higher, across all types of the world.' }),
  Enabled: bool({ default: true, doc: 'A disabled component is passed over by its system.' }),
} as const;

/** The three fields that every component has, before its own. */
export type BaseFields = typeof BASE;

/** A component type: the only place where it is described; all else follows from it. */
export interface Component<N extends string = string, F extends Fields = Fields, C extends Commands = Commands, E extends Events = Events> {
  readonly name: N;
  readonly doc: string;
  readonly category: string;
  /** Every field by name, the base fields first. */
  readonly fields: BaseFields & F;
  /** The same as a list, in order. */
  readonly fieldList: readonly NamedField[];
  readonly commands: { readonly [K in keyof C]: C[K] & { readonly check: Check } };
  readonly events: E;
  readonly requires: readonly string[];
  readonly drives: readonly string[];
  readonly disabled: string;
  readonly aliases: Readonly<Record<string, string>>;
  readonly single: boolean;
  readonly advise: ComponentDeclaration<Fields>['advise'];
  /** The keys of its declaration. They are looked at where it is registered, since only there is known which plugin is at fault. */
  readonly declared: readonly string[];
}

/** A field together with its name, its place in the list and its compiled check. */
export interface NamedField extends Field {
  readonly name: string;
  readonly index: number;
  readonly check: Check;
}

/** Says what is wrong with a value; an empty list means nothing. */
export type Check = (value: unknown, path?: string) => readonly Fault[];

/**
 * Describes a component type. Its columns, JSON Schema, defaults, scene and wire form, inspector manifest and reference
 * page all follow from this.
 * @param name the type's name as its users know it, for example `WebsocketClient`
 * @throws TypeError where a name is none that scenes, paths and the log can carry, or is one that every component has
 */
export function defineComponent<const N extends string, const F extends Fields, const C extends Commands = {}, const E extends Events = {}>(
  name: N,
  declaration: ComponentDeclaration<F, C, E>,
): Component<N, F, C, E> {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name))
    throw new TypeError(`component name ${JSON.stringify(name)}: expected an upper-case letter and then letters or digits`);
  refuseNames(name, declaration, Object.keys(BASE));
  const fields = { ...BASE, ...declaration.fields };
  const fieldList = Object.entries(fields).map(([fieldName, field], index): NamedField => ({ ...field, name: fieldName, index, check: fieldCheck(field) }));
  const commands = Object.fromEntries(
    Object.entries(declaration.commands ?? {}).map(([key, command]) => [
      key,
      { ...command, check: checkOf(command.args ?? Type.Object({}, { additionalProperties: false }), `arguments of ${name}.${key}`) },
    ]),
  );
  return {
    name,
    fields,
    fieldList,
    commands: commands as unknown as Component<N, F, C, E>['commands'],
    doc: declaration.doc,
    category: declaration.category,
    events: declaration.events ?? ({} as E),
    requires: declaration.requires ?? [],
    drives: declaration.drives ?? [],
    disabled: declaration.disabled ?? 'Its system passes it over.',
    aliases: declaration.aliases ?? {},
    single: declaration.single ?? false,
    advise: declaration.advise,
    declared: Object.keys(declaration),
  };
}

function fieldCheck(field: Field): Check {
  const whole = checkOf(field.schema, field.expected);
  const { accepts, explain, parts } = field.options;
  const byForm = parts === undefined ? whole : partwise(whole, parts);
  if (accepts === undefined && explain === undefined) return byForm;
  return (value, path = '') => {
    const told = (objections: readonly Objection[]): readonly Fault[] =>
      objections.map(({ inside, ...objection }) => ({
        expected: field.expected,
        ...objection,
        path: inside === undefined ? path : `${path}${path === '' ? '' : '/'}${inside}`,
      }));
    const faults = byForm(value, path);
    if (faults.length === 0) return accepts === undefined ? faults : told([accepts(value) ?? []].flat());
    const better = explain === undefined ? [] : told(explain(value));
    return better.length > 0 ? better.slice(0, MOST_FAULTS) : faults;
  };
}

/** A check from a schema, compiled at its first use and then kept. */
export function checkOf(schema: TSchema, expected: string): Check {
  let compiled: Validator | undefined;
  return (value, path = '') => {
    compiled ??= Compile(schema);
    if (compiled.Check(value) && isPlain(value)) return [];
    const faults: Fault[] = [];
    const add = (at: string, words: string): void => {
      if (faults.length < MOST_FAULTS) faults.push({ path: at, expected, message: `${partIn(at)} ${words}; expected ${expected}` });
    };
    for (const error of compiled.Errors(value)) {
      if (faults.length >= MOST_FAULTS) break;
      // Of a key that is not known the compiler says that its schema is false, and then names it; the second is told.
      if (error.keyword === 'boolean' && error.schemaPath.endsWith('/additionalProperties')) continue;
      const at = error.instancePath === '' ? path : `${path}${path === '' ? error.instancePath.slice(1) : error.instancePath}`;
      const known = 'anyOf' in schema || error.keyword !== 'additionalProperties' ? undefined : knownKeys(schema, error.schemaPath);
      if (known === undefined) add(at, wordsOf(error, schema));
      else for (const key of unknownKeys(error.params)) add(at === '' ? key : `${at}/${key}`, `is not known${known}`);
    }
    return faults.length > 0
      ? faults
      : [
          {
            path,
            expected,
            message: `${path === '' ? 'it' : path} holds something that JSON cannot, or more than ${MOST_LEVELS} levels; expected ${expected}`,
          },
        ];
  };
}

/** A part of a value in words: of a list by itself a number alone would pass for the value. */
function partIn(at: string): string {
  if (at === '') return 'it';
  return /^\d+$/.test(at) ? `number ${Number(at) + 1} of it` : at;
}

/** What is wrong, for people: not which branch of a choice was missed, nor the limits of a float. */
function wordsOf(error: { readonly message: string; readonly keyword: string }, schema: TSchema): string {
  if ('anyOf' in schema) return 'does not fit';
  return /3\.40282346638528\d*e\+38/.test(error.message) ? 'is too large for a number of 32 bits' : error.message;
}

/** Keys that an object of a closed schema does not have, as parts of a path. */
function unknownKeys(params: object): readonly string[] {
  const { additionalProperties } = params as { readonly additionalProperties: readonly string[] };
  return additionalProperties.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** The keys that an object of a closed schema has, in words; undefined where it has any. */
function knownKeys(schema: TSchema, schemaPath: string): string | undefined {
  let at: unknown = schema;
  for (const part of schemaPath.split('/').slice(1))
    at = (at as Readonly<Record<string, unknown>> | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  const { properties = {}, additionalProperties } = (at ?? {}) as { readonly properties?: object; readonly additionalProperties?: unknown };
  if (additionalProperties !== false) return undefined;
  const keys = Object.keys(properties);
  return keys.length === 0 ? ', and no other is' : `; those known are ${keys.join(', ')}`;
}

/** Faults of one value that are told. */
const MOST_FAULTS = 20;
/** Levels that a value may have, as scene files do. */
const MOST_LEVELS = 100;

/** No NaN, infinity, `__proto__` key or endless nesting hides in a value: JSON has none of the first, and a scene must be able to hold it. */
function isPlain(value: unknown, level = 0): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return true;
  if (level >= MOST_LEVELS) return false;
  if (Array.isArray(value)) return value.every((each) => isPlain(each, level + 1));
  return !Object.hasOwn(value, '__proto__') && Object.values(value).every((each) => isPlain(each, level + 1));
}

/** The value of a field in JSON form. */
export type ValueOf<T> = T extends Field<infer V, infer _S> ? V : never;
/** A component's fields as a TypeScript type, in JSON form. */
export type ValuesOf<C> =
  C extends Component<string, infer F, infer _C, infer _E> ? { -readonly [K in keyof (BaseFields & F)]: ValueOf<(BaseFields & F)[K]> } : never;

/** The names of a component's fields, the base fields among them. */
export type FieldName<C extends Component> = keyof C['fields'] & string;
/** The names of a component's commands. */
export type CommandName<C extends Component> = keyof C['commands'] & string;
/** What a command of a component is given. */
export type ArgsOf<C extends Component, K extends CommandName<C>> = C['commands'][K] extends { readonly args: infer A extends TSchema }
  ? Static<A>
  : { readonly [name: string]: never };
/** The names of a component's events. */
export type EventName<C extends Component> = keyof C['events'] & string;
/** What an event of a component carries. */
export type PayloadOf<C extends Component, K extends EventName<C>> = C['events'][K] extends { readonly payload: infer P }
  ? { readonly [Name in keyof P]: P[Name] extends Carried<infer T> ? T : unknown }
  : { readonly [name: string]: never };
