import { hostPortText } from '../access/host.ts';
import { protocolsFaults, readUrl } from '../access/handshake.ts';
import { NO_CLOSE_FRAME, NO_STATUS, NORMAL } from '../connection/close-codes.ts';
import { utf8Length } from '../connection/text-size.ts';
import type { AccessAnswer, LinkEvent, LinkLimits } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { Outcome } from '../world/owned.ts';
import { closeWords, trafficOf } from '../world/traffic.ts';
import type { World } from '../world/world.ts';
import { Script } from './script.ts';
import { SCRIPTS, weightOf, type Happening, type Listener, type Scripts, type ScriptState, type Socket } from './state.ts';
import { aboutOf, sourceOf } from './telling.ts';

/** WebSockets of one script at a time. */
const MOST_SOCKETS = 1024;
/** Real ms from the grant to the open connection. */
const CONNECT_TIMEOUT = 10_000;
/** What a script that does not keep up may have waiting: from here on its sockets are slowed, and past the rest they are closed. */
const MANY = { happenings: 2_000, size: 8_000_000 } as const;
const TOO_MANY = { happenings: 20_000, size: 64_000_000 } as const;
const LIMITS: LinkLimits = { maxMessageSize: 1_048_576, maxBufferedAmount: 16_777_216, maxMessagesPerTick: 1000 };
const SLOWED: LinkLimits = { ...LIMITS, maxMessagesPerTick: 1 };
/** Sent to a server whose messages the script does not take: policy violation. */
const TOO_SLOW = 1008;

/** Overte's SocketError, as far as it can be told here. */
const FAILURE = { refused: 0, closed: 1, access: 3, timeout: 5, network: 7, handshake: 12, unknown: -1 } as const;
const NO_FAILURE = -2;

/** Opens a WebSocket of a script. What becomes of it is told in later turns. Returns the number by which the script knows it. */
export function openSocket(world: World, scripts: Scripts, script: ScriptState, url: string, protocols: readonly string[]): number {
  if (script.sockets.size >= MOST_SOCKETS) throw new WorldwireError('WW_LIMIT', `the script has ${MOST_SOCKETS} WebSockets already, which is the most`);
  const address = readUrl(url);
  if ('expected' in address) throw new WorldwireError('WW_BAD_VALUE', address.message);
  const unfit = protocolsFaults(protocols)[0];
  if (unfit !== undefined) throw new WorldwireError('WW_BAD_VALUE', unfit.message);
  const { host, port, href } = address;
  const id = ++script.lastSocket;
  const socket: Socket = { ...newSocket(script, id, world.acting, world.real), url: href, host, port, protocols };
  script.sockets.set(id, socket);
  countSockets(world, script);
  ask(world, scripts, socket);
  return id;
}

function ask(world: World, scripts: Scripts, socket: Socket): void {
  const user = world.store(Script).columns.HandlingUser.data[socket.script.row] ?? null;
  const machineId = user === null ? null : world.users.machineFor(user);
  if (user === null || machineId === null) {
    const why = user === null ? 'the script has no HandlingUser' : `${user.userId} is not here with a machine that opens sockets`;
    return fail(world, scripts, socket, FAILURE.access, `nobody can be asked whether it may connect: ${why}`);
  }
  const { host, port } = socket;
  world.access.ask(SCRIPTS, socket, {
    user: { userId: user.userId, machineId },
    host,
    port,
    ...aboutOf(world, socket.script, socket.url, 'opens a WebSocket'),
  });
}

/** What has become of a question, in words. */
export const REFUSAL = { denied: 'denied', revoked: 'taken back', dismissed: 'not decided' } as const;

/** A user has answered. */
export function answered(world: World, scripts: Scripts, socket: Socket, outcome: Outcome, { note }: AccessAnswer): void {
  const place = hostPortText(socket);
  switch (outcome) {
    case 'allowed':
      if (socket.state === 'Asking') connect(world, socket);
      return;
    case 'denied':
    case 'revoked':
    case 'dismissed': {
      const why = `access to ${place} was ${REFUSAL[outcome]}${note === undefined ? '' : `: ${note}`}`;
      if (socket.state === 'Open') endOpen(world, socket, why);
      else fail(world, scripts, socket, FAILURE.access, why);
      return;
    }
    case 'waiting':
      world.log('warn', `waits for access: ${note ?? `somebody is asked for ${place}`} (WW_ACCESS_WAITING)`, sourceOf(world, socket.script));
  }
}

/** A user has changed the decision by which these were allowed or wait: each is asked for anew. */
export function outdated(world: World, scripts: Scripts, concerned: readonly Socket[]): void {
  for (const socket of [...concerned].sort((a, b) => a.number - b.number || a.ask - b.ask || a.id - b.id)) if (socket.ask === 0) ask(world, scripts, socket);
}

function connect(world: World, socket: Socket): void {
  const { entity, source } = sourceOf(world, socket.script);
  socket.state = 'Connecting';
  socket.since = world.real;
  const limits = socket.script.slowed ? SLOWED : LIMITS;
  world.actFor(socket.acting, () =>
    world.links.open(SCRIPTS, socket, { entity, component: source, url: socket.url, protocols: socket.protocols, headers: {}, limits }),
  );
  arm(world, socket.script);
}

/** A link tells of a socket. */
export function told(world: World, scripts: Scripts, socket: Socket | undefined, event: LinkEvent): void {
  if (socket === undefined) {
    if (event.type === 'discarded') scripts.dropped.delete(event.connection);
    return;
  }
  switch (event.type) {
    case 'opened':
      if (socket.state !== 'Connecting') return;
      socket.state = 'Open';
      socket.protocol = event.protocol;
      trafficOf(world)?.came(
        socket.number,
        { type: Script.name, row: socket.script.row, id: socket.id },
        event.protocol === '' ? socket.url : `${socket.url}, ${event.protocol}`,
      );
      return happened(world, socket.script, { kind: 'opened', args: [socket.id, event.protocol, event.extensions], acting: socket.acting });
    case 'message':
      if (socket.state === 'Open') heard(world, socket, event.data);
      return;
    case 'buffered':
      socket.buffered = event.bytes;
      return;
    case 'sendFailed':
      socket.messagesOut = Math.max(0, socket.messagesOut - (event.messages ?? 1));
      socket.bytesOut = Math.max(0, socket.bytesOut - event.bytes);
      return world.log('warn', `a message was not sent: ${event.message} (${event.code ?? 'WW_SEND_BUFFER_FULL'})`, sourceOf(world, socket.script));
    case 'drained': {
      const { code, reason } = socket.closing ?? { code: NORMAL, reason: '' };
      return end(world, socket, code, reason, true, NO_FAILURE, '');
    }
    case 'closed': {
      const { code, reason, error } = event;
      if (error === undefined) return end(world, socket, code, reason, true, NO_FAILURE, '');
      return end(world, socket, code === 0 ? NO_CLOSE_FRAME : code, reason, false, failureOf(error.code), `${error.code}: ${error.message}`);
    }
    default:
  }
}

function failureOf(code: string): number {
  if (code === 'WW_ACCESS_DENIED' || code === 'WW_ADDRESS_REFUSED' || code === 'WW_ADDRESS_NEAR') return FAILURE.access;
  if (code === 'WW_CONNECT_TIMEOUT' || code === 'WW_IDLE_TIMEOUT') return FAILURE.timeout;
  if (code === 'WW_CONNECT_FAILED' || code === 'WW_HANDSHAKE_REFUSED') return FAILURE.refused;
  if (code === 'WW_TLS') return FAILURE.handshake;
  return code === 'WW_CONNECTION_LOST' ? FAILURE.closed : FAILURE.network;
}

function heard(world: World, socket: Socket, data: string | Uint8Array): void {
  const { script } = socket;
  const size = typeof data === 'string' ? utf8Length(data) : data.length;
  socket.messagesIn++;
  socket.bytesIn += size;
  trafficOf(world)?.accepted(socket.number, 'in', data, size);
  happened(world, script, { kind: 'message', args: [socket.id, data], acting: socket.acting });
  if (hasTooMuch(script)) return endOpen(world, socket, 'the script does not take its messages', TOO_SLOW);
  if (!script.slowed && (script.out.length > MANY.happenings || script.waiting > MANY.size)) setSlowed(world, script, true);
}

/** Somebody whom a script has let in: a socket of its, open from the beginning. */
export function acceptSocket(world: World, listener: Listener, event: Extract<LinkEvent, { type: 'accepted' }>): void {
  const { path, protocol, address, guest } = event;
  const { script, acting } = listener;
  const id = ++script.lastSocket;
  const socket: Socket = {
    ...newSocket(script, id, acting, world.real),
    url: `ws://${address}${path}`,
    host: address,
    port: 0,
    protocols: [protocol],
    server: listener.id,
    protocol,
    state: 'Open',
  };
  script.sockets.set(id, socket);
  world.links.take(SCRIPTS, socket, listener, guest, script.slowed ? SLOWED : LIMITS);
  countSockets(world, script);
  happened(world, script, { kind: 'accepted', args: [listener.id, id, path, protocol, address], acting });
}

function newSocket(script: ScriptState, id: number, acting: string, since: number): Omit<Socket, 'url' | 'host' | 'port' | 'protocols'> {
  return {
    script,
    id,
    acting,
    server: 0,
    protocol: '',
    state: 'Asking',
    since,
    closing: null,
    messagesIn: 0,
    bytesIn: 0,
    messagesOut: 0,
    bytesOut: 0,
    buffered: 0,
    accepted: 0,
    acceptedStep: 0,
    number: 0,
    ask: 0,
    asked: null,
    grant: null,
  };
}

/** Whether more waits for a script to be heard than it may have waiting. */
export function hasTooMuch({ out, waiting }: ScriptState): boolean {
  return out.length > TOO_MANY.happenings || waiting > TOO_MANY.size;
}

/** Whether a script has so much to hear that no more is put to it, which the log tells. */
export function isFull(world: World, script: ScriptState, what: string): boolean {
  if (script.out.length < TOO_MANY.happenings && script.waiting <= TOO_MANY.size) return false;
  const waits = script.waiting > TOO_MANY.size ? `${script.waiting} bytes and characters` : `${TOO_MANY.happenings} happenings`;
  world.log('warn', `${what} was not told: ${waits} wait for the script already`, sourceOf(world, script));
  return true;
}

/** The script keeps up again, or does no longer. */
function setSlowed(world: World, script: ScriptState, slowed: boolean): void {
  script.slowed = slowed;
  for (const socket of script.sockets.values())
    if (socket.state === 'Open' || socket.state === 'Connecting') world.links.configure(socket, slowed ? SLOWED : LIMITS);
}
export function keepsUp(world: World, script: ScriptState): void {
  if (script.slowed && script.out.length < MANY.happenings / 2 && script.waiting < MANY.size / 2) setSlowed(world, script, false);
}

export function happened(world: World, script: ScriptState, happening: Happening): void {
  script.out.push(happening);
  script.waiting += weightOf(happening);
  world.wake(Script, script.row);
}

/** Bytes that wait to be sent: as the link told last, and accepted since. */
export function bufferedIn(world: World, { buffered, accepted, acceptedStep }: Socket): number {
  return buffered + (acceptedStep === world.steps ? accepted : 0);
}

/** Sends over an open socket; one that is not open takes nothing, as the standard has it. Throws WW_SEND_TOO_LARGE and WW_SEND_BUFFER_FULL. */
export function sendOver(world: World, script: ScriptState, id: number, data: string | Uint8Array, size: number): void {
  const socket = script.sockets.get(id);
  if (socket?.state !== 'Open') return;
  if (size > LIMITS.maxMessageSize) throw new WorldwireError('WW_SEND_TOO_LARGE', `the message has ${size} bytes, and ${LIMITS.maxMessageSize} is the most`);
  if (socket.acceptedStep !== world.steps) {
    socket.acceptedStep = world.steps;
    socket.accepted = 0;
  }
  const waiting = bufferedIn(world, socket);
  if (waiting + size > LIMITS.maxBufferedAmount)
    throw new WorldwireError('WW_SEND_BUFFER_FULL', `${waiting} bytes wait to be sent, and with ${size} more ${LIMITS.maxBufferedAmount} would be passed`);
  socket.accepted += size;
  socket.messagesOut++;
  socket.bytesOut += size;
  trafficOf(world)?.accepted(socket.number, 'out', data, size);
  world.links.send(socket, data);
}

/** The script closes a socket. @param code -1 where it gave none */
export function closeSocket(world: World, scripts: Scripts, script: ScriptState, id: number, code: number, reason: string): void {
  const socket = script.sockets.get(id);
  if (socket === undefined || socket.state === 'Closing') return;
  if (socket.state !== 'Open') return fail(world, scripts, socket, FAILURE.unknown, 'the WebSocket was closed before it was open');
  socket.closing = { code: code === -1 ? NO_STATUS : code, reason };
  socket.state = 'Closing';
  world.links.close(socket, socket.closing.code, reason);
}

/** The world ends an open socket of a script, which hears that it did. */
function endOpen(world: World, socket: Socket, why: string, code: number = NORMAL): void {
  world.log('warn', `closed its WebSocket to ${hostPortText(socket)}: ${why}`, sourceOf(world, socket.script));
  socket.closing = { code, reason: '' };
  socket.state = 'Closing';
  world.links.close(socket, code, '');
}

/** An attempt has failed. */
function fail(world: World, scripts: Scripts, socket: Socket, failure: number, message: string): void {
  if (failure !== FAILURE.unknown) world.log('warn', `its WebSocket to ${hostPortText(socket)} failed: ${message}`, sourceOf(world, socket.script));
  world.access.withdraw(socket);
  drop(world, scripts, socket);
  end(world, socket, NO_CLOSE_FRAME, '', false, failure, message);
}

function end(world: World, socket: Socket, code: number, reason: string, wasClean: boolean, failure: number, message: string): void {
  const { script } = socket;
  forget(world, socket, message === '' ? closeWords(code, reason) : message);
  happened(world, script, { kind: 'closed', args: [socket.id, code, reason, wasClean, failure, message], acting: socket.acting });
}

function forget(world: World, socket: Socket, words: string): void {
  world.access.withdraw(socket);
  leave(world, socket, words);
  world.links.release(socket);
  socket.script.sockets.delete(socket.id);
  countSockets(world, socket.script);
}

/** The script ends: its sockets are closed with 1001, and nobody hears of them any more. */
export function dropSockets(world: World, scripts: Scripts, script: ScriptState): void {
  for (const socket of script.sockets.values()) {
    world.access.withdraw(socket);
    drop(world, scripts, socket);
  }
  script.sockets.clear();
  script.out = [];
  script.waiting = 0;
  script.slowed = false;
  countSockets(world, script);
}

function drop(world: World, scripts: Scripts, socket: Socket): void {
  if (socket.number === 0) return;
  leave(world, socket, 'dropped by its script');
  scripts.dropped.add(socket.number);
  world.links.drop(socket);
}

/** Who looks at what passes it sees no more. */
function leave(world: World, { number }: Socket, words: string): void {
  if (number !== 0) trafficOf(world)?.left(number, words);
}

/** What the component tells of how many it has. */
export function countSockets(world: World, { row, sockets, listeners }: ScriptState): void {
  const store = world.store(Script);
  if (store.has(row)) store.columns.Sockets.data[row] = sockets.size + listeners.size;
}

/* ---------- time ---------- */

/** When an attempt of the script has taken too long, in real ms; Infinity where there is none. */
export function dueOf({ sockets }: ScriptState): number {
  let due = Infinity;
  for (const { state, since } of sockets.values()) if (state === 'Connecting') due = Math.min(due, since + CONNECT_TIMEOUT);
  return due;
}
function arm(world: World, script: ScriptState): void {
  world.timers.arm(SCRIPTS, script.row, dueOf(script));
}
export function timeUp(world: World, scripts: Scripts, script: ScriptState): void {
  for (const socket of script.sockets.values())
    if (socket.state === 'Connecting' && socket.since + CONNECT_TIMEOUT <= world.real)
      fail(world, scripts, socket, FAILURE.timeout, `the server did not answer within ${CONNECT_TIMEOUT / 1000} s`);
  arm(world, script);
}

/** The world goes on in another process: what was being asked is asked again; connections are told as lost by the world. */
export function takenUp(world: World, scripts: Scripts): void {
  for (const script of inOrder(world, scripts)) for (const socket of script.sockets.values()) if (socket.state === 'Asking') ask(world, scripts, socket);
}

export function allSockets(world: World, scripts: Scripts): readonly Socket[] {
  return inOrder(world, scripts).flatMap(({ sockets }) => [...sockets.values()]);
}

/** Scripts in the order in which they came to be. @param which only these; default all */
export function inOrder(world: World, scripts: Scripts, which: (script: ScriptState) => boolean = () => true): ScriptState[] {
  const { created } = world.store(Script);
  return [...scripts.byRow.values()].filter(which).sort((a, b) => (created[a.row] as number) - (created[b.row] as number));
}
