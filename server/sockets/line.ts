import type { IncomingMessage } from 'node:http';
import { Bucket } from '../limits/bucket.ts';
import { Brake } from './brake.ts';
import { hangUp } from './hang-up.ts';
import { tooMuchIn } from './measured.ts';
import type { PageSocket } from './reception.ts';

type Connection = PageSocket['conn'];

/** Bytes that one may say before one is known, heads of frames included: the CONNECT of socket.io with its secrets, and nothing else. */
const STRANGER_BYTES = 16_384;
/** Packets and pings a second of one connection, and at once: somewhat more than an agent's frames, of which each is two. */
const PACKETS = { perSecond: 12_000, most: 40_000 };
/** Packets that were read before the sender was slowed, and still come; what fits into a read of the system, and no more than that. */
const MOST_AFTER_BRAKE = 5_000;
/** Bytes that are no message, such as heads of frames and empty fragments: a second and at once. */
const IDLE_BYTES = { perSecond: 200_000, most: 1_000_000 };
/** Milliseconds that one who goes, or is put out, has for their goodbye and to read why; and a stranger who was refused. */
const LAST_WORD = 2000,
  REFUSAL = 500;

/** What its user's connections may say together. */
export interface Share {
  /** Counts bytes of text. Gives the milliseconds for which they are not to be read from. */
  charge(bytes: number): number;
  /** Counts bytes of messages that have not come whole. False where too much is held. */
  hold(change: number): boolean;
}

export interface LineOptions {
  readonly connection: Connection;
  /** Largest message, in bytes. */
  readonly messageLimit: number;
  /** Milliseconds in which one must have said who they are. */
  readonly patience: number;
  /** It was ended, since it said what nobody of ours says. */
  readonly ended: (why: string) => void;
}

/**
 * What one connection may say before anything of it is parsed. A stranger may say who they are, once; a packet more, or a refusal, ends it. Who is
 * known is slowed, whatever they send: packets of any kind, pings, fragments.
 */
export class Line {
  readonly brake: Brake;
  readonly #options: LineOptions;
  readonly #packets = new Bucket(PACKETS.perSecond, PACKETS.most);
  readonly #idle = new Bucket(IDLE_BYTES.perSecond, IDLE_BYTES.most);
  readonly #waiting: NodeJS.Timeout;
  #known = false;
  #asked = false;
  #bytes = 0;
  #said = 0;
  #afterBrake = 0;
  #share: Share | undefined;
  /** Bytes of a message that has not come whole, as far as can be said: what came with the end of another counts as well. */
  #unfinished = 0;
  #finished = false;

  constructor(options: LineOptions) {
    const { connection } = options;
    this.#options = options;
    this.brake = new Brake(() => connection.transport);
    this.#waiting = setTimeout(() => this.#end('it has not said in time who it is'), options.patience);
    this.#waiting.unref();
    const request: IncomingMessage = connection.request;
    // Beside the WebSocket's own listener, so that what never becomes a message is counted, too.
    request.socket.on('data', (chunk: Buffer) => this.#received(chunk.length));
    connection.on('packet', (packet: { type: string; data?: unknown }) => {
      this.#packet(packet.type, packet.data);
      this.#measure(packet);
    });
    const socket = emitterOf(connection.transport);
    socket?.on('ping', (data) => this.#counted(data.length));
    socket?.on('pong', (data) => this.#counted(data.length));
    connection.once('close', () => {
      clearTimeout(this.#waiting);
      this.#share?.hold(-this.#unfinished);
      this.#unfinished = 0;
      // Who reads nothing never answers the close of a WebSocket, and would be waited for.
      setTimeout(() => hangUp(connection.transport), LAST_WORD).unref();
    });
  }

  /** The one at its end is known. */
  known(share: Share): void {
    this.#known = true;
    this.#share = share;
    clearTimeout(this.#waiting);
  }

  /** What it asked was refused, which it is told: it is heard no more, and ends. */
  refused(): void {
    const { connection } = this.#options;
    this.brake.press(LAST_WORD);
    connection.close();
    setTimeout(() => hangUp(connection.transport), REFUSAL).unref();
  }

  #received(bytes: number): void {
    this.#bytes += bytes;
    if (!this.#known) {
      if (this.#bytes > STRANGER_BYTES) this.#end('it has sent too much before it said who it is');
      return;
    }
    this.#keeps(bytes);
    // What is on its way as a message may be as much as one may be.
    const idle = this.#bytes - this.#said - this.#options.messageLimit;
    if (idle <= 0) return;
    this.#said += idle;
    const wait = this.#idle.draw(idle);
    if (wait > 0) this.brake.press(wait);
  }

  #keeps(bytes: number): void {
    if (this.#options.connection.readyState !== 'open') return;
    const before = this.#unfinished;
    this.#unfinished = this.#finished ? bytes : before + bytes;
    this.#finished = false;
    if (this.#share?.hold(this.#unfinished - before) === false) this.#end('more has come of unfinished messages than is held for its user, or for all');
  }

  #packet(type: string, data: unknown): void {
    const message = type === 'message';
    this.#finished = true;
    const bytes = typeof data === 'string' ? Buffer.byteLength(data) : data instanceof Uint8Array ? data.length : 0;
    this.#counted(bytes);
    if (typeof data === 'string') {
      const wait = this.#share?.charge(bytes) ?? 0;
      if (wait > 0) this.brake.press(wait);
    }
    // A CONNECT to the one namespace that there is begins with `0` and names none.
    const connects = message && typeof data === 'string' && data.startsWith('0');
    if (this.#known) {
      if (connects) this.#end('it has asked again to be let in');
    } else if (message && (this.#asked || !connects || data.startsWith('0/'))) this.#end('it has said something else than who it is');
    this.#asked ||= message;
  }

  /** A message is parsed right after this, so what holds too much gives way here to the reason for which it is refused. */
  #measure(packet: { type: string; data?: unknown }): void {
    if (packet.type !== 'message' || typeof packet.data !== 'string') return;
    const instead = tooMuchIn(packet.data);
    if (instead === undefined) return;
    packet.data = instead ?? '';
    if (instead === null) this.#end('it has sent a message that holds more than any does, and no answer to it could be found');
  }

  #counted(bytes: number): void {
    this.#said += bytes;
    if (!this.#packets.take()) this.brake.press();
    this.#afterBrake = this.brake.isPressed ? this.#afterBrake + 1 : 0;
    if (this.#afterBrake > MOST_AFTER_BRAKE) this.#end('it has sent far more than it may');
  }

  /** At once, so that nothing of what has been read already is parsed any more. */
  #end(why: string): void {
    const { connection, ended } = this.#options;
    if (connection.readyState !== 'open') return;
    ended(why);
    hangUp(connection.transport);
    connection.close(true);
  }
}

interface Emitter {
  on(event: 'ping' | 'pong', listener: (data: Buffer) => void): unknown;
}

function emitterOf(transport: unknown): Emitter | undefined {
  if (typeof transport !== 'object' || transport === null || !('socket' in transport)) return undefined;
  const { socket } = transport;
  return typeof socket === 'object' && socket !== null && 'on' in socket && typeof socket.on === 'function' ? (socket as Emitter) : undefined;
}
