import type { SendRun, SendSpec } from '../door.ts';
import type { Saying } from '../world/system.ts';
import type { LiveWorld } from '../editing/live-world.ts';

/** The sends of a world, in the order in which they began. */
export function sendsOf(world: LiveWorld): readonly SendRun[] {
  return world.registry.systems.flatMap(({ answers }) => answers?.sends?.(world) ?? []);
}

/** A send as it would be said. Throws where it cannot be; undefined where nothing says any. */
export function sayingOf(world: LiveWorld, spec: SendSpec): Saying | undefined {
  return world.registry.systems.find(({ answers }) => answers?.saying !== undefined)?.answers?.saying?.(world, spec);
}
