import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type ServerOptions } from 'ws';
import { guestsOf, type Guest, type ServerSettings, type TestServer } from '../servers.ts';

/** Waits long for the end of a connection that says goodbye, so that whoever keeps it is found out. */
const PATIENT = { noServer: true, closeTimeout: 300_000 } as ServerOptions;

/**
 * One port at which the servers of a file stand one after another, told apart by the first part of the path: whoever has allowed the port has
 * allowed them all.
 */
export class SharedPort {
  readonly port: number;
  readonly #http: Server;
  readonly #scheme: 'ws' | 'wss';
  readonly #rooms = new Map<string, WebSocketServer>();
  #next = 0;

  private constructor(http: Server, scheme: 'ws' | 'wss') {
    this.#http = http;
    this.#scheme = scheme;
    this.port = (http.address() as AddressInfo).port;
    http.on('upgrade', (request, socket, head) => {
      const room = this.#rooms.get(request.url?.split('/')[1] ?? '');
      if (room === undefined) {
        socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
        return;
      }
      room.handleUpgrade(request, socket, head, (client) => room.emit('connection', client, request));
    });
  }

  /** Listens on a free port of the loopback; with `tls` it is a secure one. */
  static async open(tls?: ServerSettings['tls']): Promise<SharedPort> {
    const http = tls === undefined ? createServer() : createSecureServer(tls);
    http.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => {
      http.listen(0, '127.0.0.1', resolve);
    });
    return new SharedPort(http, tls === undefined ? 'ws' : 'wss');
  }

  /** A server below a path of its own. */
  server(serve?: (guest: Guest) => void): TestServer {
    const name = `room-${(this.#next += 1)}`;
    const wss = new WebSocketServer(PATIENT);
    this.#rooms.set(name, wss);
    const guests = guestsOf(wss, serve);
    return {
      port: this.port,
      guests,
      url: (path = '/', host = '127.0.0.1') => `${this.#scheme}://${host}:${this.port}/${name}${path}`,
      close: async () => {
        this.#rooms.delete(name);
        for (const client of wss.clients) client.terminate();
        await Promise.all(guests.map((guest) => guest.gone));
      },
    };
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    for (const room of this.#rooms.values()) for (const client of room.clients) client.terminate();
    await new Promise<void>((resolve) => {
      this.#http.close(() => {
        resolve();
      });
    });
  }
}
