import { parseJson, WorldwireError, type Json } from '../../engine/index.ts';
import { notPlain, PLAIN_LIMITS } from './plain.ts';

/** Characters that are parsed at a time; what is longer and can be parted is parsed part by part. */
const PIECE = 32 * 1024;
/** Line breaks that are counted at a time, to tell a place. */
const LINES = 20_000;
/** Characters behind a piece that are looked at, to tell what stands where something else was expected. */
const BEHIND = 40;

const QUOTE = 34,
  COMMA = 44,
  COLON = 58,
  LIST = 91,
  BACKSLASH = 92,
  LIST_END = 93,
  OBJECT = 123,
  OBJECT_END = 125;

/** A list or an object that is put together of pieces. */
interface Open {
  readonly value: unknown[] | Record<string, unknown>;
  /** Of an object: the key of the member that is gone into. */
  key: string;
  /** Whether a member has come. */
  some: boolean;
}

/** A stretch of members of one list or object, and how it ends. */
interface Run {
  readonly end: number;
  /** By a comma, by the bracket of the list or object, or not at all. */
  readonly by: 'comma' | 'bracket' | 'nothing';
}

/**
 * Reads a text of JSON in parts, between each of which it can be left off: no more than some tens of thousands of characters are parsed at a time, but
 * for a single text or number that is longer. What comes of it, and what is told of what is wrong, is what `parseJson` gives; what is not plain
 * (`notPlain`) is refused as well. How many values there are is for the caller to bound.
 * @param what it is, for the one who is refused: `body`
 * @throws WorldwireError WW_SCENE_SYNTAX where it is no JSON or a key stands twice, and WW_BAD_REQUEST where it is not plain
 */
export function* jsonInParts(text: string, what: string, piece = PIECE): Generator<undefined, unknown, undefined> {
  const open: Open[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const skip = (): void => {
    at = behindBlanks(text, at);
  };

  /** Where an offset lies. */
  function* placeOf(offset: number): Generator<undefined, { readonly line: number; readonly column: number }, undefined> {
    let line = 1,
      start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    for (let next = text.indexOf('\n'); next >= 0 && next < offset; next = text.indexOf('\n', start)) {
      line++;
      start = next + 1;
      if (line % LINES === 0) yield;
    }
    return { line, column: offset - start + 1 };
  }

  /** What leads to where it is. */
  const stepsTo = (levels: readonly Open[]): string[] => levels.map(({ value, key }) => (Array.isArray(value) ? String(value.length) : key));

  /** Tells what is wrong from an offset on, where `lead` stands for what came before. */
  function* refuse(lead: string, from: number, to: number): Generator<undefined, never, undefined> {
    const { line, column } = yield* placeOf(from);
    parseJson(lead + text.slice(from, to + BEHIND), what, { line, column: column - lead.length });
    throw new WorldwireError('WW_BAD_REQUEST', `The ${what} cannot be read at ${line}:${column}.`);
  }

  /** Parses members of the innermost list or object. */
  function* take(from: number, end: number): Generator<undefined, void, undefined> {
    const inner = open.at(-1) as Open;
    const [begin, close] = Array.isArray(inner.value) ? ['[', ']'] : ['{', '}'];
    const members = text.slice(from, end);
    let value: unknown;
    try {
      value = parseJson(`${begin}${members}${close}`, what);
    } catch (error) {
      const isTwice = error instanceof WorldwireError && error.faults[0]?.expected === 'each key once';
      if (!isTwice) return yield* refuse(leadOf(inner), from, end);
      const { line, column } = yield* placeOf(from);
      const place = { line, column: column - 1, steps: stepsTo(open.slice(0, -1)), first: baseOf(inner) };
      parseJson(`${begin}${members}${close}`, what, place);
    }
    const wrong = notPlain(value, { ...PLAIN_LIMITS, depth: PLAIN_LIMITS.depth - open.length + 1 });
    if (wrong !== undefined) throw notPlainAt(wrong, stepsTo(open.slice(0, -1)), baseOf(inner), what);
    if (Array.isArray(inner.value)) for (const member of value as unknown[]) inner.value.push(member);
    else
      for (const key of Object.keys(value as object)) {
        if (Object.hasOwn(inner.value, key)) yield* twice(key, from);
        inner.value[key] = (value as Record<string, Json>)[key];
      }
    inner.some = true;
    yield;
  }

  /** A key stands in a piece that stood in another before. */
  function* twice(key: string, from: number): Generator<undefined, never, undefined> {
    const { line, column } = yield* placeOf(from);
    const shown = JSON.stringify(key.length > 60 ? `${key.slice(0, 57)}…` : key);
    const path = [...stepsTo(open.slice(0, -1)), key].join('/');
    const message = `${what}:${line}:${column}: ${path}: the key ${shown} stands twice in this object, the second time behind this place; keep one of them`;
    throw new WorldwireError('WW_SCENE_SYNTAX', message, [{ path, expected: 'each key once', message, code: 'WW_SCENE_SYNTAX', line, column }]);
  }

  /** Goes into the member that begins here, where it is a list or an object. */
  const descend = (inner: Open | undefined): boolean => {
    let begin = at,
      key = '';
    if (inner !== undefined && !Array.isArray(inner.value)) {
      const end = text.charCodeAt(at) === QUOTE ? endOfText(text, at) : -1;
      if (end < 0) return false;
      begin = behindBlanks(text, end + 1);
      if (text.charCodeAt(begin) !== COLON) return false;
      begin = behindBlanks(text, begin + 1);
      try {
        key = JSON.parse(text.slice(at, end + 1)) as string;
      } catch {
        return false;
      }
    }
    const code = text.charCodeAt(begin);
    if (code !== LIST && code !== OBJECT) return false;
    if (inner !== undefined) inner.key = key;
    open.push({ value: code === LIST ? [] : {}, key: '', some: false });
    at = begin + 1;
    return true;
  };

  skip();
  if (text.length - at <= piece || !descend(undefined)) {
    const value = parseJson(text, what);
    const wrong = notPlain(value);
    if (wrong !== undefined) throw notPlainAt(wrong, [], 0, what);
    return value;
  }
  const [root] = open as [Open];
  while (open.length > 0) {
    const inner = open.at(-1) as Open;
    skip();
    let run = runFrom(text, at, piece);
    if (run.by === 'nothing' && run.end < text.length) {
      const start = at;
      if (descend(inner)) {
        if (open.length > PLAIN_LIMITS.depth)
          throw new WorldwireError('WW_BAD_REQUEST', `The ${what} holds something nested deeper than ${PLAIN_LIMITS.depth} levels.`);
        if (inner.key === '__proto__' || (!Array.isArray(inner.value) && Object.hasOwn(inner.value, inner.key))) {
          open.pop();
          if (inner.key === '__proto__') throw notPlainAt({ path: '/__proto__', message: 'a key that is not allowed' }, stepsTo(open.slice(0, -1)), 0, what);
          yield* twice(inner.key, start);
        }
        continue;
      }
      run = runFrom(text, at, 0);
    }
    const isBlank = behindBlanks(text, at) >= run.end;
    // Between two commas, or behind the last, something has to stand.
    if (run.by === 'nothing' || (isBlank && (run.by === 'comma' || inner.some))) yield* refuse(leadOf(inner), at, run.end);
    if (!isBlank) yield* take(at, run.end);
    at = run.end + 1;
    // The bracket ends it, and the lists and objects around it where nothing else stands behind them.
    let ends = run.by === 'bracket';
    while (ends) {
      const done = open.at(-1) as Open;
      if (text.charCodeAt(at - 1) !== (Array.isArray(done.value) ? LIST_END : OBJECT_END)) yield* refuse(leadOf(done, done.some), at - 1, at);
      open.pop();
      const around = open.at(-1);
      if (around === undefined) break;
      if (Array.isArray(around.value)) around.value.push(done.value);
      else around.value[around.key] = done.value;
      around.some = true;
      skip();
      const next = text.charCodeAt(at);
      ends = next === LIST_END || next === OBJECT_END;
      if (!ends && next !== COMMA) yield* refuse(leadOf(around, true), at, at + 1);
      at++;
    }
  }
  skip();
  if (at < text.length) {
    const { line, column } = yield* placeOf(at);
    parseJson(`""${text.slice(at, at + BEHIND)}`, what, { line, column: column - 2 });
  }
  return root.value;
}

/** What stands for what came before, so that a fault behind it is told as what it is. */
function leadOf({ value, some }: Open, member = false): string {
  if (Array.isArray(value)) return member ? '[0' : some ? '[0,' : '[';
  return member ? '{"":0' : some ? '{"":0,' : '{';
}

/** How many members of a list have been read. */
function baseOf(open: Open | undefined): number {
  return Array.isArray(open?.value) ? open.value.length : 0;
}

function notPlainAt(
  { path, message }: { readonly path: string; readonly message: string },
  steps: readonly string[],
  base: number,
  what: string,
): WorldwireError {
  const [, first = '', ...rest] = path.split('/');
  const own = path === '' ? [] : [base > 0 ? String(Number(first) + base) : first, ...rest];
  const whole = [...steps.map((step) => step.slice(0, 100)), ...own].map((step) => `/${step}`).join('');
  return new WorldwireError('WW_BAD_REQUEST', `The ${what} holds ${message} at ${whole === '' ? 'its top' : whole}.`);
}

/** The first place from one on that is no blank of JSON. */
function behindBlanks(text: string, from: number): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
  }
}

/** Members from a place on, up to the last comma before so many characters have come, or up to the first one where it is 0; or up to the bracket. */
function runFrom(text: string, from: number, piece: number): Run {
  const most = piece === 0 ? text.length : Math.min(text.length, from + piece);
  let depth = 0,
    comma = -1;
  for (let at = from; at < most; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfText(text, at);
      if (end < 0) return { end: text.length, by: 'nothing' };
      at = end;
    } else if (code === COMMA) {
      if (depth === 0) {
        if (piece === 0) return { end: at, by: 'comma' };
        comma = at;
      }
    } else if (code === LIST || code === OBJECT) depth++;
    else if ((code === LIST_END || code === OBJECT_END) && --depth < 0) return { end: at, by: 'bracket' };
  }
  return comma < 0 ? { end: most, by: 'nothing' } : { end: comma, by: 'comma' };
}

/** The quote that ends the text that begins at one; -1 where it has no end. */
function endOfText(text: string, begin: number): number {
  for (let end = text.indexOf('"', begin + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slash = end - 1;
    while (text.charCodeAt(slash) === BACKSLASH) slash--;
    // An even number of backslashes escape each other and not the quote.
    if ((end - slash) % 2 === 1) return end;
  }
  return -1;
}
