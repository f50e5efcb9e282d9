import { WebsocketClient } from '../components/websocket-client.ts';
import type { FieldValues } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { ComponentRef, Json } from '../schema/field.ts';
import type { CommandOutcome } from '../world/system.ts';
import { trafficOf } from '../world/traffic.ts';
import type { World } from '../world/world.ts';
import { fromBase64 } from '../schema/base64.ts';
import { GOING_AWAY, NORMAL, NO_CLOSE_FRAME } from './close-codes.ts';
import type { Connection, Ending, Hold } from './connection.ts';
import type { Connections } from './connections.ts';
import { arm } from './due.ts';
import { advance, drop, endedByUs, goEvent, reconsider } from './machine.ts';
import { logDiscarded } from './link-events.ts';
import { obstacleOf } from './reasons.ts';
import { clients, limitsOf, sourceOf } from './settings.ts';
import { sendOver } from './send.ts';
import { show, showMachine } from './showing.ts';
import { STATE_TABLE } from './state-table.ts';

/** Fields that go into the question of access or into the handshake: a change of one makes a connection that stands out of date. */
const SETTINGS = new Set(['URL', 'HandlingUser', 'Protocols', 'Headers', 'AccessReason']);
/** Those of them that say where to and by whom: a change of one also ends the user's permission, and what Disconnect holds back. */
const PLACE = new Set(['URL', 'HandlingUser']);
const LIMITS = new Set(['MaxMessageSize', 'MaxBufferedAmount', 'MaxMessagesPerTick']);
const TIMES = new Set(['ConnectTimeout', 'IdleTimeout', 'Keepalive', 'ConnectRetryInterval']);
/** Fields that only the world writes and no scene holds. */
const TOLD = WebsocketClient.fieldList.filter((field) => field.options.saved === false);

/** A component has come: new, brought back by an undo, or a copy. Whatever its columns tell of a connection was that of another and is cleared. */
export function added(world: World, net: Connections, row: number): void {
  const store = clients(world);
  // The columns of a fresh row are at their defaults; a client that was ever looked at has at least a StateReason.
  if (store.columns.State.data[row] !== 0 || store.columns.StateReason.data[row] !== '') for (const field of TOLD) store.columnOf(field.name).reset(row);
  reconsider(world, net, row);
  trafficOf(world)?.state(row);
}

/** The component is gone: its connection is dropped, and what it had received is counted and thrown away. */
export function removed(world: World, net: Connections, row: number, ref: ComponentRef): void {
  net.fresh.delete(row);
  trafficOf(world)?.removed(row);
  const connection = net.byRow.get(row);
  if (connection === undefined) return;
  connection.gone = true;
  net.byRow.delete(row);
  const waiting = connection.out.slice(connection.handed).filter((event) => event.type === 'message').length;
  const about = { entity: ref.entity, source: ref.component };
  const isLive = connection.number !== 0;
  // Not through `advance`, which writes columns: in the same batch the row may have been given to a new component.
  for (const action of STATE_TABLE[connection.state].remove ?? []) {
    if (action === 'withdraw') world.access.withdraw(connection);
    else if (action === 'drop') drop(world, net, connection, about, waiting);
  }
  if (isLive) world.log('info', 'closed, since it was removed', about);
  else logDiscarded(world, about, waiting);
}

/** A field was set to another value. Later edits of the same batch may have set it once more, so its value now may be any, even the old one. */
export function changed(world: World, net: Connections, row: number, field: string): void {
  const connection = net.byRow.get(row);
  if (LIMITS.has(field)) {
    if (connection !== undefined && (connection.state === 'Connecting' || connection.state === 'Open'))
      world.links.configure(connection, limitsOf(clients(world), row));
    return;
  }
  if (TIMES.has(field)) return timesChanged(world, net, connection, field);
  // Where the entity is inactive as well, the client stays at rest, and only its StateReason changes.
  if (field === 'Enabled') return reconsider(world, net, row);
  if (!SETTINGS.has(field)) return;
  if (field === 'HandlingUser') showMachine(world, row, connection);
  if (connection === undefined) return reconsider(world, net, row);
  if (field === 'AccessReason') {
    if (connection.state === 'AwaitingAccess') renew(world, net, connection, `${field} was changed`);
    else release(world, net, connection, ['dismissed']);
    return;
  }
  if (PLACE.has(field)) connection.grant = null;
  connection.hold = connection.hold === 'disconnected' && !PLACE.has(field) ? 'disconnected' : null;
  renew(world, net, connection, `${field} was changed`);
}

/** A setting has changed, so that the connection or attempt is out of date: it ends, and a new attempt follows if one is still wanted. */
function renew(world: World, net: Connections, connection: Connection, why: string): void {
  const isOpen = connection.state === 'Open';
  const isEnding = connection.state === 'Closing' || connection.state === 'Idle';
  if (obstacleOf(world, clients(world), connection.row, connection) !== null || connection.state === 'Idle') return reconsider(world, net, connection.row);
  advance(world, net, connection, 'renew', isEnding ? undefined : endedByUs(why, isOpen ? NORMAL : NO_CLOSE_FRAME));
}

function timesChanged(world: World, net: Connections, connection: Connection | undefined, field: string): void {
  if (connection === undefined) return;
  const { columns } = clients(world);
  const retries = (columns.ConnectRetryInterval.data[connection.row] as number) > 0;
  if (field === 'ConnectRetryInterval') {
    if (connection.hold === 'failed' && retries) {
      connection.hold = null;
      if (connection.state === 'Idle' && obstacleOf(world, clients(world), connection.row, connection) === null) advance(world, net, connection, 'retry');
      return;
    }
    if (connection.state === 'WaitingToRetry' && !retries) {
      connection.hold = 'failed';
      advance(world, net, connection, 'stop');
      return;
    }
  }
  arm(world, connection);
  show(world, connection);
}

/** Enabled, disabled, or an ancestor made active or inactive. Disabled and enabled in one batch, it ends and begins anew as in two. */
export function eligibilityChanged(world: World, net: Connections, row: number, eligible: boolean): void {
  const connection = net.byRow.get(row);
  if (connection === undefined) return reconsider(world, net, row);
  connection.hold = null;
  if (eligible) reconsider(world, net, row);
  else renew(world, net, connection, 'disabled or inactive for a moment');
}

/** Ends a hold of one of these kinds, and looks whether the client begins. */
export function release(world: World, net: Connections, connection: Connection, holds: readonly Hold[]): void {
  if (connection.hold === null || !holds.includes(connection.hold)) return;
  connection.hold = null;
  reconsider(world, net, connection.row);
}

/** Command Connect. */
export function connect(world: World, net: Connections, row: number): void {
  const connection = net.byRow.get(row);
  if (connection !== undefined) connection.hold = null;
  if (obstacleOf(world, clients(world), row, connection) !== null || connection === undefined || connection.state === 'Idle')
    return reconsider(world, net, row);
  if (connection.state === 'Closing' || connection.state === 'Denied' || connection.state === 'WaitingToRetry') {
    advance(world, net, connection, connection.state === 'WaitingToRetry' ? goEvent(world, connection) : 'go');
  }
}

/** Command Disconnect. */
export function disconnect(world: World, net: Connections, row: number): void {
  const connection = net.of(row);
  connection.hold = 'disconnected';
  reconsider(world, net, row);
}

/** Command Send. Tells the number of the message. */
export function sendCommand(world: World, net: Connections, row: number, args: FieldValues): CommandOutcome {
  const data: Json = args['Data'] ?? '';
  if (typeof data !== 'string') throw new WorldwireError('WW_BAD_VALUE', 'Data: expected text');
  if (args['Binary'] !== true) return { sent: sendOver(world, net, row, data) };
  const bytes = fromBase64(data);
  if (bytes === undefined) throw new WorldwireError('WW_BAD_VALUE', 'Data: expected base64, since Binary is true');
  return { sent: sendOver(world, net, row, bytes) };
}

/** The world ends: every socket is closed. */
export function ended(world: World, net: Connections): void {
  const ending: Ending = endedByUs('the world is closed', GOING_AWAY);
  for (const connection of net.linked()) {
    if (connection.state === 'Open') world.links.close(connection, ending.code, ending.reason);
    else if (connection.state === 'Connecting') drop(world, net, connection, sourceOf(world, connection.row));
  }
}
