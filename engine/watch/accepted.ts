import { WorldwireError } from '../errors.ts';
import { parseKey } from '../schema/component-key.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import type { ClientFacts } from '../world/system.ts';

const SERVER = 'WebsocketServer';
const NOBODY: ReadonlyMap<number, ClientFacts> = new Map();

/** Row of an entity's server by the component's key; undefined where there is none now. Throws WW_BAD_REQUEST for a component of another type. */
export function serverRow(world: LiveWorld, entity: string, component: string): number | undefined {
  if (parseKey(component)?.type !== SERVER) throw new WorldwireError('WW_BAD_REQUEST', `${component} is not the key of a ${SERVER}`);
  const row = world.entities.rowOf(entity);
  return row === undefined ? undefined : world.entities.held(row).find(({ key }) => key === component)?.row;
}

/** Rows of all servers of a world, in order of creation. */
export function serverRows(world: LiveWorld): readonly number[] {
  const store = world.stores.get(SERVER);
  return store === undefined || store.count === 0 ? [] : store.rows();
}

/** The clients of a server by number, in the order in which they came. */
export function clientsOf(world: LiveWorld, server: number): ReadonlyMap<number, ClientFacts> {
  const system = world.registry.systems.find(({ over }) => over.name === SERVER && over === world.storeOf(SERVER).component);
  return system?.answers?.clients?.(world, server) ?? NOBODY;
}
