import { WorldwireError } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import { parseKey } from '../schema/component-key.ts';
import type { Json } from '../schema/field.ts';
import { valuePart } from '../schema/value-part.ts';
import type { Column } from '../world/column.ts';
import { NONE } from '../world/entity-table.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import type { TableThings } from './table-things.ts';

/** What a table may show of the entity that holds a component, or of the entity that it lists. */
const OWN = ['name', 'parent', 'tag', 'id', 'active', 'persistent'] as const;
type Own = (typeof OWN)[number];

/** One column of a table. */
export interface TableColumn {
  /** A cell in JSON form, by the row of what is listed. */
  cell(row: number): Json;
  /** What the cell is sorted by: numbers, or text; null stands last. Enums go by their order. */
  key(row: number): SortKey;
  /** Whether cells change without a change of structure. */
  readonly changes: boolean;
}
export type SortKey = number | string | null;

/**
 * The column of a name: what the entity has itself, a field of the components that are listed, or of another component of the entity by its type or key
 * (`Transform.Position`), each also with a part behind a dot (`Position.x`). Of entities a field may stand alone (`Position.x`) and is that of the first
 * component that has one. Throws WW_UNKNOWN_FIELD, naming what there is.
 * @param component the type that is listed; undefined where entities are
 */
export function columnNamed(world: LiveWorld, things: TableThings, component: Component | undefined, name: string): TableColumn {
  const own = OWN.find((each) => each === name);
  if (own !== undefined) return ownColumn(world, things, own);
  const [first = '', ...rest] = name.split('.');
  if (component !== undefined && hasField(component, first)) {
    const column = world.storeOf(component.name).columnOf(first);
    return partColumn((row) => ({ column, row }), rest);
  }
  const type = world.registry.components.get(parseKey(first)?.type ?? '');
  const [field = '', ...parts] = rest;
  if (type !== undefined && hasField(type, field))
    return foreignColumn(world, things, (each) => each === type, first.includes('#') ? first : undefined, field, parts);
  const having = component === undefined ? [...world.registry.components.values()].filter((each) => hasField(each, first)) : [];
  if (having.length > 0) return foreignColumn(world, things, (each) => having.includes(each), undefined, first, rest);
  const names = [...OWN, ...((type ?? component)?.fieldList.map((each) => each.name) ?? []), ...(type === undefined ? ['Type.Field'] : [])].join(', ');
  const message = `${type?.name ?? component?.name ?? 'an entity'} has no column ${name}: expected one of ${names}`;
  throw new WorldwireError('WW_UNKNOWN_FIELD', message, [{ path: name, expected: `one of ${names}`, message }]);
}

function hasField(component: Component, name: string): boolean {
  return component.fieldList.some((field) => field.name === name);
}

/** A field of another component of the entity; of several that fit the first. */
function foreignColumn(
  world: LiveWorld,
  things: TableThings,
  fits: (component: Component) => boolean,
  key: string | undefined,
  field: string,
  parts: readonly string[],
): TableColumn {
  return partColumn((row) => {
    const held = world.entities.held(things.entityOf(row)).find((each) => (key === undefined ? fits(each.component) : each.key === key));
    return held === undefined ? undefined : { column: world.storeOf(held.component.name).columnOf(field), row: held.row };
  }, parts);
}

/** @param find where the value of a row lies; undefined where it has none */
function partColumn(find: (row: number) => { readonly column: Column; readonly row: number } | undefined, parts: readonly string[]): TableColumn {
  const cell = (row: number): Json => {
    const found = find(row);
    let value: Json | undefined = found?.column.get(found.row);
    for (const part of parts) value = value === undefined ? undefined : valuePart(value, part);
    return value ?? null;
  };
  return {
    cell,
    key: (row) => {
      if (parts.length > 0) return keyOf(cell(row));
      const found = find(row);
      if (found === undefined) return null;
      const { field } = found.column;
      if (field.storage === 'object' || field.width !== 1) return keyOf(found.column.get(found.row));
      const value = (found.column.reading as Float64Array)[found.row] as number;
      return Number.isFinite(value) ? value : null;
    },
    changes: true,
  };
}

function ownColumn(world: LiveWorld, things: TableThings, own: Own): TableColumn {
  const { entities } = world;
  const cell = (row: number): string | boolean | null => {
    const entity = things.entityOf(row);
    if (own === 'active' || own === 'persistent') return entities[own][entity] === 1;
    if (own !== 'parent') return entities[own].get(entity);
    const parent = entities.parent[entity] as number;
    return parent === NONE ? null : entities.name.get(parent);
  };
  return { cell, key: (row) => keyOf(cell(row)), changes: false };
}

function keyOf(value: Json): SortKey {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'object' && 'userId' in value && typeof value['userId'] === 'string') return value['userId'];
  return JSON.stringify(value);
}

/** Orders keys: numbers by size; text without regard to capitals, then with, alike in every locale. */
export function compareKeys(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a), String(b)];
  return compareText(left.toLowerCase(), right.toLowerCase()) || compareText(left, right);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
