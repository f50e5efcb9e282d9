import { WebsocketServer } from '../components/websocket-server.ts';
import { GOING_AWAY, NO_CLOSE_FRAME } from '../connection/close-codes.ts';
import { cutToBytes } from '../connection/text-size.ts';
import { MOST_COUNT } from '../world/form.ts';
import type { World } from '../world/world.ts';
import type { Client, Pending, Server } from './server.ts';
import { sourceOf, type Servers } from './servers.ts';
import { showClients } from './showing.ts';

/** A close frame holds at most 125 bytes, two of which are the code (RFC 6455, section 5.5). */
const MOST_REASON_BYTES = 123;
/** Real ms between two words in the log about clients of one server: strangers shall not push all else out of it. */
const BETWEEN_WARNINGS = 1000;

/** An event joins those that wait for the server's turn. */
export function pend(world: World, server: Server, event: Pending): void {
  server.out.push(event);
  if (server.out.length === server.handed + 1) world.wake(WebsocketServer, server.row);
}

/** Closes a client: what it has sent up to now is handed over, then its end with this code and reason. */
export function closeClient(world: World, client: Client, code: number, reason: string, told: number = code): void {
  if (client.state !== 'Open') return;
  client.state = 'Closing';
  client.server.open -= 1;
  const said = cutToBytes(reason, MOST_REASON_BYTES);
  client.leaving = { code: told, reason };
  world.links.close(client, code, said);
  showClients(world, client.server);
}

/** Every client is closed, since the server stops. */
export function farewell(world: World, server: Server, why: string): void {
  for (const client of server.clients.values()) closeClient(world, client, GOING_AWAY, why);
}

/** The connection of a client has ended, and all that it had sent has been told. */
export function clientGone(world: World, client: Client, code: number, reason: string): void {
  const { server } = client;
  if (client.state === 'Gone') return;
  if (client.state === 'Open') server.open -= 1;
  client.state = 'Gone';
  const leaving = (client.leaving ??= { code, reason });
  server.buffered -= client.buffered;
  client.buffered = 0;
  world.links.release(client);
  pend(world, server, { type: 'disconnected', client: client.id, ...leaving });
  showClients(world, server);
}

/** What a client was told by its link to have lost, for one that the machine or the network has ended. */
export function clientLost(world: World, client: Client, reason: string): void {
  clientGone(world, client, NO_CLOSE_FRAME, reason);
}

/** The component is gone: its clients are given up unread. */
export function dropClients(world: World, servers: Servers, { clients }: Server): void {
  for (const client of clients.values()) {
    if (client.number === 0) continue;
    servers.dropped.add(client.number);
    world.links.drop(client);
  }
}

/** Tells the log of a client that was at fault; once in a second, and of how many others it was not told. */
export function warnOf(world: World, server: Server, words: string): void {
  if (world.real - server.warnedAt < BETWEEN_WARNINGS) {
    server.unwarned = Math.min(server.unwarned + 1, MOST_COUNT);
    return;
  }
  const others = server.unwarned === 0 ? '' : ` (and ${server.unwarned} more ${server.unwarned === 1 ? 'word' : 'words'} of clients before it, left out)`;
  server.warnedAt = world.real;
  server.unwarned = 0;
  world.log('warn', `${words}${others}`, sourceOf(world, server.row));
}
