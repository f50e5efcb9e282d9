import { WebsocketServer } from '../components/websocket-server.ts';
import {
  added,
  broadcastCommand,
  changed,
  closeCommand,
  closeOne,
  eligibilityChanged,
  ended,
  removed,
  sendCommand,
  serverAt,
  takenUp,
} from '../listening/causes.ts';
import { dueOf } from '../listening/due.ts';
import { handOut } from '../listening/hand-out.ts';
import { begin } from '../listening/machine.ts';
import { spareStandstill, timeUp } from '../listening/patience.ts';
import { loadServers, saveServers } from '../listening/saving.ts';
import { broadcast, sendTo } from '../listening/sending.ts';
import type { Client, Server } from '../listening/server.ts';
import { LISTENING, Servers } from '../listening/servers.ts';
import { take } from '../listening/told.ts';
import { defineSystem } from '../world/system.ts';
import type { RowList } from '../world/row-list.ts';
import type { World } from '../world/world.ts';

function serversOf(world: World): Servers {
  return world.stateOf(listening);
}

/**
 * Advances the WebsocketServers. What ends a connection takes effect at once, in the order in which it reaches the world; events are handed out, and
 * listening begins, in the server's turn. In a pass nothing is handed out: events wait, as data, for the next tick.
 */
export const listening = defineSystem({
  name: LISTENING,
  over: WebsocketServer,
  woken: true,
  begin: (world) => spareStandstill(world, serversOf(world)),
  timers: {
    due: (world, row) => {
      const server = serversOf(world).byRow.get(row);
      return server === undefined ? Infinity : dueOf(world, server);
    },
    up: (world, row) => {
      const server = serversOf(world).byRow.get(row);
      if (server !== undefined) timeUp(world, serversOf(world), server);
    },
  },
  update: (world, rows) =>
    eachOf(world, rows, (servers, server) => {
      handOut(world, server);
      if (!server.gone) begin(world, servers, server);
    }),
  pass: (world, rows) =>
    eachOf(world, rows, (servers, server) => {
      begin(world, servers, server);
      if (server.out.length > 0) world.wake(WebsocketServer, server.row);
    }),
  added: (world, row) => added(world, serversOf(world), row),
  changed: (world, row, field) => changed(world, serversOf(world), row, field),
  eligibility: (world, row, eligible) => eligibilityChanged(world, serversOf(world), row, eligible),
  removed: (world, row, ref) => removed(world, serversOf(world), row, ref),
  commands: {
    Send: (world, row, args) => sendCommand(world, serversOf(world), row, args),
    Broadcast: (world, row, args) => broadcastCommand(world, serversOf(world), row, args),
    Close: (world, row, args) => closeCommand(world, serversOf(world), row, args),
  },
  inputs: { takenUp: (world, input) => takenUp(world, serversOf(world), input.reason) },
  owns: { told: (world, holder: Server | Client | undefined, event) => take(world, serversOf(world), holder, event) },
  answers: { clients: (world, row) => serversOf(world).byRow.get(row)?.clients ?? NOBODY },
  state: { create: () => new Servers(), save: saveServers, load: loadServers },
  end: (world) => ended(world, serversOf(world)),
});

const NOBODY: ReadonlyMap<number, Client> = new Map();

function eachOf(world: World, rows: RowList, visit: (servers: Servers, server: Server) => void): void {
  const servers = serversOf(world);
  for (let at = 0; at < rows.length; at++) {
    const server = servers.byRow.get(rows.data[at] as number);
    if (server !== undefined) visit(servers, server);
  }
}

/* ---------- what flows and scripts do with a server ---------- */

/**
 * Sends one message to one client of a WebsocketServer: a string as text, a Uint8Array (not to be changed afterwards) as binary.
 * @param row the component's row in its store
 * @returns the number of the message on that client's connection, counted from 1: should it fail after all, OnSendFailed names it
 * @throws WorldwireError WW_NOT_OPEN, WW_SEND_TOO_LARGE or WW_SEND_BUFFER_FULL; then nothing was sent
 */
export function sendToClient(world: World, row: number, client: number, data: string | Uint8Array): number {
  return sendTo(world, serverAt(serversOf(world), row), client, data);
}

/**
 * Sends one message to every client of a WebsocketServer; those that are too far behind for it are closed.
 * @returns how many it was sent to
 * @throws WorldwireError WW_SEND_TOO_LARGE; then nothing was sent
 */
export function broadcastToClients(world: World, row: number, data: string | Uint8Array): number {
  return broadcast(world, serverAt(serversOf(world), row), data);
}

/** Closes one client of a WebsocketServer. Throws WW_NOT_OPEN, and WW_BAD_VALUE for a code that no close frame may carry. */
export function closeOneClient(world: World, row: number, client: number, code = 1000, reason = ''): void {
  closeOne(world, serverAt(serversOf(world), row), client, code, reason);
}

/** How a client stands to what it was sent: whether it is connected, and the bytes that were accepted for it and that the network has taken. */
export interface ClientStanding {
  readonly open: boolean;
  readonly offered: number;
  readonly taken: number;
}
export function clientStanding(world: World, row: number, client: number): ClientStanding {
  const found = serversOf(world).byRow.get(row)?.clients.get(client);
  if (found === undefined) return { open: false, offered: 0, taken: 0 };
  // Of what was accepted in this step the link has not told yet.
  const unsaid = found.acceptedStep === world.steps ? found.accepted : 0;
  return { open: found.state === 'Open', offered: found.offered, taken: found.offered - unsaid - found.buffered };
}
