import type { Component, EventDeclaration, NamedField } from './component.ts';
import type { FieldKind, Json } from './field.ts';

/** One field as the inspector draws it. Absent keys have no meaning beyond being absent. */
export interface FieldManifest {
  readonly name: string;
  readonly kind: FieldKind;
  readonly doc: string;
  readonly label: string;
  readonly default: Json;
  readonly expected: string;
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly softMin?: number;
  readonly softMax?: number;
  readonly step?: number;
  readonly labels?: readonly string[];
  readonly readOnly?: true;
  /** True where it is not written to scene files. */
  readonly notSaved?: true;
  readonly category?: string;
  readonly multiline?: true;
  readonly target?: string;
  readonly editor?: 'json' | 'strings' | 'stringMap' | 'variables';
}

/** A command as the inspector offers it: a button where `args` is absent. */
export interface CommandManifest {
  readonly name: string;
  readonly label: string;
  readonly doc: string;
  readonly args?: Json;
}
/** An event as the reference page lists it. */
export interface EventManifest {
  readonly name: string;
  readonly doc: string;
  readonly payload: Readonly<Record<string, string>>;
  /** Of which type what it carries is, by the same names, as far as that was told. */
  readonly types: Readonly<Record<string, string>>;
}

/** A component type as the inspector and the reference page see it. */
export interface ComponentManifest {
  readonly name: string;
  readonly doc: string;
  readonly category: string;
  readonly disabled: string;
  readonly requires: readonly string[];
  /** Fields that it writes while it is enabled and active, as `Component.Field` of its entity. */
  readonly drives: readonly string[];
  readonly single: boolean;
  readonly fields: readonly FieldManifest[];
  readonly commands: readonly CommandManifest[];
  readonly events: readonly EventManifest[];
}

/** The manifest of a component type: all that the inspector needs to draw it. */
export function manifestOf(component: Component): ComponentManifest {
  return {
    name: component.name,
    doc: component.doc,
    category: component.category,
    disabled: component.disabled,
    requires: component.requires,
    drives: component.drives,
    single: component.single,
    fields: component.fieldList.map(fieldManifest),
    commands: Object.entries(component.commands).map(([name, command]) => ({
      name,
      label: command.label ?? name,
      doc: command.doc,
      ...(command.args === undefined ? {} : { args: asJson(command.args) }),
    })),
    events: Object.entries(component.events).map(eventManifest),
  };
}

function eventManifest([name, { doc, payload = {} }]: [string, EventDeclaration]): EventManifest {
  const carried = Object.entries(payload);
  return {
    name,
    doc,
    payload: Object.fromEntries(carried.map(([key, told]) => [key, typeof told === 'string' ? told : told.words])),
    types: Object.fromEntries(carried.flatMap(([key, told]) => (typeof told === 'string' ? [] : [[key, told.type]]))),
  };
}

function fieldManifest(field: NamedField): FieldManifest {
  const { options } = field;
  return {
    name: field.name,
    kind: field.kind,
    doc: options.doc,
    label: options.label ?? field.name,
    default: field.default as Json,
    expected: field.expected,
    ...pick(options, ['unit', 'min', 'max', 'softMin', 'softMax', 'step', 'category', 'target', 'editor']),
    ...(field.labels === undefined ? {} : { labels: field.labels }),
    ...(options.readOnly === true ? { readOnly: true as const } : {}),
    ...(options.saved === false ? { notSaved: true as const } : {}),
    ...(options.multiline === true ? { multiline: true as const } : {}),
  };
}

function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Partial<Pick<T, K>> {
  const out: Partial<Pick<T, K>> = {};
  for (const key of keys) if (from[key] !== undefined) out[key] = from[key];
  return out;
}

/** A schema is plain data; the round trip sheds what only the library reads. */
function asJson(schema: object): Json {
  return JSON.parse(JSON.stringify(schema)) as Json;
}

/** JSON Schema of a component's fields as a scene file holds them: every field optional, defaults and documentation included. */
export function jsonSchemaOf(component: Component): Json {
  const properties = Object.fromEntries(
    component.fieldList
      .filter((field) => field.options.saved !== false)
      .map((field) => [
        field.name,
        {
          ...(asJson(field.schema) as Record<string, Json>),
          description: field.options.unit === undefined ? field.options.doc : `${field.options.doc} (${field.options.unit})`,
          default: field.default as Json,
        },
      ]),
  );
  return { type: 'object', description: component.doc, properties };
}
