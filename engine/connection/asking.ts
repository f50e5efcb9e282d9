import { hostPortText } from '../access/host.ts';
import type { AccessQuestion } from '../door.ts';
import type { World } from '../world/world.ts';
import type { Asked, Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { readUrl, type WebsocketAddress } from '../access/handshake.ts';
import { userName } from './reasons.ts';
import { clients, sourceOf } from './settings.ts';

/** Puts the question of access before the handling user; an older one is taken back. */
export function ask(world: World, net: Connections, connection: Connection): void {
  withdraw(world, net, connection);
  const { row } = connection;
  const store = clients(world);
  const address = addressOf(world, row);
  const user = store.columns.HandlingUser.data[row] ?? null;
  if (user === null) return;
  const { userId } = user;
  // What stands on a machine is asked about there, wherever the next attempt would be made.
  const machineId = connection.carrier?.machineId ?? world.users.machineFor(user);
  if (machineId === null) return;
  const entity = store.owner[row] as number;
  const { host, port } = address;
  connection.ask = ++net.lastAsk;
  connection.asked = { userId, machineId, host, port };
  net.byAsk.set(connection.ask, connection);
  const standing = isSamePlace(connection.grant, connection.asked);
  const question: AccessQuestion = {
    ask: connection.ask,
    user: { userId, machineId },
    scope: 'Websocket',
    host,
    port,
    url: address.href,
    reason: store.columns.AccessReason.data[row] ?? '',
    entity: world.entities.id[entity] as string,
    path: world.entities.pathOf(entity).map((at) => world.entities.name[at] as string),
    component: store.keyOf(row),
    ...(standing ? { standing: true as const } : {}),
    ...(standing && connection.grant?.once === true ? { once: true as const } : {}),
  };
  world.effect({ type: 'ask', question });
  if (!standing) world.log('info', `asks ${userName(world, user.userId)} for ${hostPortText(address)}`, sourceOf(world, row));
}

/** Whether a grant, if there is one, is by that user on that machine for that host and port. */
export function isSamePlace(grant: Asked | null, asked: Asked): boolean {
  return grant !== null && grant.userId === asked.userId && grant.machineId === asked.machineId && grant.host === asked.host && grant.port === asked.port;
}

/** Takes the standing question back, if there is one. */
export function withdraw(world: World, net: Connections, connection: Connection): void {
  if (connection.ask === 0) return;
  world.effect({ type: 'withdraw', ask: connection.ask });
  answered(net, connection);
}

/** The standing question stands no longer. */
export function answered(net: Connections, connection: Connection): void {
  net.byAsk.delete(connection.ask);
  connection.ask = 0;
}

/** The parsed URL of a client that has been found fit to connect. */
export function addressOf(world: World, row: number): WebsocketAddress {
  const read = readUrl(clients(world).columns.URL.data[row] ?? '');
  if ('expected' in read) throw new TypeError(`connection begun with ${read.message}`);
  return read;
}
