/** What a message carries: text, or bytes that are nobody else's. */
export type MessageData = string | Uint8Array;

/** What every waiting message costs besides its own bytes, so that a flood of empty ones is bounded too. */
const OVERHEAD = 64;
/** Slots of a ring that holds few messages; a larger one is given back when it runs empty. */
const SMALL = 4;

/** The ring of every queue that has held nothing yet; the first message has one made. */
const NO_SLOTS: (MessageData | undefined)[] = [];

/**
 * Messages of one connection that wait, first in, first out. A ring: a steady one or two messages a tick allocate nothing.
 */
export class MessageQueue {
  /** Messages that wait. */
  count = 0;
  /** Bytes that wait, about: the length of each message and a fixed overhead. */
  bytes = 0;
  private slots: (MessageData | undefined)[] = NO_SLOTS;
  private head = 0;

  /** Adds a message at the end; gives what it costs. */
  push(data: MessageData): number {
    if (this.count === this.slots.length) this.grow();
    this.slots[(this.head + this.count) & (this.slots.length - 1)] = data;
    this.count += 1;
    const cost = costOf(data);
    this.bytes += cost;
    return cost;
  }

  /** Takes the first message out; undefined where none waits. */
  shift(): MessageData | undefined {
    if (this.count === 0) return undefined;
    const data = this.slots[this.head];
    this.slots[this.head] = undefined;
    this.head = (this.head + 1) & (this.slots.length - 1);
    this.count -= 1;
    if (data !== undefined) this.bytes -= costOf(data);
    if (this.count === 0 && this.slots.length > 64) this.clear();
    return data;
  }

  clear(): void {
    this.slots = NO_SLOTS;
    this.head = 0;
    this.count = 0;
    this.bytes = 0;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = Array.from({ length: Math.max(SMALL, old.length * 2) }, (_, i) => (i < this.count ? old[(this.head + i) & (old.length - 1)] : undefined));
    this.head = 0;
  }
}

/** What a message counts for against the marks of bytes. */
export function costOf(data: MessageData): number {
  return data.length + OVERHEAD;
}
