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

/** The same for as long as the tab is open, over reloads of the page. */
export function recallHere(key: string): Json | undefined {
  try {
    const text = sessionStorage.getItem(PREFIX + key);
    return text === null ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

export function rememberHere(key: string, value: Json): void {
  try {
    sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // As above.
  }
}

/** How much is remembered: of how many worlds, and bytes in all. */
export function remembered(): { readonly worlds: number; readonly bytes: number } {
  const keys = kept();
  return {
    worlds: keys.filter((key) => key.startsWith(`${PREFIX}place.`)).length,
    bytes: keys.reduce((sum, key) => sum + key.length + (localStorage.getItem(key)?.length ?? 0), 0),
  };
}

/** Forgets everything that the page remembers on this machine. */
export function forgetAll(): void {
  for (const key of kept()) localStorage.removeItem(key);
}

function kept(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}
