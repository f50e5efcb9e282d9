import type { ConnectionState, WorldStatus } from '../door.ts';
import { wallOf } from '../world/wall.ts';
import type { LiveWorld } from '../editing/live-world.ts';

/** How a world is, in numbers. `userId` chooses whose undo and redo are named. */
export function statusOf(world: LiveWorld, userId?: string): WorldStatus {
  const connections: { [state in ConnectionState]?: number } = {};
  const clients = world.stores.get('WebsocketClient');
  if (clients !== undefined && clients.count > 0) {
    const state = clients.columnOf('State');
    const codes = state.reading as Uint8Array;
    const counts = new Uint32Array(state.field.labels?.length ?? 0);
    for (const row of clients.unordered()) {
      const code = codes[row] as number;
      counts[code] = (counts[code] as number) + 1;
    }
    counts.forEach((count, code) => {
      if (count > 0) connections[state.field.labels?.[code] as ConnectionState] = count;
    });
  }
  const accepted = acceptedIn(world);
  return {
    name: world.name,
    tick: world.tick,
    time: world.time,
    ...wallOf(world),
    tickRate: world.tickRate,
    entities: world.entities.count,
    users: world.users.list,
    connections,
    ...(accepted === 0 ? {} : { clients: accepted }),
    unsaved: world.unsaved.differs,
    ...(world.unsaved.keeps ? { kept: true as const } : {}),
    undo: userId === undefined ? null : (world.history.toUndo(userId)?.label ?? null),
    redo: userId === undefined ? null : (world.history.toRedo(userId)?.label ?? null),
  };
}

/** How many are connected to the servers of a world. */
function acceptedIn(world: LiveWorld): number {
  const servers = world.stores.get('WebsocketServer');
  if (servers === undefined || servers.count === 0) return 0;
  const counts = servers.columnOf('ClientCount').data as Float64Array;
  let all = 0;
  for (const row of servers.unordered()) all += counts[row] as number;
  return all;
}
