import { cut, FROM_AGENT, recordOf, TO_AGENT, type AnyRecord } from './records.ts';

export { FROM_AGENT, TO_AGENT, type AnyRecord, type Credit, type FromAgent, type OpenRequest, type ToAgent } from './records.ts';

/**
 * Records in bytes, one behind the other: kind (1 byte), flags (1 byte), connection (4), length (4), then so many bytes; numbers begin with
 * their lowest byte. Messages are carried as they are; `credit` and `sent` as a count of messages (4) and of bytes (8, floating); what has
 * nothing to add is empty; all else is JSON. A message longer than a part goes out in several records, all but the last with `MORE`, so that
 * no frame is large.
 */
const KINDS = [...TO_AGENT, ...FROM_AGENT];
const SEND = KINDS.indexOf('send'),
  MESSAGE = KINDS.indexOf('message'),
  CREDIT = KINDS.indexOf('credit'),
  SENT = KINDS.indexOf('sent');
const NUMBER = new Map<string, number>(KINDS.map((kind, index) => [kind, index]));
const EMPTY: ReadonlySet<string> = new Set(['drop', 'look', 'ping', 'drained', 'activity']);
/** Bytes that stand before each record's own, and of the counts. */
export const HEAD = 10;
const COUNTS = 12;
const BINARY = 1,
  MORE = 2;
/** Bytes of one part of a message. */
const PART = 64 * 1024;
/** Bytes after which a frame is full. */
const FULL = 256 * 1024;
/** Bytes of a record in JSON: of what is to be opened, whose headers may be many, and of any other. */
const MOST_OPEN = 4 * 1024 * 1024,
  MOST_JSON = 512 * 1024;
/** Bytes that the unfinished messages of one sender may hold besides the one that is added to. */
const MOST_PARTS = 16 * 1024 * 1024;

const encoder = new TextEncoder(),
  // A mark at the beginning belongs to the message, and what is no text is told.
  decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Gathers records into frames. */
export class FrameWriter {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  #full: Uint8Array[] = [];
  #fullBytes = 0;

  /** Bytes that wait to be taken. */
  get size(): number {
    return this.#fullBytes + this.#length;
  }

  write(record: AnyRecord): void {
    const { type, connection } = record;
    if (type === 'send' || type === 'message') this.message(type, connection, record.data);
    else if (type === 'credit') this.#counts(CREDIT, connection, record.credit.messages, record.credit.bytes);
    else if (type === 'sent') this.#counts(SENT, connection, record.messages, record.bytes);
    else {
      const { type: _type, connection: _connection, ...rest } = cut(record);
      const body = EMPTY.has(type) ? new Uint8Array() : encoder.encode(JSON.stringify(rest));
      this.#room(HEAD + body.length);
      this.#head(NUMBER.get(type) as number, 0, connection, body.length);
      this.#bytes.set(body, this.#length);
      this.#length += body.length;
    }
  }

  /** Writes a message; the same as `write` with a record of it. Gives the bytes that it carries. */
  message(type: 'send' | 'message', connection: number, data: string | Uint8Array): number {
    const kind = type === 'send' ? SEND : MESSAGE;
    if (typeof data !== 'string') return this.#parts(kind, BINARY, connection, data);
    if (data.length * 3 <= PART) return this.#text(kind, connection, data);
    return this.#parts(kind, 0, connection, encoder.encode(data));
  }

  /** What was written since, in frames that are nobody else's. */
  take(): Uint8Array[] {
    this.#cut();
    const frames = this.#full;
    this.#full = [];
    this.#fullBytes = 0;
    return frames;
  }

  /** Text that fits into one record is turned into bytes where it belongs. */
  #text(kind: number, connection: number, data: string): number {
    this.#room(HEAD + data.length * 3);
    const { written } = encoder.encodeInto(data, this.#bytes.subarray(this.#length + HEAD));
    this.#head(kind, 0, connection, written);
    this.#length += written;
    return written;
  }

  #parts(kind: number, flags: number, connection: number, bytes: Uint8Array): number {
    let at = 0;
    do {
      const part = bytes.length <= PART ? bytes : bytes.subarray(at, at + PART);
      at += part.length;
      this.#room(HEAD + part.length);
      this.#head(kind, flags | (at < bytes.length ? MORE : 0), connection, part.length);
      this.#bytes.set(part, this.#length);
      this.#length += part.length;
    } while (at < bytes.length);
    return bytes.length;
  }

  #counts(kind: number, connection: number, messages: number, bytes: number): void {
    this.#room(HEAD + COUNTS);
    this.#head(kind, 0, connection, COUNTS);
    this.#view.setUint32(this.#length, messages, true);
    this.#view.setFloat64(this.#length + 4, bytes, true);
    this.#length += COUNTS;
  }

  #head(kind: number, flags: number, connection: number, length: number): void {
    this.#bytes[this.#length] = kind;
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
    this.#fullBytes += this.#length;
    this.#length = 0;
  }
}

/** That a frame cannot be read: who sent it does not speak as agreed. */
export class FrameFault extends Error {}

/** A message that has come in part. */
interface Unfinished {
  readonly kind: number;
  readonly flags: number;
  readonly parts: Uint8Array[];
  bytes: number;
}

/** Reads frames of one sender, and puts messages that came in parts together. Every record that it gives has its form. */
export class FrameReader<R extends AnyRecord = AnyRecord> {
  readonly #unfinished = new Map<number, Unfinished>();
  readonly #kinds: readonly boolean[];
  readonly #mostBytes: (connection: number) => number | undefined;
  #held = 0;

  /**
   * @param kinds what this sender may say
   * @param mostBytes how large a message of a connection may be; undefined passes over the messages of one that is not known any more
   */
  constructor(kinds: readonly R['type'][], mostBytes: (connection: number) => number | undefined) {
    const known: ReadonlySet<string> = new Set(kinds);
    this.#kinds = KINDS.map((kind) => known.has(kind));
    this.#mostBytes = mostBytes;
  }

  /** Bytes of messages that have come in part. */
  get held(): number {
    return this.#held;
  }

  /**
   * Calls for each record, in order, with the bytes that it carries. @throws FrameFault where the frame does not hold; what stood before the
   * fault has been told.
   */
  read(given: Uint8Array | ArrayBuffer, receive: (record: R, bytes: number) => void): void {
    // A Buffer of Node shares where a Uint8Array copies.
    const frame = given instanceof ArrayBuffer ? new Uint8Array(given) : new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    const take = receive as (record: AnyRecord, bytes: number) => void;
    let at = 0;
    while (at < frame.length) {
      if (at + HEAD > frame.length) throw new FrameFault('a record is cut off');
      const kind = frame[at] as number;
      const flags = frame[at + 1] as number;
      const connection = view.getUint32(at + 2, true);
      const length = view.getUint32(at + 6, true);
      at += HEAD;
      if (this.#kinds[kind] !== true) throw new FrameFault(`a record is of kind ${KINDS[kind] ?? 'unknown'}`);
      if (at + length > frame.length) throw new FrameFault('a record is cut off');
      if (kind === SEND || kind === MESSAGE) this.#message(kind, flags, connection, frame, at, length, take);
      else if (flags !== 0) throw new FrameFault('a record has flags that it cannot have');
      else take(plain(KINDS[kind] as AnyRecord['type'], connection, frame, view, at, length), length);
      at += length;
    }
  }

  /** Forgets the parts of a connection that is gone. */
  forget(connection: number): void {
    this.#held -= this.#unfinished.get(connection)?.bytes ?? 0;
    this.#unfinished.delete(connection);
  }

  #message(
    kind: number,
    flags: number,
    connection: number,
    frame: Uint8Array,
    at: number,
    length: number,
    receive: (record: AnyRecord, bytes: number) => void,
  ): void {
    if (flags > (BINARY | MORE)) throw new FrameFault('a record has flags that it cannot have');
    const most = this.#mostBytes(connection);
    if (most === undefined) return;
    const before = this.#held === 0 ? undefined : this.#unfinished.get(connection);
    if (length + (before?.bytes ?? 0) > most) throw new FrameFault('a message is larger than agreed');
    if (before !== undefined && (before.kind !== kind || ((before.flags ^ flags) & BINARY) !== 0)) throw new FrameFault('parts do not belong together');
    const type = kind === SEND ? 'send' : 'message';
    const isText = (flags & BINARY) === 0;
    if ((flags & MORE) !== 0) this.#part(kind, flags, connection, frame.slice(at, at + length), most);
    else if (before === undefined) receive({ type, connection, data: isText ? textOf(frame, at, length) : frame.slice(at, at + length) }, length);
    else {
      this.forget(connection);
      const whole = joined(before, frame.subarray(at, at + length));
      receive({ type, connection, data: isText ? textOf(whole, 0, whole.length) : whole }, whole.length);
    }
  }

  #part(kind: number, flags: number, connection: number, part: Uint8Array, most: number): void {
    // Whoever sends parts fills them, so that a few bytes each cannot cost more than they hold.
    if (part.length < PART) throw new FrameFault('a part of a message is smaller than a part');
    const unfinished = this.#unfinished.get(connection) ?? { kind, flags, parts: [], bytes: 0 };
    this.#unfinished.set(connection, unfinished);
    unfinished.parts.push(part);
    unfinished.bytes += part.length;
    this.#held += part.length;
    if (this.#held > most + MOST_PARTS) throw new FrameFault('too many messages have come in part');
  }
}

function joined(before: Unfinished, last: Uint8Array): Uint8Array {
  const whole = new Uint8Array(before.bytes + last.length);
  let at = 0;
  for (const part of before.parts) {
    whole.set(part, at);
    at += part.length;
  }
  whole.set(last, at);
  return whole;
}

/** @throws FrameFault where the bytes are no text */
function textOf(bytes: Uint8Array, at: number, length: number): string {
  try {
    return decoder.decode(bytes.subarray(at, at + length));
  } catch {
    throw new FrameFault('a text is none');
  }
}

function plain(type: AnyRecord['type'], connection: number, frame: Uint8Array, view: DataView, at: number, length: number): AnyRecord {
  let record: AnyRecord | undefined;
  if (type === 'credit' || type === 'sent') {
    const messages = length === COUNTS ? view.getUint32(at, true) : 0;
    const bytes = length === COUNTS ? view.getFloat64(at + 4, true) : -1;
    if (Number.isSafeInteger(bytes) && bytes >= 0)
      record = type === 'sent' ? { type, connection, messages, bytes } : { type, connection, credit: { messages, bytes } };
  } else if (type === 'drop' || type === 'look' || type === 'ping' || type === 'drained' || type === 'activity') {
    if (length === 0) record = { type, connection };
  } else if (length <= (type === 'open' ? MOST_OPEN : MOST_JSON)) record = recordOf(type, connection, jsonOf(frame.subarray(at, at + length)));
  if (record === undefined) throw new FrameFault(`a record of kind ${type} does not hold`);
  return record;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
