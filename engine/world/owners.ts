import type { Effect } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { Owner } from './owner.ts';
import type { Registry } from './registry.ts';
import type { System } from './system.ts';
import type { World } from './world.ts';

/** What `WorldLinks` and `WorldAccess` need of the world whose connections and questions they keep. */
export interface OwnersWorld extends World {
  readonly registry: Registry;
  effect(effect: Effect): void;
  attempt<T>(system: System, act: () => T): T | undefined;
  systemFailed(system: System, error: unknown): void;
}

/** A system that owns something. */
export type Owning = System & { readonly owns: Owner };
/** To whom the number of a connection or a question belongs: the system, and its holder. */
export interface Owned<H> {
  readonly owning: Owning;
  readonly holder: H;
}

export function isOwning(system: System): system is Owning {
  return system.owns !== undefined;
}

/** The system of a name, which must say what it does with what it owns. Throws WW_PLUGIN_INVALID. */
export function owningOf({ registry }: OwnersWorld, name: string): Owning {
  const system = registry.systems.find((each) => each.name === name);
  if (system !== undefined && isOwning(system)) return system;
  const what = system === undefined ? `no system is named ${name}` : `system ${name} has no \`owns\``;
  throw new WorldwireError(
    'WW_PLUGIN_INVALID',
    `${what}, so that it can own no connection, ask for no access and have no job done; expected what it does with them`,
  );
}
