import type { Component } from '../schema/component.ts';
import type { Query } from './query.ts';
import { rowsAlike } from './query-terms.ts';
import type { World } from './world.ts';

/** Rows of the entities that a query finds, in order of creation. */
export function runQuery(world: World, query: Query): number[] {
  return byCreation(
    candidatesOf(world, query).filter((row) => query.matches(world, row)),
    world.entities.created,
  );
}

/** Rows of the entities that a query has to look at, in no particular order. */
export function candidatesOf(world: World, { ids, component }: Query): number[] {
  if (ids !== undefined) return rowsNamed(world, ids);
  return component === undefined ? [...world.entities.all()] : ownersOf(world, component);
}

function rowsNamed(world: World, ids: ReadonlySet<string>): number[] {
  const rows = new Set<number>();
  const missing = new Set<string>();
  for (const id of ids) {
    const row = world.entities.rowOf(id);
    if (row === undefined) missing.add(id);
    else rows.add(row);
  }
  if (missing.size > 0) for (const row of rowsAlike(world, missing)) rows.add(row);
  return [...rows];
}

/** Rows of the entities that hold a component, each once, in no particular order. */
export function ownersOf(world: World, component: Component): number[] {
  const store = world.storeOf(component.name);
  const owners = Array.from(store.unordered(), (row) => store.owner[row] as number);
  return store.plain ? owners : [...new Set(owners)];
}

/** Puts rows into order of creation, in place. What lies in order already, as it usually does, costs one look. */
export function byCreation(rows: number[], created: Float64Array): number[] {
  for (let i = 1; i < rows.length; i++)
    if ((created[rows[i] as number] as number) < (created[rows[i - 1] as number] as number))
      return rows.sort((a, b) => (created[a] as number) - (created[b] as number));
  return rows;
}
