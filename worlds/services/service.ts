import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type RawData, type ServerOptions, type WebSocket } from 'ws';

/** A small WebSocket service on loopback, for the example worlds to talk to. */
export interface Service {
  readonly name: string;
  readonly port: number;
  /** Closes every connection and stops listening. */
  close(): Promise<void>;
}

/** What a service does; `path` is the one of the handshake, with its query. */
export type Serve = (socket: WebSocket, path: string) => void;

/** The service with what it takes to go down for a while and come back. */
export interface Outage extends Service {
  down(): Promise<void>;
  up(): Promise<void>;
}

/** Only this machine is served. */
export const LOOPBACK = '127.0.0.1';

/**
 * Starts a service. Rejects where the port is taken.
 * @param port 0 for any that is free
 * @param answer what is said to requests that are no handshakes; by default that they should be
 */
export async function startService(
  name: string,
  port: number,
  serve: Serve,
  options: Omit<ServerOptions, 'noServer' | 'server' | 'port'> = {},
  answer: RequestListener = (_, response) => response.writeHead(426, { 'content-type': 'text/plain' }).end(`The ${name} service speaks WebSocket.\n`),
): Promise<Outage> {
  const sockets = new WebSocketServer({ maxPayload: 1 << 20, ...options, noServer: true });
  let http: Server | undefined;
  let bound = port;

  const up = async (): Promise<void> => {
    const server = createServer(answer);
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on('error', () => webSocket.terminate());
        serve(webSocket, request.url ?? '/');
      });
    });
    server.listen(bound, LOOPBACK);
    await once(server, 'listening');
    bound = (server.address() as AddressInfo).port;
    http = server;
  };
  const down = async (): Promise<void> => {
    const server = http;
    http = undefined;
    for (const socket of sockets.clients) socket.close(1001, `the ${name} service goes down`);
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    // Who does not answer the close is not waited for.
    const patience = setTimeout(() => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
    }, 500);
    await closed;
    clearTimeout(patience);
  };

  await up();
  return {
    name,
    get port() {
      return bound;
    },
    up,
    down,
    close: down,
  };
}

/** Sends, unless the socket is closing. */
export function say(socket: WebSocket, data: string | Uint8Array): void {
  if (socket.readyState === socket.OPEN) socket.send(data);
}

/** A message as text. Each comes as one Buffer, which is what `ws` does unless told otherwise. */
export function textOf(data: RawData): string {
  return (data as Buffer).toString('utf8');
}

/** A message as it came: text as text, binary as binary. */
export function asItCame(data: RawData, isBinary: boolean): string | Uint8Array {
  return isBinary ? (data as Buffer) : textOf(data);
}

/** Does something every so many milliseconds for as long as a socket is open. */
export function whileOpen(socket: WebSocket, milliseconds: number, act: () => void): void {
  const timer = setInterval(act, milliseconds);
  socket.on('close', () => clearInterval(timer));
}
