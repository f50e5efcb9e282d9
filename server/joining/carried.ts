import type { Credit, FrameWriter, OpenRequest } from '../../agent/frames.ts';
import type { LinkEvent, LinkLimits } from '../../engine/index.ts';
import { LocalLink, type LocalOwner } from '../links/local-link.ts';
import { Outgoing } from '../links/outgoing.ts';

/** What may wait to be sent beyond what was agreed: a server counts by itself, and hears a little later what has gone out. */
const SLACK = 1024 * 1024;

/** One connection that is carried for a world: its link, what may be handed over of it, and what it has been given to send. */
export class Carried {
  readonly request: OpenRequest;
  readonly link: LocalLink;
  stirred = false;
  wasOpen = false;
  readonly #outgoing = new Outgoing();
  readonly #events: LinkEvent[] = [];
  #messages: number;
  #bytes: number;
  #most: number;

  constructor(connection: number, request: OpenRequest, owner: LocalOwner) {
    this.request = request;
    this.link = new LocalLink(connection, own(request.limits), owner);
    this.#messages = request.credit.messages;
    this.#bytes = request.credit.bytes;
    this.#most = request.limits.maxBufferedAmount;
  }

  /** So much more may be handed over. */
  give({ messages, bytes }: Credit): void {
    this.#messages += messages;
    this.#bytes += bytes;
  }

  configure(limits: LinkLimits): void {
    this.#most = Math.max(this.#most, limits.maxBufferedAmount);
    this.link.configure(own(limits));
  }

  send(data: string | Uint8Array, bytes: number): void {
    if (this.#outgoing.bytes > this.#most + SLACK)
      this.link.fail({ code: 'WW_SEND_BUFFER_FULL', message: 'the server lets more wait to be sent than it agreed to' });
    this.#outgoing.add(bytes);
    this.link.send(data);
  }

  /** Throws away what has come in, and closes. Gives how many messages that were; undefined where that is told later, behind what has yet to go out. */
  drop(writer: FrameWriter): number | undefined {
    const messages = this.link.drop();
    if (messages !== undefined) this.#tellSent(writer, this.#outgoing.taken(0, this.#lost()));
    return messages;
  }

  /** The socket closes in the background, behind all that it was given. */
  close(code: number, reason: string, writer: FrameWriter): void {
    if (this.link.ending === undefined) this.#flush(writer);
    this.link.close(code, reason);
  }

  look(writer: FrameWriter): void {
    const info = this.link.info();
    if (info === undefined) return;
    const { connection, machine: _ours, ...facts } = info;
    writer.write({ type: 'facts', connection, facts: { ...facts, buffered: this.#outgoing.bytes } });
  }

  /**
   * The end of a turn: sends go out, and what there is to tell is written.
   * @param hand whether messages may be handed over
   * @returns `waits` where something is still to go out, `ended` where all is told
   */
  turn(writer: FrameWriter, hand: boolean): 'done' | 'waits' | 'ended' {
    const { link } = this;
    link.noted = false;
    if (link.opened !== undefined) {
      this.wasOpen = true;
      writer.write(link.opened as Extract<LinkEvent, { type: 'opened' }>);
      link.opened = undefined;
    }
    if (this.#outgoing.count > 0 && link.ending === undefined) this.#flush(writer);
    if (link.heard) {
      link.heard = false;
      if (link.ending === undefined) writer.write({ type: 'activity', connection: link.connection });
    }
    if (hand && link.waiting > 0) this.#hand(writer);
    if (link.waiting === 0) link.listed = false;
    if (link.ending === undefined) return this.#outgoing.count > 0 ? 'waits' : 'done';
    if (link.waiting > 0) return 'done';
    // Where we end it, all has gone out that is not said to have failed; and what has not been told as sent by the end counts as failed.
    if (link.ending.type !== 'closed') this.#tellSent(writer, this.#outgoing.taken(0, this.#lost()));
    writer.write(link.ending as Extract<LinkEvent, { type: 'closed' | 'drained' | 'discarded' }>);
    return 'ended';
  }

  #hand(writer: FrameWriter): void {
    const { link } = this;
    const events = this.#events;
    while (this.#messages > 0 && this.#bytes > 0 && link.waiting > 0) {
      link.give(events, 1);
      const event = events.pop();
      if (event?.type !== 'message') break;
      this.#messages -= 1;
      this.#bytes -= writer.message('message', link.connection, event.data);
    }
  }

  /** What was sent goes to the socket, and what the network has taken is told. Sends that found no open connection are the newest. */
  #flush(writer: FrameWriter): void {
    const { link } = this;
    link.flush();
    const failed = link.failedSends?.length ?? 0;
    link.failedSends = undefined;
    this.#tellSent(writer, this.#outgoing.taken(link.held, failed));
    if (failed > 0)
      writer.write({
        type: 'failed',
        connection: link.connection,
        ...this.#outgoing.rest(),
        error: { code: 'WW_NOT_OPEN', message: 'the connection is not open' },
      });
  }

  /** How many of the newest have failed, as far as it was not told. */
  #lost(): number {
    return (this.link.failedSends ?? []).reduce((sum, event) => sum + (event.type === 'sendFailed' ? (event.messages ?? 1) : 0), 0);
  }

  #tellSent(writer: FrameWriter, { messages, bytes }: { messages: number; bytes: number }): void {
    if (messages > 0) writer.write({ type: 'sent', connection: this.link.connection, messages, bytes });
  }
}

/** How much may wait to be sent is counted by the server, which hears what has gone out. */
function own(limits: LinkLimits): LinkLimits {
  return { ...limits, maxBufferedAmount: Infinity };
}
