import { WebsocketServer } from '../components/websocket-server.ts';
import { GOING_AWAY, NORMAL } from '../connection/close-codes.ts';
import type { FieldValues } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { fromBase64 } from '../schema/base64.ts';
import type { ComponentRef } from '../schema/field.ts';
import type { CommandOutcome } from '../world/system.ts';
import { trafficOf } from '../world/traffic.ts';
import type { World } from '../world/world.ts';
import { clientLost, closeClient, farewell } from './clients.ts';
import { arm } from './due.ts';
import { advance, lookAgain, reconsider } from './machine.ts';
import { obstacleOf } from './obstacle.ts';
import { watchAll } from './patience.ts';
import { broadcast, clientOf, sendTo } from './sending.ts';
import { newServer, type Server } from './server.ts';
import { limitsOf, serverStore, settingsOf, type Servers } from './servers.ts';
import { show } from './showing.ts';
import { STATE_TABLE } from './state-table.ts';

/** Fields that say where it listens: a change of one ends all that stands. */
const PLACE = new Set(['Port', 'Host']);
/** Those that say who is let in: a change of one concerns who comes from then on. */
const DOOR = new Set(['Path', 'Protocols', 'AllowedOrigins', 'MaxClients']);
const LIMITS = new Set(['MaxMessageSize', 'MaxBufferedAmount']);
/** Fields that only the world writes and no scene holds. */
const TOLD = WebsocketServer.fieldList.filter((field) => field.options.saved === false);
/** Close codes that no frame may carry, or that say what only the protocol itself knows (RFC 6455, section 7.4). */
const UNSENDABLE = new Set([1002, 1004, 1005, 1006, 1015]);

/** A component has come: new, brought back by an undo, or a copy. What its columns tell was another's. */
export function added(world: World, servers: Servers, row: number): void {
  const store = serverStore(world);
  if (store.columns.State.data[row] !== 0 || store.columns.StateReason.data[row] !== '') for (const field of TOLD) store.columnOf(field.name).reset(row);
  const server = newServer(row);
  servers.byRow.set(row, server);
  reconsider(world, servers, server);
}

/** The component is gone: nobody listens for it, and its clients are closed unread. */
export function removed(world: World, servers: Servers, row: number, { entity, component }: ComponentRef): void {
  const server = servers.byRow.get(row);
  if (server === undefined) return;
  servers.byRow.delete(row);
  server.gone = true;
  const { size } = server.clients;
  const wasUp = server.state === 'Listening' || size > 0;
  for (const id of server.clients.keys()) trafficOf(world)?.left(id, 'its server was removed');
  if (STATE_TABLE[server.state].remove !== undefined) advance(world, servers, server, 'remove');
  const who = `${size} ${size === 1 ? 'client was' : 'clients were'} connected`;
  if (wasUp) world.log('info', `stopped listening, since it was removed; ${who}`, { entity, source: component });
}

/** A field was set to another value. */
export function changed(world: World, servers: Servers, row: number, field: string): void {
  const server = servers.byRow.get(row);
  if (server === undefined) return;
  if (PLACE.has(field)) {
    server.held = false;
    advance(world, servers, server, 'renew', `${field} was changed`);
    reconsider(world, servers, server);
  } else if (DOOR.has(field)) {
    if (server.number !== 0) world.links.admit(server, { ...settingsOf(serverStore(world), row) });
    show(world, server);
  } else if (LIMITS.has(field)) {
    const limits = limitsOf(serverStore(world), row);
    for (const client of server.clients.values()) if (client.state === 'Open') world.links.configure(client, limits);
  } else if (field === 'PingInterval') {
    watchAll(world, server);
    arm(world, server);
  } else if (field === 'RetryInterval') retryChanged(world, servers, server);
  else if (field === 'Enabled') reconsider(world, servers, server);
}

function retryChanged(world: World, servers: Servers, server: Server): void {
  const retries = (serverStore(world).columns.RetryInterval.data[server.row] as number) > 0;
  if (server.held && retries) {
    server.held = false;
    reconsider(world, servers, server);
  } else if (server.state === 'WaitingToRetry' && !retries) {
    server.held = true;
    server.state = 'Idle';
  }
  arm(world, server);
  show(world, server);
}

/** Enabled, disabled, or an ancestor made active or inactive. Disabled and enabled in one batch, it ends and begins anew as in two. */
export function eligibilityChanged(world: World, servers: Servers, row: number, eligible: boolean): void {
  const server = servers.byRow.get(row);
  if (server === undefined) return;
  server.held = false;
  if (!eligible) advance(world, servers, server, 'stop', obstacleOf(world, server) ?? 'disabled or inactive for a moment');
  reconsider(world, servers, server);
}

/** The world goes on in another process: nobody listens, and no link knows the clients. They are lost, and listening begins anew. */
export function takenUp(world: World, servers: Servers, reason: string): void {
  const store = serverStore(world);
  for (const row of store.rows()) {
    const server = servers.byRow.get(row);
    if (server === undefined) continue;
    world.actFor(server.acting, () => {
      for (const client of server.clients.values()) clientLost(world, client, reason);
      if (server.number === 0) return;
      world.links.release(server);
      server.state = 'Idle';
      server.at = null;
      lookAgain(world, server);
      show(world, server);
    });
  }
  servers.dropped.clear();
}

/** The world ends: every client is told so. */
export function ended(world: World, servers: Servers): void {
  for (const server of servers.byRow.values()) {
    if (server.number !== 0) world.links.unlisten(server);
    farewell(world, server, 'the world is closed');
  }
}

/* ---------- commands ---------- */

export function sendCommand(world: World, servers: Servers, row: number, args: FieldValues): CommandOutcome {
  return { sent: sendTo(world, serverAt(servers, row), args['Client'] as number, dataOf(args)) };
}

export function broadcastCommand(world: World, servers: Servers, row: number, args: FieldValues): CommandOutcome {
  return { sent: broadcast(world, serverAt(servers, row), dataOf(args)) };
}

export function closeCommand(world: World, servers: Servers, row: number, args: FieldValues): void {
  const { Client: id, Code: code = NORMAL, Reason: reason = '' } = args;
  closeOne(world, serverAt(servers, row), id as number, code as number, reason as string);
}

/** Closes one client. A frame has room for 123 bytes of reason. Throws WW_NOT_OPEN, and WW_BAD_VALUE for a code that no frame may carry. */
export function closeOne(world: World, server: Server, id: number, code: number, reason: string): void {
  const isSendable = Number.isInteger(code) && ((code >= NORMAL && code <= 1014 && !UNSENDABLE.has(code)) || (code >= 3000 && code <= 4999));
  const expected = `expected ${NORMAL}, ${GOING_AWAY}, 1003, 1007 to 1014 or 3000 to 4999, which a close frame may carry`;
  if (!isSendable) throw new WorldwireError('WW_BAD_VALUE', `Code: ${expected}; found ${code}`);
  closeClient(world, clientOf(server, id), code, reason);
}

export function serverAt(servers: Servers, row: number): Server {
  const server = servers.byRow.get(row);
  if (server === undefined) throw new WorldwireError('WW_UNKNOWN_COMPONENT', 'the WebsocketServer is not there any more');
  return server;
}

function dataOf(args: FieldValues): string | Uint8Array {
  const data = args['Data'] as string;
  if (args['Binary'] !== true) return data;
  const bytes = fromBase64(data);
  if (bytes === undefined) throw new WorldwireError('WW_BAD_VALUE', 'Data: expected base64, since Binary is true');
  return bytes;
}
