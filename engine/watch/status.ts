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
  const accepted = sumOf(world, 'WebsocketServer', 'ClientCount');
  const sockets = sumOf(world, 'Script', 'Sockets');
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
    ...(sockets === 0 ? {} : { sockets }),
    unsaved: world.unsaved.differs,
    ...(world.unsaved.keeps ? { kept: true as const } : {}),
    undo: userId === undefined ? null : (world.history.toUndo(userId)?.label ?? null),
    redo: userId === undefined ? null : (world.history.toRedo(userId)?.label ?? null),
  };
}

/** What a counter of all components of a type comes to. */
function sumOf(world: LiveWorld, type: string, field: string): number {
  const store = world.stores.get(type);
  if (store === undefined || store.count === 0) return 0;
  const counts = store.columnOf(field).data as Float64Array;
  let all = 0;
  for (const row of store.unordered()) all += counts[row] as number;
  return all;
}
