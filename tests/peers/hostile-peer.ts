/**
 * A WebSocket server of our own, over bare TCP, for what no good server does. The path of the URL names the trick.
 */
import { createHash } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { deflateRawSync } from 'node:zlib';

export interface FrameOptions {
  readonly fin?: boolean;
  /** The three reserved bits: 4 is RSV1, which marks compressed messages. */
  readonly reserved?: number;
  readonly masked?: boolean;
  /** A length to claim other than the true one. */
  readonly claim?: number;
}
/** Opcodes of RFC 6455. */
export const OPCODE = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** One frame as a server sends it, or as none should. */
export function frame(opcode: number, payload: Uint8Array | string = '', options: FrameOptions = {}): Buffer {
  const data = Buffer.from(payload as string);
  const length = options.claim ?? data.length;
  const first = (options.fin === false ? 0 : 0x80) | ((options.reserved ?? 0) << 4) | opcode;
  const mask = options.masked === true ? 0x80 : 0;
  const head = length < 126 ? Buffer.from([first, mask | length]) : Buffer.alloc(length < 65536 ? 4 : 10);
  if (length >= 126) {
    head[0] = first;
    head[1] = mask | (length < 65536 ? 126 : 127);
    if (length < 65536) head.writeUInt16BE(length, 2);
    else head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, ...(mask === 0 ? [] : [Buffer.alloc(4)]), data]);
}

/** A close frame. */
export function closeFrame(code: number, reason: Uint8Array | string = ''): Buffer {
  return frame(OPCODE.close, Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason as string)]));
}

/** One TCP connection that the peer has taken. */
export interface Victim {
  readonly socket: Socket;
  readonly path: string;
  /** The request as it came, line by line. */
  readonly request: string;
  /** Bytes that the peer has handed to the network. */
  readonly sent: () => number;
  /** What the client has sent since the handshake. */
  readonly received: () => Buffer;
  /** The client has ended its side of the TCP connection, or all of it is gone. */
  readonly gone: Promise<void>;
}

type Trick = (victim: Victim, answer: () => void) => void;

/** Every trick by its path. */
export const TRICKS = {
  /** Takes the connection and never says a word. */
  '/silent': () => undefined,
  /** Answers the handshake one byte at a time, so that it is never silent and never done. */
  '/drip': ({ socket }) => {
    const text = `HTTP/1.1 101 Switching Protocols\r\nX-Filler: ${'z'.repeat(10_000)}`;
    let at = 0;
    const drip = setInterval(() => {
      socket.write(text[at % text.length] ?? '');
      at += 1;
    }, 20);
    socket.once('close', () => {
      clearInterval(drip);
    });
  },
  '/not-http': ({ socket }) => {
    socket.write('220 mail.example ESMTP\r\n');
  },
  '/endless-header': ({ socket }) => {
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nX-Long: ${'a'.repeat(100_000)}`);
  },
  /** Announces its answer for ever. */
  '/endless-announcements': ({ socket }) => {
    pour(socket, Buffer.from('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(500)));
  },
  '/endless-lines': ({ socket }) => {
    pour(socket, Buffer.from('\r\n'.repeat(10_000)));
  },
  '/wrong-accept': ({ socket }) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\n\r\n');
  },
  '/unasked-extension': ({ socket, request }) => {
    socket.write(acceptance(request, ['Sec-WebSocket-Extensions: permessage-deflate']));
  },
  '/redirect': ({ socket }) => {
    socket.end('HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:1/elsewhere\r\nContent-Length: 0\r\n\r\n');
  },
  '/hang-up': ({ socket }) => {
    socket.end();
  },
  '/reserved-bits': ({ socket }, answer) => {
    answer();
    socket.write(frame(OPCODE.text, 'x', { reserved: 3 }));
  },
  '/unknown-opcode': ({ socket }, answer) => {
    answer();
    socket.write(frame(5, 'x'));
  },
  '/masked': ({ socket }, answer) => {
    answer();
    socket.write(frame(OPCODE.text, 'x', { masked: true }));
  },
  '/long-ping': ({ socket }, answer) => {
    answer();
    socket.write(frame(OPCODE.ping, 'p'.repeat(126)));
  },
  '/lost-continuation': ({ socket }, answer) => {
    answer();
    socket.write(frame(OPCODE.more, 'x'));
  },
  '/bad-close-code': ({ socket }, answer) => {
    answer();
    socket.write(closeFrame(1006));
  },
  '/invalid-utf8': ({ socket }, answer) => {
    answer();
    socket.write(Buffer.concat([frame(OPCODE.text, 'good'), frame(OPCODE.text, Buffer.from([0xc3, 0x28]))]));
  },
  '/huge-claim': ({ socket }, answer) => {
    answer();
    socket.write(frame(OPCODE.binary, 'x', { claim: 2 ** 40 }));
  },
  /** Fragments without end, none of which is a whole message. */
  '/endless-fragments': ({ socket }, answer) => {
    answer();
    socket.write(frame(OPCODE.text, 'a', { fin: false }));
    pour(socket, Buffer.concat(Array.from({ length: 500 }, () => frame(OPCODE.more, '', { fin: false }))));
  },
  /** Part of a message, now and then, that is never finished. */
  '/unfinished': ({ socket }, answer) => {
    answer();
    socket.write(frame(OPCODE.text, 'once ', { fin: false }));
    const drip = setInterval(() => {
      socket.write(frame(OPCODE.more, '.', { fin: false }));
    }, 50);
    socket.once('close', () => {
      clearInterval(drip);
    });
  },
  /** Never answers a close frame, never ends its side. */
  '/close-unanswered': (_victim, answer) => {
    answer();
  },
  /** Says goodbye and then keeps the TCP connection. */
  '/close-and-stay': ({ socket }, answer) => {
    answer();
    socket.write(Buffer.concat([frame(OPCODE.text, 'last'), closeFrame(4001, 'off')]));
  },
  /** Says goodbye, and resets the TCP connection as soon as it is answered. */
  '/close-and-gone': ({ socket }, answer) => {
    answer();
    socket.once('data', () => socket.resetAndDestroy());
    socket.write(Buffer.concat([frame(OPCODE.text, 'last'), closeFrame(4002, 'quota')]));
  },
  /** A whole message, the beginning of another, and a reset. */
  '/reset': ({ socket }, answer) => {
    answer();
    socket.write(Buffer.concat([frame(OPCODE.text, 'whole'), frame(OPCODE.text, 'half', { claim: 1000 })]), () =>
      setTimeout(() => socket.resetAndDestroy(), 50),
    );
  },
  /** A message, and the end of the stream without a close frame, in one packet with the answer to the handshake. */
  '/message-and-gone': ({ socket, request }) => {
    socket.end(Buffer.concat([Buffer.from(acceptance(request)), frame(OPCODE.text, 'the last word')]));
  },
  '/flood': ({ socket }, answer) => {
    answer();
    let next = 0;
    pour(socket, () =>
      Buffer.concat(
        Array.from({ length: 500 }, () => {
          next += 1;
          return frame(OPCODE.text, String(next - 1));
        }),
      ),
    );
  },
  /** Each small frame is a megabyte when inflated, whether compression was agreed on or not. */
  '/deflate-bomb': ({ socket, request }) => {
    const agreed = /sec-websocket-extensions:.*permessage-deflate/i.test(request);
    socket.write(acceptance(request, agreed ? ['Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover'] : []));
    socket.write(frame(OPCODE.text, BOMB, { reserved: 4 }));
  },
  '/ping-flood': ({ socket }, answer) => {
    answer();
    pour(socket, Buffer.concat(Array.from({ length: 200 }, () => frame(OPCODE.ping, 'ping'))));
  },
  '/pong-flood': ({ socket }, answer) => {
    answer();
    pour(socket, Buffer.concat(Array.from({ length: 2000 }, () => frame(OPCODE.pong))));
  },
  /** Whole messages, each in a thousand parts of a byte. */
  '/crumbs': ({ socket }, answer) => {
    answer();
    const parts = Array.from({ length: 998 }, () => frame(OPCODE.more, 'a', { fin: false }));
    pour(socket, Buffer.concat([frame(OPCODE.text, 'a', { fin: false }), ...parts, frame(OPCODE.more, 'a')]));
  },
  /** Takes the connection and then never reads from it. */
  '/deaf': ({ socket }, answer) => {
    answer();
    socket.pause();
  },
} as const satisfies Record<string, Trick>;

/** 96 MiB of zeros, deflated to less than 100 kB. */
const BOMB = deflateRawSync(Buffer.alloc(96 * 1024 * 1024), { level: 9, finishFlush: 2 }).subarray(0, -4);

/** The answer to a handshake that a good server would give. */
function acceptance(request: string, extra: readonly string[] = []): string {
  const key = /^sec-websocket-key: *(\S+)/im.exec(request)?.[1] ?? '';
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  return ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`, ...extra, '', ''].join('\r\n');
}

/** Writes without end, as fast as the other side lets it. */
function pour(socket: Socket, what: Buffer | (() => Buffer)): void {
  const write = (): void => {
    while (!socket.destroyed && socket.writable && socket.write(typeof what === 'function' ? what() : what));
    if (!socket.destroyed && socket.writable) socket.once('drain', () => setImmediate(write));
  };
  write();
}

/** The peer, listening on a free port of the loopback. */
export class HostilePeer {
  readonly victims: Victim[] = [];
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
    server.on('connection', (socket) => {
      this.take(socket);
    });
  }

  static async listen(): Promise<HostilePeer> {
    const server = createServer({ allowHalfOpen: true });
    const peer = new HostilePeer(server);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return peer;
  }

  url(trick: keyof typeof TRICKS): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}${trick}`;
  }

  async close(): Promise<void> {
    for (const victim of this.victims) victim.socket.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
  }

  private take(socket: Socket): void {
    socket.on('error', () => undefined);
    const gone = new Promise<void>((resolve) => {
      socket.once('end', resolve).once('close', () => {
        resolve();
      });
    });
    let text = '';
    const chunks: Buffer[] = [];
    const onData = (chunk: Buffer): void => {
      if (text.includes('\r\n\r\n')) {
        chunks.push(chunk);
        return;
      }
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const path = /^GET (\S+)/.exec(text)?.[1] ?? '/';
      const request = text.slice(0, end);
      const victim: Victim = { socket, path, request, gone, sent: () => socket.bytesWritten, received: () => Buffer.concat(chunks) };
      this.victims.push(victim);
      const trick: Trick | undefined = (TRICKS as Record<string, Trick>)[path];
      if (trick === undefined) socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
      else
        trick(victim, () => {
          socket.write(acceptance(request));
        });
    };
    socket.on('data', onData);
  }
}
