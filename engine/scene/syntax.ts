import { WorldwireError, type Fault } from '../errors.ts';
import { visible } from '../visible.ts';
import { keptEachKey, keysIn, readCarefully } from './twice.ts';

/** Deepest nesting of lists and objects that a scene may have. */
export const MAX_DEPTH = 100;

/** A key that stands twice in an object, with the places of both. */
export interface KeyTwice {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  /** The sentence without its own place; that of the other stands in it. */
  readonly message: string;
}

/** Where a text begins in a longer one, so that what is told of it has the places that it has there. */
export interface Begins {
  readonly line: number;
  readonly column: number;
  /** The keys and positions that lead to the list or object that it is a part of. Default none. */
  readonly steps?: readonly string[];
  /** Position there of its first member, where it is a list. Default 0. */
  readonly first?: number;
}

/**
 * Parses JSON. A byte order mark in front is passed over.
 * @param begins where the text begins, if it is part of a longer one
 * @throws WorldwireError `WW_SCENE_SYNTAX` with line and column, both counted from 1, of what is no JSON, or of each key that stands twice
 */
export function parseJson(text: string, file?: string, begins?: Begins): unknown {
  const { value, twice } = parseWhole(text, file, begins);
  const faults = twice.map(({ path, line, column, expected, message }): Fault => {
    const told = visible(`${file ?? 'scene'}:${line}:${column}: ${path}: ${message}`, 2_000);
    return { path, expected, message: told, code: 'WW_SCENE_SYNTAX', line, column };
  });
  if (faults[0] !== undefined) throw new WorldwireError('WW_SCENE_SYNTAX', faults[0].message, faults);
  return value;
}

/**
 * Parses JSON as `parseJson` does, and leaves it to the caller to tell of keys that stand twice; the last of them holds.
 * @throws WorldwireError `WW_SCENE_SYNTAX` where it is no JSON
 */
export function parseWhole(text: string, file?: string, begins?: Begins): { readonly value: unknown; readonly twice: readonly KeyTwice[] } {
  const body = bodyOf(text);
  const value = parse(body, file, begins);
  if (keptEachKey(body, keysIn(value))) return { value, twice: [] };
  const careful = readCarefully(body);
  const places = placesAt(
    body,
    careful.twice.flatMap(({ first, again }) => [first, again]),
    begins,
  );
  const twice = careful.twice.map(({ key, steps, first, again }): KeyTwice => {
    const at = places.get(first) as Place;
    return {
      path: stepsFrom(begins, steps, Array.isArray(value)).join('/'),
      ...(places.get(again) as Place),
      expected: 'each key once',
      message:
        `the key ${JSON.stringify(key.length > 60 ? `${key.slice(0, 57)}…` : key)} stands twice in this object, at ${at.line}:${at.column} and here; ` +
        'keep one of them',
    };
  });
  return { value: careful.value, twice };
}

/** A text without the byte order mark in front of it. */
export function bodyOf(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/**
 * Parses JSON. Of keys that stand twice the last one holds; whether there are any is for the caller to find out.
 * @throws WorldwireError `WW_SCENE_SYNTAX` where it is no JSON
 */
export function parse(body: string, file: string | undefined, begins?: Begins): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    const { offset, expected } = findSyntaxFault(body);
    const { line, column } = placeOf(body, offset, begins);
    const found = offset >= body.length ? 'the end of the file' : JSON.stringify(String.fromCodePoint(body.codePointAt(offset) as number));
    const message = visible(`${file ?? 'scene'}:${line}:${column}: expected ${expected}, found ${found}`, 2_000);
    throw new WorldwireError('WW_SCENE_SYNTAX', message, [{ path: `${line}:${column}`, expected, message, code: 'WW_SCENE_SYNTAX', line, column }]);
  }
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Line and column of an offset, counted from 1; `\n` ends a line. */
function placeOf(text: string, offset: number, begins?: Begins): Place {
  return placesAt(text, [offset], begins).get(offset) as Place;
}

/** The same of many offsets. The text is gone through once for all of them: whoever sends it chooses how many they are, and how many lines it has. */
function placesAt(text: string, offsets: readonly number[], begins: Place = { line: 1, column: 1 }): Map<number, Place> {
  const places = new Map<number, Place>();
  let { line } = begins;
  let start = 1 - begins.column,
    next = text.indexOf('\n');
  for (const offset of Array.from(offsets).sort((a, b) => a - b)) {
    while (next >= 0 && next < offset) {
      line++;
      start = next + 1;
      next = text.indexOf('\n', start);
    }
    places.set(offset, { line, column: offset - start + 1 });
  }
  return places;
}

/** The keys and positions that lead to something in the whole text. */
function stepsFrom({ steps: before = [], first = 0 }: Partial<Begins> = {}, steps: readonly string[], isList: boolean): readonly string[] {
  const [own = '', ...rest] = steps;
  return [...before, ...(isList && steps.length > 0 ? [String(Number(own) + first), ...rest] : steps)];
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;
// eslint-disable-next-line no-control-regex -- control characters are what JSON texts must not hold
const CHARACTERS = /(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;

/**
 * Where a text stops being JSON, and what could have stood there. The engine's own message names no place in several cases.
 * Only ever run on a text that JSON.parse has refused.
 */
function findSyntaxFault(text: string): { offset: number; expected: string } {
  let at = 0;
  const skip = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length ?? 0;
    at += length;
    return length;
  };
  /** The open brackets, innermost last. */
  const open: ('{' | '[')[] = [];
  let want: 'value' | 'value or ]' | 'name' | 'name or }' | 'after' = 'value';
  for (;;) {
    skip(SPACE);
    const next = text[at];
    if (want === 'after') {
      const inner = open.at(-1);
      if (inner === undefined) return { offset: at, expected: 'the end of the file' };
      if (next === ',') {
        at++;
        want = inner === '{' ? 'name' : 'value';
        continue;
      }
      if (next === (inner === '{' ? '}' : ']')) {
        at++;
        open.pop();
        continue;
      }
      return { offset: at, expected: inner === '{' ? '"," or "}"' : '"," or "]"' };
    }
    if (want === 'name' || want === 'name or }') {
      if (next === '}' && want === 'name or }') {
        at++;
        open.pop();
        want = 'after';
        continue;
      }
      if (next !== '"') return { offset: at, expected: want === 'name' ? 'a name in double quotes' : 'a name in double quotes or "}"' };
      at++;
      skip(CHARACTERS);
      if (text[at] !== '"') return { offset: at, expected: insideOfText(text, at) };
      at++;
      skip(SPACE);
      if (text[at] !== ':') return { offset: at, expected: '":"' };
      at++;
      want = 'value';
      continue;
    }
    if (next === ']' && want === 'value or ]') {
      at++;
      open.pop();
      want = 'after';
      continue;
    }
    if (next === '{') {
      at++;
      open.push('{');
      want = 'name or }';
      continue;
    }
    if (next === '[') {
      at++;
      open.push('[');
      want = 'value or ]';
      continue;
    }
    if (next === '"') {
      at++;
      skip(CHARACTERS);
      if (text[at] !== '"') return { offset: at, expected: insideOfText(text, at) };
      at++;
    } else if (skip(WORD) === 0 && skip(NUMBER) === 0) {
      return { offset: at, expected: want === 'value' ? 'a value' : 'a value or "]"' };
    }
    want = 'after';
  }
}

function insideOfText(text: string, at: number): string {
  return text[at] === '\\' ? 'one of the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000' : 'the closing " of the text (line breaks inside are written \\n)';
}

/** What a JSON text must not carry into a world: a `__proto__` key, a number past every limit (`1e999`), nesting without end. */
export function hiddenFault(value: unknown, path: string, depth = 0): { readonly path: string; readonly expected: string } | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : { path, expected: 'a finite number' };
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= MAX_DEPTH) return { path, expected: `at most ${MAX_DEPTH} levels of lists and objects` };
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const fault = hiddenFault(value[i], `${path}/${i}`, depth + 1);
      if (fault !== null) return fault;
    }
    return null;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__') return { path: `${path}/__proto__`, expected: 'another name than __proto__' };
    const fault = hiddenFault(inner, `${path}/${key}`, depth + 1);
    if (fault !== null) return fault;
  }
  return null;
}
