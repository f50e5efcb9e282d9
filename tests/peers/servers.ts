/** Real WebSocket servers of the tests: `ws` as everybody runs it, on a free port of the loopback. */
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';

/** One connection as the server saw it. */
export interface Guest {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  readonly messages: { readonly data: Buffer; readonly binary: boolean }[];
  /** Code and reason with which the connection ended for the server. */
  readonly left: Promise<{ code: number; reason: string }>;
  /** The TCP connection is gone. */
  readonly gone: Promise<void>;
  isGone: boolean;
}

export interface TestServer {
  readonly port: number;
  /** The `ws:` or `wss:` address of a path, at 127.0.0.1 unless another host is named. */
  url(path?: string, host?: string): string;
  readonly guests: Guest[];
  close(): Promise<void>;
}

export interface ServerSettings extends ServerOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
  /** What to do with each connection; default nothing. */
  readonly serve?: (guest: Guest) => void;
}

/** Starts a server; with `tls` it is a secure one. */
export async function startServer(settings: ServerSettings = {}): Promise<TestServer> {
  const { tls, serve, ...options } = settings;
  const http = tls === undefined ? createServer() : createSecureServer(tls);
  http.on('tlsClientError', () => undefined);
  const wss = new WebSocketServer({ ...options, server: http });
  const guests = guestsOf(wss, serve);
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const { port } = http.address() as AddressInfo;
  return {
    port,
    guests,
    url: (path = '/', host = '127.0.0.1') => `${tls === undefined ? 'ws' : 'wss'}://${host}:${port}${path}`,
    close: async () => {
      for (const client of wss.clients) client.terminate();
      wss.close();
      http.closeAllConnections();
      await new Promise<void>((resolve) => {
        http.close(() => {
          resolve();
        });
      });
    },
  };
}

/** Who comes to a server, and what they say, gathered as they do. */
export function guestsOf(wss: WebSocketServer, serve: ((guest: Guest) => void) | undefined): Guest[] {
  const guests: Guest[] = [];
  wss.on('connection', (socket, request) => {
    const messages: Guest['messages'] = [];
    const left = new Promise<{ code: number; reason: string }>((resolve) => {
      socket.once('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
      });
    });
    const gone = new Promise<void>((resolve) => {
      request.socket.once('close', () => {
        guest.isGone = true;
        resolve();
      });
    });
    const guest: Guest = { socket, request, messages, left, gone, isGone: false };
    socket.on('error', () => undefined);
    socket.on('message', (data, binary) => {
      messages.push({ data: data as Buffer, binary });
    });
    guests.push(guest);
    serve?.(guest);
  });
  return guests;
}

/** Says back whatever it hears, text as text and bytes as bytes. */
export function echo(guest: Guest): void {
  guest.socket.on('message', (data, binary) => {
    guest.socket.send(data, { binary });
  });
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  return port;
}
