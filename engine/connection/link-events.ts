import { WebsocketClient } from '../components/websocket-client.ts';
import type { LinkEvent } from '../door.ts';
import type { World } from '../world/world.ts';
import { NO_CLOSE_FRAME } from './close-codes.ts';
import type { Connection, Ending } from './connection.ts';
import type { Connections } from './connections.ts';
import { advance, pend } from './machine.ts';
import { clients, sourceOf, type Source } from './settings.ts';

type Opened = Extract<LinkEvent, { type: 'opened' }>;
type Closed = Extract<LinkEvent, { type: 'closed' }>;
type SendFailed = Extract<LinkEvent, { type: 'sendFailed' }>;

/** Takes in what a link tells. `connection` is undefined where the link speaks of one that the world has dropped. */
export function takeLinkEvent(world: World, net: Connections, connection: Connection | undefined, event: LinkEvent): void {
  if (connection !== undefined) take(world, net, connection, event);
  else if (event.type === 'discarded') discarded(world, net, event.connection, event.messages);
  else if (event.type === 'sendFailed') {
    const dropped = net.dropped.get(event.connection);
    if (dropped !== undefined) world.log('warn', unsentWords(event), { entity: dropped.entity, source: dropped.source });
  }
}

function take(world: World, net: Connections, connection: Connection, event: LinkEvent): void {
  switch (event.type) {
    case 'message':
      // Before the handshake is done there can be no message; while it closes, what was received before still counts.
      if (connection.state !== 'Open' && connection.state !== 'Closing') return;
      heard(world, connection);
      pend(world, connection, event);
      return;
    case 'activity':
      if (connection.state === 'Open') heard(world, connection);
      return;
    case 'opened':
      return world.actFor(connection.acting, () => opened(world, net, connection, event));
    case 'closed':
      return closed(world, net, connection, event);
    case 'drained':
      advance(world, net, connection, 'drained');
      return;
    case 'buffered':
      connection.buffered = event.bytes;
      clients(world).columns.BufferedAmount.data[connection.row] = event.bytes;
      return;
    case 'sendFailed':
      return world.actFor(connection.acting, () => sendFailed(world, connection, event));
    case 'discarded':
    case 'listening':
    case 'accepted':
    case 'turnedAway':
      return;
  }
}

/** The server was heard, so that its silence is counted from now. */
function heard(world: World, connection: Connection): void {
  connection.since = world.real;
  connection.pingedAt = null;
}

function opened(world: World, net: Connections, connection: Connection, { protocol, extensions, pings }: Opened): void {
  const took = world.real - connection.since;
  if (connection.state === 'Connecting') {
    connection.pings = pings !== false;
    connection.near = false;
  }
  if (!advance(world, net, connection, 'opened')) return;
  clients(world).columns.NegotiatedProtocol.data[connection.row] = protocol;
  const parts = [`open in ${took} ms`, ...[protocol, extensions].filter((part) => part !== '')];
  world.log('info', parts.join(' · '), sourceOf(world, connection.row));
}

function closed(world: World, net: Connections, connection: Connection, event: Closed): void {
  const { code, error } = event;
  const isBar = error?.code === 'WW_ADDRESS_REFUSED' || error?.code === 'WW_ACCESS_DENIED';
  const isNear = error?.code === 'WW_ADDRESS_NEAR';
  // A machine that refused to connect there, and an agent that has gone, may have decided otherwise or have forgotten: the user is asked again.
  if (isBar || isNear || error?.code === 'WW_AGENT_LOST') connection.grant = null;
  // A connection that this side closes had its reason noted when the close began.
  if (connection.state === 'Closing') {
    advance(world, net, connection, 'lost');
    return;
  }
  const ending: Ending = {
    code,
    reason: event.reason === '' ? (error?.message ?? '') : event.reason,
    by: byWhom(connection, event),
    ...(error === undefined ? {} : { error: `${error.code}: ${error.message}` }),
  };
  // The user is asked again once; where the address then still counts as near, the client waits as after any other failure.
  const asksAgain = isNear && !connection.near && connection.state === 'Connecting';
  connection.near = asksAgain;
  advance(world, net, connection, isBar ? 'barred' : asksAgain ? 'near' : 'lost', ending);
}

/** Messages that had been accepted did not go out: they are taken off MessagesSent and BytesSent, and told by their numbers. */
function sendFailed(world: World, { row }: Connection, event: SendFailed): void {
  const { columns } = clients(world);
  const { MessagesSent, BytesSent } = columns;
  MessagesSent.data[row] = Math.max(0, (MessagesSent.data[row] as number) - (event.messages ?? 1));
  BytesSent.data[row] = Math.max(0, (BytesSent.data[row] as number) - event.bytes);
  columns.LastError.data[row] = `${event.code ?? 'WW_SEND_BUFFER_FULL'}: ${lostWords(event)}`;
  world.log('warn', unsentWords(event), sourceOf(world, row));
  world.emit(WebsocketClient, row, 'OnSendFailed', {
    connection: event.connection,
    number: event.number ?? 0,
    messages: event.messages ?? 1,
    reason: event.message,
  });
}

function lostWords({ messages = 1, bytes, number, message }: SendFailed): string {
  const which =
    number === undefined
      ? ''
      : messages === 1
        ? `, number ${number} of its connection,`
        : `, numbers ${number} to ${number + messages - 1} of their connection,`;
  const what = messages === 1 ? `1 message of ${bytes} bytes${which} was` : `${messages} messages of together ${bytes} bytes${which} were`;
  return `${what} not sent: ${message}`;
}

function unsentWords(event: SendFailed): string {
  return `${lostWords(event)} (${event.code ?? 'WW_SEND_BUFFER_FULL'})`;
}

/**
 * Who ended a connection. Where a link ended an open one for what the server did, it has sent the code itself; with 1006, which no close
 * frame can carry, nobody has.
 */
function byWhom({ state }: Connection, { code, error }: Closed): Ending['by'] {
  if (state !== 'Open') return 'failure';
  if (error === undefined || error.code === 'WW_CONNECTION_LOST') return 'server';
  return code === NO_CLOSE_FRAME ? 'failure' : 'us';
}

/** A link tells how many messages went with a connection that was dropped. */
function discarded(world: World, net: Connections, number: number, messages: number): void {
  const dropped = net.dropped.get(number);
  if (dropped === undefined) return;
  net.dropped.delete(number);
  logDiscarded(world, dropped, dropped.messages + messages);
}

/** Tells how many received messages went with a client that was removed, if any did. */
export function logDiscarded(world: World, about: Source, messages: number): void {
  if (messages > 0) world.log('info', `discarded ${messages} ${messages === 1 ? 'message' : 'messages'} that it had received and not yet handed out`, about);
}
