import { performance } from 'node:perf_hooks';
import {
  createDoor,
  openScene,
  restoreWorld,
  WorldwireError,
  type Fault,
  type LogEntry,
  type Registry,
  type World,
  type WorldDoor,
} from '../../engine/index.ts';
import type { ThreadSource } from './world-thread.ts';

/** A world in this thread, and what its host wants to know of it. */
export interface LocalWorld {
  readonly door: WorldDoor;
  readonly id: string;
  readonly name: string;
  readonly tickRate: number;
  /** What the scene holds that this version does not know. */
  readonly warnings: readonly Fault[];
}

/** Makes a world from its scene or a snapshot; `log` is what its log holds up to there. Throws as `readScene` and `restoreWorld` do. */
export function openLocal(source: Omit<ThreadSource, 'plugins'> & { readonly log?: readonly LogEntry[] }, registry: Registry): LocalWorld {
  if (source.snapshot !== undefined) {
    const world = restoreWorld(source.snapshot, registry, source.log);
    return { door: timedDoor(world, source.trafficKeep), id: world.id, name: world.name, tickRate: world.tickRate, warnings: [] };
  }
  if (source.scene === undefined) throw new WorldwireError('WW_INTERNAL', 'A world needs a scene or a snapshot.');
  const { file, id, tickRate } = source;
  const { world, warnings } = openScene(source.scene, {
    registry,
    ...(file === undefined ? {} : { file }),
    ...(id === undefined ? {} : { id }),
    ...(tickRate === undefined ? {} : { tickRate }),
  });
  return { door: timedDoor(world, source.trafficKeep), id: world.id, name: world.name, tickRate: world.tickRate, warnings };
}

function timedDoor(world: World, trafficKeep = 0): WorldDoor {
  return createDoor(world, { now: () => performance.now(), trafficKeep });
}
