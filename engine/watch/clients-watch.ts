import type { ClientRow } from '../door.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { wallOf } from '../world/wall.ts';
import { clientsOf, serverRow, serverRows } from './accepted.ts';
import type { Opener } from './watch.ts';
import { watchWindow, type Listed, type Windowed } from './windowed.ts';

/** The clients of one WebsocketServer, or of all of a world, as they are now: a window of them, in the order in which they came. */
export const openClients: Opener<'clients'> = (world, what) => {
  if (what.entity !== undefined && what.component !== undefined) serverRow(world, what.entity, what.component);
  return watchWindow<ClientRow>(
    what,
    (at) => serversOf(at, what)?.map((server) => listOf(at, server)),
    (at, total, rows) => ({ kind: 'clients', total, offset: what.offset, rows, real: at.real, ...wallOf(at) }),
  );
};

/** Rows of the servers; undefined where the one that is looked at is gone. */
function serversOf(world: LiveWorld, { entity, component }: Windowed): readonly number[] | undefined {
  if (entity === undefined || component === undefined) return serverRows(world);
  const row = serverRow(world, entity, component);
  return row === undefined ? undefined : [row];
}

function listOf(world: LiveWorld, server: number): Listed<ClientRow> {
  const { entities } = world;
  const store = world.storeOf('WebsocketServer');
  const owner = store.owner[server] as number;
  const clients = clientsOf(world, server);
  return {
    size: clients.size,
    rows(from, to) {
      const of = { entity: entities.id.get(owner), name: entities.name.get(owner), component: store.keyOf(server) };
      const rows: ClientRow[] = [];
      let at = 0;
      for (const client of clients.values()) {
        if (at >= to) break;
        if (at++ < from) continue;
        const { id, state, path, protocol, address, came, messagesIn, messagesOut, bytesIn, bytesOut, buffered } = client;
        rows.push({ ...of, client: id, state, path, protocol, address, came, messagesIn, messagesOut, bytesIn, bytesOut, buffered });
      }
      return rows;
    },
  };
}
