import type { Json } from '../../server/protocol.ts';

const PREFIX = 'worldwire.';

/** What the page remembers on this machine from visit to visit; undefined where nothing is, or nothing may be kept. */
export function recall(key: string): Json | undefined {
  try {
    const text = localStorage.getItem(PREFIX + key);
    return text === null ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

export function remember(key: string, value: Json): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the page forgets, nothing else.
  }
}
