/** What both sides of the echo figures do alike. Times in milliseconds. */
export const PLAN = { connections: 5000, atOnce: 100, warmup: 3000, measured: 5000 } as const;
/** 64 bytes of text, in one piece as messages are that come from a socket. */
export const PAYLOAD = Buffer.from('worldwire'.padEnd(64, '.')).toString();

/** Bytes that this process holds, after what can be let go was let go. */
export function resident(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage.rss();
}
