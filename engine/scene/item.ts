import type { EntityData, FieldValues } from '../door.ts';
import { WorldwireError, type Fault } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { remapSubtree } from '../editing/remap.ts';
import { isTold } from '../world/describe.ts';
import { captureItem, type Capturable } from './capture.ts';
import { checkScene, readScene, type KnownComponents, type ReadOptions } from './read.ts';
import type { Scene, SceneEntity } from './scene.ts';
import { hiddenFault } from './syntax.ts';
import { writeScene } from './write.ts';

/** Levels that an item may have, as addEntity has it. */
const MAX_LEVELS = 250;

/**
 * Reads an item: a scene of one root. References out of it are kept and not warned of, since what it is spawned into may hold
 * their targets.
 * @param source text, or what JSON.parse made of it; the latter is left as it is
 * @throws WorldwireError as `readScene` does, and `WW_SCENE_INVALID` unless there is exactly one root, or where it is too deep
 */
export function readItem(source: string | Json, options: ReadOptions): { item: Scene; warnings: Fault[] } {
  const { scene, warnings } = typeof source === 'string' ? readScene(source, options) : checkScene(copyOf(source, options.file), options);
  const roots = scene.entities.filter((_, at) => scene.parents[at] === -1).length;
  if (roots !== 1)
    throw refusal(options.file, 'entities', 'exactly one entity without a parent', `an item has exactly one entity without a parent, and this has ${roots}`);
  if (depthOf(scene) > MAX_LEVELS)
    throw refusal(
      options.file,
      'entities',
      `at most ${MAX_LEVELS} levels`,
      `an item has at most ${MAX_LEVELS} levels of entities, and this has ${depthOf(scene)}`,
    );
  return { item: scene, warnings: warnings.filter(({ code }) => code !== 'WW_UNKNOWN_ENTITY') };
}

/** The text of one entity with what hangs below it, as a scene file of one root. */
export function writeItem(world: Capturable, row: number): string {
  return writeScene(captureItem(world, row));
}

export interface SpawnOptions {
  /** A fresh id for an entity. */
  readonly newId: (old: string | undefined) => string;
  readonly registry: KnownComponents;
  /** User id of who spawns it; recorded on every entity. */
  readonly spawnedBy: string | null;
  /** Name of the root, instead of its own. */
  readonly name?: string;
}

/**
 * An item as a tree to be added to a world: under new ids, with references inside of it following them, those out of it as they
 * were. Structured fields (json) keep what they hold. The item itself is not changed.
 */
export function remapItem(item: Scene, options: SpawnOptions): EntityData {
  const data = itemData(item, options.spawnedBy);
  return remapSubtree(options.name === undefined ? data : { ...data, name: options.name }, options.newId, options.registry.components);
}

/** An item as the tree that addEntity takes, under its own ids. */
function itemData(item: Scene, spawnedBy: string | null): EntityData {
  const children: number[][] = item.entities.map(() => []);
  let root = 0;
  for (const [at, parent] of item.parents.entries()) {
    if (parent === -1) root = at;
    else (children[parent] as number[]).push(at);
  }
  for (const siblings of children) siblings.sort((a, b) => offsetOf(item, a) - offsetOf(item, b));
  for (const [parent, order] of item.order) if (parent !== -1) children[parent] = [...order];
  const build = (at: number): EntityData => dataOf(item, at, spawnedBy, (children[at] as number[]).map(build));
  return build(root);
}

function dataOf(item: Scene, at: number, spawnedBy: string | null, children: readonly EntityData[]): EntityData {
  const { id, name, tag, active, persistent, orderOffset, components, extras } = item.entities[at] as SceneEntity;
  return {
    id,
    name: name ?? '',
    ...(tag === undefined ? {} : { tag }),
    ...(active === undefined ? {} : { active }),
    ...(persistent === undefined ? {} : { persistent }),
    ...(orderOffset === undefined ? {} : { orderOffset }),
    ...(extras === undefined ? {} : { extras }),
    spawnedBy,
    ...(components === undefined
      ? {}
      : { components: Object.fromEntries(Object.entries(components).map(([key, values]) => [key, settings(item.keys.get(key) as Component, values)])) }),
    ...(children.length === 0 ? {} : { children }),
  };
}

/** What a copy takes along of a component: what the world only tells begins anew in it, as it does in a duplicate. */
function settings(component: Component, values: FieldValues): FieldValues {
  const written = component.fieldList.filter((field) => isTold(field) && Object.hasOwn(values, field.name));
  if (written.length === 0) return values;
  return Object.fromEntries(Object.entries(values).filter(([name]) => !written.some((field) => field.name === name)));
}

/** How many levels an item has. */
function depthOf(item: Scene): number {
  const depths = new Int32Array(item.parents.length),
    path: number[] = [];
  let deepest = 0;
  for (let start = 0; start < depths.length; start++) {
    let at = start;
    while (at !== -1 && depths[at] === 0) {
      path.push(at);
      at = item.parents[at] as number;
    }
    let depth = at === -1 ? 0 : (depths[at] as number);
    for (let each = path.pop(); each !== undefined; each = path.pop()) depths[each] = ++depth;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function offsetOf(item: Scene, at: number): number {
  return item.entities[at]?.orderOffset ?? 0;
}

/** A copy that checking may take over. */
function copyOf(value: Json, file: string | undefined): unknown {
  const fault = hiddenFault(value, '');
  if (fault === null) return JSON.parse(JSON.stringify(value)) as unknown;
  throw refusal(file, fault.path.slice(1), fault.expected, `expected ${fault.expected}`);
}

function refusal(file: string | undefined, path: string, expected: string, sentence: string): WorldwireError {
  const message = `${file ?? 'item'}: ${path}: ${sentence}`;
  return new WorldwireError('WW_SCENE_INVALID', message, [{ path, expected, message, code: 'WW_SCENE_INVALID' }]);
}
