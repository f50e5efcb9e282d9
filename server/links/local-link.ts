import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { HOST, hostPortText, type LinkEvent, type LinkLimits } from '../../engine/index.ts';
import type { SocketInfo } from './socket-info.ts';
import { dialOptions, payloadLimit, type DialSettings } from './dial.ts';
import type { Answer } from './answer-words.ts';
import { failureOf, refusalOf, type Attempt, type Failure } from './failure.ts';
import { Link, notOpen, type LinkOwner } from './link.ts';
import { LinkSocket, type Listener, type SocketKeeper } from './link-socket.ts';
import type { MessageData } from './message-queue.ts';
import { Outgoing } from './outgoing.ts';
import { routeThrough, type ProxyRoute } from './proxy-agent.ts';
import { RoundTrip } from './round-trip.ts';
import { placeOf } from './system-error.ts';

/** Bytes that one connection may hold when all together hold too much. */
const CROWDED = 64 * 1024;
/** Bytes that are gathered in one turn before they are written. */
const GATHERED = 64 * 1024;
/** Milliseconds that what was sent before a close may take to go out, before it is told as failed and the socket is ended hard. */
const PARTING = 1000;
const NOTHING = Buffer.alloc(0);

/** A socket that closes unheard while something that was sent has yet to go out. */
interface Parting {
  readonly socket: LinkSocket;
  readonly tcp: Socket;
  readonly until: number;
  /** To be told once all has gone out, or has failed. */
  readonly ending: LinkEvent;
}

/** What a link that holds its socket needs of the one that owns it. */
export interface LocalOwner extends LinkOwner {
  readonly sockets: SocketKeeper;
}

/** A connection whose socket is held here. */
export class LocalLink extends Link implements Listener {
  declare protected readonly owner: LocalOwner;
  private socket: LinkSocket | undefined = undefined;
  private tcp: Socket | undefined = undefined;
  private paused = false;
  /** The first message of a turn, and whether others have followed it. */
  private first: MessageData | undefined = undefined;
  private gathering = false;
  /** What the network had not taken when it was looked at last; made when first something is not taken at once. */
  private unsent: Outgoing | undefined = undefined;
  private parting: Parting | undefined = undefined;
  /** Pings for those who look; made when first somebody does. */
  private roundTrip: RoundTrip | undefined = undefined;
  private lastRead = 0;
  /** What is tried, until it is open; and whether that went through a proxy. */
  private attempt: Attempt | undefined = undefined;
  private isProxied = false;
  /** The other end has come to us, and asked for this path. */
  private isServed = false;

  constructor(connection: number, limits: LinkLimits, owner: LocalOwner) {
    super(connection, limits, owner);
  }

  get isOpen(): boolean {
    return this.tcp !== undefined;
  }
  get isPaused(): boolean {
    return this.paused;
  }
  get buffered(): number {
    this.settle();
    return this.unsent?.bytes ?? 0;
  }
  /** Bytes that the socket holds, heads of frames included. Once its TCP connection is gone it would say none, though they never went out: then without end. */
  get held(): number {
    const tcp = this.tcp ?? this.parting?.tcp;
    return tcp?.destroyed === true ? Infinity : ((this.socket ?? this.parting?.socket)?.bufferedAmount ?? 0);
  }

  /** Starts to connect. What is wrong with the address or a header is told like any other failure. */
  dial(url: URL, protocols: readonly string[], headers: Readonly<Record<string, string>>, settings: DialSettings): void {
    const { files, proxies, secureContext } = settings;
    const proxy = proxies?.for(url);
    let route: ProxyRoute | undefined;
    this.attempt = { url, protocols, files };
    try {
      files?.check();
      if (proxy !== undefined) {
        route = routeThrough(proxy, secureContext);
        this.attempt = { ...this.attempt, proxy: route.attempt };
        this.isProxied = true;
      }
      const socket = new LinkSocket(url, protocols, dialOptions(url, headers, this.limits, settings, route?.agent), this, this.owner.sockets);
      socket.unplug = route?.end;
      this.socket = socket;
    } catch (error) {
      this.fail(error instanceof SyntaxError ? { code: 'WW_HEADER_INVALID', message: error.message } : failureOf(error as Error, this.attempt));
    }
  }

  /** Goes on with a socket that has come to us, and has waited with what it has to say. */
  adopt(socket: LinkSocket, tcp: Socket): void {
    this.isServed = true;
    this.socket = socket;
    this.tcp = tcp;
    this.lastRead = tcp.bytesRead;
    socket.listener = this;
    socket.limitPayload(payloadLimit(this.limits.maxMessageSize));
    // While it waited nobody heard its end.
    if (socket.readyState === WebSocket.OPEN) socket.resume();
    else this.closedByRemote(1006, '');
  }

  override fail(failure: Failure): void {
    this.detach();
    super.fail(failure);
  }

  close(code: number, reason: string): void {
    const ending = { type: 'drained', connection: this.connection } as const;
    if (this.part(ending, code, reason, false)) return;
    this.release(code, reason, false);
    this.end(ending);
  }

  drop(): number | undefined {
    const messages = this.forget();
    if (this.part({ type: 'discarded', connection: this.connection, messages }, 1001, '', true)) return undefined;
    this.release(1001, '', true);
    return messages;
  }

  abandon(reason: string, hurry: boolean): void {
    this.forget();
    this.parting = undefined;
    this.release(1001, reason, hurry);
  }

  /** Lets go of the socket, which closes in the background, unheard. */
  release(code: number, reason: string, hurry: boolean): void {
    this.flush();
    const { socket } = this;
    this.detach();
    socket?.leave(code, reason, hurry);
  }

  /** Empty, and so told apart from what is asked for those who look. */
  ping(): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.ping();
  }

  configure(limits: LinkLimits): void {
    this.limits = limits;
    this.socket?.limitPayload(payloadLimit(limits.maxMessageSize));
  }

  /* ---------- what the socket tells ---------- */

  connected(socket: LinkSocket, tcp: Socket): void {
    this.tcp = tcp;
    this.attempt = undefined;
    this.lastRead = tcp.bytesRead;
    socket.limitPayload(payloadLimit(this.limits.maxMessageSize));
    this.opened = { type: 'opened', connection: this.connection, protocol: socket.protocol, extensions: socket.extensions };
    this.owner.note(this);
  }

  broken(error: Error): void {
    this.fail(failureOf(error, this.attempt, this.isServed ? 'client' : 'server'));
  }

  flooded(what: string): void {
    this.release(1008, '', true);
    this.fail({ code: 'WW_PROTOCOL_ERROR', message: `the ${this.isServed ? 'client' : 'server'} ${what}`, closeCode: 1008 });
  }

  refused(answer: Answer): void {
    if (this.attempt !== undefined) this.fail(refusalOf(answer, this.attempt));
  }

  closedByRemote(code: number, reason: string): void {
    const { attempt } = this;
    if (attempt !== undefined) {
      this.fail({ code: 'WW_CONNECT_FAILED', message: `the connection to ${placeOf(attempt.url)} ended before the handshake was done` });
      return;
    }
    if (code === 1006) {
      this.fail({ code: 'WW_CONNECTION_LOST', message: 'the connection ended without a close frame' });
      return;
    }
    this.detach();
    this.end({ type: 'closed', connection: this.connection, code, reason });
  }

  receive(data: Buffer, binary: boolean): void {
    const { owner } = this;
    this.take(binary ? ownBytes(data) : data.toString('utf8'), data.byteLength);
    if (this.paused) return;
    const { queue } = this;
    const { highMessages, highBytes, totalBytes } = owner.budgets;
    if (queue.count >= highMessages || queue.bytes >= (owner.queuedBytes > totalBytes ? Math.min(CROWDED, highBytes) : highBytes)) {
      this.paused = true;
      this.socket?.pause();
    }
  }

  stir(): void {
    if (this.tcp !== undefined) this.lastRead = this.tcp.bytesRead;
    this.stirred();
  }

  /** The answer to a ping that was sent for those who look is no sign of life: whether anybody looks must make no difference. */
  pong(payload: Buffer): void {
    if (this.roundTrip?.answered(payload.toString('latin1')) === true) this.lastRead = this.tcp?.bytesRead ?? this.lastRead;
    else this.stir();
  }

  /** Asks the server for a sign, so that the next answer knows how long that takes. */
  info(): SocketInfo | undefined {
    const { socket, tcp } = this;
    const handshake = socket?.handshake;
    if (socket === undefined || tcp === undefined || handshake === undefined) return undefined;
    this.roundTrip ??= new RoundTrip();
    const ping = socket.readyState === WebSocket.OPEN ? this.roundTrip.next() : undefined;
    if (ping !== undefined) socket.ping(ping);
    const { remoteAddress = '', remotePort = 0 } = tcp;
    return {
      connection: this.connection,
      machine: { userId: HOST.userId, machineId: HOST.userId, kind: 'server' },
      url: this.isServed ? '' : socket.url,
      remote: remoteAddress === '' ? '' : `${hostPortText({ host: remoteAddress, port: remotePort })}${this.isProxied ? ' (proxy)' : ''}`,
      ...handshake,
      protocol: socket.protocol,
      extensions: socket.extensions,
      roundTrip: this.roundTrip.milliseconds,
      queued: this.queue.count,
      buffered: this.buffered,
    };
  }

  /** What no event shows: parts of messages, or messages that wait. */
  sweep(): void {
    if (this.parting !== undefined) this.settle();
    const { tcp } = this;
    if (tcp === undefined) return;
    let progress = this.queue.count > 0 || this.paused;
    // What has come in whole was told by its event; asking each socket for its bytes would be much of what thousands of silent ones cost.
    if (this.socket?.isBetweenMessages !== true) {
      const read = tcp.bytesRead;
      progress ||= read !== this.lastRead;
      this.lastRead = read;
    }
    if (progress && !this.lively) this.stir();
    this.lively = false;
  }

  /* ---------- in and out ---------- */

  override give(events: LinkEvent[], most: number): number {
    const cost = super.give(events, most);
    const { queue, owner } = this;
    if (this.paused && queue.count * 2 <= owner.budgets.highMessages && queue.bytes * 2 <= owner.budgets.highBytes) {
      this.paused = false;
      this.socket?.resume();
    }
    return cost;
  }

  /** The first message of a turn waits for the end of it: alone it goes out as it is, with others in one write. */
  send(data: MessageData): boolean {
    if (!this.gathering && this.first === undefined) {
      this.first = data;
      return true;
    }
    if (!this.gathering) {
      const first = this.first as MessageData;
      this.first = undefined;
      this.gathering = true;
      this.tcp?.cork();
      this.write(first);
    }
    this.write(data);
    return false;
  }

  flush(): void {
    if (this.gathering) {
      this.gathering = false;
      this.tcp?.uncork();
    } else if (this.first !== undefined) {
      const data = this.first;
      this.first = undefined;
      this.write(data);
    }
  }

  /** Hands a message to the socket, or notes what is to be told where that cannot be. */
  private write(data: MessageData): void {
    this.sends += 1;
    const failed = this.fault(data);
    if (failed !== undefined) {
      this.failedSend(failed);
      return;
    }
    const { socket, tcp, owner } = this;
    // Bytes are masked into the frame that is written; text would go out as two parts, which costs more.
    const bytes = typeof data === 'string' ? (this.isServed ? sharedBytes(data) : Buffer.from(data)) : data;
    socket?.sendMessage(bytes, typeof data !== 'string');
    owner.messagesOut += 1;
    owner.bytesOut += bytes.byteLength;
    // What is taken at once, as nearly everything is, need not be remembered.
    if (this.held > 0) (this.unsent ??= new Outgoing(this.isServed)).add(bytes.byteLength);
    if (tcp !== undefined && tcp.writableCorked > 0 && this.held >= GATHERED) {
      tcp.uncork();
      tcp.cork();
    }
  }

  /** What to tell where a message cannot be sent. */
  private fault(data: MessageData): LinkEvent | undefined {
    const { socket, tcp, connection } = this;
    if (socket === undefined || tcp === undefined || socket.readyState !== WebSocket.OPEN) return notOpen(connection, this.sends, data);
    return this.overflow(data, this.buffered);
  }

  /** Takes note of what the network has taken since the last time. */
  private settle(): void {
    const { unsent, parting } = this;
    const socket = this.socket ?? parting?.socket;
    const tcp = this.tcp ?? parting?.tcp;
    if (unsent === undefined || socket === undefined || tcp === undefined) return;
    const { held } = this;
    // Where messages may be compressed, it cannot be told how much of what is held is whose.
    if (unsent.count > 0 && (held === 0 || socket.extensions === '')) unsent.taken(held, 0);
    if (parting === undefined) return;
    if (unsent.count === 0) this.parted(parting);
    else if (tcp.destroyed || performance.now() >= parting.until) {
      this.parted(parting);
      parting.socket.terminate();
    }
  }

  /** Closes in the background where something has yet to go out, and tells the ending behind it. Says whether that is so. */
  private part(ending: LinkEvent, code: number, reason: string, hurry: boolean): boolean {
    this.flush();
    const { socket, tcp } = this;
    if (socket === undefined || tcp === undefined || this.buffered === 0) return false;
    const parting = { socket, tcp, until: performance.now() + PARTING, ending };
    const { unsent } = this;
    this.unsent = undefined;
    this.detach();
    this.unsent = unsent;
    this.parting = parting;
    // Stands behind all that was sent: once it is through, so is that, however soon the connection is gone then.
    tcp.write(NOTHING, (error) => {
      if (this.parting !== parting || (error !== undefined && error !== null)) return;
      this.unsent = undefined;
      this.parted(parting);
    });
    socket.leave(code, reason, hurry);
    return true;
  }

  private parted({ ending }: Parting): void {
    this.parting = undefined;
    this.giveUp();
    this.end(ending);
  }

  /** Nothing more goes out: what the network was not seen to take has failed. */
  private giveUp(): void {
    const { messages, bytes } = this.unsent?.rest() ?? NONE;
    this.unsent = undefined;
    if (messages === 0) return;
    const { connection } = this;
    const error = { code: 'WW_CONNECTION_LOST', message: 'the connection ended, and the network was not seen to take them before' } as const;
    (this.failedSends ??= []).push({ type: 'sendFailed', connection, number: this.sends - messages + 1, messages, bytes, ...error });
  }

  private detach(): void {
    const { socket, tcp } = this;
    this.socket = undefined;
    this.tcp = undefined;
    this.paused = false;
    if (socket !== undefined) socket.listener = undefined;
    this.giveUp();
    if (this.first !== undefined) {
      this.sends += 1;
      (this.failedSends ??= []).push(notOpen(this.connection, this.sends, this.first));
    }
    this.first = undefined;
    this.gathering = false;
    // A corked socket would keep its close frame to itself.
    while (tcp !== undefined && tcp.writableCorked > 0) tcp.uncork();
  }
}

/** Characters from which on the bytes of a text are worth sharing. */
const LONG = 1024;
/** The long text that a client was sent last, and its bytes, so that what goes to a thousand is in memory once. Bytes that are not masked stay as they are. */
let lastText = '';
let lastBytes: Uint8Array = NOTHING;

function sharedBytes(text: string): Uint8Array {
  if (text.length < LONG) return Buffer.from(text);
  if (text !== lastText) {
    lastText = text;
    lastBytes = Buffer.from(text);
  }
  return lastBytes;
}

/** What was sent in a turn is not sent again. */
export function forgetShared(): void {
  lastText = '';
  lastBytes = NOTHING;
}

const NONE = { messages: 0, bytes: 0 } as const;

/** A message of few bytes is a view into what the network read at once, up to 64 KiB: a copy lets go of the rest. */
function ownBytes(data: Buffer): Uint8Array {
  return data.byteLength > 0 && data.byteLength === data.buffer.byteLength ? new Uint8Array(data.buffer) : new Uint8Array(data);
}
