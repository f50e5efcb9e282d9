import { WebsocketClient } from '../components/websocket-client.ts';
import { HOST } from '../door.ts';
import type { Grant } from '../world/owned.ts';
import { trafficOf } from '../world/traffic.ts';
import type { World } from '../world/world.ts';
import { addressOf, ask } from './asking.ts';
import { GOING_AWAY, NO_CLOSE_FRAME, NORMAL } from './close-codes.ts';
import type { Connection, Ending, Pending } from './connection.ts';
import type { Connections } from './connections.ts';
import { arm, NETWORK } from './due.ts';
import { endingLog, obstacleOf } from './reasons.ts';
import { clients, limitsOf, sourceOf, type Source } from './settings.ts';
import { nextWords, show, showIdle, showMachine } from './showing.ts';
import { STATE_TABLE, type Cell, type ConnectionAction, type ConnectionEvent } from './state-table.ts';
import { cutToBytes } from './text-size.ts';

/** A close frame holds at most 125 bytes, two of which are the code (RFC 6455, section 5.5). */
const MOST_REASON_BYTES = 123;

/**
 * Moves one connection by one event, as the state table says. Returns whether the table has a cell for it. An event that a user has set off
 * makes them the connection's acting user; one that time, a link or an answer brings is done for the acting user that it has.
 */
export function advance(world: World, net: Connections, connection: Connection, event: ConnectionEvent, ending?: Ending): boolean {
  const cell = STATE_TABLE[connection.state][event];
  if (cell === undefined) return false;
  if (world.acting !== HOST.userId) connection.acting = world.acting;
  world.actFor(connection.acting, () => move(world, net, connection, cell, ending));
  return true;
}

function move(world: World, net: Connections, connection: Connection, cell: Cell, ending: Ending | undefined): void {
  const before = connection.state;
  const [next, ...actions] = cell;
  // A client that is denied asks again where the refusal is remembered, and is denied the same way: the log warns of it once.
  const isTold = ending?.error?.startsWith('WW_ACCESS_DENIED') === true && connection.ending?.error === ending.error;
  if (ending !== undefined) connection.ending = ending;
  connection.state = next;
  if (next !== before) connection.words = '';
  for (const action of actions) act(world, net, connection, action);
  if (actions.includes('disconnected') && connection.ending !== null && !isTold) {
    const wasOpen = before === 'Open' || before === 'Closing';
    world.log(
      isOrderly(connection.ending) ? 'info' : 'warn',
      endingLog(connection.ending, wasOpen, nextWords(world, net, connection)),
      sourceOf(world, connection.row),
    );
  }
  show(world, connection);
  trafficOf(world)?.state(connection.row);
}

/** Whether an ending is no cause for a warning: this side closed without a fault, or the server with 1000 or 1001. */
function isOrderly({ by, code, error }: Ending): boolean {
  return error === undefined && (by === 'us' || (by === 'server' && (code === NORMAL || code === GOING_AWAY)));
}

function act(world: World, net: Connections, connection: Connection, action: ConnectionAction): void {
  const { columns } = clients(world);
  const { row } = connection;
  switch (action) {
    case 'ask':
      return ask(world, connection);
    case 'withdraw':
      return world.access.withdraw(connection);
    case 'open':
      return open(world, connection);
    case 'close':
      return world.links.close(connection, NORMAL, frameReason(connection.ending));
    case 'drop':
      return drop(world, net, connection, sourceOf(world, row));
    case 'connectTimer':
    case 'retryTimer':
    case 'idleTimer':
      connection.since = world.real;
      connection.pingedAt = null;
      arm(world, connection);
      return;
    case 'connected':
      columns.LastError.data[row] = '';
      pend(world, connection, { type: 'connected', acting: world.acting });
      return;
    case 'disconnected':
      return disconnected(world, connection);
    case 'thenNow':
      connection.after = 'now';
      return;
    case 'thenRetry':
      connection.after = 'retry';
      return;
    case 'thenDenied':
      connection.after = 'denied';
      return;
    case 'hold':
      connection.hold = 'dismissed';
      return;
    case 'settle':
      return settle(world, net, connection);
  }
}

/** An event joins those that wait for the client's turn. */
export function pend(world: World, connection: Connection, event: Pending): void {
  if (connection.out.length > 0) {
    connection.out.push(event);
    return;
  }
  connection.out = [event];
  world.wake(WebsocketClient, connection.row);
}

/** Lets the client's turn look whether it is to begin. */
export function lookAgain(world: World, net: Connections, row: number): void {
  if (world.acting !== HOST.userId || !net.fresh.has(row)) net.fresh.set(row, world.acting);
  world.wake(WebsocketClient, row);
}

/** In a client's turn: begins to connect where nothing keeps it from that, else shows what does. */
export function begin(world: World, net: Connections, row: number): void {
  const store = clients(world);
  let connection = net.byRow.get(row);
  if (connection !== undefined && connection.state !== 'Idle') return;
  const obstacle = obstacleOf(world, store, row, connection);
  if (obstacle !== null) return showIdle(world, row, connection, obstacle.words, obstacle.error);
  connection = net.of(row);
  connection.acting = world.acting;
  advance(world, net, connection, goEvent(world, connection));
}

/** The event with which a client begins: `goGranted` where a permission stands for its place, else `go`, which asks for one. */
export function goEvent(world: World, connection: Connection): 'go' | 'goGranted' {
  const { grant, row } = connection;
  const user = clients(world).columns.HandlingUser.data[row] ?? null;
  const machineId = user === null ? null : world.users.machineFor(user);
  if (grant === null || user === null || machineId === null) return 'go';
  const { host, port } = addressOf(world, row);
  return world.access.isGranted(connection, { userId: user.userId, machineId, host, port }) ? 'goGranted' : 'go';
}

/**
 * Something about a client has changed. Where it may no longer be connected its connection ends, else its turn decides whether one begins.
 * @param why how the connection ends, where there is more to say than what now keeps the client from connecting
 */
export function reconsider(world: World, net: Connections, row: number, why?: Ending): void {
  const connection = net.byRow.get(row);
  const obstacle = obstacleOf(world, clients(world), row, connection);
  if (obstacle === null) {
    showMachine(world, row, connection);
    return lookAgain(world, net, row);
  }
  if (connection === undefined || connection.state === 'Idle') return showIdle(world, row, connection, obstacle.words, obstacle.error);
  const ended = (code: number): Ending => ({ ...endedByUs(obstacle.words, code), ...(obstacle.frame === undefined ? {} : { frame: obstacle.frame }) });
  if (connection.state === 'Closing') connection.ending ??= ended(NORMAL);
  const ending = why ?? ended(isOpen(connection) ? NORMAL : NO_CLOSE_FRAME);
  advance(world, net, connection, 'stop', connection.state === 'Closing' ? undefined : ending);
}

/** The end of a connection that we bring about, with its reason in words. */
export function endedByUs(reason: string, code: number = NORMAL): Ending {
  return { code, reason, by: 'us' };
}

/** The reason in the close frame. */
function frameReason(ending: Ending | null): string {
  return cutToBytes(ending?.frame ?? ending?.reason ?? '', MOST_REASON_BYTES);
}

function isOpen(connection: Connection): boolean {
  return connection.state === 'Open' || connection.state === 'Closing';
}

/** Goes from a connection that has ended to what comes next. Beginning again waits for the client's turn. */
function settle(world: World, net: Connections, connection: Connection): void {
  const { row, after } = connection;
  if (obstacleOf(world, clients(world), row, connection) !== null) {
    world.access.withdraw(connection);
    return;
  }
  if (after === 'denied') advance(world, net, connection, 'refuse');
  else if (after === 'now') lookAgain(world, net, row);
  else if ((clients(world).columns.ConnectRetryInterval.data[row] as number) > 0) advance(world, net, connection, 'retry');
  else {
    world.access.withdraw(connection);
    connection.hold = 'failed';
  }
}

/** The carrier of the connection opened last: most are opened on the same machine, and can share it. */
let lastCarrier: NonNullable<Connection['carrier']> = { userId: '', machineId: '' };

function carrierOf({ userId, machineId }: Grant): NonNullable<Connection['carrier']> {
  if (lastCarrier.userId !== userId || lastCarrier.machineId !== machineId) lastCarrier = { userId, machineId };
  return lastCarrier;
}

function open(world: World, connection: Connection): void {
  const { row } = connection;
  const store = clients(world);
  const address = addressOf(world, row);
  // Nothing is opened without a permission; it names the machine.
  const { grant } = connection;
  if (grant === null) return;
  connection.carrier = carrierOf(grant);
  connection.pings = true;
  connection.sends = 0;
  connection.offered = 0;
  connection.buffered = 0;
  connection.accepted = 0;
  connection.ending = null;
  store.columns.NegotiatedProtocol.data[row] = '';
  world.links.open(NETWORK, connection, {
    entity: world.entities.id.get(store.owner[row] as number),
    component: store.keyOf(row),
    url: address.href,
    protocols: store.columns.Protocols.data[row] ?? [],
    headers: store.columns.Headers.data[row] ?? {},
    limits: limitsOf(store, row),
  });
}

/**
 * Gives the connection up unread; its link will tell how many messages were thrown away with it. @param more messages that had reached
 * the world already and were not handed out
 */
export function drop(world: World, net: Connections, connection: Connection, about: Source, more = 0): void {
  if (connection.number === 0) return;
  net.dropped.set(connection.number, { ...about, messages: more });
  world.links.drop(connection);
  connection.carrier = null;
}

function disconnected(world: World, connection: Connection): void {
  const { row } = connection;
  const { columns } = clients(world);
  const ending = (connection.ending ??= endedByUs(''));
  if (connection.number !== 0) {
    world.links.release(connection);
    connection.carrier = null;
  }
  columns.CloseCode.data[row] = ending.code;
  columns.CloseReason.data[row] = ending.reason;
  columns.BufferedAmount.data[row] = 0;
  if (ending.error !== undefined) columns.LastError.data[row] = ending.error;
  pend(world, connection, { type: 'disconnected', code: ending.code, reason: ending.reason, acting: world.acting });
}
