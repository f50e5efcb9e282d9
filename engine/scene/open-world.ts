import { IdIndex } from '../world/id-index.ts';
import type { Registry } from '../world/registry.ts';
import { INSTANCE } from '../instance-marks.ts';
import { LiveWorld } from '../editing/live-world.ts';
import type { Fault } from '../errors.ts';
import { Filling } from './fill.ts';
import { Findings } from './findings.ts';
import { piecesOf } from './pieces.ts';
import { EntityReader, type EntityTaker } from './read-entities.ts';
import { isOfThisVersion, readHead, readScene } from './read.ts';
import type { Scene, SceneEntity } from './scene.ts';
import { bodyOf } from './syntax.ts';
import { keptEachKey } from './twice.ts';
import { LONGEST_ID } from '../world/form.ts';
import { RowPages } from '../world/row-pages.ts';

export interface OpenOptions {
  readonly registry: Registry;
  readonly scene: Scene;
  /** The world's own id where the scene has none. Default its name, or `world` where that is empty; of either the first 200 characters. */
  readonly id?: string;
  /** Ticks a second, instead of what the scene says; a save keeps the latter. */
  readonly tickRate?: number;
  /** What its chance begins with. Default what the scene says, else the world's id. */
  readonly seed?: string;
}

/** Options of `openScene`. */
export interface OpenSceneOptions extends Omit<OpenOptions, 'scene'> {
  /** Name of the file, for messages. */
  readonly file?: string;
  /** Characters that are read at a time. Default 65,536; a text of no more than eight times as many is read whole. */
  readonly part?: number;
}

/** A world from a scene that has been checked. Entities and components are created in the order of the scene. */
export function openWorld({ scene, ...options }: OpenOptions): LiveWorld {
  const world = emptyWorld(scene, options),
    filling = new Filling(world, scene.entities.length);
  for (let at = 0; at < scene.entities.length; at++) filling.take(scene.entities[at] as SceneEntity, at);
  filling.end(scene, scene.entities.length, positionsOf(scene));
  begin(world);
  return world;
}

/**
 * A world from the text of a scene, with the warnings of `readScene`: the same as that and `openWorld`, in half the time where the text is large,
 * since each entity goes into the world as soon as it is read and no value is made of the whole scene.
 * @throws WorldwireError as `readScene` does
 */
export function openScene(text: string, options: OpenSceneOptions): { readonly world: LiveWorld; readonly warnings: readonly Fault[] } {
  const opened = openInPieces(text, options);
  if (opened !== undefined) return opened;
  const { scene, warnings } = readScene(text, { registry: options.registry, ...(options.file === undefined ? {} : { file: options.file }) });
  return { world: openWorld({ ...options, scene }), warnings };
}

/** Undefined where the text is not one to be read in pieces, or has any fault: reading it whole then tells which. */
function openInPieces(text: string, { file, part, ...options }: OpenSceneOptions): ReturnType<typeof openScene> | undefined {
  const body = bodyOf(text),
    pieces = piecesOf(body, part);
  // Of instances a file says only what differs: their sources may come later.
  if (pieces === undefined || !isOfThisVersion(pieces.head) || body.includes(`"${INSTANCE}"`)) return undefined;
  const findings = new Findings(file, text),
    { roots, keys, ...head } = readHead(pieces.head, findings);
  if (findings.faults > 0) return undefined;
  const world = emptyWorld(head, options),
    filling = new Filling(world, pieces.expected);
  const taker: EntityTaker = {
    take: (entity, at) => {
      if (findings.faults === 0) filling.take(entity, at);
    },
    holds: (at, key) => filling.holds(at, key),
    keysOf: (at) => filling.keysOf(at),
  };
  const reader = new EntityReader(options.registry.components, findings, taker, { telling: false, expected: pieces.expected });
  try {
    for (const list of pieces.lists) {
      reader.read(list);
      if (findings.faults > 0) return undefined;
    }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!keptEachKey(body, keys + reader.counted)) return undefined;
  const { parents, order, positions } = reader.end(roots);
  if (findings.faults > 0) return undefined;
  filling.end({ parents, order }, parents.length, positions);
  begin(world);
  return { world, warnings: findings.end() };
}

function emptyWorld(head: Omit<Scene, 'entities' | 'positions' | 'parents' | 'order' | 'keys'>, options: Omit<OpenOptions, 'scene'>): LiveWorld {
  const { registry, id, tickRate } = options,
    seed = options.seed ?? head.seed;
  return new LiveWorld({
    registry,
    id: head.id ?? ((id ?? head.name).slice(0, LONGEST_ID) || 'world'),
    name: head.name,
    tickRate: tickRate ?? head.tickRate,
    sceneTickRate: head.tickRate,
    ...(seed === undefined ? {} : { seed }),
    ...(head.extras === undefined ? {} : { extras: head.extras }),
  });
}

/** What happens once a world has all its entities. */
function begin(world: LiveWorld): void {
  world.drives.followAll();
  for (const system of world.registry.systems) {
    if (system.added === undefined) continue;
    for (const row of world.storeOf(system.over.name).rows()) world.attempt(system, () => system.added?.(world, row, 'load'));
  }
}

/** Positions that belong to a world by now, which goes on changing them. */
const taken = new WeakSet<IdIndex>();

/** The positions of a scene, for a world to keep: the scene's own the first time, since to copy them takes as long as to find them. */
function positionsOf({ positions, entities }: Scene): IdIndex {
  if (taken.has(positions)) {
    const again = new IdIndex(new RowPages(''));
    for (const [at, { id }] of entities.entries()) {
      again.ids.set(at, id);
      again.set(at);
    }
    return again;
  }
  taken.add(positions);
  return positions;
}
