import { parseKey } from '../schema/component-key.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import type { Column } from '../world/column.ts';
import { Archetype, type Held } from '../world/holding.ts';
import { sameJson } from '../same-json.ts';
import type { Store } from '../world/store.ts';
import { defaultsOf, type CompactEntity, type Defaults } from './compact.ts';

/** Where a component of some key goes. */
interface Target {
  readonly component: Component;
  readonly store: Store;
  /** Whether it is the first of its type, whose row is its entity's. */
  readonly first: boolean;
  readonly columns: ReadonlyMap<string, Column>;
  /** Fields whose default was another when the snapshot was taken. */
  readonly others: readonly (readonly [column: Column, value: Json])[];
}

/**
 * Brings the components back to entities that have their rows: a second component of a type takes one from the same pool.
 * @param rows those of the entities
 * @param defaults what fields are that are not said
 */
export function restoreComponents(world: LiveWorld, stored: readonly CompactEntity[], rows: Int32Array, defaults: Defaults = {}): void {
  const { entities, membership } = world;
  const targets = new Map<string, Target>();
  const nothing = new Archetype();
  const targetOf = (key: string): Target => {
    let target = targets.get(key);
    if (target === undefined) {
      const type = parseKey(key)?.type ?? '';
      const store = world.storeOf(type);
      const { component } = store;
      const columns = new Map(component.fieldList.map((field) => [field.name, store.columnOf(field.name)]));
      const now = defaultsOf([component])[type] ?? {};
      const others = Object.entries(defaults[type] ?? {}).flatMap(([name, value]) =>
        sameJson(value, now[name] ?? null) ? [] : [[columns.get(name) as Column, value] as const],
      );
      targets.set(key, (target = { component, store, first: key === type, columns, others }));
    }
    return target;
  };
  stored.forEach((entity, at) => {
    const row = rows[at] as number;
    // Entities that are alike share what tells of them what they hold, where each component is the first of its type.
    const { components = [] } = entity;
    let archetype: Archetype | undefined = components.every(({ key }) => targetOf(key).first) ? nothing : undefined;
    const held: Held[] = [];
    for (const { key, created, values } of components) {
      const { component, store, first, columns, others } = targetOf(key);
      // A type that is met so late needs most of the rows anyway.
      if (at > stored.length >> 3) store.reserve(stored.length);
      const own = first ? row : entities.allocate();
      store.add(own, row, key, created);
      for (const [column, value] of others) setExact(column, own, value);
      for (const name in values) {
        const column = columns.get(name);
        if (column !== undefined) setExact(column, own, values[name] as Json);
      }
      if (archetype !== undefined) archetype = archetype.with(component);
      else held.push({ component, key, row: own });
      membership.note(row, component, true);
      world.refreshEligibility(store, own);
    }
    if (components.length > 0) entities.components.set(row, archetype ?? held);
  });
}

/** Writes what `exactValue` has given. */
export function setExact(column: Column, row: number, value: Json): void {
  const { field, width } = column;
  if (field.storage !== 'f32' && field.storage !== 'f64') {
    column.set(row, value);
    return;
  }
  const numbers = column.touch(row) as Float32Array;
  if (width === 1) numbers[row] = Number(value);
  else for (let i = 0; i < width; i++) numbers[row * width + i] = Number((value as readonly Json[])[i]);
}
