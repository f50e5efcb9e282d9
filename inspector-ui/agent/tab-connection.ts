import type { Credit, FromAgent, OpenRequest } from '../../agent/records.ts';
import { closingCode, closingReason, sizeOf } from '../../agent/tab-words.ts';
import type { LinkLimits } from '../../server/protocol.ts';
import { PlainSocket } from './plain-socket.ts';
import { StreamSocket, hasStreams } from './stream-socket.ts';
import type { SocketFault, SocketListener, TabSocket } from './tab-socket.ts';

/** What a tab holds of a connection whose server cannot be slowed, before it closes it. */
const MOST_MESSAGES = 4096,
  MOST_BYTES = 4 * 1024 * 1024;
/** Milliseconds that what was sent before a close may take to go out, before it is told as failed. */
const PARTING = 1000;

/** What a connection needs of the one that owns it. */
export interface ConnectionOwner {
  tell(record: FromAgent): void;
  /** The connection has something to tell at the end of the task. */
  note(connection: TabConnection): void;
  gone(connection: TabConnection): void;
}

/** One connection in a tab: its socket, what waits to be handed over, and what is not yet told of what was sent. */
export class TabConnection implements SocketListener {
  readonly number: number;
  readonly request: OpenRequest;
  limits: LinkLimits;
  readonly #owner: ConnectionOwner;
  /** What may be handed over; a message that costs more bytes than are left owes them. */
  #credit: Credit;
  #socket: TabSocket | undefined;
  #facts: { readonly openedAt: string; readonly took: number; readonly protocol: string; readonly extensions: string } | undefined;
  #begun = 0;
  #waiting: (string | Uint8Array)[] = [];
  #waitingBytes = 0;
  /** To be told once nothing waits. */
  #ending: FromAgent | undefined;
  #isDone = false;
  #unsent = { messages: 0, bytes: 0 };
  /** Sent, and not yet told so. */
  #sent = { messages: 0, bytes: 0 };
  #parting: ReturnType<typeof setTimeout> | undefined;

  constructor(number: number, request: OpenRequest, owner: ConnectionOwner) {
    this.number = number;
    this.request = request;
    this.limits = request.limits;
    this.#owner = owner;
    this.#credit = request.credit;
  }

  get isOver(): boolean {
    return this.#ending !== undefined;
  }
  get wants(): boolean {
    return this.#waiting.length === 0 && this.#mayTell;
  }

  get #mayTell(): boolean {
    return this.#credit.messages > 0 && this.#credit.bytes > 0;
  }

  dial(): void {
    const { url, protocols } = this.request;
    this.#begun = performance.now();
    this.#socket = hasStreams() ? new StreamSocket(url, protocols, this) : new PlainSocket(url, protocols, this);
  }

  /** Ends it by something of our own. */
  fail(fault: SocketFault): void {
    this.#socket?.abandon();
    this.ended(1006, '', fault);
  }

  /* ---------- what the server asks ---------- */

  send(data: string | Uint8Array, bytes: number): void {
    if (this.isOver) return;
    const error = { code: 'WW_NOT_OPEN' as const, message: 'the connection is not open' };
    if (this.#facts === undefined) this.#owner.tell({ type: 'failed', connection: this.number, messages: 1, bytes, error });
    else {
      this.#unsent.messages += 1;
      this.#unsent.bytes += bytes;
      this.#socket?.send(data, bytes);
    }
  }

  credit(credit: Credit): void {
    this.#credit = { messages: this.#credit.messages + credit.messages, bytes: this.#credit.bytes + credit.bytes };
    this.#handOver();
  }

  close(code: number, reason: string): void {
    if (this.isOver) return;
    this.#ending = { type: 'drained', connection: this.number };
    this.#socket?.close(closingCode(code), closingReason(reason));
    if (this.#unsent.messages > 0)
      this.#parting = setTimeout(() => {
        this.#socket?.abandon();
        this.#giveUp();
      }, PARTING);
    this.#handOver();
  }

  drop(): void {
    this.abandon();
    this.#isDone = true;
    this.tellSent();
    this.#owner.tell({ type: 'discarded', connection: this.number, messages: this.#waiting.length });
    this.#owner.gone(this);
  }

  look(): void {
    if (this.#facts === undefined || this.isOver) return;
    const queued = this.#waiting.length,
      buffered = this.#unsent.bytes;
    const facts = { url: this.request.url, remote: '', status: 0, statusText: '', headers: [], roundTrip: null, ...this.#facts, queued, buffered };
    this.#owner.tell({ type: 'facts', connection: this.number, facts });
  }

  /** Lets go of its socket; nothing is told any more. */
  abandon(): void {
    clearTimeout(this.#parting);
    this.#socket?.abandon();
  }

  /** What has gone out since the last time is told at once. */
  tellSent(): void {
    const { messages, bytes } = this.#sent;
    if (messages === 0) return;
    this.#sent = { messages: 0, bytes: 0 };
    this.#owner.tell({ type: 'sent', connection: this.number, messages, bytes });
  }

  /* ---------- what the socket tells ---------- */

  opened(protocol: string, extensions: string): void {
    this.#facts = { openedAt: new Date().toISOString(), took: performance.now() - this.#begun, protocol, extensions };
    this.#owner.tell({ type: 'opened', connection: this.number, protocol, extensions });
  }

  message(data: string | Uint8Array): void {
    if (this.isOver) return;
    const bytes = sizeOf(data);
    if (bytes > this.limits.maxMessageSize) {
      this.fail({ code: 'WW_MESSAGE_TOO_LARGE', message: 'the server sent a message larger than MaxMessageSize' });
      return;
    }
    this.#waiting.push(data);
    this.#waitingBytes += bytes;
    this.#handOver();
    const count = this.#waiting.length;
    if (count > MOST_MESSAGES || (count > 1 && this.#waitingBytes > MOST_BYTES))
      this.fail({
        code: 'WW_TAB_SLOW',
        message: `this browser cannot slow the server down, and more than ${MOST_MESSAGES} messages or ${MOST_BYTES / 1024 / 1024} MiB waited in the tab`,
      });
  }

  sent(bytes: number): void {
    this.#unsent.messages -= 1;
    this.#unsent.bytes -= bytes;
    this.#sent.messages += 1;
    this.#sent.bytes += bytes;
    this.#owner.note(this);
    if (this.isOver && this.#unsent.messages === 0) this.#handOver();
  }

  ended(code: number, reason: string, error?: SocketFault): void {
    this.#ending ??= { type: 'closed', connection: this.number, code, reason, ...(error === undefined ? {} : { error }) };
    this.#giveUp();
  }

  /* ---------- handing over ---------- */

  #handOver(): void {
    let done = 0;
    for (; done < this.#waiting.length && this.#mayTell; done += 1) {
      const data = this.#waiting[done] as string | Uint8Array;
      const bytes = sizeOf(data);
      this.#credit = { messages: this.#credit.messages - 1, bytes: this.#credit.bytes - bytes };
      this.#waitingBytes -= bytes;
      this.#owner.tell({ type: 'message', connection: this.number, data });
    }
    if (done > 0) this.#waiting = this.#waiting.slice(done);
    if (this.#waiting.length > 0) return;
    if (this.#ending === undefined) {
      if (this.wants) this.#socket?.resume();
    } else if (this.#unsent.messages === 0) this.#finish(this.#ending);
  }

  /** Nobody waits for what has not gone out: it counts as failed once the end is told. */
  #giveUp(): void {
    this.tellSent();
    this.#unsent = { messages: 0, bytes: 0 };
    this.#handOver();
  }

  #finish(ending: FromAgent): void {
    if (this.#isDone) return;
    this.#isDone = true;
    clearTimeout(this.#parting);
    this.tellSent();
    this.#owner.tell(ending);
    this.#owner.gone(this);
  }
}
