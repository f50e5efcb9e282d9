import { UserRoot } from '../../components/user-root.ts';
import type { ComponentRef } from '../../schema/field.ts';
import type { World } from '../../world/world.ts';
import type { Value } from '../values/data-type.ts';
import type { Call } from './node-types.ts';

/* Slots as values. One is the id of its entity; an entity is told from its row, and what is gone is null. */

type Given = Value | readonly Value[] | undefined;

/** The top of the hierarchy, which is no entity: its value, its row, and what the original calls it. */
export const ROOT = '',
  TOP = -1,
  ROOT_NAME = 'Root';

/** Row of what a value names, TOP for the root; undefined where it is gone, or never was. */
export function rowOf(world: World, slot: Given): number | undefined {
  if (typeof slot !== 'string') return undefined;
  return slot === ROOT ? TOP : world.entities.rowOf(slot);
}

/** The value of a row. */
export function slotAt(world: World, row: number): string {
  return row === TOP ? ROOT : world.entities.id.get(row);
}

const NONE: readonly number[] = [];
export function childrenOf({ entities }: World, row: number): readonly number[] {
  return row === TOP ? entities.roots : (entities.children.get(row) ?? NONE);
}

/** Steps over entities that a unit of fuel is worth. */
export const A_UNIT = 4;

/**
 * Goes up from an entity, itself first, until one is found; TOP comes last. Costs fuel by the way.
 * @param most how many are looked at; below 0 all
 */
export function climb(call: Pick<Call, 'world' | 'spend'>, from: number, isFound: (row: number) => boolean, most = -1): number | undefined {
  const { parent } = call.world.entities;
  for (let row = from, steps = 0; steps !== most; row = parent[row] as number) {
    if (++steps % A_UNIT === 0) call.spend(1);
    if (isFound(row)) return row;
    if (row === TOP) return undefined;
  }
  return undefined;
}

/** The UserRoot above an entity, or its own, that is the nearest. */
export function userRootOver(call: Call, row: number): number | undefined {
  const store = call.world.store(UserRoot);
  return climb(call, row, (at) => at !== TOP && store.has(at));
}

/** The user whom a UserRoot stands for, where they are here. */
export function userOf({ world }: Call, root: number | undefined): string | null {
  if (root === undefined) return null;
  const user = world.store(UserRoot).get(root, 'User') as { readonly userId: string } | null;
  return user !== null && world.users.present(user.userId) ? user.userId : null;
}

/** A UserRoot as a value. */
export function rootRef(world: World, root: number | undefined): ComponentRef | null {
  return root === undefined ? null : { entity: world.entities.id.get(root), component: UserRoot.name };
}

/** Counts of fuel that looking through so many children takes. */
export function costOf(count: number): number {
  return Math.ceil(count / A_UNIT);
}
