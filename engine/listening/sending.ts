import { WorldwireError } from '../errors.ts';
import { utf8Length } from '../connection/text-size.ts';
import { trafficOf } from '../world/traffic.ts';
import { MOST_COUNT } from '../world/form.ts';
import type { World } from '../world/world.ts';
import { closeClient, warnOf } from './clients.ts';
import { TOO_SLOW } from './patience.ts';
import type { Client, Server } from './server.ts';
import { serverStore } from './servers.ts';

/** Bytes that may wait for all clients of a server together, but for those of clients for which less than an equal share of it waits. */
const MOST_WAITING = 256 * 1024 * 1024;

type Data = string | Uint8Array;

/** An open client of a server by its number. Throws WW_NOT_OPEN. */
export function clientOf(server: Server, id: number): Client {
  const client = server.clients.get(id);
  if (client?.state === 'Open') return client;
  const why = client === undefined ? `there is no client ${id}` : `client ${id} is not connected any more`;
  throw new WorldwireError('WW_NOT_OPEN', `${why}, so nothing was done`);
}

/**
 * Sends one message to one client. Bytes are not copied and must not be changed afterwards.
 * @returns its number on that connection, by which a failure would name it
 * @throws WorldwireError WW_NOT_OPEN, WW_SEND_TOO_LARGE or WW_SEND_BUFFER_FULL; then nothing was sent
 */
export function sendTo(world: World, server: Server, id: number, data: Data): number {
  const client = clientOf(server, id);
  const size = sizeOf(world, server, data);
  const full = fullness(world, client, size);
  if (full !== undefined) throw new WorldwireError('WW_SEND_BUFFER_FULL', `client ${id}: ${full}, so the message was not sent`);
  return post(world, client, data, size);
}

/**
 * Sends one message to every open client, in the order in which they came. Those for which too much waits already are closed: they would miss it, and
 * never know.
 * @returns how many it was sent to
 * @throws WorldwireError WW_SEND_TOO_LARGE; then nothing was sent
 */
export function broadcast(world: World, server: Server, data: Data): number {
  const size = sizeOf(world, server, data);
  let sent = 0;
  for (const client of server.clients.values()) {
    if (client.state !== 'Open') continue;
    const full = fullness(world, client, size);
    if (full === undefined) {
      post(world, client, data, size);
      sent += 1;
      continue;
    }
    warnOf(world, server, `client ${client.id} (${client.address}) was closed since it takes too little of what is sent: ${full}`);
    closeClient(world, client, TOO_SLOW, `too slow: ${waiting(world, client)} bytes wait to be sent`);
  }
  return sent;
}

function sizeOf(world: World, { row }: Server, data: Data): number {
  const size = typeof data === 'string' ? utf8Length(data) : data.byteLength;
  const largest = serverStore(world).columns.MaxMessageSize.data[row] as number;
  if (size > largest) throw new WorldwireError('WW_SEND_TOO_LARGE', `the message has ${size} bytes and MaxMessageSize is ${largest}, so it was not sent`);
  return size;
}

/** Bytes that wait for a client or for all: what was accepted in an earlier step has reached the link, whose last word of what waits holds it. */
function waiting(world: World, { buffered, accepted, acceptedStep }: Client | Server): number {
  return buffered + (acceptedStep === world.steps ? accepted : 0);
}

/** Why a message has no room among what waits; undefined where it has. */
function fullness(world: World, client: Client, size: number): string | undefined {
  const { server } = client;
  if (client.sends >= MOST_COUNT || client.offered + size > MOST_COUNT) return `it was sent as much as a world counts (${MOST_COUNT})`;
  const most = serverStore(world).columns.MaxBufferedAmount.data[server.row] as number;
  const own = waiting(world, client);
  if (own + size > most) return `${own} bytes wait to be sent to it, and with ${size} more MaxBufferedAmount (${most}) would be passed`;
  const all = waiting(world, server);
  // Who takes what is sent is not to pay for those who take nothing.
  const isWithinShare = own + size <= MOST_WAITING / Math.max(1, server.open);
  return all + size > MOST_WAITING && !isWithinShare
    ? `${all} bytes wait for all clients, and with ${size} more their ${MOST_WAITING} would be passed`
    : undefined;
}

function accept(world: World, of: Client | Server, size: number): void {
  if (of.acceptedStep !== world.steps) {
    of.acceptedStep = world.steps;
    of.accepted = 0;
  }
  of.accepted += size;
}

function post(world: World, client: Client, data: Data, size: number): number {
  const { server } = client;
  const { MessagesSent, BytesSent } = serverStore(world).columns;
  accept(world, client, size);
  accept(world, server, size);
  client.offered += size;
  client.messagesOut = Math.min(client.messagesOut + 1, MOST_COUNT);
  client.bytesOut = Math.min(client.bytesOut + size, MOST_COUNT);
  MessagesSent.data[server.row] = (MessagesSent.data[server.row] as number) + 1;
  BytesSent.data[server.row] = (BytesSent.data[server.row] as number) + size;
  trafficOf(world)?.accepted(client.id, 'out', data, size);
  world.links.send(client, data);
  return ++client.sends;
}
