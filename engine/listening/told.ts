import type { LinkEvent } from '../door.ts';
import { hostPortText } from '../access/host.ts';
import { WebsocketServer } from '../components/websocket-server.ts';
import type { World } from '../world/world.ts';
import { clientGone, pend, warnOf } from './clients.ts';
import { watchSilence } from './due.ts';
import { advance } from './machine.ts';
import { isClient, newClient, type Client, type Server } from './server.ts';
import { LISTENING, limitsOf, serverStore, sourceOf, type Servers } from './servers.ts';
import { showClients } from './showing.ts';

type Told<T extends LinkEvent['type']> = Extract<LinkEvent, { type: T }>;

/** Takes in what is told of a listener or of a client. `holder` is undefined for a client that was dropped along with its component. */
export function take(world: World, servers: Servers, holder: Server | Client | undefined, event: LinkEvent): void {
  if (holder === undefined) {
    if (event.type === 'discarded') servers.dropped.delete(event.connection);
    return;
  }
  world.actFor(isClient(holder) ? holder.server.acting : holder.acting, () => {
    if (isClient(holder)) takeOfClient(world, holder, event);
    else takeOfListener(world, servers, holder, event);
  });
}

function takeOfListener(world: World, servers: Servers, server: Server, event: LinkEvent): void {
  switch (event.type) {
    case 'listening':
      return listens(world, servers, server, event);
    case 'accepted':
      return accepted(world, server, event);
    case 'closed':
      return notListening(world, servers, server, event);
    case 'turnedAway': {
      const { count, reason } = event;
      const words = count === 1 ? `turned a client away: ${reason}` : `turned ${count} clients away, the last of them: ${reason}`;
      world.log('warn', words, sourceOf(world, server.row));
      return;
    }
    default:
  }
}

function listens(world: World, servers: Servers, server: Server, { host, port }: Told<'listening'>): void {
  if (server.state !== 'Starting') return;
  server.at = { host, port };
  server.failure = '';
  serverStore(world).columns.LastError.data[server.row] = '';
  advance(world, servers, server, 'listening');
  world.log('info', `listens at ${hostPortText(server.at)}`, sourceOf(world, server.row));
}

/** It could not listen, or does no longer; who is connected stays. */
function notListening(world: World, servers: Servers, server: Server, { reason, error }: Told<'closed'>): void {
  const message = error?.message ?? (reason === '' ? 'it does not listen any more' : reason);
  world.links.release(server);
  server.failure = message;
  serverStore(world).columns.LastError.data[server.row] = error === undefined ? message : `${error.code}: ${message}`;
  advance(world, servers, server, 'lost');
  const next = server.state === 'WaitingToRetry' ? `tried again in ${serverStore(world).get(server.row, 'RetryInterval') as number} s` : 'not tried again';
  world.log('warn', `does not listen: ${message}; ${next}`, sourceOf(world, server.row));
}

function accepted(world: World, server: Server, { guest, path, protocol, address }: Told<'accepted'>): void {
  const client = newClient(server, { path, protocol, address, came: world.real });
  client.id = world.links.take(LISTENING, client, server, guest, limitsOf(serverStore(world), server.row));
  server.clients.set(client.id, client);
  server.open += 1;
  watchSilence(world, client);
  pend(world, server, { type: 'connected', client: client.id });
  showClients(world, server);
}

function takeOfClient(world: World, client: Client, event: LinkEvent): void {
  const { server } = client;
  switch (event.type) {
    case 'message':
      heard(world, client);
      return pend(world, server, { type: 'message', client: client.id, data: event.data });
    case 'activity':
      return heard(world, client);
    case 'closed':
      return closed(world, client, event);
    case 'drained':
      return clientGone(world, client, 1000, '');
    case 'buffered':
      server.buffered += event.bytes - client.buffered;
      client.buffered = event.bytes;
      return showClients(world, server);
    case 'sendFailed':
      return sendFailed(world, client, event);
    default:
  }
}

function heard(world: World, client: Client): void {
  client.since = world.real;
  client.pingedAt = null;
}

function closed(world: World, client: Client, { code, reason, error }: Told<'closed'>): void {
  const words = reason === '' ? (error?.message ?? '') : reason;
  // One that is closing was told why when that began.
  if (client.state === 'Open' && error !== undefined && error.code !== 'WW_CONNECTION_LOST')
    warnOf(world, client.server, `client ${client.id} (${client.address}) was closed with ${code}: ${words} (${error.code})`);
  clientGone(world, client, code, words);
}

/** Messages that had been accepted did not go out: they are taken off what counts them, and told by their numbers. */
function sendFailed(world: World, client: Client, { messages = 1, bytes, number = 0, message, code = 'WW_SEND_BUFFER_FULL' }: Told<'sendFailed'>): void {
  const { server } = client;
  const { MessagesSent, BytesSent } = serverStore(world).columns;
  MessagesSent.data[server.row] = Math.max(0, (MessagesSent.data[server.row] as number) - messages);
  BytesSent.data[server.row] = Math.max(0, (BytesSent.data[server.row] as number) - bytes);
  client.messagesOut = Math.max(0, client.messagesOut - messages);
  client.bytesOut = Math.max(0, client.bytesOut - bytes);
  warnOf(world, server, `${messages === 1 ? '1 message' : `${messages} messages`} to client ${client.id} did not go out: ${message} (${code})`);
  world.emit(WebsocketServer, server.row, 'OnSendFailed', { client: client.id, number, messages, reason: message });
}
