import type { ComponentRef } from '../schema/field.ts';
import type { Drives } from './drives.ts';
import type { EntityTable } from './entity-table.ts';
import type { Store } from './store.ts';

/** A world with who drives what in it. */
interface Driven {
  readonly entities: EntityTable;
  readonly drives: Drives;
  storeOf(type: string): Store;
}

/**
 * What drives a field of an entity: who has it, where several do.
 * @param key key of the component that has the field
 */
export function driverOf(world: Driven, entity: number, key: string, field: string): ComponentRef | undefined {
  const held = world.entities.held(entity).find((each) => each.key === key);
  const driver = held === undefined ? undefined : world.drives.driverOf(world.storeOf(held.component.name), held.row, field);
  return driver === undefined ? undefined : refOf(world, driver);
}

/** What drives the fields of an entity, by `Component.Field`. */
export function drivenOf(world: Driven, entity: number): { readonly [field: string]: ComponentRef } {
  const out: Record<string, ComponentRef> = {};
  for (const { component, key, row } of world.entities.held(entity)) {
    const store = world.storeOf(component.name);
    if (store.starts === undefined) continue;
    for (const field of world.drives.drivenOf(store, row)) {
      const driver = world.drives.driverOf(store, row, field);
      if (driver !== undefined) out[`${key}.${field}`] = refOf(world, driver);
    }
  }
  return out;
}

/** A component by its entity and key. */
export function refOf({ entities }: Driven, { store, row }: { readonly store: Store; readonly row: number }): ComponentRef {
  return { entity: entities.id.get(store.owner[row] as number), component: store.keyOf(row) };
}
