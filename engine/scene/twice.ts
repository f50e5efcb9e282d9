/** A key that stands twice in one object of a JSON text: where it stood first, and where again. */
export interface Twice {
  readonly key: string;
  /** The keys and positions that lead to it. */
  readonly steps: readonly string[];
  /** Offsets of the two names in the text. */
  readonly first: number;
  readonly again: number;
}

/** Levels to which keys are counted. */
const COUNTED_LEVELS = 200;
const BACKSLASH = 92,
  COLON = 58,
  QUOTE = 34,
  SPACE = 32;

/**
 * Whether JSON.parse has kept each key of a text: it keeps the last of two that are the same and says nothing, and that of Node 24 can take
 * a key such as `~"` for an earlier one.
 * @param keys how many it has kept, as `keysIn` counts them: a reader that goes over a value anyway counts for a third of that
 */
export function keptEachKey(text: string, keys: number): boolean {
  // What is nested so deep that it was not counted is refused for that, wherever it stands.
  return Number.isNaN(keys) || mostKeysOfText(text) === keys || keysOfText(text) === keys;
}

/**
 * How many names of values a JSON text holds at most: colons behind a quote that is not escaped. A text that begins with a colon counts as well, so
 * where this is what was kept, nothing was lost; and it is found four times as fast as the exact count.
 */
function mostKeysOfText(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    let quote = at - 1;
    while (text.charCodeAt(quote) <= SPACE) quote--;
    if (text.charCodeAt(quote) !== QUOTE) continue;
    let slash = quote - 1;
    while (text.charCodeAt(slash) === BACKSLASH) slash--;
    if ((quote - slash) % 2 === 1) count++;
  }
  return count;
}

/** How many names of values a JSON text holds: texts that a colon follows. */
function keysOfText(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    at = endOfText(text, at);
    let next = text.charCodeAt(at + 1);
    for (let more = at + 2; next <= SPACE; more++) next = text.charCodeAt(more);
    if (next === COLON) count++;
  }
  return count;
}

/** The closing quote of the text that begins at a quote. */
function endOfText(text: string, begin: number): number {
  for (let end = text.indexOf('"', begin + 1); ; end = text.indexOf('"', end + 1)) {
    let slash = end - 1;
    while (text.charCodeAt(slash) === BACKSLASH) slash--;
    // An even number of backslashes escape each other and not the quote.
    if ((end - slash) % 2 === 1) return end;
  }
}

/** How many keys the objects of a value have, on all levels. NaN where it is nested deeper than they are counted. */
export function keysIn(value: unknown, level = 0): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (level > COUNTED_LEVELS) return NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const inner: unknown = value[i];
      if (typeof inner === 'object' && inner !== null) count += keysIn(inner, level + 1);
    }
    return count;
  }
  for (const key in value) {
    count++;
    const inner = (value as Record<string, unknown>)[key];
    if (typeof inner === 'object' && inner !== null) count += keysIn(inner, level + 1);
  }
  return count;
}

/** An object or list that is being read. */
interface Open {
  readonly value: Record<string, unknown> | unknown[];
  /** Of an object: where each key stood. */
  readonly names: Map<string, number>;
  key: string;
}

const BLANK = /[ \t\n\r]*/y;
const WORD = /[^ \t\n\r,\]}]+/y;
/** Keys that are listed; a text of more is told by these. */
const MOST = 1_000;

/**
 * Reads a text that JSON.parse takes, key by key: gives what it holds, and each key that stands twice. Slower than JSON.parse, so only for texts
 * of which that has lost something.
 */
export function readCarefully(text: string): { readonly value: unknown; readonly twice: readonly Twice[] } {
  const twice: Twice[] = [],
    open: Open[] = [];
  let at = 0,
    root: unknown;
  const skip = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  };
  const quoted = (): string => {
    const end = endOfText(text, at) + 1;
    const found = JSON.parse(text.slice(at, end)) as string;
    at = end;
    return found;
  };
  const put = (value: unknown): void => {
    const into = open.at(-1);
    if (into === undefined) root = value;
    else if (Array.isArray(into.value)) into.value.push(value);
    else Object.defineProperty(into.value, into.key, { value, writable: true, enumerable: true, configurable: true });
  };
  const stepOf = ({ value, key }: Open): string => (Array.isArray(value) ? String(value.length - 1) : key);
  do {
    skip(BLANK);
    const next = text[at];
    const inner = open.at(-1);
    if (inner !== undefined && (next === '}' || next === ']' || next === ',')) {
      at++;
      if (next !== ',') open.pop();
      continue;
    }
    if (inner !== undefined && !Array.isArray(inner.value)) {
      const begin = at,
        key = quoted();
      const first = inner.names.get(key);
      inner.key = key;
      if (first === undefined) inner.names.set(key, begin);
      else if (twice.length < MOST) twice.push({ key, steps: open.slice(0, COUNTED_LEVELS).map(stepOf), first, again: begin });
      skip(BLANK);
      at++;
      skip(BLANK);
    }
    const begins = text[at];
    if (begins === '{' || begins === '[') {
      const value = begins === '{' ? {} : [];
      put(value);
      at++;
      open.push({ value, names: new Map(), key: '' });
    } else put(begins === '"' ? quoted() : JSON.parse(skip(WORD)));
  } while (open.length > 0);
  return { value: root, twice };
}
