import { WorldwireError } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { NONE } from '../world/entity-table.ts';
import type { Store } from '../world/store.ts';
import type { LiveWorld } from '../editing/live-world.ts';

/** What a table may show of the entity that holds a component. */
const OWN = ['name', 'parent', 'tag'] as const;
type Own = (typeof OWN)[number];

/** One column of a table. */
export interface TableColumn {
  /** A cell in JSON form, by the component's row. */
  cell(row: number): Json;
  /** What the cell is sorted by: numbers, or text; null stands last. Enums go by their order. */
  key(row: number): SortKey;
  /** Whether cells change without a change of structure. */
  readonly changes: boolean;
}
export type SortKey = number | string | null;

/** The column of a name. Throws WW_UNKNOWN_FIELD, naming what there is. */
export function columnNamed(world: LiveWorld, component: Component, name: string): TableColumn {
  const store = world.storeOf(component.name);
  const own = OWN.find((each) => each === name);
  if (own !== undefined) return ownColumn(world, store, own);
  if (!component.fieldList.some((field) => field.name === name)) {
    const names = [...OWN, ...component.fieldList.map((field) => field.name)].join(', ');
    const message = `${component.name} has no column ${name}: expected one of ${names}`;
    throw new WorldwireError('WW_UNKNOWN_FIELD', message, [{ path: name, expected: `one of ${names}`, message }]);
  }
  const column = store.columnOf(name);
  const { field } = column;
  const isNumber = field.storage !== 'object' && field.width === 1;
  return {
    cell: (row) => column.get(row),
    key: isNumber
      ? (row) => {
          const value = (column.reading as Float64Array)[row] as number;
          return Number.isFinite(value) ? value : null;
        }
      : (row) => textOf(column.get(row)),
    changes: true,
  };
}

function ownColumn(world: LiveWorld, store: Store, own: Own): TableColumn {
  const { entities } = world;
  const cell = (row: number): string | null => {
    const entity = store.owner[row] as number;
    if (own !== 'parent') return entities[own].get(entity);
    const parent = entities.parent[entity] as number;
    return parent === NONE ? null : entities.name.get(parent);
  };
  return { cell, key: cell, changes: false };
}

function textOf(value: Json): string | null {
  if (value === null || typeof value === 'string') return value;
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
