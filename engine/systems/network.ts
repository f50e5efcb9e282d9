import { CONNECTION_STATES, WebsocketClient } from '../components/websocket-client.ts';
import { handOut } from '../connection/hand-out.ts';
import type { Connection } from '../connection/connection.ts';
import { Connections } from '../connection/connections.ts';
import { added, changed, connect, disconnect, eligibilityChanged, ended, removed, sendCommand } from '../connection/causes.ts';
import { usersChanged } from '../connection/coming-and-going.ts';
import { tellPaths } from '../connection/asking.ts';
import { answered, outdated } from '../connection/answers.ts';
import { begin } from '../connection/machine.ts';
import { takenUp } from '../connection/taken-up.ts';
import { takeLinkEvent } from '../connection/link-events.ts';
import { NETWORK } from '../connection/due.ts';
import { loadConnections, saveConnections } from '../connection/saving.ts';
import { sendOver } from '../connection/send.ts';
import { dueOfRow, spareStandstill, timeUp } from '../connection/timers.ts';
import { clients } from '../connection/settings.ts';
import type { ConnectionState } from '../door.ts';
import { defineSystem } from '../world/system.ts';
import type { RowList } from '../world/row-list.ts';
import type { World } from '../world/world.ts';

/** The connections of a world. */
function netOf(world: World): Connections {
  return world.stateOf(network);
}

/**
 * Advances the WebsocketClients. What ends a connection takes effect at once, in the order in which it reaches the world;
 * events are handed out, and new attempts begin, in the client's turn. In a pass nothing is handed out: events wait, as
 * data, for the next tick. Only clients that something has happened to are visited.
 */
export const network = defineSystem({
  name: NETWORK,
  over: WebsocketClient,
  woken: true,
  begin: (world) => spareStandstill(world, netOf(world)),
  timers: {
    due: (world, row) => dueOfRow(world, netOf(world), row),
    up: (world, row) => timeUp(world, netOf(world), row),
  },
  update: (world, rows) => {
    const net = netOf(world);
    forEachRow(world, rows, (row) => {
      const connection = net.byRow.get(row);
      if (connection !== undefined) handOut(world, connection);
      beginFresh(world, net, row);
      const after = net.byRow.get(row);
      if (after !== undefined) net.tidy(after);
    });
  },
  pass: (world, rows) => {
    const net = netOf(world);
    forEachRow(world, rows, (row) => {
      beginFresh(world, net, row);
      if ((net.byRow.get(row)?.out.length ?? 0) > 0) world.wake(WebsocketClient, row);
    });
  },
  added: (world, row) => added(world, netOf(world), row),
  changed: (world, row, field) => changed(world, netOf(world), row, field),
  eligibility: (world, row, eligible) => eligibilityChanged(world, netOf(world), row, eligible),
  removed: (world, row, ref) => removed(world, netOf(world), row, ref),
  rearranged: (world, change) => tellPaths(world, netOf(world), change),
  usersChanged: (world, userId, change) => usersChanged(world, netOf(world), userId, change),
  commands: {
    Connect: (world, row) => connect(world, netOf(world), row),
    Disconnect: (world, row) => disconnect(world, netOf(world), row),
    Send: (world, row, args) => sendCommand(world, netOf(world), row, args),
  },
  inputs: { takenUp: (world, input) => takenUp(world, netOf(world), input.reason) },
  owns: {
    scope: 'Websocket',
    told: (world, connection: Connection | undefined, event) => takeLinkEvent(world, netOf(world), connection, event),
    answered: (world, connection, outcome, given) => answered(world, netOf(world), connection, outcome, given),
    asking: (world) => netOf(world).byRow.values(),
    outdated: (world, concerned) => outdated(world, netOf(world), concerned),
  },
  answers: { connection: (world, row) => ({ number: netOf(world).byRow.get(row)?.number ?? 0, state: stateOf(world, row) }) },
  state: { create: () => new Connections(), save: saveConnections, load: loadConnections },
  end: (world) => ended(world, netOf(world)),
});

/**
 * Sends one message from a WebsocketClient: a string as text, a Uint8Array (not to be changed afterwards) as binary.
 * @param row the component's row in its store
 * @returns the number of the message on its connection, counted from 1 since it opened: should it fail after all, LastError and the log name it
 * @throws WorldwireError WW_NOT_OPEN, WW_SEND_TOO_LARGE or WW_SEND_BUFFER_FULL; then nothing was sent
 */
export function send(world: World, row: number, data: string | Uint8Array): number {
  return sendOver(world, netOf(world), row, data);
}

/** Has a WebsocketClient connect, as its command Connect does: nothing while it is open or on the way. @param row the component's row in its store */
export function connectClient(world: World, row: number): void {
  connect(world, netOf(world), row);
}
/** Closes the connection of a WebsocketClient and keeps it closed, as its command Disconnect does. @param row the component's row in its store */
export function disconnectClient(world: World, row: number): void {
  disconnect(world, netOf(world), row);
}

/** How a client stands to what it has sent: the number of its connection, 0 where it has none, and the bytes that were accepted and taken over it. */
export interface Standing {
  readonly number: number;
  readonly offered: number;
  readonly taken: number;
}
export function standing(world: World, row: number): Standing {
  const connection = netOf(world).byRow.get(row);
  if (connection === undefined) return { number: 0, offered: 0, taken: 0 };
  // Of what was accepted in this step the link has not told yet.
  const unsaid = connection.acceptedStep === world.steps ? connection.accepted : 0;
  return { number: connection.number, offered: connection.offered, taken: connection.offered - unsaid - connection.buffered };
}

/** Begins what was to begin in its turn, for the user for whom it waited. */
function beginFresh(world: World, net: Connections, row: number): void {
  const acting = net.fresh.get(row);
  if (acting === undefined) return;
  net.fresh.delete(row);
  world.actFor(acting, () => begin(world, net, row));
}

function stateOf(world: World, row: number): ConnectionState {
  return CONNECTION_STATES[clients(world).columns.State.data[row] as number] ?? 'Idle';
}

function forEachRow(world: World, rows: RowList, visit: (row: number) => void): void {
  const store = clients(world);
  for (let at = 0; at < rows.length; at++) {
    const row = rows.data[at] as number;
    if (store.has(row)) visit(row);
  }
}
