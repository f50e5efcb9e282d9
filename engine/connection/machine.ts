import { WebsocketClient } from '../components/websocket-client.ts';
import { HOST } from '../door.ts';
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
 * Moves one connection by one event, as the table says. Returns whether the table has a cell for it. What a user sets off goes on for them from here;
 * what time, a link or an answer brings is done for whom the connection goes on.
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
  // Who was denied asks anew where that decision is remembered, and hears the same again: one refusal is one warning.
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
  world.traffic?.state(connection.row);
}

/** Whether it ended as connections do: by us without a fault, or by a server that had nothing more to say or goes away, and says so. */
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
  if (connection.out.push(event) === 1) world.wake(WebsocketClient, connection.row);
}

/** Lets the client's turn look whether it is to begin. */
export function lookAgain(world: World, net: Connections, row: number): void {
  if (world.acting !== HOST.userId || !net.fresh.has(row)) net.fresh.set(row, world.acting);
  world.wake(WebsocketClient, row);
}

/** In its turn: begins where nothing keeps it from it, else says what does. */
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

/** The event that begins: with the grant that stands, or without. */
export function goEvent(world: World, connection: Connection): 'go' | 'goGranted' {
  const { grant, row } = connection;
  const user = clients(world).columns.HandlingUser.data[row] ?? null;
  const machineId = user === null ? null : world.users.machineFor(user);
  if (grant === null || user === null || machineId === null) return 'go';
  const { host, port } = addressOf(world, row);
  return world.access.isGranted(connection, { userId: user.userId, machineId, host, port }) ? 'goGranted' : 'go';
}

/**
 * Something about a client has changed: ends what can no longer stand, lets its turn see whether it begins. `why`: how it ends, where
 * there is more to say than what keeps it.
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

/** What the server is told. */
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

function open(world: World, connection: Connection): void {
  const { row } = connection;
  const store = clients(world);
  const address = addressOf(world, row);
  // Nothing is opened but by a permission, which names the machine.
  const { grant } = connection;
  if (grant === null) return;
  const { userId, machineId } = grant;
  connection.carrier = { userId, machineId };
  connection.pings = true;
  connection.sends = 0;
  connection.buffered = 0;
  connection.accepted = 0;
  connection.ending = null;
  store.columns.NegotiatedProtocol.data[row] = '';
  world.links.open(NETWORK, connection, {
    entity: world.entities.id[store.owner[row] as number] as string,
    component: store.keyOf(row),
    url: address.href,
    protocols: store.columns.Protocols.data[row] ?? [],
    headers: store.columns.Headers.data[row] ?? {},
    limits: limitsOf(store, row),
  });
}

/** Forgets the connection; its link tells how many messages went with it. `more` are those that had reached the world. */
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
