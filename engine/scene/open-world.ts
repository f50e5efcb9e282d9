import type { Component } from '../schema/component.ts';
import type { Held } from '../world/entity-table.ts';
import { NONE } from '../world/entity-table.ts';
import type { Registry } from '../world/registry.ts';
import { spreadInactive } from '../world/state.ts';
import type { Store } from '../world/store.ts';
import { parseKey } from '../world/stored.ts';
import { World } from '../world/world.ts';
import type { Scene } from './scene.ts';

export interface OpenOptions {
  readonly registry: Registry;
  readonly scene: Scene;
  /** The world's own id where the scene has none. Default its name. */
  readonly id?: string;
  /** What its chance begins with. Default what the scene says, else the world's id. */
  readonly seed?: string;
}

interface Target { readonly component: Component; readonly store: Store; readonly first: boolean }

/** A world from a scene that has been checked. Entities and components are created in the order of the scene. */
export function openWorld({ registry, scene, id, seed }: OpenOptions): World {
  const chance = seed ?? scene.seed;
  const world = new World({
    registry, id: scene.id ?? id ?? scene.name, name: scene.name, tickRate: scene.tickRate,
    ...(chance === undefined ? {} : { seed: chance }), ...(scene.extras === undefined ? {} : { extras: scene.extras }),
  });
  const rows = addEntities(world, scene);
  addComponents(world, scene, rows);
  for (const system of registry.systems) {
    if (system.added === undefined) continue;
    for (const row of world.storeOf(system.over.name).rows()) system.added(world, row);
  }
  return world;
}

function addEntities(world: World, scene: Scene): Int32Array {
  const { entities } = world;
  const rows = new Int32Array(scene.entities.length);
  let anyInactive = false;
  scene.entities.forEach((entity, at) => {
    const row = entities.allocate();
    rows[at] = row;
    entities.add(row, entity.id, entity.name ?? '', world.created++);
    if (entity.tag !== undefined) entities.tag[row] = entity.tag;
    if (entity.active === false) {
      entities.active[row] = 0;
      anyInactive = true;
    }
    if (entity.persistent === false) entities.persistent[row] = 0;
    if (entity.orderOffset !== undefined) entities.orderOffset[row] = entity.orderOffset;
    if (entity.spawnedBy !== undefined) entities.spawnedBy[row] = entity.spawnedBy;
    if (entity.extras !== undefined) entities.extras[row] = entity.extras;
  });
  scene.parents.forEach((parent, at) => {
    const row = rows[at] as number;
    const parentRow = parent === -1 ? NONE : (rows[parent] as number);
    entities.insert(row, parentRow, entities.placeLast(parentRow, entities.orderOffset[row] as number));
  });
  for (const [parent, order] of scene.order) {
    const siblings = entities.siblings(parent === -1 ? NONE : (rows[parent] as number));
    siblings.splice(0, siblings.length, ...order.map((at) => rows[at] as number));
  }
  if (anyInactive) for (const row of entities.roots) spreadInactive(world, row, 0);
  return rows;
}

function addComponents(world: World, scene: Scene, rows: Int32Array): void {
  const { entities } = world;
  const targets = new Map<string, Target>();
  for (const [key, component] of scene.keys) targets.set(key, { component, store: world.storeOf(component.name), first: parseKey(key)?.number === 1 });
  scene.entities.forEach((entity, at) => {
    const { components } = entity;
    if (components === undefined) return;
    const row = rows[at] as number;
    const held: Held[] = [];
    for (const key in components) {
      const target = targets.get(key);
      if (target === undefined) continue;
      const own = target.first ? row : entities.allocate();
      const { store } = target;
      store.add(own, row, key, world.created++);
      const values = components[key];
      for (const field in values) store.columnOf(field).set(own, values[field] ?? null);
      if (!held.some((each) => each.component === target.component)) world.membership.note(row, target.component, true);
      held.push({ component: target.component, key, row: own });
      world.refreshEligibility(store, own);
    }
    entities.components[row] = held;
  });
}
