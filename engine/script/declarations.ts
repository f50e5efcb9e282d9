import type { BaseFields, Component, EventDeclaration, NamedField } from '../schema/component.ts';
import type { FieldKind } from '../schema/field.ts';

/** Characters of a line of words. */
const LONGEST_LINE = 150;
/** Levels of a schema that are told as a type; what lies deeper is any JSON. */
const MOST_LEVELS = 6;
/** Names that a component has itself, by which none of its fields is told. */
const OWN = new Set(['key', 'owner', 'on', 'command']);
const BASE_FIELDS: Readonly<Record<keyof BaseFields, true>> = { persistent: true, UpdateOrder: true, Enabled: true };

const ANY = 'Worldwire.Json';
/** What a command is given that takes no arguments. */
const NOTHING = '{ readonly [name: string]: never }';
/** Types of fields, by their kinds. */
const TYPES: Readonly<Partial<Record<FieldKind, string>>> = {
  bool: 'boolean',
  int: 'number',
  float: 'number',
  string: 'string',
  uri: 'string | null',
  userRef: 'Worldwire.UserRef | null',
  entityRef: 'string | null',
  componentRef: 'Worldwire.ComponentRef | null',
  fieldRef: 'Worldwire.FieldRef | null',
  float2: 'Worldwire.Float2',
  float3: 'Worldwire.Float3',
  float4: 'Worldwire.Float4',
  floatQ: 'Worldwire.Float4',
  color: 'Worldwire.Float4',
};
const CARRIED: ReadonlySet<string> = new Set(['boolean', 'number', 'string', 'Uint8Array', 'string | Uint8Array']);

/**
 * Component types as scripts find them, as declarations of TypeScript: fields, commands and events. The types that they are made of are in `script/`. A type
 * of component may have any name, so that all of them are in a namespace of their own.
 */
export function scriptDeclarations(components: Iterable<Component>): string {
  const sorted = [...components].sort((a, b) => (a.name < b.name ? -1 : 1));
  const base = sorted[0]?.fieldList.filter(({ name }) => Object.hasOwn(BASE_FIELDS, name)) ?? [];
  return [
    'declare namespace Worldwire {',
    '  /** Component types, by name. */',
    '  interface Components {',
    ...sorted.map(({ name }) => `    ${name}: WorldwireComponents.${name};`),
    '  }',
    '  /** What every component has, before its own. */',
    '  interface BaseFields {',
    ...base.flatMap(fieldLines),
    '  }',
    '}',
    '',
    'declare namespace WorldwireComponents {',
    ...sorted.flatMap((component, at) => [...(at === 0 ? [] : ['']), ...declarationOf(component)]),
    '}',
    '',
  ].join('\n');
}

function declarationOf({ name, doc, fieldList, commands, events }: Component): string[] {
  const asked = Object.entries(commands).map(([command, { doc: said, args }]): Part => ({
    name: command,
    said,
    type: args === undefined ? NOTHING : typeOf(args),
  }));
  const told = Object.entries(events).map(([event, declared]): Part => ({ name: event, said: declared.doc, type: payloadOf(declared) }));
  const own = fieldList.filter((field) => !OWN.has(field.name) && !Object.hasOwn(BASE_FIELDS, field.name));
  return [
    ...words(doc, 1),
    `  interface ${name} extends Worldwire.BaseFields, Worldwire.Component<${members(asked, 1)}, ${members(told, 1)}> {`,
    ...own.flatMap(fieldLines),
    '  }',
  ];
}

/** A part of an object, as it is declared. */
interface Part {
  readonly name: string;
  readonly said: string | undefined;
  readonly type: string;
  readonly isOptional?: boolean;
}

/** An object of such parts, each in lines of its own. @param level of the line in which it begins */
function members(parts: readonly Part[], level: number): string {
  if (parts.length === 0) return '{}';
  const indent = '  '.repeat(level + 1);
  const lines = parts.flatMap(({ name, said, type, isOptional }) => [
    ...(said === undefined ? [] : words(said, level + 1)),
    // Those of a part begin in the first column.
    `${indent}readonly ${nameOf(name)}${isOptional === true ? '?' : ''}: ${type.replaceAll('\n', `\n${indent}`)};`,
  ]);
  return ['{', ...lines, `${'  '.repeat(level)}}`].join('\n');
}

function fieldLines(field: NamedField): string[] {
  const { doc, unit, readOnly } = field.options;
  const notes = [doc, unit === undefined ? '' : `In ${unit}.`, limits(field)].filter((note) => note !== '').join(' ');
  return [...words(notes, 2), `    ${readOnly === true ? 'readonly ' : ''}${field.name}: ${fieldType(field).replaceAll('\n', '\n    ')};`];
}

function limits({ options: { min, max } }: NamedField): string {
  if (min !== undefined && max !== undefined) return `From ${min} to ${max}.`;
  if (min !== undefined) return `At least ${min}.`;
  return max === undefined ? '' : `At most ${max}.`;
}

function fieldType({ kind, labels, schema }: NamedField): string {
  if (labels !== undefined) return labels.map((label) => JSON.stringify(label)).join(' | ');
  return TYPES[kind] ?? typeOf(schema);
}

function payloadOf({ payload = {} }: EventDeclaration): string {
  const carried = Object.entries(payload).map(([name, told]): Part => {
    const { words: said, type } = typeof told === 'string' ? { words: told, type: '' } : told;
    return { name, said, type: CARRIED.has(type) ? type : 'unknown' };
  });
  return members(carried, 0);
}

/** What is said of JSON by a schema. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema | readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly description?: string;
}

/** The type of what fits a schema; where it says more than a type can, that of more than fits. */
function typeOf(schema: Schema, level = 0): string {
  if (level > MOST_LEVELS) return ANY;
  const inner = (each: Schema): string => typeOf(each, level + 1);
  if ('const' in schema) return literal(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(inner))].join(' | ');
  switch (schema.type) {
    case 'boolean':
    case 'string':
    case 'null':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return arrayOf(schema, inner);
    case 'object':
      return objectOf(schema, inner);
    default:
      return ANY;
  }
}

function arrayOf({ items }: Schema, inner: (each: Schema) => string): string {
  if (Array.isArray(items)) return `readonly [${(items as readonly Schema[]).map(inner).join(', ')}]`;
  const of = items === undefined ? ANY : inner(items as Schema);
  return `readonly ${/[ |]/.test(of) ? `(${of})` : of}[]`;
}

function objectOf({ properties, required = [], patternProperties = {}, additionalProperties }: Schema, inner: (each: Schema) => string): string {
  if (Object.keys(properties ?? {}).length === 0 && additionalProperties !== false) {
    const values = Object.values(patternProperties);
    const others = typeof additionalProperties === 'object' ? [...values, additionalProperties] : values;
    return `{ readonly [name: string]: ${others.length === 0 ? ANY : [...new Set(others.map(inner))].join(' | ')} }`;
  }
  const parts = Object.entries(properties ?? {}).map(([name, schema]): Part => ({
    name,
    said: schema.description,
    type: inner(schema),
    isOptional: !required.includes(name),
  }));
  return parts.length === 0 ? NOTHING : members(parts, 0);
}

function literal(value: unknown): string {
  return value === null || ['boolean', 'number', 'string'].includes(typeof value) ? JSON.stringify(value) : ANY;
}
function nameOf(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

/** Words of whoever declares a component, as they may stand in a comment. */
function plain(text: string): string {
  return text.replaceAll('*/', '*\\/').replace(/\s+/g, ' ');
}

/** Words as a comment before what they are about. */
function words(text: string, level: number): string[] {
  const indent = '  '.repeat(level);
  const lines: string[] = [];
  let line = '';
  for (const word of plain(text).split(' ')) {
    if (line !== '' && line.length + word.length >= LONGEST_LINE) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  const [only = ''] = lines;
  return lines.length === 1 ? [`${indent}/** ${only} */`] : [`${indent}/**`, ...lines.map((each) => `${indent} * ${each}`), `${indent} */`];
}
