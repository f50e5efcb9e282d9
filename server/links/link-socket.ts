import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Sender, WebSocket } from 'ws';
import type { SocketFacts } from '../../agent/messages.ts';
import type { Answer } from './answer-words.ts';
import type { DialOptions } from './dial.ts';
import { answeredOf, headersOf, type Answered } from './handshake.ts';
import { Waste } from './waste.ts';

/** What a socket tells its link. */
export interface Listener {
  connected(socket: LinkSocket, tcp: Socket): void;
  receive(data: Buffer, binary: boolean): void;
  stir(): void;
  /** A pong has come, with what it carries. */
  pong(payload: Buffer): void;
  broken(error: Error): void;
  /** What comes is hardly messages; `what` says what it is, in words that follow the name of who sends it. */
  flooded(what: string): void;
  /** The handshake was answered in HTTP, without an upgrade. */
  refused(answer: Answer): void;
  closedByRemote(code: number, reason: string): void;
}

declare module 'ws' {
  /** How the library makes frames; it exports this, and its types leave it out (8.23). */
  export class Sender {
    /** A message as the parts in which it is written, masked. What it is made of is not changed where it is `readOnly`. */
    static frame(data: Uint8Array, options: FrameOptions): Buffer[];
  }
}

/** What the library keeps of a message that comes in. */
interface Receiving {
  /** 0 where the next frame has not begun. */
  readonly _state?: number;
  readonly _bufferedBytes?: number;
  /** Kind of a message of several frames whose last has not come; 0 where there is none. */
  readonly _fragmented?: number;
}

interface FrameOptions {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly opcode: number;
  readonly mask: boolean;
  readonly readOnly: boolean;
}

/** A whole message in one frame, uncompressed and masked, of bytes that are text (opcode 1) or not (2). */
const TEXT: FrameOptions = { fin: true, rsv1: false, opcode: 1, mask: true, readOnly: true },
  BINARY: FrameOptions = { ...TEXT, opcode: 2 };
/** The same of a server, which masks nothing. */
const SERVED_TEXT: FrameOptions = { ...TEXT, mask: false },
  SERVED_BINARY: FrameOptions = { ...BINARY, mask: false };
/** Bytes up to which an unmasked message is copied behind its head: more are written on their own, in one write with it all the same. */
const COPIED = 4096;

/** Keeps count of the sockets that live, heard or not. */
export interface SocketKeeper {
  born(socket: LinkSocket): void;
  /** Its TCP connection is gone. */
  buried(socket: LinkSocket): void;
}

/** What is known of how a connection opened. */
export type Handshake = Pick<SocketFacts, 'openedAt' | 'took' | 'status' | 'statusText' | 'headers'>;

/** Pongs that may wait to go out; who sends pings faster than it takes the answers is let go, as ws does by itself. */
const MOST_PONGS = 60;
/** Times of day are kept as milliseconds since then, which are whole numbers of 31 bits for weeks: a larger one would take memory of its own. */
const EPOCH = Date.now();

/**
 * A socket that knows who listens. What it says goes straight there: of thousands of sockets none has listeners of its own, or a list of them.
 * Without a listener nothing that it says is heard any more: what a closing socket still has to say belongs to nobody.
 */
export class LinkSocket extends WebSocket {
  listener: Listener | undefined;
  readonly keeper: SocketKeeper;
  /** Its place among the sockets that live; the keeper's own. */
  place = 0;
  /** Its TCP connection, from the answer to the handshake on. */
  tcp: Socket | undefined = undefined;
  /** What the server answered to the handshake, and its proof that it had read it. */
  private answered: Answered | undefined = undefined;
  private proof = '';
  /** Lets go of a proxy that it was to go through; done when it ends. */
  unplug: (() => void) | undefined = undefined;
  /** Tenths of a millisecond: when the attempt began, by the clock of `performance.now`, and once it is open how long it took. */
  private took = tenths();
  /** When it opened, in milliseconds since `EPOCH`. */
  private openedAt = 0;
  private pongs = 0;
  /** Made when first something comes. */
  private waste: Waste | undefined = undefined;
  /** Whether client and server have agreed on an extension, as compression is one. */
  private isExtended = false;

  /** Whether the other end has come to us. */
  private readonly isServed: boolean;

  /**
   * @param url where to connect to; null for one that has come, and is open once the library has made it so
   * @throws SyntaxError for a subprotocol that cannot be sent, or what Node throws for a header that cannot
   */
  constructor(url: URL | null, protocols: readonly string[], options: Partial<DialOptions>, listener: Listener | undefined, keeper: SocketKeeper) {
    // Pings are answered here: the library would make a closure for it with each socket. Its types know no options of one without an address.
    super(url as URL, [...protocols], { ...options, autoPong: false });
    this.isServed = url === null;
    // Node takes an emitter without a list of listeners for one that nobody has listened to, and makes a list when somebody does.
    (this as unknown as { _events: object | undefined })._events = undefined;
    this.listener = listener;
    this.keeper = keeper;
    keeper.born(this);
  }

  /** How it opened; undefined before it has. */
  get handshake(): Handshake | undefined {
    const { answered } = this;
    if (answered === undefined) return undefined;
    const { status, statusText } = answered;
    const openedAt = new Date(EPOCH + this.openedAt).toISOString();
    return { openedAt, took: this.took / 10, status, statusText, headers: headersOf(answered, this.proof) };
  }

  /** What the library tells, with at most two things to it. */
  override emit(event: string | symbol, first?: unknown, second?: unknown): boolean {
    switch (event) {
      case 'message':
        this.listener?.receive(first as Buffer, second as boolean);
        if (this.tcp !== undefined && (this.waste ??= new Waste()).message((first as Buffer).byteLength, this.tcp))
          this.flooded('messages in very small parts');
        return true;
      case 'ping':
        this.answerPing(first as Buffer);
        this.listener?.stir();
        if ((this.waste ??= new Waste()).control()) this.flooded('pings without end');
        return true;
      case 'pong':
        this.listener?.pong(first as Buffer);
        if ((this.waste ??= new Waste()).control()) this.flooded('pongs without end, that nobody asked for');
        return true;
      case 'upgrade':
        this.upgraded(first as IncomingMessage);
        return true;
      case 'open':
        this.isExtended = this.extensions !== '';
        if (this.tcp !== undefined) this.listener?.connected(this, this.tcp);
        return true;
      case 'unexpected-response':
        this.refused(second as IncomingMessage);
        return true;
      case 'error':
        this.listener?.broken(first as Error);
        return true;
      case 'close':
        this.closed(first as number, second as Buffer);
        return true;
      default:
        return super.emit(event, first, second);
    }
  }

  /**
   * Sends a message over a connection that is open. Where nothing is compressed nothing of it can wait in the library, so that its frame is written
   * from here: on its way through the library it would pass three lists of options, each made for this message alone.
   */
  sendMessage(bytes: Uint8Array, binary: boolean): void {
    const { tcp } = this;
    if (tcp === undefined || this.isExtended) this.send(bytes, { binary });
    else if (this.isServed) this.serve(tcp, Sender.frame(bytes, binary ? SERVED_BINARY : SERVED_TEXT), bytes.byteLength);
    else for (const part of Sender.frame(bytes, binary ? BINARY : TEXT)) tcp.write(part);
  }

  /** A head and a body, in one write. */
  private serve(tcp: Socket, parts: Buffer[], bytes: number): void {
    if (bytes <= COPIED) {
      tcp.write(Buffer.concat(parts));
      return;
    }
    tcp.cork();
    for (const part of parts) tcp.write(part);
    tcp.uncork();
  }

  /** How it opened, of one that has come. */
  protected opened(answered: Answered): void {
    this.answered = answered;
    this.openedAt = Math.round(Date.now() - EPOCH);
    this.took = tenths() - this.took;
  }

  /**
   * Closes it in the background.
   * @param code 1005, without a reason, for a close frame without one
   * @param hurry end our side of the TCP connection right behind the close frame, without waiting for the peer's answer
   */
  leave(code: number, reason: string, hurry: boolean): void {
    if (this.readyState === WebSocket.CLOSED) return;
    if (this.readyState === WebSocket.CONNECTING) {
      this.terminate();
      return;
    }
    if (code === NO_STATUS && reason === '') this.close();
    else this.close(closeCode(code), closeReason(reason));
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

  /**
   * Whether all that has come in was made into messages, pings and pongs, so that no part of one waits. False where that cannot be told: over TLS parts
   * of records wait elsewhere. It reads the library's own fields (8.23); one that has others is taken for not between messages.
   */
  get isBetweenMessages(): boolean {
    const receiver = (this as unknown as { _receiver?: Receiving | null })._receiver;
    return (
      receiver?._state === 0 &&
      receiver._bufferedBytes === 0 &&
      receiver._fragmented === 0 &&
      (this.tcp as { encrypted?: boolean } | undefined)?.encrypted !== true
    );
  }

  /** It is read no further: paused, a socket that is left reads away unparsed what still comes. */
  private flooded(what: string): void {
    if (this.listener === undefined) return;
    this.pause();
    this.listener.flooded(`sent ${what}`);
  }

  private answerPing(payload: Buffer): void {
    if (this.readyState !== WebSocket.OPEN) return;
    if (this.pongs >= MOST_PONGS) {
      this.terminate();
      return;
    }
    this.pongs += 1;
    // What a server sends is never masked: a client must end a connection on which anything is (RFC 6455, section 5.1).
    this.pong(payload, !this.isServed, () => {
      this.pongs -= 1;
    });
  }

  private upgraded(response: IncomingMessage): void {
    this.tcp = response.socket;
    const { answered, proof } = answeredOf(response);
    this.answered = answered;
    this.proof = proof;
    this.openedAt = Math.round(Date.now() - EPOCH);
    this.took = tenths() - this.took;
  }

  /** Whoever listens ends the attempt, says the library; what its end says then is heard by nobody. */
  private refused({ statusCode = 0, statusMessage = '', headers }: IncomingMessage): void {
    this.listener?.refused({ status: statusCode, statusText: statusMessage, location: headers.location });
    this.terminate();
  }

  private closed(code: number, reason: Buffer): void {
    this.unplug?.();
    this.listener?.closedByRemote(code, reason.toString('utf8'));
    this.keeper.buried(this);
  }
}

/** Stands for a close frame that has no code (RFC 6455, 7.4.1). */
const NO_STATUS = 1005;

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

function tenths(): number {
  return Math.round(performance.now() * 10);
}
