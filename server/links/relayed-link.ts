import { ERRORS, type ErrorCode, type LinkEvent, type LinkLimits } from '../../engine/index.ts';
import type { FromAgent, OpenRequest } from '../../agent/frames.ts';
import type { SocketFacts } from '../../agent/messages.ts';
import type { SocketInfo } from './socket-info.ts';
import { CreditLedger, windowOf } from './credit-ledger.ts';
import type { Failure } from './failure.ts';
import { bytesOf, Link, notOpen } from './link.ts';
import type { MessageData } from './message-queue.ts';
import type { CarriedConnection, Relay, RelayedOwner, RelayEnd } from './relay.ts';

/** Milliseconds between two questions for those who look. */
const LOOK = 400;
type Phase = 'opening' | 'open' | 'closing' | 'dropped' | 'over';
type Request = Omit<OpenRequest, 'limits' | 'credit'>;

/**
 * A connection whose socket is held by an agent. What the agent says is checked against what it may say: it is somebody else's machine, and
 * may lie.
 */
export class RelayedLink extends Link implements RelayEnd {
  private readonly relay: Relay;
  private readonly crowd: RelayedOwner;
  private readonly request: Request;
  /** Milliseconds that the agent may take to answer that a connection has ended. */
  private readonly patience: number;
  private readonly credit: CreditLedger;
  private phase: Phase = 'opening';
  private wasOpened = false;
  /** Messages that were sent and of which nothing was told, and their bytes. */
  private outMessages = 0;
  private outBytes = 0;
  /** A message was sent in this turn. */
  private sending = false;
  /** The largest message that it was ever allowed: one that is on its way was allowed when it set out. */
  private largest: number;
  /** Messages thrown away here by a drop. */
  private thrown = 0;
  private heardAt = 0;
  private lookedAt = -Infinity;
  private facts: SocketFacts | undefined = undefined;

  constructor(connection: number, request: Request, limits: LinkLimits, relay: Relay, owner: RelayedOwner, patience: number) {
    super(connection, limits, owner);
    this.request = request;
    this.relay = relay;
    this.crowd = owner;
    this.patience = patience;
    this.largest = limits.maxMessageSize;
    const credit = this.room();
    this.credit = new CreditLedger(credit);
    relay.carry(this);
    const { url, protocols, headers, entity, component } = request;
    relay.write({ type: 'open', connection, request: { url, protocols, headers, limits, entity, component, credit } });
  }

  get isOpen(): boolean {
    return this.phase === 'open';
  }
  get isPaused(): boolean {
    return this.phase === 'open' && this.credit.isSpent;
  }
  get buffered(): number {
    return this.outBytes;
  }
  get mostBytes(): number {
    return this.largest;
  }
  get carried(): CarriedConnection {
    const { entity, component, url } = this.request;
    return { entity, component, url, open: this.isOpen };
  }

  /* ---------- what the world asks for ---------- */

  send(data: MessageData): boolean {
    this.sends += 1;
    const failed = this.phase === 'open' ? this.overflow(data, this.outBytes) : notOpen(this.connection, this.sends, data);
    if (failed !== undefined) {
      this.failedSend(failed);
      return false;
    }
    const bytes = this.relay.send(this.connection, data);
    this.outBytes += bytes;
    this.outMessages += 1;
    this.owner.messagesOut += 1;
    this.owner.bytesOut += bytes;
    const isFirst = !this.sending;
    this.sending = true;
    return isFirst;
  }

  /** The agent gathers what was sent to all of its connections. */
  flush(): void {
    this.sending = false;
  }

  ping(): void {
    if (this.phase === 'open') this.relay.write({ type: 'ping', connection: this.connection });
  }

  configure(limits: LinkLimits): void {
    this.limits = limits;
    this.largest = Math.max(this.largest, limits.maxMessageSize);
    if (this.phase === 'opening' || this.phase === 'open') this.relay.write({ type: 'configure', connection: this.connection, limits });
  }

  close(code: number, reason: string): void {
    if (this.phase !== 'opening' && this.phase !== 'open') {
      this.end({ type: 'drained', connection: this.connection });
      return;
    }
    this.phase = 'closing';
    this.heardAt = performance.now();
    this.relay.write({ type: 'close', connection: this.connection, code, reason });
  }

  drop(): number | undefined {
    this.thrown += this.forget();
    if (this.phase === 'over') return this.thrown;
    this.relay.write({ type: 'drop', connection: this.connection });
    this.phase = 'dropped';
    this.heardAt = performance.now();
    return undefined;
  }

  abandon(reason: string, hurry: boolean): void {
    this.forget();
    if (this.phase === 'over') return;
    const { connection } = this;
    this.relay.write(hurry ? { type: 'drop', connection } : { type: 'close', connection, code: 1001, reason });
    this.leave();
  }

  override give(events: LinkEvent[], most: number): number {
    const from = events.length;
    const cost = super.give(events, most);
    for (let at = from; at < events.length; at += 1) {
      const event = events[at] as LinkEvent;
      if (event.type === 'message') this.credit.take(bytesOf(event.data));
    }
    if (this.credit.isDue) this.giveBack();
    return cost;
  }

  /** Asks the agent, so that the next answer is of now. */
  info(): SocketInfo | undefined {
    if (this.phase !== 'open') return undefined;
    const now = performance.now();
    if (now - this.lookedAt >= LOOK) {
      this.lookedAt = now;
      this.relay.write({ type: 'look', connection: this.connection });
    }
    if (this.facts === undefined) return undefined;
    const { user, features } = this.relay;
    return {
      ...this.facts,
      connection: this.connection,
      machine: { userId: user.userId, machineId: user.machineId, kind: features.kind },
      queued: this.queue.count,
      buffered: this.outBytes,
    };
  }

  sweep(): void {
    if (this.queue.count > 0 && !this.lively && this.phase === 'open') this.stirred();
    this.lively = false;
    if (this.phase === 'over') return;
    // However little was taken: an agent with a message larger than what it has left waits for it.
    this.giveBack();
    if (this.phase !== 'closing' && this.phase !== 'dropped') return;
    const now = performance.now();
    if (this.queue.count > 0) this.heardAt = now;
    if (now - this.heardAt < this.patience) return;
    if (this.phase === 'closing') this.relay.write({ type: 'drop', connection: this.connection });
    this.over({ code: 'WW_AGENT_LOST', message: 'the machine that held the socket did not answer' });
  }

  /* ---------- what the agent tells ---------- */

  hear(record: FromAgent, bytes: number): string | undefined {
    if (this.phase === 'over') return undefined;
    this.heardAt = performance.now();
    switch (record.type) {
      case 'message':
        return this.received(record.data, bytes);
      case 'sent':
        return this.settle(record.messages, record.bytes) ? undefined : 'more was told to be sent than there was to send';
      case 'activity':
        if (this.phase === 'open') this.stirred();
        return undefined;
      case 'opened':
        return this.hasOpened(record);
      case 'closed':
        return this.hasClosed(record);
      case 'failed':
        return this.hasFailed(record);
      case 'drained':
        if (this.phase !== 'closing' && this.phase !== 'dropped') return 'a connection that nobody closed was told to have drained';
        if (this.phase === 'closing') this.over({ code: 'WW_CONNECTION_LOST', message: 'the connection was closed before it was told that they had gone out' });
        return undefined;
      case 'discarded':
        if (this.phase !== 'dropped') return 'messages were told to be thrown away of a connection that nobody dropped';
        this.thrown += record.messages;
        this.over({ code: 'WW_CONNECTION_LOST', message: 'the connection was dropped before it was told that they had gone out' });
        return undefined;
      case 'facts':
        this.facts = record.facts;
        return undefined;
    }
  }

  lost(failure: Failure): void {
    if (this.phase !== 'over') this.over(failure);
  }

  private received(data: MessageData, bytes: number): string | undefined {
    if (!this.wasOpened) return 'a message came before its connection was open';
    if (!this.credit.spend(bytes)) return 'more messages came than were granted';
    if (this.phase === 'dropped') this.thrown += 1;
    else this.take(data, bytes);
    return undefined;
  }

  private hasOpened({ protocol, extensions }: Extract<FromAgent, { type: 'opened' }>): string | undefined {
    if (this.wasOpened) return 'a connection was told to have opened twice';
    this.wasOpened = true;
    if (this.phase !== 'opening') return undefined;
    this.phase = 'open';
    const { connection } = this;
    this.opened = { type: 'opened', connection, protocol, extensions, ...(this.relay.features.pings ? {} : { pings: false }) };
    this.owner.note(this);
    return undefined;
  }

  private hasClosed({ code, reason, error }: Extract<FromAgent, { type: 'closed' }>): string | undefined {
    if (error !== undefined && !isCode(error.code)) return `an error has the code ${error.code}, which there is not`;
    const unsent: Failure = { code: 'WW_CONNECTION_LOST', message: 'the connection ended before they had gone out' };
    this.over(unsent, { type: 'closed', connection: this.connection, code, reason, ...(error === undefined ? {} : { error }) });
    return undefined;
  }

  private hasFailed({ messages, bytes, error }: Extract<FromAgent, { type: 'failed' }>): string | undefined {
    if (!isCode(error.code)) return `an error has the code ${error.code}, which there is not`;
    const number = this.oldest;
    if (!this.settle(messages, bytes)) return 'more was told to have failed than there was to send';
    if (messages > 0) this.failedSend({ type: 'sendFailed', connection: this.connection, number, messages, bytes, ...error });
    return undefined;
  }

  /** Number of the oldest message of which nothing was told. */
  private get oldest(): number {
    return this.sends - this.outMessages + 1;
  }

  /** The oldest of what was sent is no longer on its way. False where there was not so much. */
  private settle(messages: number, bytes: number): boolean {
    const rest = this.outMessages - messages;
    if (rest < 0 || bytes > this.outBytes || (messages === 0 && bytes > 0) || (rest === 0 && bytes < this.outBytes)) return false;
    this.outMessages = rest;
    this.outBytes -= bytes;
    this.relay.settled(messages, bytes);
    return true;
  }

  /** Nothing more is heard of it. What was not told to be sent has failed. */
  private over(unsent?: Failure, closed?: LinkEvent): void {
    const { connection, phase, outMessages: messages, outBytes: bytes } = this;
    if (unsent !== undefined && messages > 0) this.failedSend({ type: 'sendFailed', connection, number: this.oldest, messages, bytes, ...unsent });
    this.leave();
    if (phase === 'dropped') this.end({ type: 'discarded', connection, messages: this.thrown });
    else if (phase === 'closing') this.end({ type: 'drained', connection });
    else if (closed !== undefined) this.end(closed);
    else if (unsent !== undefined) this.fail(unsent);
  }

  private leave(): void {
    this.relay.settled(this.outMessages, this.outBytes);
    this.outMessages = 0;
    this.outBytes = 0;
    this.phase = 'over';
    this.relay.release(this);
  }

  private giveBack(): void {
    const credit = this.phase === 'over' ? undefined : this.credit.giveBack(this.room());
    if (credit !== undefined) this.relay.write({ type: 'credit', connection: this.connection, credit });
  }

  private room(): { messages: number; bytes: number } {
    const { crowd } = this;
    return windowOf(crowd.budgets, crowd.connections, crowd.queuedBytes);
  }
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}
