import type { FieldValues } from '../../server/protocol.ts';

/** Seconds that are kept. */
const KEPT = 60;

/** What a connection carries in a second. */
export interface Rate {
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}
export const NO_RATE: Rate = { messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0 };

const COUNTERS = { messagesIn: 'MessagesReceived', messagesOut: 'MessagesSent', bytesIn: 'BytesReceived', bytesOut: 'BytesSent' } as const;

/** The rates of one connection, from its counters: sampled once a second for as long as somebody looks. */
export class Rates {
  now: Rate = NO_RATE;
  messages: readonly number[] = [];
  bytes: readonly number[] = [];
  #last: { readonly at: number; readonly counts: Rate } | null = null;

  reset(): void {
    this.now = NO_RATE;
    this.messages = [];
    this.bytes = [];
    this.#last = null;
  }

  sample(values: FieldValues, at: number): void {
    const count = (name: string): number => (typeof values[name] === 'number' ? (values[name] as number) : 0);
    const counts: Rate = {
      messagesIn: count(COUNTERS.messagesIn),
      messagesOut: count(COUNTERS.messagesOut),
      bytesIn: count(COUNTERS.bytesIn),
      bytesOut: count(COUNTERS.bytesOut),
    };
    const last = this.#last;
    this.#last = { at, counts };
    if (last === null || at <= last.at) return;
    const rate = (key: keyof Rate): number => Math.max(0, Math.round(((counts[key] - last.counts[key]) * 1000) / (at - last.at)));
    this.now = { messagesIn: rate('messagesIn'), messagesOut: rate('messagesOut'), bytesIn: rate('bytesIn'), bytesOut: rate('bytesOut') };
    this.messages = [...this.messages.slice(1 - KEPT), this.now.messagesIn + this.now.messagesOut];
    this.bytes = [...this.bytes.slice(1 - KEPT), this.now.bytesIn + this.now.bytesOut];
  }
}
