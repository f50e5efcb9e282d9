import type { Component } from '../schema/component.ts';
import { sortInParts, type InParts } from './in-parts.ts';
import type { Query } from './query.ts';
import { rowsAlike } from './query-terms.ts';
import type { Numbers } from './views.ts';
import type { WorldCore } from './world-core.ts';

/** Entities that are looked at between two places where a search may be left off. */
const AT_ONCE = 64;
/** The same where to look at one takes long. */
const FEW_AT_ONCE = 4;

/**
 * Rows of the entities that a query finds, in order of creation. Each entity that there is at the beginning is looked at once, as it is
 * then. Entities that come in the meantime are not found, nor those that go before they were looked at; one that was found may be gone
 * by the end.
 */
export function* find(world: WorldCore, query: Query): InParts<number[]> {
  const { entities } = world;
  const candidates = candidatesOf(world, query);
  // A copy of the whole column is made at once, where picking out those of the candidates would take milliseconds.
  const generations = entities.generation.slice();
  yield;
  const found: number[] = [];
  const atOnce = query.heavy ? FEW_AT_ONCE : AT_ONCE;
  for (let at = 0; at < candidates.length; at++) {
    const row = candidates[at] as number;
    if (entities.generation[row] === generations[row] && query.matches(world, row)) found.push(row);
    if (at % atOnce === atOnce - 1) yield;
  }
  return yield* byCreationInParts(found, entities.created);
}

/** Rows of the entities that a query has to look at, in no particular order. */
function candidatesOf(world: WorldCore, { ids, component }: Query): number[] {
  if (ids !== undefined) return rowsNamed(world, ids);
  return component === undefined ? [...world.entities.all()] : ownersOf(world, component);
}

function rowsNamed(world: WorldCore, ids: ReadonlySet<string>): number[] {
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
function ownersOf(world: WorldCore, component: Component): number[] {
  const store = world.storeOf(component.name);
  const seen = new Uint8Array(world.entities.end);
  const owners: number[] = [];
  for (const row of store.unordered()) {
    const owner = store.owner[row] as number;
    if (seen[owner] === 1) continue;
    seen[owner] = 1;
    owners.push(owner);
  }
  return owners;
}

/** Puts rows into order of creation, in place. What lies in order already, as it usually does, costs one look. */
export function byCreation(rows: number[], created: Numbers): number[] {
  return isByCreation(rows, created) ? rows : rows.sort((a, b) => (created[a] as number) - (created[b] as number));
}

/** The same in parts; gives another list where the rows were in another order. */
export function* byCreationInParts(rows: number[], created: Numbers): InParts<number[]> {
  if (isByCreation(rows, created)) return rows;
  // Rows may be given to others before it is done.
  const then = new Float64Array(created);
  return yield* sortInParts(rows, (a, b) => (then[a] as number) - (then[b] as number));
}

function isByCreation(rows: readonly number[], created: Numbers): boolean {
  for (let i = 1; i < rows.length; i++) if ((created[rows[i] as number] as number) < (created[rows[i - 1] as number] as number)) return false;
  return true;
}
