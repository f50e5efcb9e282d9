import { FROM_AGENT, FrameFault, FrameReader, FrameWriter, HEAD, type FromAgent, type ToAgent } from '../../agent/frames.ts';
import type { JoinedUser, UserRef } from '../../engine/index.ts';
import type { Failure } from '../links/failure.ts';
import type { MessageData } from '../links/message-queue.ts';
import type { CarriedConnection, Relay, RelayEnd } from '../links/relay.ts';
import type { AgentFeatures, AgentQuestion, ServerToMachine } from '../../agent/messages.ts';

/** How an agent is reached. */
export interface AgentLine {
  questions: ServerToMachine['questions'];
  relay(frame: Uint8Array): void;
  /** Bytes of frames that the network has not taken. */
  backlog(): number;
  /** Ends the line: what it said cannot be trusted. */
  end(reason: string): void;
}

/** Bytes that may wait for an agent besides the messages that it has not told to be sent. */
const SLACK = 32 * 1024 * 1024;
const KIND_WORDS = { browser: 'browser tab', terminal: 'command line' } as const;

/**
 * A machine that has joined a world to open sockets for its user, as the server sees it: a page, or a command line. What it says is checked,
 * since it is somebody else's: whatever is wrong ends its line and what it carries, and touches nothing else.
 */
export class ConnectedAgent implements Relay {
  readonly world: string;
  readonly user: JoinedUser;
  readonly features: AgentFeatures;
  readonly #line: AgentLine;
  readonly #links = new Map<number, RelayEnd>();
  readonly #writer = new FrameWriter();
  readonly #reader: FrameReader<FromAgent>;
  /** The largest number that it was ever given; what is below and not known has ended. */
  #highest = 0;
  /** Bytes of messages that are on their way to it, or with it, heads included. */
  #sending = 0;
  #willFlush = false;
  #gone = false;

  /** @param highest the largest number that was given over this line in this world before: what is still said of those is late, and no lie */
  constructor(world: string, user: JoinedUser, features: AgentFeatures, line: AgentLine, highest = 0) {
    this.world = world;
    this.user = user;
    this.features = features;
    this.#line = line;
    this.#highest = highest;
    this.#reader = new FrameReader<FromAgent>(FROM_AGENT, (connection) => this.#known(connection)?.mostBytes);
  }

  /** Whether it is of the machine that a reference names; one that names none means any of that user. */
  serves({ userId, machineId }: UserRef): boolean {
    return userId === this.user.userId && (machineId === null || machineId === this.user.machineId);
  }

  ask(asked: readonly AgentQuestion[], withdrawn: readonly number[], whole = false): void {
    if (asked.length > 0 || withdrawn.length > 0 || whole) this.#line.questions({ world: this.world, asked, withdrawn, ...(whole ? { whole: true } : {}) });
  }

  /** What it carries now. */
  get carried(): readonly CarriedConnection[] {
    return Array.from(this.#links.values(), (link) => link.carried);
  }
  /** The largest number that it was ever given. */
  get highest(): number {
    return this.#highest;
  }
  /** It carries nothing any more, and never will. */
  get isGone(): boolean {
    return this.#gone;
  }
  get carries(): number {
    return this.#links.size;
  }

  /** Takes in what the agent relays. Anything at all may arrive here. */
  receive(frame: unknown): void {
    if (this.#gone) return;
    try {
      if (!(frame instanceof Uint8Array)) throw new FrameFault('what is relayed is no frame');
      this.#reader.read(frame, (record, bytes) => {
        const wrong = this.#known(record.connection)?.hear(record, bytes);
        if (wrong !== undefined) throw new FrameFault(`connection ${record.connection}: ${wrong}`);
      });
    } catch (error) {
      const words = error instanceof FrameFault ? error.message : `what is relayed could not be taken in (${String(error)})`;
      this.#end({ code: 'WW_AGENT_FAULT', message: `${this.#name} does not speak as agreed: ${words}` });
      this.#line.end(words);
    }
  }

  /** It has gone, or is in another world: what it carried is lost. */
  lost(reason: string): void {
    this.#end({ code: 'WW_AGENT_LOST', message: `${this.#name} has gone: ${reason}` });
  }

  /* ---------- what links ask of it ---------- */

  carry(link: RelayEnd): void {
    this.#links.set(link.connection, link);
    this.#highest = Math.max(this.#highest, link.connection);
  }

  release(link: RelayEnd): void {
    if (this.#links.get(link.connection) !== link) return;
    this.#links.delete(link.connection);
    this.#reader.forget(link.connection);
  }

  write(record: Exclude<ToAgent, { type: 'send' }>): void {
    this.#writer.write(record);
    this.#arm();
  }

  send(connection: number, data: MessageData): number {
    const bytes = this.#writer.message('send', connection, data);
    this.#sending += bytes + HEAD;
    this.#arm();
    return bytes;
  }

  settled(messages: number, bytes: number): void {
    this.#sending -= bytes + messages * HEAD;
  }

  /* ---------- */

  get #name(): string {
    return `the ${KIND_WORDS[this.features.kind]} of ${this.user.name}`;
  }

  /** @throws FrameFault where it was never given the number */
  #known(connection: number): RelayEnd | undefined {
    const link = this.#links.get(connection);
    if (link === undefined && connection > this.#highest) throw new FrameFault(`connection ${connection} is none of its own`);
    return link;
  }

  /** What is said in one turn goes out together. */
  #arm(): void {
    if (this.#willFlush || this.#gone) return;
    this.#willFlush = true;
    process.nextTick(() => this.#flush());
  }

  #flush(): void {
    this.#willFlush = false;
    if (this.#gone) return;
    for (const frame of this.#writer.take()) this.#line.relay(frame);
    if (this.#line.backlog() <= this.#sending + SLACK) return;
    // It tells that messages went out which it cannot have read, or reads nothing at all.
    const message = 'more waits for it than it may have';
    this.#end({ code: 'WW_AGENT_FAULT', message: `${this.#name} does not read what it is told: ${message}` });
    this.#line.end(message);
  }

  #end(failure: Failure): void {
    if (this.#gone) return;
    const links = [...this.#links.values()];
    // Where it is still reached, it closes what it holds.
    for (const { connection } of links) this.#writer.write({ type: 'close', connection, code: 1001, reason: 'the world has been left' });
    for (const frame of this.#writer.take()) this.#line.relay(frame);
    this.#gone = true;
    for (const link of links) link.lost(failure);
    this.#links.clear();
  }
}
