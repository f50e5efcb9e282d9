import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { hostPortText, type ErrorCode, type LinkEvent, type LinkLimits, type ListenSettings } from '../../engine/index.ts';
import { AcceptedSocket, type AcceptedOptions } from '../links/accepted-socket.ts';
import type { Taker } from '../links/listen-port.ts';
import { admit, isRefusal, type Refusal } from './admission.ts';
import { Newcomers } from './newcomers.ts';

/** Milliseconds that a client may take to answer our close. */
const CLOSING = 2000;
/** Connections that may wait to be taken by this process: past it the system drops them. */
const BACKLOG = 4096;
/** Clients that the world is told of at a time: each is work for it. */
const MOST_AT_ONCE = 256;
/** Milliseconds between two words of those who were turned away. */
const BETWEEN_REFUSALS = 1000;
/** Bytes of all headers of a handshake. */
const MOST_HEADERS = 16 * 1024;

/** Somebody who was let in and whom the world has yet to take. */
interface Guest {
  readonly socket: AcceptedSocket;
  readonly tcp: Socket;
  readonly told: LinkEvent;
  /** To be called once the world has been told all that came of it, its end included. */
  readonly over: () => void;
}

/** One port on which a world listens. Whom it lets in waits, unheard, until the world takes them. */
export class Listener {
  readonly #number: number;
  readonly #taker: Taker;
  readonly #tell: (event: LinkEvent) => void;
  #settings: ListenSettings;
  readonly #server: Server;
  readonly #upgrades: WebSocketServer;
  readonly #newcomers: Newcomers;
  /** Clients whose TCP connection is there, taken or not. */
  #here = 0;
  /** Clients of whom the world has not been told all, whether their connection stands or not, and how many of them a tick will have told the last. */
  #untoldOf = 0;
  #over = 0;
  #guests = 0;
  readonly #waiting = new Map<number, Guest>();
  /** Of these the world has not been told yet. */
  #untold: LinkEvent[] = [];
  #refused = 0;
  #lastRefusal = '';
  #refusedAt = -Infinity;
  #ended = false;

  /**
   * @param handshake milliseconds in which a handshake must be done
   * @param tell takes in what becomes of listening
   */
  constructor(number: number, settings: ListenSettings, taker: Taker, handshake: number, tell: (event: LinkEvent) => void) {
    this.#number = number;
    this.#settings = settings;
    this.#taker = taker;
    this.#tell = tell;
    this.#server = createServer({
      maxHeaderSize: MOST_HEADERS,
      headersTimeout: handshake,
      requestTimeout: handshake,
      connectionsCheckingInterval: handshake,
      keepAliveTimeout: 1,
    });
    const options: AcceptedOptions = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      closeTimeout: CLOSING,
      WebSocket: AcceptedSocket as unknown as typeof WebSocket,
      keeper: taker.sockets,
      handleProtocols: (offered) => this.#settings.protocols.find((each) => offered.has(each)) ?? false,
    };
    this.#upgrades = new WebSocketServer(options);
    this.#upgrades.on('wsClientError', (error, socket) =>
      this.#refuse(socket as Socket, {
        status: 400,
        statusText: 'Bad Request',
        said: error.message,
        reason: `its handshake is wrong (${error.message})`,
        headers: VERSION,
      }),
    );
    this.#newcomers = new Newcomers(handshake);
    this.#server.on('connection', (socket: Socket) => this.#come(socket));
    this.#server.on('request', (request, response) => {
      response.writeHead(426, { Connection: 'close', Upgrade: 'websocket', 'Content-Type': 'text/plain; charset=utf-8' });
      response.end('A world listens here for WebSocket connections, and for nothing else.\n');
      this.#noted(`it asked by ${request.method ?? 'HTTP'} for no upgrade to WebSocket`);
    });
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket as Socket, head));
    this.#server.on('error', (error) => this.#failed(error));
  }

  listen(): void {
    const { host, port } = this.#settings;
    this.#server.listen({ host, port, backlog: BACKLOG, exclusive: true }, () => {
      const address = this.#server.address();
      if (this.#ended || typeof address !== 'object' || address === null) return;
      this.#tell({ type: 'listening', connection: this.#number, host, port: address.port });
    });
  }

  /** Whom it lets in from now on. */
  admit(settings: ListenSettings): void {
    this.#settings = { ...settings, host: this.#settings.host, port: this.#settings.port };
  }

  /** Somebody who was let in becomes a connection of the world. */
  take(guest: number, connection: number, limits: LinkLimits): void {
    const found = this.#waiting.get(guest);
    this.#waiting.delete(guest);
    if (found === undefined) this.#taker.missing(connection);
    else this.#taker.adopt(connection, limits, found);
  }

  /** Adds what is to be told of it. Only in a tick the world tells its own of clients: what comes while it is paused waits there. */
  collect(mode: 'tick' | 'pass', events: LinkEvent[]): void {
    if (mode === 'tick') {
      this.#untoldOf -= this.#over;
      this.#over = 0;
    }
    for (const event of this.#untold.splice(0, MOST_AT_ONCE)) events.push(event);
    const now = performance.now();
    if (this.#refused === 0 || now - this.#refusedAt < BETWEEN_REFUSALS) return;
    events.push({ type: 'turnedAway', connection: this.#number, count: this.#refused, reason: this.#lastRefusal });
    this.#refused = 0;
    this.#refusedAt = now;
  }

  /** Nobody is let in any more; who waits to be taken is told that we go. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#server.close();
    this.#newcomers.end();
    for (const { socket } of this.#waiting.values()) socket.leave(1001, '', false);
    this.#waiting.clear();
    this.#untold = [];
  }

  /* ---------- who comes ---------- */

  #come(socket: Socket): void {
    const { files } = this.#taker;
    try {
      files?.check();
    } catch {
      this.#noted('this machine has no room for another connection (WW_MACHINE_FULL)');
      socket.destroy();
      return;
    }
    files?.born();
    this.#newcomers.come(socket, () => files?.buried());
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    socket.on('error', ignore);
    const found = admit(request, this.#settings, this.#here, this.#untoldOf);
    if (isRefusal(found)) {
      this.#refuse(socket, found);
      return;
    }
    this.#upgrades.handleUpgrade(request, socket, head, (client) => {
      this.#newcomers.known(socket);
      socket.off('error', ignore);
      this.#letIn(client as AcceptedSocket, request, socket, found.path);
    });
  }

  #letIn(client: AcceptedSocket, request: IncomingMessage, tcp: Socket, path: string): void {
    client.came(request, tcp);
    this.#here += 1;
    this.#untoldOf += 1;
    tcp.once('close', () => (this.#here -= 1));
    const { remoteAddress = '', remotePort = 0 } = tcp;
    const guest = ++this.#guests;
    const told = {
      type: 'accepted',
      connection: this.#number,
      guest,
      path,
      protocol: client.protocol,
      address: hostPortText({ host: remoteAddress.replace(/^::ffff:(?=\d+\.)/, ''), port: remotePort }),
    } as const;
    this.#waiting.set(guest, { socket: client, tcp, told, over: () => (this.#over += 1) });
    this.#untold.push(told);
  }

  #refuse(socket: Socket, { status, statusText, said, reason, headers = {} }: Refusal): void {
    const body = `${said}.\n`;
    const lines = [
      `HTTP/1.1 ${status} ${statusText}`,
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    socket.once('finish', () => socket.destroy());
    socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
    this.#noted(reason);
  }

  #noted(reason: string): void {
    this.#refused += 1;
    this.#lastRefusal = reason;
  }

  #failed(error: NodeJS.ErrnoException): void {
    if (this.#ended) return;
    this.end();
    const [code, message] = wordsOf(error, this.#settings);
    this.#tell({ type: 'closed', connection: this.#number, code: 1006, reason: '', error: { code, message } });
  }
}

const VERSION = { 'Sec-WebSocket-Version': '13' } as const;

/** Of a socket that is being turned away nothing more is wanted. */
function ignore(): void {}

function wordsOf({ code, message }: NodeJS.ErrnoException, { host, port }: ListenSettings): [ErrorCode, string] {
  const place = hostPortText({ host, port });
  switch (code) {
    case 'EADDRINUSE':
      return ['WW_PORT_IN_USE', `another program, or another world, listens at ${place} already`];
    case 'EACCES':
      return ['WW_LISTEN_FAILED', `the system lets only some users listen on port ${port}; choose one above 1023`];
    case 'EADDRNOTAVAIL':
      return ['WW_LISTEN_FAILED', `this machine has no address ${host}`];
    case 'EMFILE':
    case 'ENFILE':
      return ['WW_MACHINE_FULL', `this machine has no open file left to listen at ${place}`];
    default:
      return ['WW_LISTEN_FAILED', `listening at ${place} failed: ${message}`];
  }
}
