import type { Component } from '../schema/component.ts';
import type { ComponentRef } from '../schema/field.ts';
import type { Held } from './holding.ts';
import type { World } from './world.ts';
import type { WorldCore } from './world-core.ts';

/**
 * What drives a field of an entity: of the enabled and active components that do, the one whose turn comes last and so has the
 * last word in each tick. It is looked up when somebody asks or edits; a tick knows nothing of it.
 * @param key key of the component that has the field
 */
export function driverOf(world: World, entity: number, key: string, field: string): Held | undefined {
  const types = world.registry.drivers.get(`${key}.${field}`);
  if (types === undefined) return undefined;
  const orderOf = (held: Held): number => world.storeOf(held.component.name).columns.UpdateOrder.data[held.row] as number;
  let last: Held | undefined;
  for (const held of world.entities.held(entity)) {
    if (!types.includes(held.component) || !world.storeOf(held.component.name).eligible(held.row)) continue;
    const later = last === undefined ? 1 : orderOf(held) - orderOf(last) || types.indexOf(held.component) - types.indexOf(last.component);
    if (later >= 0) last = held;
  }
  return last;
}

/** What drives the fields of an entity, by `Component.Field`. */
export function drivenOf(world: World, entity: number): { readonly [field: string]: ComponentRef } {
  const out: Record<string, ComponentRef> = {};
  for (const held of world.entities.held(entity)) {
    for (const driven of held.component.drives) {
      const [component = '', field = ''] = driven.split('.');
      const driver = driverOf(world, entity, component, field);
      if (driver !== undefined) out[driven] = { entity: world.entities.id[entity] as string, component: driver.key };
    }
  }
  return out;
}

/** In a world that has just been filled, notes of each field that an eligible component drives what value it begins with. */
export function followDrivers(world: WorldCore): void {
  for (const store of world.stores.values()) {
    for (const driven of store.component.drives) {
      const [type = '', field = ''] = driven.split('.');
      const target = world.storeOf(type),
        starts = target.starts?.get(field);
      if (starts === undefined) continue;
      const column = target.columnOf(field);
      for (const row of store.unordered()) if (store.eligible(row)) starts.begin(store.owner[row] as number, column);
    }
  }
}

/**
 * A component that drives fields has come or gone, or has become eligible or ceased to be. What its fields began with is kept from the
 * first eligible driver of an entity until there is none.
 */
export function followDriver(world: WorldCore, entity: number, component: Component): void {
  for (const driven of component.drives) {
    const [type = '', field = ''] = driven.split('.');
    const store = world.storeOf(type);
    const starts = store.starts?.get(field);
    if (starts === undefined) continue;
    if (driverOf(world, entity, type, field) === undefined) starts.end(entity);
    else starts.begin(entity, store.columnOf(field));
  }
}
