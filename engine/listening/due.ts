import type { World } from '../world/world.ts';
import type { Client, Server } from './server.ts';
import { LISTENING, milliseconds, serverStore } from './servers.ts';

/** When the next attempt to listen begins, in real ms. */
export function retryAt(world: World, { row, since }: Server): number {
  return since + milliseconds(serverStore(world).columns.RetryInterval.data[row]);
}

/** PingInterval in real ms; 0 where clients may be silent for ever. */
export function patienceOf(world: World, { row }: Server): number {
  return milliseconds(serverStore(world).columns.PingInterval.data[row]);
}

/** When a client is to be asked for a sign of life, or given up, in real ms. */
export function clientDue(client: Client, patience: number): number {
  return (client.pingedAt ?? client.since) + patience;
}

/** When a server is to be looked at, in real ms; Infinity where it waits for nothing. */
export function dueOf(world: World, server: Server): number {
  return Math.min(server.state === 'WaitingToRetry' ? retryAt(world, server) : Infinity, server.patience.first);
}

/** Sees to it that it is looked at then. */
export function arm(world: World, server: Server): void {
  world.timers.arm(LISTENING, server.row, dueOf(world, server));
}

/** Counts a client's silence from now on, where silence counts. */
export function watchSilence(world: World, client: Client): void {
  const patience = patienceOf(world, client.server);
  if (patience <= 0) return;
  client.server.patience.push(clientDue(client, patience), client.id);
  arm(world, client.server);
}
