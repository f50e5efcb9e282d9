import type { ErrorCode, LinkLimits, SocketFacts } from '../server/protocol.ts';

/** What an agent is to open. `entity` and `component` say for whom, as the question of access did. */
export interface OpenRequest {
  readonly url: string;
  readonly protocols: readonly string[];
  readonly headers: { readonly [name: string]: string };
  readonly limits: LinkLimits;
  readonly entity: string;
  readonly component: string;
  /** What the agent may hand over before it is given more. */
  readonly credit: Credit;
}
/** What may be handed over: messages, and bytes of them; a message that is larger than all of it may pass alone. */
export interface Credit {
  readonly messages: number;
  readonly bytes: number;
}

/** What a world's server tells an agent of one connection. */
export type ToAgent =
  | { readonly type: 'open'; readonly connection: number; readonly request: OpenRequest }
  | { readonly type: 'configure'; readonly connection: number; readonly limits: LinkLimits }
  | { readonly type: 'send'; readonly connection: number; readonly data: string | Uint8Array }
  /** Stop receiving, hand over what was received, tell `drained`; the socket closes with this code in the background. */
  | { readonly type: 'close'; readonly connection: number; readonly code: number; readonly reason: string }
  /** Close at once and forget what was received; told as `discarded`. */
  | { readonly type: 'drop'; readonly connection: number }
  /** What was handed over has been taken: so much more may follow. */
  | { readonly type: 'credit'; readonly connection: number; readonly credit: Credit }
  /** Somebody looks at the connection: tell `facts`. */
  | { readonly type: 'look'; readonly connection: number };

/** What an agent tells of one connection. */
export type FromAgent =
  | { readonly type: 'opened'; readonly connection: number; readonly protocol: string; readonly extensions: string }
  | { readonly type: 'message'; readonly connection: number; readonly data: string | Uint8Array }
  | {
      readonly type: 'closed';
      readonly connection: number;
      readonly code: number;
      readonly reason: string;
      readonly error?: { readonly code: ErrorCode; readonly message: string };
    }
  | { readonly type: 'drained'; readonly connection: number }
  | { readonly type: 'discarded'; readonly connection: number; readonly messages: number }
  /** The oldest of what was to be sent has been taken by the network: so many messages, of so many bytes. */
  | { readonly type: 'sent'; readonly connection: number; readonly messages: number; readonly bytes: number }
  /** The oldest of what was to be sent has not gone out. */
  | {
      readonly type: 'failed';
      readonly connection: number;
      readonly messages: number;
      readonly bytes: number;
      readonly error: { readonly code: ErrorCode; readonly message: string };
    }
  | { readonly type: 'activity'; readonly connection: number }
  | { readonly type: 'facts'; readonly connection: number; readonly facts: SocketFacts };

type AnyRecord = ToAgent | FromAgent;

/**
 * Records in bytes, one behind the other: kind (1 byte), flags (1 byte), connection (4), length (4), then so many bytes; numbers begin with
 * their lowest byte. Messages are carried as they are, all else as JSON. A message longer than a part goes out in several records, all but
 * the last with `MORE`, so that no frame is large and other connections are heard in between.
 */
const KINDS = [
  'open',
  'configure',
  'send',
  'close',
  'drop',
  'credit',
  'look',
  'opened',
  'message',
  'closed',
  'drained',
  'discarded',
  'sent',
  'failed',
  'activity',
  'facts',
] as const satisfies readonly AnyRecord['type'][];
const NUMBER = new Map<string, number>(KINDS.map((kind, index) => [kind, index]));
const HEAD = 10;
const BINARY = 1,
  MORE = 2;
/** Bytes of one part of a message. */
const PART = 64 * 1024;
/** Bytes after which a frame is full. */
const FULL = 256 * 1024;
const encoder = new TextEncoder(),
  decoder = new TextDecoder();

/** Gathers records into frames. */
export class FrameWriter {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  #full: Uint8Array[] = [];

  /** Bytes that wait to be taken. */
  get size(): number {
    return this.#full.reduce((sum, frame) => sum + frame.length, this.#length);
  }

  write(record: AnyRecord): void {
    if (record.type === 'send' || record.type === 'message') {
      this.#message(record.type, record.connection, record.data);
      return;
    }
    const { type, connection, ...rest } = record;
    const body = encoder.encode(JSON.stringify(rest));
    this.#room(HEAD + body.length);
    this.#head(type, 0, connection, body.length);
    this.#bytes.set(body, this.#length);
    this.#length += body.length;
  }

  /** What was written since, in frames that are nobody else's. */
  take(): Uint8Array[] {
    this.#cut();
    const frames = this.#full;
    this.#full = [];
    return frames;
  }

  #message(type: 'send' | 'message', connection: number, data: string | Uint8Array): void {
    const isText = typeof data === 'string';
    // A short text is encoded in place.
    if (isText && data.length * 3 <= PART) {
      this.#room(HEAD + data.length * 3);
      const { written } = encoder.encodeInto(data, this.#bytes.subarray(this.#length + HEAD));
      this.#head(type, 0, connection, written);
      this.#length += written;
      return;
    }
    const bytes = isText ? encoder.encode(data) : data;
    let at = 0;
    do {
      const part = bytes.subarray(at, at + PART);
      at += part.length;
      this.#room(HEAD + part.length);
      this.#head(type, (isText ? 0 : BINARY) | (at < bytes.length ? MORE : 0), connection, part.length);
      this.#bytes.set(part, this.#length);
      this.#length += part.length;
    } while (at < bytes.length);
  }

  #head(type: AnyRecord['type'], flags: number, connection: number, length: number): void {
    this.#bytes[this.#length] = NUMBER.get(type) as number;
    this.#bytes[this.#length + 1] = flags;
    this.#view.setUint32(this.#length + 2, connection, true);
    this.#view.setUint32(this.#length + 6, length, true);
    this.#length += HEAD;
  }

  #room(bytes: number): void {
    if (this.#length > 0 && this.#length + bytes > FULL) this.#cut();
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + bytes));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }

  #cut(): void {
    if (this.#length === 0) return;
    this.#full.push(this.#bytes.slice(0, this.#length));
    this.#length = 0;
  }
}

/** That a frame cannot be read: who sent it does not speak as agreed. */
export class FrameFault extends Error {}

/** Reads frames of one sender, and puts messages that came in parts together. */
export class FrameReader {
  readonly #parts = new Map<number, Uint8Array[]>();
  readonly #kinds: ReadonlySet<string>;
  readonly #mostBytes: (connection: number) => number;

  /**
   * @param kinds what this sender may say
   * @param mostBytes how large a message of a connection may be
   */
  constructor(kinds: readonly AnyRecord['type'][], mostBytes: (connection: number) => number) {
    this.#kinds = new Set(kinds);
    this.#mostBytes = mostBytes;
  }

  /** Calls for each record, in order. @throws FrameFault where the frame does not hold; what stood before the fault has been told. */
  read(frame: Uint8Array, receive: (record: AnyRecord) => void): void {
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    let at = 0;
    while (at < frame.length) {
      if (at + HEAD > frame.length) throw new FrameFault('a record is cut off');
      const type = KINDS[frame[at] as number];
      const flags = frame[at + 1] as number;
      const connection = view.getUint32(at + 2, true);
      const length = view.getUint32(at + 6, true);
      at += HEAD;
      if (type === undefined || !this.#kinds.has(type)) throw new FrameFault(`a record is of kind ${type ?? 'unknown'}`);
      if (at + length > frame.length) throw new FrameFault('a record is cut off');
      const body = frame.subarray(at, at + length);
      at += length;
      if (type === 'send' || type === 'message') this.#message(type, connection, flags, body, receive);
      else receive(plain(type, connection, body));
    }
  }

  /** Forgets the parts of a connection that is gone. */
  forget(connection: number): void {
    this.#parts.delete(connection);
  }

  #message(type: 'send' | 'message', connection: number, flags: number, body: Uint8Array, receive: (record: AnyRecord) => void): void {
    const before = this.#parts.get(connection);
    if ((flags & MORE) !== 0) {
      const parts = before ?? [];
      parts.push(body.slice());
      if (parts.reduce((sum, part) => sum + part.length, 0) > this.#mostBytes(connection)) throw new FrameFault('a message is larger than agreed');
      this.#parts.set(connection, parts);
      return;
    }
    let bytes = body;
    if (before !== undefined) {
      this.#parts.delete(connection);
      bytes = joined([...before, body]);
    }
    if (bytes.length > this.#mostBytes(connection)) throw new FrameFault('a message is larger than agreed');
    receive({ type, connection, data: (flags & BINARY) === 0 ? decoder.decode(bytes) : bytes.slice() });
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function plain(type: string, connection: number, body: Uint8Array): AnyRecord {
  try {
    const json: unknown = JSON.parse(decoder.decode(body));
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { ...json, type, connection } as unknown as AnyRecord;
  } catch {
    // Told below.
  }
  throw new FrameFault(`a record of kind ${type} does not hold`);
}
