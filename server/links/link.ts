import type { ErrorCode, LinkEvent, LinkLimits } from '../../engine/index.ts';
import type { Budgets, Source } from './budget.ts';
import type { SocketInfo } from './socket-info.ts';
import type { Failure } from './failure.ts';
import { MessageQueue, type MessageData } from './message-queue.ts';

/** Messages between two looks at whether something else is due: few enough that it need not wait a millisecond for them. */
const BREATH = 16;

/** What a link needs of the one that owns it. */
export interface LinkOwner {
  readonly budgets: Budgets;
  /** Bytes that wait in all links. */
  queuedBytes: number;
  messagesIn: number;
  messagesOut: number;
  bytesIn: number;
  bytesOut: number;
  /** Called between every so many messages that come in, when nothing of theirs is under way. */
  readonly between?: (() => void) | undefined;
  /** It has something to tell besides messages. */
  note(link: Link): void;
  /** It has messages, and had none. */
  arrived(link: Link): void;
}

/** The queue of every link to which no message has come yet: nothing is ever put into it. */
const NOTHING = new MessageQueue();

/** One connection, whoever holds its socket: the messages that wait, and what is to be told of it. */
export abstract class Link implements Source {
  readonly connection: number;
  limits: LinkLimits;
  given = 0;
  /** Stands in the owner's list of those with something to tell, or of those with messages. */
  noted = false;
  listed = false;
  /** To be told, once each. */
  opened: LinkEvent | undefined = undefined;
  heard = false;
  ending: LinkEvent | undefined = undefined;
  failedSends: LinkEvent[] | undefined = undefined;
  /** Called when the owner has told all of it and lets it go; of those that have come here. */
  forgotten: (() => void) | undefined = undefined;
  /** `NOTHING` until the first message comes. */
  protected queue: MessageQueue = NOTHING;
  protected readonly owner: LinkOwner;
  /** A message was handed over since the last sweep, so nothing else need show that the remote lives. */
  protected lively = false;
  protected toldBuffered = 0;
  /** Messages that the world has sent over it: the number of the newest. */
  protected sends = 0;

  constructor(connection: number, limits: LinkLimits, owner: LinkOwner) {
    this.connection = connection;
    this.limits = limits;
    this.owner = owner;
  }

  abstract get isOpen(): boolean;
  /** Nothing more may come in until the world has taken some of what waits. */
  abstract get isPaused(): boolean;
  /** Bytes of the messages that were to be sent and that the network has not taken. */
  abstract get buffered(): number;

  /** Sends, at the end of the turn at the latest. True where this is the first of a turn, so that the owner sees to the end of it. */
  abstract send(data: MessageData): boolean;
  /** The turn ends: what was sent in it goes out. */
  abstract flush(): void;
  /** Asks the remote for a sign of life; what it answers counts as activity. */
  abstract ping(): void;
  abstract configure(limits: LinkLimits): void;
  /** Takes nothing more in, and tells `drained` behind what was received; the socket closes in the background, unheard. */
  abstract close(code: number, reason: string): void;
  /**
   * Throws away what waits and closes, unheard. Gives how many messages that were; undefined where that is told only later, as its ending:
   * since it is known only then, or since something that was sent has yet to go out.
   */
  abstract drop(): number | undefined;
  /** Lets go of the socket, unheard, and of what waits: the world is closed, or nobody asks any more. */
  abstract abandon(reason: string, hurry: boolean): void;
  /** What the socket is like; undefined where none is open, or nothing is known of it yet. */
  abstract info(): SocketInfo | undefined;
  /** Looks for what has come since the last time and no event shows. */
  abstract sweep(): void;

  get waiting(): number {
    return this.queue.count;
  }
  get mostPerTick(): number {
    return Math.max(1, this.limits.maxMessagesPerTick);
  }

  /** Ends it; told once what waits has been handed over. */
  end(event: LinkEvent): void {
    this.ending = event;
    this.owner.note(this);
  }

  /** Ends it by a failure, whoever holds the socket. */
  fail(failure: Failure): void {
    const { code, message, closeCode = 1006 } = failure;
    this.end({ type: 'closed', connection: this.connection, code: closeCode, reason: '', error: { code, message } });
  }

  /** Throws away what waits; gives how many messages that were. */
  forget(): number {
    const count = this.queue.count;
    this.owner.queuedBytes -= this.queue.bytes;
    this.queue.clear();
    return count;
  }

  give(events: LinkEvent[], most: number): number {
    const { queue, connection, owner } = this;
    const before = queue.bytes;
    for (let i = 0; i < most; i += 1) {
      const data = queue.shift();
      if (data === undefined) break;
      events.push({ type: 'message', connection, data });
    }
    const cost = before - queue.bytes;
    owner.queuedBytes -= cost;
    this.lively = true;
    return cost;
  }

  /** What to tell of the bytes that wait to go out. To the byte, since the world refuses by it what would pass its bound. */
  bufferedChange(): LinkEvent | undefined {
    const bytes = this.buffered;
    if (bytes === this.toldBuffered) return undefined;
    this.toldBuffered = bytes;
    return { type: 'buffered', connection: this.connection, bytes };
  }

  /** Puts a received message behind those that wait. @param bytes its size; text as UTF-8 */
  protected take(data: MessageData, bytes: number): void {
    const { owner } = this;
    if (this.queue === NOTHING) this.queue = new MessageQueue();
    owner.queuedBytes += this.queue.push(data);
    owner.messagesIn += 1;
    owner.bytesIn += bytes;
    if (owner.messagesIn % BREATH === 0 && owner.between !== undefined) process.nextTick(owner.between);
    if (!this.listed) owner.arrived(this);
  }

  /** The remote was heard of without a message. */
  protected stirred(): void {
    if (this.heard) return;
    this.heard = true;
    this.owner.note(this);
  }

  protected failedSend(event: LinkEvent): void {
    (this.failedSends ??= []).push(event);
    this.owner.note(this);
  }

  /** What to tell where so much waits already that a message cannot join it. The world refuses it before; this holds whoever does not. */
  protected overflow(data: MessageData, buffered: number): LinkEvent | undefined {
    const most = this.limits.maxBufferedAmount;
    if (buffered + data.length * 3 <= most || buffered + bytesOf(data) <= most) return undefined;
    return sendFailed(this.connection, this.sends, data, 'WW_SEND_BUFFER_FULL', `${buffered} bytes wait to be sent already; MaxBufferedAmount is ${most}`);
  }
}

/** That a send found no open connection. */
export function notOpen(connection: number, number: number, data: MessageData): LinkEvent {
  return sendFailed(connection, number, data, 'WW_NOT_OPEN', 'the connection is not open');
}

function sendFailed(connection: number, number: number, data: MessageData, code: ErrorCode, message: string): LinkEvent {
  return { type: 'sendFailed', connection, ...(number > 0 ? { number } : {}), bytes: bytesOf(data), message, code };
}

/** Bytes of a message as it travels. */
export function bytesOf(data: MessageData): number {
  return typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;
}
