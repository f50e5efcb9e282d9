import type { Credit } from '../../agent/frames.ts';
import type { Budgets } from './budget.ts';

/** What one connection may have on its way and waiting, as long as there is room. */
const WINDOW: Credit = { messages: 1024, bytes: 256 * 1024 };
/** What it may have however many there are. */
const LEAST: Credit = { messages: 16, bytes: 4 * 1024 };
/** Bytes that stand for a message where room is shared out. */
const USUAL = 128;

/**
 * How much one connection may have on its way and waiting: all of them together stay within twice the bytes that may wait, and each has little
 * where more than that waits already.
 */
export function windowOf({ totalBytes }: Budgets, connections: number, queuedBytes: number): Credit {
  const share = queuedBytes > totalBytes ? LEAST.bytes : Math.floor((totalBytes * 2) / Math.max(1, connections));
  const bytes = Math.max(LEAST.bytes, Math.min(WINDOW.bytes, share));
  return { bytes, messages: Math.max(LEAST.messages, Math.min(WINDOW.messages, Math.floor(bytes / USUAL))) };
}

/** What an agent may hand over of one connection. */
export class CreditLedger {
  /** All that was lent and is not taken back: with the agent, on its way, or waiting here. */
  private window: Credit;
  /** What the agent has of it. */
  private messages: number;
  private bytes: number;
  /** What the world has taken and the agent has not been given again. */
  private takenMessages = 0;
  private takenBytes = 0;

  constructor(window: Credit) {
    this.window = window;
    this.messages = window.messages;
    this.bytes = window.bytes;
  }

  /** Whether the agent may hand over nothing. */
  get isSpent(): boolean {
    return this.messages <= 0 || this.bytes <= 0;
  }

  /** A message of so many bytes has come. False where it was never granted. */
  spend(bytes: number): boolean {
    if (this.isSpent) return false;
    this.messages -= 1;
    this.bytes -= bytes;
    return true;
  }

  /** The world has taken a message of so many bytes. */
  take(bytes: number): void {
    this.takenMessages += 1;
    this.takenBytes += bytes;
  }

  /** Whether enough was taken to be worth a word. */
  get isDue(): boolean {
    return this.takenMessages * 2 >= this.window.messages || this.takenBytes * 2 >= this.window.bytes;
  }

  /** Gives back what was taken, towards a window that may be another than it was; undefined where that is nothing. */
  giveBack(target: Credit): Credit | undefined {
    const { window, takenMessages, takenBytes } = this;
    if (takenMessages === 0 && takenBytes === 0) return undefined;
    const messages = Math.max(0, takenMessages + target.messages - window.messages);
    const bytes = Math.max(0, takenBytes + target.bytes - window.bytes);
    this.window = { messages: window.messages - takenMessages + messages, bytes: window.bytes - takenBytes + bytes };
    this.messages += messages;
    this.bytes += bytes;
    this.takenMessages = 0;
    this.takenBytes = 0;
    return messages === 0 && bytes === 0 ? undefined : { messages, bytes };
  }
}
