import type { WorldwireError } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import type { Field, FieldKind, Json } from '../schema/field.ts';
import { didYouMean } from '../nearest.ts';
import { NONE } from './entity-table.ts';
import type { Held } from './holding.ts';
import type { RE2JS } from 're2js';
import { valuePart } from '../schema/value-part.ts';
import { queryFault } from './query-fault.ts';
import { fitsPattern } from './query-patterns.ts';
import type { World } from './world.ts';

/** Whether an entity, by its row, is one that the query looks for. */
export type Predicate = (world: World, row: number) => boolean;
/** A condition on a component of one of these types. */
export interface ComponentTerm {
  readonly types: ReadonlySet<Component>;
  readonly holds: (world: World, held: Held) => boolean;
}
export type Operator = '=' | '!=' | '~' | '<' | '<=' | '>' | '>=' | 'matches';
interface Word {
  readonly text: string;
  readonly at: number;
  readonly pattern?: RE2JS;
}

const OWN = ['id', 'name', 'tag', 'active', 'persistent', 'parent', 'in'] as const;
type Own = (typeof OWN)[number];
const EQUAL: ReadonlySet<Operator> = new Set(['=', '!=']);
const CONTAINS: ReadonlySet<Operator> = new Set(['=', '!=', '~', 'matches']);
const NUMBERS: ReadonlySet<FieldKind> = new Set(['int', 'float']);
/** Numbers of a value that is several. */
const WIDTHS: { readonly [kind in FieldKind]?: number } = { float2: 2, float3: 3, float4: 4, floatQ: 4, color: 4 };
/** Values that are one text or number, and so can be the same as one. */
const PLAIN: ReadonlySet<FieldKind> = new Set(['int', 'float', 'bool', 'string', 'uri', 'userRef', 'entityRef', 'enumeration']);

/** A component of a type. */
export function typeTerm(name: string, at: number, components: ReadonlyMap<string, Component>): ComponentTerm {
  const component = components.get(name);
  if (component === undefined) {
    const near = didYouMean(name, components.keys());
    throw queryFault(at, `a component type after c:, and none is called ${name}${near === '' ? ` (one of ${[...components.keys()].join(', ')})` : near}`);
  }
  return { types: new Set([component]), holds: (_world, held) => held.component === component };
}

/** A field of a component, or a part of its value, compared. */
export function fieldTerm(name: Word, operator: Operator, value: Word, components: ReadonlyMap<string, Component>): ComponentTerm {
  const { type, field, parts } = namesIn(name, components);
  const among = [...components.values()].filter((component) => type === undefined || component.name === type);
  const having = among.filter((component) => component.fieldList.some((each) => each.name === field));
  if (having.length === 0) {
    const known = among.flatMap((component) => component.fieldList.map((each) => each.name));
    const near = didYouMean(field, type === undefined ? [...OWN, ...known] : known);
    const where = type === undefined ? `a field of a component, or one of ${OWN.join(', ')}, and nothing` : `a field of ${type}, and none`;
    throw queryFault(name.at, `${where} is called ${field}${near}`);
  }
  const fields = having.map((component) => component.fieldList.find((each) => each.name === field) as Field);
  const objections = fields.map((each) =>
    parts.length === 0 ? objection(each, name.text, operator, value) : objectionToPart(each, name, parts, operator, value),
  );
  if (!objections.includes(undefined)) throw objections[0] as WorldwireError;
  const compare = comparer(operator, value);
  const types = new Set(having);
  const read = (world: World, held: Held): Json | undefined => {
    let found: Json | undefined = world.storeOf(held.component.name).get(held.row, field);
    for (const part of parts) found = found === undefined ? undefined : valuePart(found, part);
    return found;
  };
  return {
    types,
    holds: (world, held) => {
      if (!types.has(held.component)) return false;
      const found = read(world, held);
      // What has no such part is neither this nor another.
      return found !== undefined && compare(found);
    },
  };
}

/** The type, the field and the part of its value that a name with dots names; a type goes before a field of the same name. */
function namesIn({ text, at }: Word, components: ReadonlyMap<string, Component>): { type: string | undefined; field: string; parts: readonly string[] } {
  const names = text.split('.');
  const [first = '', second = ''] = names;
  if (names.length === 1) return { type: undefined, field: first, parts: [] };
  if (components.has(first)) return { type: first, field: second, parts: names.slice(2) };
  if ([...components.values()].some((component) => component.fieldList.some((each) => each.name === first)))
    return { type: undefined, field: first, parts: names.slice(1) };
  const near = didYouMean(first, [...components.keys()]);
  throw queryFault(at, `a component type before the dot, or a field before its part, and none is called ${first}${near}`);
}

/** Why no part of a field can ever compare so; undefined where one can. */
function objectionToPart(field: Field, name: Word, parts: readonly string[], operator: Operator, value: Word): WorldwireError | undefined {
  const [part = '', ...deeper] = parts;
  const width = WIDTHS[field.kind];
  if (width !== undefined) {
    const zeros = Array.from({ length: width }, () => 0);
    if (deeper.length > 0 || part === '' || valuePart(zeros, part) === undefined)
      return queryFault(name.at, `one of ${(field.kind === 'color' ? 'rgba' : 'xyzw'.slice(0, width)).split('').join(', ')} behind the dot of ${name.text}`);
    return objection({ ...field, kind: 'float' }, name.text, operator, value);
  }
  if (PLAIN.has(field.kind) && field.kind !== 'userRef') return queryFault(name.at, `a field whose values have parts, and ${name.text} is none of one`);
  if (operator === '=' || operator === '!=' || operator === '~' || operator === 'matches') return undefined;
  return isNumeric(value.text) ? undefined : queryFault(value.at, `a number after ${operator}`);
}

/** Why no value of a field can ever compare so, with what was meant; undefined where one can. */
function objection({ kind, labels }: Field, name: string, operator: Operator, { text, at }: Word): WorldwireError | undefined {
  if (operator === '~' || operator === 'matches') return undefined;
  const isNumber = NUMBERS.has(kind);
  if (!EQUAL.has(operator)) {
    if (!isNumber) return queryFault(at, `=, != or ~ after ${name}, which is no number and cannot be compared by ${operator}`);
    return isNumeric(text) ? undefined : queryFault(at, `a number after ${operator}`);
  }
  if (text.toLowerCase() === 'null') return undefined;
  if (isNumber) return isNumeric(text) ? undefined : queryFault(at, `a number after ${name}${operator}`);
  if (kind === 'bool') return oneOf(['true', 'false'], name, { text, at });
  if (labels !== undefined) return oneOf(labels, name, { text, at });
  return PLAIN.has(kind) ? undefined : queryFault(at, `null after ${name}${operator}, or ~ instead of ${operator}: its values are of several parts`);
}

function oneOf(labels: readonly string[], name: string, { text, at }: Word): WorldwireError | undefined {
  const lower = text.toLowerCase();
  if (labels.some((label) => label.toLowerCase() === lower)) return undefined;
  return queryFault(at, `one of ${labels.join(', ')} after ${name}${didYouMean(text, labels)}`);
}

function isNumeric(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

/** A comparison of a property of the entity itself, such as its tag; undefined where there is no property of that name. */
export function ownTerm(name: Word, operator: Operator, value: Word): { readonly matches: Predicate; readonly ancestral: boolean } | undefined {
  const own = OWN.find((each) => each === name.text);
  if (own === undefined) return undefined;
  const possible = own === 'in' || own === 'active' || own === 'persistent' ? EQUAL : CONTAINS;
  if (!possible.has(operator)) throw queryFault(value.at, `${[...possible].join(', ')} after ${own} instead of ${operator}`);
  const wanted = operator === '=';
  if (own === 'in') {
    const rowsOf = rowsNamed(value.text);
    return { matches: (world, row) => rowsOf(world).some((ancestor) => world.entities.isWithin(row, ancestor)) === wanted, ancestral: true };
  }
  if (own === 'active' || own === 'persistent') {
    const wrong = oneOf(['true', 'false'], own, value);
    if (wrong !== undefined) throw wrong;
  }
  if (EQUAL.has(operator) && (own === 'id' || (own === 'parent' && value.text.toLowerCase() !== 'null'))) {
    const rowsOf = rowsNamed(value.text);
    const isParent = own === 'parent';
    return { matches: (world, row) => rowsOf(world).includes(isParent ? (world.entities.parent[row] as number) : row) === wanted, ancestral: false };
  }
  const compare = comparer(operator, value);
  return { matches: (world, row) => compare(ownValue(world, row, own)), ancestral: false };
}

/** Rows of the entities that an id names: the one that has it as it is written or, where there is none, those whose ids differ in capitals only. */
function rowsNamed(id: string): (world: World) => readonly number[] {
  let of: World | undefined;
  let structure = -1;
  let rows: readonly number[] = [];
  return (world) => {
    const row = world.entities.rowOf(id);
    if (row !== undefined) return [row];
    if (of !== world || structure !== world.structure) {
      of = world;
      structure = world.structure;
      rows = rowsAlike(world, new Set([id]));
    }
    return rows;
  };
}

/** Rows of entities whose ids are these but for capitals. */
export function rowsAlike(world: World, ids: ReadonlySet<string>): number[] {
  const wanted = new Set(Array.from(ids, (id) => id.toLowerCase()));
  const lengths = new Set(Array.from(ids, (id) => id.length));
  const rows: number[] = [];
  for (const row of world.entities.all()) {
    const id = world.entities.id.get(row);
    if (lengths.has(id.length) && wanted.has(id.toLowerCase())) rows.push(row);
  }
  return rows;
}

function ownValue(world: World, row: number, name: Exclude<Own, 'in'>): Json {
  const { entities } = world;
  switch (name) {
    case 'id':
      return entities.id.get(row);
    case 'name':
      return entities.name.get(row);
    case 'tag':
      return entities.tag.get(row);
    case 'active':
      return entities.active[row] === 1;
    case 'persistent':
      return entities.persistent[row] === 1;
    case 'parent': {
      const parent = entities.parent[row] as number;
      return parent === NONE ? null : entities.id.get(parent);
    }
  }
}

function comparer(operator: Operator, { text, pattern }: Word): (value: Json) => boolean {
  const number = text.trim() === '' ? NaN : Number(text);
  const lower = text.toLowerCase();
  const equals = (value: Json): boolean => {
    if (typeof value === 'number') return value === number;
    if (typeof value === 'string') return value.toLowerCase() === lower;
    if (value !== null && typeof value === 'object' && 'userId' in value) {
      const { userId } = value;
      return typeof userId === 'string' && userId.toLowerCase() === lower;
    }
    return typeof value === 'object' ? value === null && lower === 'null' : String(value) === lower;
  };
  switch (operator) {
    case '=':
      return equals;
    case '!=':
      return (value) => !equals(value);
    case '~':
      return (value) => (typeof value === 'string' ? value : JSON.stringify(value)).toLowerCase().includes(lower);
    case 'matches':
      return (value) => pattern !== undefined && value !== null && fitsPattern(pattern, typeof value === 'string' ? value : JSON.stringify(value));
    case '<':
      return (value) => typeof value === 'number' && value < number;
    case '<=':
      return (value) => typeof value === 'number' && value <= number;
    case '>':
      return (value) => typeof value === 'number' && value > number;
    case '>=':
      return (value) => typeof value === 'number' && value >= number;
  }
}
