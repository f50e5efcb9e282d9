import { DueHeap } from '../world/due-heap.ts';
import type { World } from '../world/world.ts';
import { NO_CLOSE_FRAME } from '../connection/close-codes.ts';
import { STANDSTILL } from '../connection/timers.ts';
import { closeClient, warnOf } from './clients.ts';
import { arm, clientDue, patienceOf, retryAt, watchSilence } from './due.ts';
import { advance } from './machine.ts';
import type { Client, Server } from './server.ts';
import type { Servers } from './servers.ts';

/** Sent to a client that says nothing, or takes nothing: policy violation. */
export const TOO_SLOW = 1008;

/** The timer of a server has run out: it is tried again, or clients have been silent. */
export function timeUp(world: World, servers: Servers, server: Server): void {
  if (server.state === 'WaitingToRetry' && retryAt(world, server) <= world.real) advance(world, servers, server, 'timeUp');
  lookAtSilent(world, server);
  arm(world, server);
}

function lookAtSilent(world: World, server: Server): void {
  const patience = patienceOf(world, server);
  const due: { readonly at: number; readonly client: Client }[] = [];
  while (server.patience.first <= world.real) {
    const client = server.clients.get(server.patience.pop() as number);
    if (client?.state !== 'Open') continue;
    const at = clientDue(client, patience);
    // It was heard since.
    if (at > world.real) server.patience.push(at, client.id);
    else due.push({ at, client });
  }
  due.sort((a, b) => a.at - b.at || a.client.id - b.client.id);
  for (const { client } of due) {
    if (client.pingedAt === null) ask(world, client);
    else giveUp(world, client, patience);
  }
}

function ask(world: World, client: Client): void {
  client.pingedAt = world.real;
  world.links.ping(client);
  watchSilence(world, client);
}

function giveUp(world: World, client: Client, patience: number): void {
  const reason = `silent for ${Number((patience / 500).toPrecision(6))} s, and did not answer a ping`;
  warnOf(world, client.server, `client ${client.id} (${client.address}) was ${reason}`);
  closeClient(world, client, TOO_SLOW, reason, NO_CLOSE_FRAME);
}

/** PingInterval is another, or there were no reminders yet. */
export function watchAll(world: World, server: Server): void {
  server.patience = new DueHeap();
  for (const client of server.clients.values()) if (client.state === 'Open') watchSilence(world, client);
}

/** A step comes long after the one before: nobody could be heard in between, so that it counts as nobody's silence. */
export function spareStandstill(world: World, servers: Servers): void {
  const spared = world.passed - STANDSTILL;
  if (spared <= 0) return;
  const before = world.real - world.passed;
  for (const server of servers.byRow.values())
    for (const client of server.clients.values()) {
      if (client.since <= before) client.since += spared;
      if (client.pingedAt !== null && client.pingedAt <= before) client.pingedAt += spared;
    }
}
