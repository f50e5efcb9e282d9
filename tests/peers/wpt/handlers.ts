/** The handlers that the web-platform-tests speak with, as `websockets/handlers` of theirs describes them. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as after } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';

type Serve = (socket: WebSocket, request: IncomingMessage) => void;
const NORMAL = 1000;
const idle: Serve = (socket) => socket.close(NORMAL);

/** Says what it was asked with, and ends. */
const tells =
  (what: (request: IncomingMessage, socket: WebSocket) => string): Serve =>
  (socket, request) => {
    socket.send(what(request, socket));
    socket.close(NORMAL);
  };
const waits: Serve = (socket) => socket.once('message', () => socket.close(NORMAL));
const queryOf = ({ url = '' }: IncomingMessage): string => url.split('?').slice(1).join('?');
const parameters = (request: IncomingMessage): URLSearchParams => new URLSearchParams(queryOf(request));

const HANDLERS: Readonly<Record<string, Serve>> = {
  echo: (socket) => {
    socket.on('message', (data, binary) => {
      socket.send(data, { binary });
      if (!binary && String(data as Buffer) === 'Goodbye') socket.close(NORMAL);
    });
  },
  'echo-query': tells(queryOf),
  'echo-query_v13': tells(queryOf),
  'echo-cookie': tells(({ headers }) => headers.cookie ?? '(none)'),
  echo_exit: (socket) => {
    socket.on('message', (data) => {
      if (String(data as Buffer) === 'Goodbye') socket.close(NORMAL);
    });
  },
  echo_close_data: (socket) => {
    socket.on('message', (data) => {
      if (String(data as Buffer) === 'Goodbye') socket.close(NORMAL);
    });
  },
  // Bytes of a client as they are, whatever frames they make.
  echo_raw: (socket, request) => {
    socket.on('message', (data) => {
      request.socket.write(data as Buffer);
    });
  },
  'empty-message': (socket) => {
    socket.once('message', (data) => {
      socket.send((data as Buffer).length === 0 ? 'pass' : 'fail');
      socket.close(NORMAL);
    });
  },
  'delayed-passive-close': () => undefined,
  basic_auth: idle,
  handshake_no_extensions: idle,
  handshake_no_protocol: idle,
  handshake_protocol: idle,
  handshake_sleep_2: idle,
  origin: tells(({ headers }) => headers.origin ?? 'null'),
  protocol: tells((_request, { protocol }) => protocol),
  protocol_array: tells((_request, { protocol }) => protocol),
  referrer: tells(({ headers }) => headers.referer ?? 'MISSING AS PER FETCH'),
  'receive-many-with-backpressure': (socket) => {
    let last = Promise.resolve();
    socket.on('message', (data) => {
      last = last.then(async () => {
        await after(100);
        socket.send(String((data as Buffer).length));
      });
    });
  },
  'remote-close': (socket, request) => {
    const asked = parameters(request);
    const code = asked.get('code');
    if (asked.has('abrupt')) socket.terminate();
    else if (code === null) socket.close();
    else socket.close(Number(code), asked.get('reason') ?? '');
  },
  'set-cookie': waits,
  'set-cookie_http': waits,
  sleep_10_v13: (socket) => {
    socket.on('message', (data, binary) => socket.send(data, { binary }));
  },
};

/** The protocol that a handler chooses of those that it is asked for. */
function protocolOf(name: string, asked: ReadonlySet<string>): string | false {
  if (name === 'handshake_protocol') return 'foobar';
  if (name === 'protocol' || name === 'protocol_array') return [...asked][0] ?? false;
  return name === 'echo' && asked.has('echo') ? 'echo' : false;
}

/** Before the handshake, or instead of it. @returns whether it is to go on */
async function before(name: string, request: IncomingMessage, socket: Duplex): Promise<boolean> {
  switch (name) {
    case 'handshake_sleep_2':
      await after(2_000);
      return true;
    case 'sleep_10_v13':
      await after(10_000);
      return true;
    case 'basic_auth':
      if (request.headers.authorization === 'Basic Zm9vOmJhcg==') return true;
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nWWW-Authenticate: Basic realm="camelot"\r\n\r\n');
      return false;
    case 'invalid':
      socket.end('FOO BAR BAZ\r\n\r\n');
      return false;
    case 'wrong_accept_key':
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Accept: thisisawrongacceptkey\r\n\r\n');
      return false;
    case 'simple_handshake': {
      const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      const head = `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`;
      // A close frame with 1001 and PASS.
      socket.write(Buffer.concat([Buffer.from(head), Buffer.from([0x88, 6, 0x03, 0xe9]), Buffer.from('PASS')]));
      return false;
    }
    default:
      if (Object.hasOwn(HANDLERS, name)) return true;
      socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
      return false;
  }
}

/** Starts the server on a free port of the loopback. */
export async function startHandlers(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const http = createServer();
  const common = { noServer: true, maxPayload: 64 * 1024 * 1024 } as const;
  const nameOf = ({ url = '' }: IncomingMessage): string => new URL(url, 'http://x').pathname.slice(1);
  const wss = new WebSocketServer({ ...common, handleProtocols: (asked, request) => protocolOf(nameOf(request), asked) });
  const sockets = new Set<Duplex>();
  http.on('upgrade', (request, socket, head) => {
    const name = nameOf(request);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    void before(name, request, socket).then((goesOn) => {
      if (goesOn && !socket.destroyed)
        wss.handleUpgrade(request, socket, head, (opened) => {
          opened.on('error', () => undefined);
          HANDLERS[name]?.(opened, request);
        });
    });
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (http.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      wss.close();
      http.closeAllConnections();
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
      });
    },
  };
}
