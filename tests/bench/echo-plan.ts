import { setTimeout as wait } from 'node:timers/promises';

/** What both sides of the echo figures do alike. Times in milliseconds: of a stretch what is measured, and what goes before it. */
export const PLAN = { connections: 5000, atOnce: 100, settling: 300, stretch: 1000 } as const;
/** 64 bytes of text, in one piece as messages are that come from a socket. */
export const PAYLOAD = Buffer.from('worldwire'.padEnd(64, '.')).toString();

/** What a side has done for a while. */
export interface Stretch {
  readonly messages: number;
  readonly ticks: number;
  readonly seconds: number;
  /** Microseconds of processor time of its process, the collector's and the compiler's threads included. */
  readonly processor: number;
}

/** Bytes that a process holds: pages in memory, and of those what heap and buffers have in use. */
export interface Holding {
  readonly resident: number;
  readonly used: number;
}

/** What this process holds after what can be let go was let go. Freed pages are given back by another thread, so they are waited for. */
export async function holding(): Promise<Holding> {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  await wait(1000);
  return { resident: process.memoryUsage.rss(), used: heapUsed + external };
}

/** What each connection holds, by what the process held before there were any. */
export function perConnection(before: Holding, after: Holding): Holding {
  return { resident: (after.resident - before.resident) / PLAN.connections, used: (after.used - before.used) / PLAN.connections };
}
