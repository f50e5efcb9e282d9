/** Real proxies of the tests, on free ports of the loopback: one of HTTP that takes CONNECT, and one of SOCKS 5. */
import { createServer, type IncomingMessage } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface TestProxy {
  readonly port: number;
  /** Places that it was asked for, as they were named, in order. */
  readonly asked: string[];
  /** Whatever came to it, heads included. */
  readonly heard: string[];
  /** Connections that it has now, at both ends. */
  open(): number;
  close(): Promise<void>;
}

export interface ProxyManners {
  /** `user:password` that it wants. */
  readonly login?: string;
  /** It answers every question with this instead: a line behind `HTTP/1.1 `, or a code of SOCKS. */
  readonly refuses?: string | number;
  /** It takes the connection and never answers. */
  readonly mute?: boolean;
}

/** All names that end in `.example` lead to the loopback, as this proxy looks them up. */
const where = (host: string): string => (host.endsWith('.example') ? '127.0.0.1' : host);

/** A proxy of HTTP that takes CONNECT. */
export async function httpProxy({ login, refuses, mute = false }: ProxyManners = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const heard: string[] = [];
  const open = new Set<Duplex>();
  const http = createServer((_request, response) => response.writeHead(405).end());
  http.on('connect', ({ url = '', rawHeaders, headers }: IncomingMessage, socket: Duplex, head: Buffer) => {
    open.add(socket);
    socket.on('error', () => undefined);
    asked.push(url);
    heard.push(rawHeaders.join('\n'));
    if (mute) return void socket.resume().on('end', () => socket.end());
    const given = Buffer.from((headers['proxy-authorization'] ?? '').replace(/^Basic /, ''), 'base64').toString();
    if (login !== undefined && given !== login) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    if (refuses !== undefined) {
      socket.end(`HTTP/1.1 ${refuses}\r\nContent-Length: 3\r\n\r\nno\n`);
      return;
    }
    const parts = /^(?:\[(.*)\]|(.*)):(\d+)$/.exec(url);
    join(
      socket,
      connect(Number(parts?.[3]), where(parts?.[1] ?? parts?.[2] ?? '')),
      open,
      head,
      () => socket.write('HTTP/1.1 200 OK\r\n\r\n'),
      () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'),
    );
  });
  return begun(http, asked, heard, open);
}

/** A proxy of SOCKS 5, by name or by IPv4 address. */
export async function socksProxy({ login, refuses, mute = false }: ProxyManners = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const heard: string[] = [];
  const open = new Set<Duplex>();
  const server = createTcpServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    if (!mute) void serve(socket);
  });
  const serve = async (socket: Socket): Promise<void> => {
    await next(socket);
    if (login !== undefined) {
      socket.write(Uint8Array.of(5, 2));
      const words = await next(socket);
      const name = words.subarray(2, 2 + (words[1] ?? 0)).toString();
      const password = words.subarray(3 + (words[1] ?? 0)).toString();
      socket.write(Uint8Array.of(1, `${name}:${password}` === login ? 0 : 1));
      if (`${name}:${password}` !== login) return void socket.end();
    } else socket.write(Uint8Array.of(5, 0));
    const request = await next(socket);
    const isName = request[3] === 3;
    const host = isName ? request.subarray(5, 5 + (request[4] ?? 0)).toString() : Array.from(request.subarray(4, 8)).join('.');
    const port = request.readUInt16BE(request.length - 2);
    asked.push(`${host}:${port}`);
    const answer = (code: number): Uint8Array => Uint8Array.of(5, code, 0, 1, 0, 0, 0, 0, 0, 0);
    if (refuses !== undefined) return void socket.end(answer(Number(refuses)));
    join(
      socket,
      connect(port, where(host)),
      open,
      Buffer.alloc(0),
      () => socket.write(answer(0)),
      () => socket.end(answer(5)),
    );
  };
  return begun(server, asked, heard, open);
}

function next(socket: Socket): Promise<Buffer> {
  return new Promise((resolve) => {
    socket.once('data', resolve);
  });
}

/** Both ways, once the far end is there. */
function join(socket: Duplex, far: Socket, open: Set<Duplex>, head: Buffer, isThere: () => void, isNot: () => void): void {
  open.add(far);
  far.once('connect', () => {
    isThere();
    far.write(head);
    far.pipe(socket);
    socket.pipe(far);
  });
  far.once('error', isNot);
  far.on('close', () => socket.end());
  socket.on('close', () => far.destroy());
}

async function begun(server: Server, asked: string[], heard: string[], open: Set<Duplex>): Promise<TestProxy> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    heard,
    open: () => [...open].filter((socket) => !socket.destroyed).length,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}
