import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Answer } from './answer-words.ts';
import type { DialOptions } from './dial.ts';
import { handshakeOf, type Handshake } from './handshake.ts';

/** What a socket tells its link. */
export interface Listener {
  connected(socket: LinkSocket, tcp: Socket): void;
  receive(data: Buffer, binary: boolean): void;
  stir(): void;
  /** A pong has come, with what it carries. */
  pong(payload: Buffer): void;
  broken(error: Error): void;
  /** The handshake was answered in HTTP, without an upgrade. */
  refused(answer: Answer): void;
  closedByRemote(code: number, reason: string): void;
}

/** Keeps count of the sockets that live, heard or not. */
export interface SocketKeeper {
  born(socket: LinkSocket): void;
  /** Its TCP connection is gone. */
  buried(socket: LinkSocket): void;
}

/**
 * A socket that knows who listens, so that handlers can be shared by all: thousands of sockets, and no closure of their own.
 * Without a listener nothing that it says is heard any more: what a closing socket still has to say belongs to nobody.
 */
export class LinkSocket extends WebSocket {
  listener: Listener | undefined;
  readonly keeper: SocketKeeper;
  /** Its TCP connection, from the answer to the handshake on. */
  tcp: Socket | undefined = undefined;
  /** What the server answered to the handshake. */
  handshake: Handshake | undefined = undefined;
  /** Lets go of a proxy that it was to go through; done when it ends. */
  unplug: (() => void) | undefined = undefined;
  /** When the attempt began, by the clock of `performance.now`. */
  readonly began = performance.now();

  /** @throws SyntaxError for a subprotocol that cannot be sent, or what Node throws for a header that cannot */
  constructor(url: URL, protocols: readonly string[], options: DialOptions, listener: Listener, keeper: SocketKeeper) {
    super(url, [...protocols], options);
    this.listener = listener;
    this.keeper = keeper;
    this.on('upgrade', onUpgrade);
    this.on('unexpected-response', onRefused);
    this.on('open', onOpen);
    this.on('error', onError);
    this.on('close', onClose);
    keeper.born(this);
  }

  /**
   * Closes it in the background.
   * @param hurry end our side of the TCP connection right behind the close frame, without waiting for the peer's answer
   */
  leave(code: number, reason: string, hurry: boolean): void {
    if (this.readyState === WebSocket.CLOSED) return;
    if (this.readyState === WebSocket.CONNECTING) {
      this.terminate();
      return;
    }
    this.close(closeCode(code), closeReason(reason));
    // A flood is read away unparsed; left paused, the end of the connection would never be seen, and it would wait out the closing time.
    if (this.isPaused) this.tcp?.removeAllListeners('data');
    this.resume();
    if (hurry) this.tcp?.end();
  }

  /** ws takes the bound when it connects and has no way to change it: this is the one place that reaches into it (8.23). */
  limitPayload(limit: number): void {
    const receiver = (this as unknown as { _receiver?: { _maxPayload?: number } | null })._receiver;
    if (typeof receiver?._maxPayload === 'number') receiver._maxPayload = limit;
  }
}

/** A code that may stand in a close frame; anything else is a plain end. */
function closeCode(code: number): number {
  return (code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006) || (code >= 3000 && code <= 4999) ? code : 1000;
}

/** A close frame has room for 123 bytes of reason. */
function closeReason(reason: string): string {
  if (Buffer.byteLength(reason) <= 123) return reason;
  let bytes = 0;
  let cut = '';
  for (const character of reason) {
    bytes += Buffer.byteLength(character);
    if (bytes > 123) break;
    cut += character;
  }
  return cut;
}

function onUpgrade(this: WebSocket, response: IncomingMessage): void {
  const socket = this as LinkSocket;
  socket.tcp = response.socket;
  socket.handshake = handshakeOf(response, socket.began);
}

/** Whoever listens ends the attempt, says the library; what its end says then is heard by nobody. */
function onRefused(this: WebSocket, _request: ClientRequest, { statusCode = 0, statusMessage = '', headers }: IncomingMessage): void {
  const socket = this as LinkSocket;
  socket.listener?.refused({ status: statusCode, statusText: statusMessage, location: headers.location });
  socket.terminate();
}

function onOpen(this: WebSocket): void {
  const socket = this as LinkSocket;
  socket.off('upgrade', onUpgrade);
  socket.off('unexpected-response', onRefused);
  socket.off('open', onOpen);
  socket.on('message', onMessage);
  socket.on('ping', onPing);
  socket.on('pong', onPong);
  if (socket.tcp !== undefined) socket.listener?.connected(socket, socket.tcp);
}

function onMessage(this: WebSocket, data: WebSocket.RawData, binary: boolean): void {
  (this as LinkSocket).listener?.receive(data as Buffer, binary);
}

function onPing(this: WebSocket): void {
  (this as LinkSocket).listener?.stir();
}

function onPong(this: WebSocket, payload: Buffer): void {
  (this as LinkSocket).listener?.pong(payload);
}

function onError(this: WebSocket, error: Error): void {
  (this as LinkSocket).listener?.broken(error);
}

function onClose(this: WebSocket, code: number, reason: Buffer): void {
  const socket = this as LinkSocket;
  socket.unplug?.();
  socket.listener?.closedByRemote(code, reason.toString('utf8'));
  socket.keeper.buried(socket);
}
