import { hostPortText } from '../access/host.ts';
import { readUrl, type WebsocketAddress } from '../access/handshake.ts';
import type { About } from '../world/access.ts';
import { NONE } from '../world/entity-table.ts';
import type { Rearranged } from '../world/system.ts';
import type { World } from '../world/world.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { NETWORK } from './due.ts';
import { userName } from './reasons.ts';
import { clients, sourceOf } from './settings.ts';

/** Puts the question of access before the handling user; an older one is taken back. */
export function ask(world: World, connection: Connection): void {
  world.access.withdraw(connection);
  const { row } = connection;
  const store = clients(world);
  const address = addressOf(world, row);
  const user = store.columns.HandlingUser.data[row] ?? null;
  if (user === null) return;
  const { userId } = user;
  // Of a connection that stands, its own machine is asked, even where the next attempt would be made from another.
  const machineId = connection.carrier?.machineId ?? world.users.machineFor(user);
  if (machineId === null) return;
  const { host, port } = address;
  const stands = world.access.ask(NETWORK, connection, {
    user: { userId, machineId },
    host,
    port,
    ...about(world, row),
  });
  if (!stands) world.log('info', `asks ${userName(world, user.userId)} for ${hostPortText(address)}`, sourceOf(world, row));
}

function about(world: World, row: number): About {
  const store = clients(world);
  const entity = store.owner[row] as number;
  return {
    url: addressOf(world, row).href,
    reason: store.columns.AccessReason.data[row] ?? '',
    entity: world.entities.id.get(entity),
    path: world.entities.pathOf(entity).map((at) => world.entities.name.get(at)),
    component: store.keyOf(row),
  };
}

/** Entities have been moved or renamed: whoever is being asked for what lies at or below one of them is shown where that is now. */
export function tellPaths(world: World, net: Connections, { moved, renamed }: Rearranged): void {
  const changed = new Set([...moved, ...renamed]);
  const { parent } = world.entities;
  const asking: Connection[] = [];
  for (const connection of net.byRow.values()) {
    if (connection.ask === 0) continue;
    let at = clients(world).owner[connection.row] as number;
    while (at !== NONE && !changed.has(at)) at = parent[at] as number;
    if (at !== NONE) asking.push(connection);
  }
  for (const connection of asking.sort((a, b) => a.ask - b.ask)) world.access.restate(NETWORK, connection, about(world, connection.row));
}

/** The parsed URL of a client that has been found fit to connect. */
export function addressOf(world: World, row: number): WebsocketAddress {
  const read = readUrl(clients(world).columns.URL.data[row] ?? '');
  if ('expected' in read) throw new TypeError(`connection begun with ${read.message}`);
  return read;
}
