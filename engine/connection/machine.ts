import { WebsocketClient, CONNECTION_STATES } from '../components/websocket-client.ts';
import type { AccessAnswer, AccessQuestion, ConnectionState } from '../door.ts';
import type { World } from '../world/world.ts';
import { NO_CLOSE_FRAME, NORMAL } from './close-codes.ts';
import type { Connection, Ending, Pending } from './connection.ts';
import type { Connections } from './connections.ts';
import { readUrl, type WebsocketAddress } from './handshake.ts';
import { hostPortText } from '../access/host.ts';
import { endingLog, endingWords, obstacleOf, secondsText } from './reasons.ts';
import { clients, limitsOf, milliseconds, settingsOf, sourceOf } from './settings.ts';
import { STATE_TABLE, type ConnectionAction, type ConnectionEvent } from './state-table.ts';
import { cutToBytes } from './text-size.ts';

/** A close frame holds at most 125 bytes, two of which are the code (RFC 6455, section 5.5). */
const MOST_REASON_BYTES = 123;

/** Moves one connection by one event, as the table says. Returns whether the table has a cell for it. */
export function advance(world: World, net: Connections, connection: Connection, event: ConnectionEvent, ending?: Ending): boolean {
  const cell = STATE_TABLE[connection.state][event];
  if (cell === undefined) return false;
  const before = connection.state;
  const [next, ...actions] = cell;
  if (ending !== undefined) connection.ending = ending;
  connection.state = next;
  if (next !== before) connection.words = '';
  for (const action of actions) act(world, net, connection, action, before);
  if (actions.includes('disconnected') && connection.ending !== null) {
    const { by } = connection.ending;
    const wasOpen = before === 'Open' || before === 'Closing';
    world.log(by === 'us' ? 'info' : 'warn', endingLog(connection.ending, wasOpen, nextWords(world, net, connection)), sourceOf(world, connection.row));
  }
  show(world, net, connection);
  return true;
}

function act(world: World, net: Connections, connection: Connection, action: ConnectionAction, before: ConnectionState): void {
  const { columns } = clients(world);
  const { row } = connection;
  switch (action) {
    case 'ask': return ask(world, net, connection);
    case 'withdraw': return withdraw(world, net, connection);
    case 'open': return open(world, net, connection);
    case 'close':
      world.effect({ type: 'close', connection: connection.number, code: NORMAL, reason: cutToBytes(connection.ending?.reason ?? '', MOST_REASON_BYTES) });
      return;
    case 'drop': return drop(world, net, connection, 0);
    case 'connectTimer':
    case 'retryTimer':
    case 'idleTimer':
      connection.since = world.real;
      arm(world, net, connection);
      return;
    case 'connected':
      columns.LastError.data[row] = '';
      pend(world, connection, { type: 'connected' });
      return;
    case 'disconnected': return disconnected(world, net, connection);
    case 'thenNow': connection.after = 'now'; return;
    case 'thenRetry': connection.after = 'retry'; return;
    case 'thenDenied': connection.after = 'denied'; return;
    case 'hold': connection.hold = before === 'AwaitingAccess' ? 'dismissed' : 'failed'; return;
    case 'settle': return settle(world, net, connection);
  }
}

/** An event joins those that wait for the client's turn. */
export function pend(world: World, connection: Connection, event: Pending): void {
  if (connection.out.push(event) === 1) world.wake(WebsocketClient, connection.row);
}

/** Lets the client's turn look whether it is to begin. */
export function lookAgain(world: World, net: Connections, row: number): void {
  net.fresh.add(row);
  world.wake(WebsocketClient, row);
}

/** In its turn: begins where nothing keeps it from it, else says what does. */
export function begin(world: World, net: Connections, row: number): void {
  const store = clients(world);
  let connection = net.byRow.get(row);
  if (connection !== undefined && connection.state !== 'Idle') return;
  const obstacle = obstacleOf(world, store, row, connection);
  if (obstacle !== null) return showIdle(world, row, obstacle.words, obstacle.error);
  connection = net.of(row);
  connection.seen ??= settingsOf(store, row);
  connection.after = 'now';
  advance(world, net, connection, goEvent(world, connection));
}

/** The event that begins: with the grant that stands, or without. */
export function goEvent(world: World, connection: Connection): 'go' | 'goGranted' {
  const address = addressOf(world, connection.row);
  const userId = clients(world).columns.HandlingUser.data[connection.row]?.userId;
  const { grant } = connection;
  return grant !== null && !grant.stale && grant.userId === userId && grant.host === address.host && grant.port === address.port ? 'goGranted' : 'go';
}

/** Something about a client has changed: ends what can no longer stand, lets its turn see whether it begins. */
export function reconsider(world: World, net: Connections, row: number): void {
  const connection = net.byRow.get(row);
  const obstacle = obstacleOf(world, clients(world), row, connection);
  if (obstacle === null) return lookAgain(world, net, row);
  if (connection === undefined || connection.state === 'Idle') return showIdle(world, row, obstacle.words, obstacle.error);
  if (connection.state === 'Closing') connection.ending ??= endedByUs(obstacle.words);
  advance(world, net, connection, 'stop', connection.state === 'Closing' ? undefined : endedByUs(obstacle.words, isOpen(connection) ? NORMAL : NO_CLOSE_FRAME));
}

/** The end of a connection that we bring about, with its reason in words. */
export function endedByUs(reason: string, code: number = NORMAL): Ending {
  return { code, reason, by: 'us' };
}

function isOpen(connection: Connection): boolean {
  return connection.state === 'Open' || connection.state === 'Closing';
}

/** Goes from a connection that has ended to what comes next. Beginning again waits for the client's turn. */
function settle(world: World, net: Connections, connection: Connection): void {
  const { row, after } = connection;
  if (obstacleOf(world, clients(world), row, connection) !== null) {
    withdraw(world, net, connection);
    return;
  }
  if (after === 'denied') advance(world, net, connection, 'refuse');
  else if (after === 'now') lookAgain(world, net, row);
  else if ((clients(world).columns.ConnectRetryInterval.data[row] as number) > 0) advance(world, net, connection, 'retry');
  else {
    withdraw(world, net, connection);
    connection.hold = 'failed';
  }
}

function ask(world: World, net: Connections, connection: Connection): void {
  withdraw(world, net, connection);
  const { row } = connection;
  const store = clients(world);
  const address = addressOf(world, row);
  const user = store.columns.HandlingUser.data[row];
  if (user == null) return;
  const entity = store.owner[row] as number;
  const { host, port } = address;
  connection.ask = ++net.lastAsk;
  connection.asked = { userId: user.userId, host, port };
  net.byAsk.set(connection.ask, connection);
  const standing = connection.grant !== null && connection.grant.userId === user.userId && connection.grant.host === host && connection.grant.port === port;
  const question: AccessQuestion = {
    ask: connection.ask, user, scope: 'Websocket', host, port, url: address.href, reason: store.columns.AccessReason.data[row] ?? '',
    entity: world.entities.id[entity] as string, path: world.entities.pathOf(entity).map((at) => world.entities.name[at] as string), component: store.keyOf(row),
    ...(standing ? { standing: true as const } : {}),
  };
  world.effect({ type: 'ask', question });
  if (!standing) world.log('info', `asks ${userName(world, user.userId)} for ${hostPortText(address)}`, sourceOf(world, row));
}

/** Takes the standing question back, if there is one. */
function withdraw(world: World, net: Connections, connection: Connection): void {
  if (connection.ask === 0) return;
  world.effect({ type: 'withdraw', ask: connection.ask });
  answered(net, connection);
}

function answered(net: Connections, connection: Connection): void {
  net.byAsk.delete(connection.ask);
  connection.ask = 0;
}

function open(world: World, net: Connections, connection: Connection): void {
  const { row } = connection;
  const store = clients(world);
  const address = addressOf(world, row);
  const user = store.columns.HandlingUser.data[row];
  if (user == null) return;
  connection.number = ++net.lastNumber;
  connection.buffered = 0;
  connection.accepted = 0;
  connection.after = 'retry';
  connection.ending = null;
  connection.seen = settingsOf(store, row);
  net.byNumber.set(connection.number, connection);
  store.columns.NegotiatedProtocol.data[row] = '';
  store.columns.BufferedAmount.data[row] = 0;
  world.effect({
    type: 'open', connection: connection.number, user: { userId: user.userId, machineId: user.machineId ?? world.users.machines(user.userId).at(-1) ?? null },
    url: address.href, protocols: connection.seen.protocols, headers: connection.seen.headers, limits: limitsOf(store, row),
  });
}

/** Forgets the connection; its link tells how many messages went with it. `more` are those that had reached the world. */
export function drop(world: World, net: Connections, connection: Connection, more: number): void {
  if (connection.number === 0) return;
  world.effect({ type: 'drop', connection: connection.number });
  net.dropped.set(connection.number, { ...sourceOf(world, connection.row), messages: more });
  forgetNumber(net, connection);
}

function forgetNumber(net: Connections, connection: Connection): void {
  net.byNumber.delete(connection.number);
  connection.number = 0;
}

function disconnected(world: World, net: Connections, connection: Connection): void {
  const { row } = connection;
  const { columns } = clients(world);
  const ending = (connection.ending ??= endedByUs(''));
  if (connection.number !== 0) forgetNumber(net, connection);
  columns.CloseCode.data[row] = ending.code;
  columns.CloseReason.data[row] = ending.reason;
  columns.BufferedAmount.data[row] = 0;
  if (ending.error !== undefined) columns.LastError.data[row] = ending.error;
  pend(world, connection, { type: 'disconnected', code: ending.code, reason: ending.reason });
}

/** What the handling user has answered. Answers to questions that no longer stand are passed over. */
export function answer(world: World, net: Connections, given: AccessAnswer): void {
  const connection = net.byAsk.get(given.ask);
  if (connection === undefined || connection.asked === null) return;
  const { grant, asked, row } = connection;
  const standing = grant !== null && grant.userId === asked.userId && grant.host === asked.host && grant.port === asked.port;
  if (given.decision === 'deny') {
    answered(net, connection);
    connection.grant = null;
    const words = `denied by ${userName(world, given.by)} at ${timeText(given.at)}`;
    const code = connection.state === 'Open' || connection.state === 'Closing' ? NORMAL : NO_CLOSE_FRAME;
    advance(world, net, connection, 'deny', { code, reason: words, by: 'user', error: `WW_ACCESS_DENIED: ${words}` });
    return;
  }
  // What stands goes on unless it is refused: nobody need be asked again for it.
  if (given.decision === 'allow' || standing) {
    if (given.decision === 'allow') answered(net, connection);
    else withdraw(world, net, connection);
    connection.grant = { ...asked, stale: false };
    advance(world, net, connection, 'allow');
    return;
  }
  if (given.decision === 'dismissed') {
    answered(net, connection);
    advance(world, net, connection, 'dismiss');
    return;
  }
  const words = given.note ?? `${userName(world, asked.userId)} is asked for ${hostPortText(asked)}`;
  if (connection.words === words) return;
  connection.words = words;
  world.log('warn', `waits for access: ${words} (WW_ACCESS_WAITING)`, sourceOf(world, row));
  show(world, net, connection);
}

/** Sees to it that the timer of its state is looked at when it may be due. An entry that is early is put off, never missed. */
export function arm(world: World, net: Connections, connection: Connection): void {
  const due = dueOf(world, connection);
  if (due < connection.armed) {
    connection.armed = due;
    net.timers.push(due, { due, connection });
  }
}

/** When the timer of its state runs out, in real ms; Infinity where it has none. */
export function dueOf(world: World, connection: Connection): number {
  const { columns } = clients(world);
  const { row, since } = connection;
  switch (connection.state) {
    case 'Connecting': return since + milliseconds(columns.ConnectTimeout.data[row]);
    case 'Open': return (columns.IdleTimeout.data[row] as number) > 0 ? since + milliseconds(columns.IdleTimeout.data[row]) : Infinity;
    case 'WaitingToRetry': return since + milliseconds(columns.ConnectRetryInterval.data[row]);
    default: return Infinity;
  }
}

/** Writes what the columns show of a connection. */
export function show(world: World, net: Connections, connection: Connection): void {
  const { row, state } = connection;
  const { columns } = clients(world);
  columns.State.data[row] = CONNECTION_STATES.indexOf(state);
  columns.IsConnected.data[row] = state === 'Open' ? 1 : 0;
  columns.RetryAt.data[row] = state === 'WaitingToRetry' ? dueOf(world, connection) / 1000 : 0;
  if (state !== 'Idle') columns.StateReason.data[row] = stateWords(connection);
  else {
    const obstacle = obstacleOf(world, clients(world), row, connection);
    columns.StateReason.data[row] = obstacle?.words ?? 'about to connect';
    if (obstacle?.error !== undefined) columns.LastError.data[row] = obstacle.error;
  }
}

function showIdle(world: World, row: number, words: string, error: string | undefined): void {
  const { columns } = clients(world);
  columns.StateReason.data[row] = words;
  if (error !== undefined) columns.LastError.data[row] = error;
}

function stateWords(connection: Connection): string {
  const { asked, ending, words } = connection;
  switch (connection.state) {
    case 'AwaitingAccess': return words === '' ? `waiting for access${asked === null ? '' : ` to ${hostPortText(asked)}`}` : `waiting for access: ${words}`;
    case 'Denied': return ending === null ? 'denied' : ending.reason;
    case 'Connecting': return 'connecting';
    case 'Closing': return ending === null ? 'closing' : `closing: ${ending.reason}`;
    case 'WaitingToRetry': return ending === null ? 'waiting to retry' : `waiting to retry: ${endingWords(ending)}`;
    default: return '';
  }
}

/** What comes after an end, for the log. */
function nextWords(world: World, net: Connections, connection: Connection): string {
  switch (connection.state) {
    case 'WaitingToRetry': return `retry in ${secondsText(dueOf(world, connection) - world.real)}`;
    case 'Denied': return 'not retried';
    case 'Idle': return net.fresh.has(connection.row) ? 'connecting anew' : connection.hold === 'failed' ? 'not retried' : '';
    default: return '';
  }
}

/** The parsed URL of a client that has been found fit to connect. */
function addressOf(world: World, row: number): WebsocketAddress {
  const read = readUrl(clients(world).columns.URL.data[row] ?? '');
  if ('expected' in read) throw new TypeError(`connection begun with ${read.message}`);
  return read;
}

/** A user's name for people, or the id where nobody of that id is here. */
export function userName(world: World, userId: string): string {
  return world.users.find(userId)?.name ?? userId;
}

/** An ISO time to the minute: `2026-11-20 05:12 UTC`; what is none stays as it is. */
function timeText(at: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:[\d.]+)?Z$/.test(at) ? `${at.slice(0, 10)} ${at.slice(11, 16)} UTC` : at;
}
