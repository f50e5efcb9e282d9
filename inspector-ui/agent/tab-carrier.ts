import type { Carrier, Permits } from '../../agent/agent.ts';
import { FrameFault, FrameReader, FrameWriter } from '../../agent/frames.ts';
import { TO_AGENT, type FromAgent, type ToAgent } from '../../agent/records.ts';
import type { AgentFeatures } from '../../agent/messages.ts';
import { nextTask } from './next-task.ts';
import { hasStreams } from './stream-socket.ts';
import { TabConnection, type ConnectionOwner } from './tab-connection.ts';

/** Milliseconds in which another tab of this browser may tell that its user has just allowed a connection. */
const HEARSAY = 300;

/** Holds the sockets of a tab: the browser's own, by number. */
export class TabCarrier implements Carrier, ConnectionOwner {
  readonly features: AgentFeatures = { kind: 'browser', headers: false, pings: false, pauses: hasStreams(), checksAddresses: false };
  readonly #connections = new Map<number, TabConnection>();
  #reader = this.#freshReader();
  #writer = new FrameWriter();
  #noted = new Set<TabConnection>();
  #relay: (frame: Uint8Array) => void = () => undefined;
  #telling = false;

  take(frame: Uint8Array, permits: Permits, relay: (frame: Uint8Array) => void): void {
    this.#relay = relay;
    try {
      this.#reader.read(frame, (record, bytes) => this.#hear(record, bytes, permits));
    } catch (error) {
      if (!(error instanceof FrameFault)) throw error;
      // Who sends this does not speak as agreed: nothing that it asked for goes on.
      this.#reader = this.#freshReader();
      for (const connection of this.#connections.values())
        connection.fail({ code: 'WW_AGENT_FAULT', message: `the world's server said what none of ours says: ${error.message}` });
    }
  }

  lost(): void {
    for (const connection of this.#connections.values()) connection.abandon();
    this.#connections.clear();
    this.#noted.clear();
    this.#reader = this.#freshReader();
    this.#writer = new FrameWriter();
  }

  /* ---------- what connections ask of their owner ---------- */

  /** What is told in one task goes out together. */
  tell(record: FromAgent): void {
    this.#writer.write(record);
    this.#tellSoon();
  }

  note(connection: TabConnection): void {
    this.#noted.add(connection);
    this.#tellSoon();
  }

  gone(connection: TabConnection): void {
    if (this.#connections.get(connection.number) === connection) this.#connections.delete(connection.number);
    this.#reader.forget(connection.number);
  }

  #tellSoon(): void {
    if (this.#telling) return;
    this.#telling = true;
    nextTask(() => {
      const noted = this.#noted;
      this.#noted = new Set();
      for (const connection of noted) connection.tellSent();
      for (const frame of this.#writer.take()) this.#relay(frame);
      this.#telling = false;
    });
  }

  #hear(record: ToAgent, bytes: number, permits: Permits): void {
    const { connection: number } = record;
    if (record.type === 'open') {
      this.#open(record, permits);
      return;
    }
    const connection = this.#connections.get(number);
    if (connection === undefined) {
      // Who counts what was lost, or waits for the end, need not wait for ever.
      if (record.type === 'drop') this.tell({ type: 'discarded', connection: number, messages: 0 });
      return;
    }
    switch (record.type) {
      case 'configure':
        connection.limits = record.limits;
        return;
      case 'send':
        return connection.send(record.data, bytes);
      case 'close':
        return connection.close(record.code, record.reason);
      case 'drop':
        return connection.drop();
      case 'credit':
        return connection.credit(record.credit);
      case 'look':
        return connection.look();
      case 'ping':
        // A page cannot send one, and its server knows that it sees none.
        return;
    }
  }

  #open({ connection: number, request }: Extract<ToAgent, { type: 'open' }>, permits: Permits): void {
    this.#connections.get(number)?.abandon();
    const connection = new TabConnection(number, request, this);
    this.#connections.set(number, connection);
    if (permits(request)) {
      connection.dial();
      return;
    }
    setTimeout(() => {
      if (connection.isOver || this.#connections.get(number) !== connection) return;
      if (permits(request)) connection.dial();
      else connection.fail({ code: 'WW_ACCESS_DENIED', message: 'the user of this browser has not allowed it' });
    }, HEARSAY);
  }

  #freshReader(): FrameReader<ToAgent> {
    return new FrameReader(TO_AGENT, (number) => {
      const limits = this.#connections.get(number)?.limits;
      return limits && Math.max(limits.maxMessageSize, limits.maxBufferedAmount);
    });
  }
}
