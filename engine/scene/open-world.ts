import type { Component, NamedField } from '../schema/component.ts';
import type { Column } from '../world/column.ts';
import { NONE } from '../world/entity-table.ts';
import { Archetype, type Held } from '../world/holding.ts';
import { followDrivers } from '../world/driving.ts';
import type { Registry } from '../world/registry.ts';
import type { Store } from '../world/store.ts';
import { parseKey } from '../schema/component-key.ts';
import { LiveWorld } from '../editing/live-world.ts';
import type { Scene, SceneEntity } from './scene.ts';

export interface OpenOptions {
  readonly registry: Registry;
  readonly scene: Scene;
  /** The world's own id where the scene has none. Default its name, or `world` where that is empty. */
  readonly id?: string;
  /** Ticks a second, instead of what the scene says; a save keeps the latter. */
  readonly tickRate?: number;
  /** What its chance begins with. Default what the scene says, else the world's id. */
  readonly seed?: string;
}

const LONGEST_ID = 200;

interface Target {
  readonly component: Component;
  readonly store: Store;
  /** Whether its key is that of the first of its type, which has the row of its entity. */
  readonly first: boolean;
  readonly columns: ReadonlyMap<string, Column>;
}

/** A world from a scene that has been checked. Entities and components are created in the order of the scene. */
export function openWorld({ registry, scene, id, seed, tickRate }: OpenOptions): LiveWorld {
  const chance = seed ?? scene.seed;
  const world = new LiveWorld({
    registry,
    id: scene.id ?? id ?? (scene.name.slice(0, LONGEST_ID) || 'world'),
    name: scene.name,
    tickRate: tickRate ?? scene.tickRate,
    sceneTickRate: scene.tickRate,
    ...(chance === undefined ? {} : { seed: chance }),
    ...(scene.extras === undefined ? {} : { extras: scene.extras }),
  });
  addEntities(world, scene);
  addComponents(world, scene);
  followDrivers(world);
  for (const system of registry.systems) {
    if (system.added === undefined) continue;
    for (const row of world.storeOf(system.over.name).rows()) world.attempt(system, () => system.added?.(world, row, 'load'));
  }
  return world;
}

/** Positions that belong to a world by now, which goes on changing them. */
const taken = new WeakSet<ReadonlyMap<string, number>>();

/** The positions of a scene, for a world to keep: the scene's own the first time, since to copy them takes as long as to find them. */
function positionsOf(scene: Scene): Map<string, number> {
  const { positions, entities } = scene;
  if (taken.has(positions)) return new Map(entities.map(({ id }, at) => [id, at]));
  taken.add(positions);
  return positions;
}

/** A scene's positions become the rows of its entities. */
function addEntities(world: LiveWorld, scene: Scene): void {
  const { entities } = world;
  entities.fill(positionsOf(scene));
  const { created, name } = entities,
    first = world.created;
  world.created += scene.entities.length;
  let anyInactive = false;
  for (let row = 0; row < scene.entities.length; row++) {
    const entity = scene.entities[row] as SceneEntity;
    created[row] = first + row;
    if (entity.name !== undefined) name[row] = entity.name;
    if (entity.tag !== undefined) entities.tag[row] = entity.tag;
    if (entity.active === false) {
      entities.active[row] = 0;
      anyInactive = true;
    }
    if (entity.persistent === false) entities.persistent[row] = 0;
    if (entity.orderOffset !== undefined) entities.orderOffset[row] = entity.orderOffset;
    if (entity.spawnedBy !== undefined) entities.spawnedBy[row] = entity.spawnedBy;
    if (entity.extras !== undefined) entities.extras[row] = entity.extras;
  }
  /** Parents with children whose order offset differs; sorted at the end, since an insertion each would be quadratic. */
  const offset = new Set<number>();
  const { parents } = scene,
    { orderOffset } = entities;
  entities.parent.set(parents);
  // Siblings often follow each other.
  let before = NONE,
    siblings = entities.siblings(NONE);
  for (let row = 0; row < parents.length; row++) {
    const parent = parents[row] as number;
    if (parent !== before) siblings = entities.siblings((before = parent));
    siblings.push(row);
    if (orderOffset[row] !== 0) offset.add(parent);
  }
  for (const parent of offset) entities.siblings(parent).sort((a, b) => (entities.orderOffset[a] as number) - (entities.orderOffset[b] as number));
  for (const [parent, order] of scene.order) entities.arrange(parent, order);
  if (anyInactive) for (const row of entities.roots) entities.spreadInactive(row, 0);
}

function addComponents(world: LiveWorld, scene: Scene): void {
  const { entities } = world;
  const targets = new Map<string, Target>();
  for (const [key, component] of scene.keys) {
    const store = world.storeOf(component.name);
    targets.set(key, {
      component,
      store,
      first: parseKey(key)?.number === 1,
      columns: new Map(store.columnList.map((column, at) => [(component.fieldList[at] as NamedField).name, column])),
    });
  }
  const none = new Archetype();
  const all = scene.entities.length,
    far = all >> 3;
  for (let row = 0; row < scene.entities.length; row++) {
    const components = scene.entities[row]?.components;
    if (components === undefined) continue;
    let archetype = none,
      /** Made once it holds a second one of a type. */
      held: Held[] | undefined;
    for (const key in components) {
      const target = targets.get(key);
      if (target === undefined) continue;
      const { store, component, columns } = target;
      const own = target.first ? row : entities.allocate();
      // A type that is met so late needs most of the rows anyway; one that stands on a few early entities grows with those.
      if (row >= far) store.reserve(all);
      store.add(own, row, key, world.created++);
      const values = components[key];
      for (const field in values) columns.get(field)?.set(own, values[field] ?? null);
      if (target.first && held === undefined) archetype = archetype.with(component);
      else (held ??= archetype.heldAt(row)).push({ component, key, row: own });
      world.refreshEligibility(store, own);
    }
    entities.components[row] = held ?? archetype;
  }
}
