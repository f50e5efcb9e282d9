import { listenHostFault } from '../access/listening.ts';
import type { World } from '../world/world.ts';
import type { Server } from './server.ts';
import { serverStore } from './servers.ts';

/** What keeps a server from listening, in words; null if nothing does. That the machine's owner must allow it is no obstacle: the host says so. */
export function obstacleOf(world: World, { row, held, failure }: Server): string | null {
  const store = serverStore(world);
  if (store.columns.Enabled.data[row] !== 1) return 'disabled';
  if (!store.eligible(row)) return 'inactive: the entity or one above it is not active';
  const fault = listenHostFault(store.columns.Host.data[row] ?? '');
  if (fault !== null) return fault.message;
  return held ? `${failure}; not tried again, since RetryInterval is 0 or less` : null;
}
