import { RE2JS } from 're2js';
import type { TextSearch } from '../door.ts';
import { WorldwireError } from '../errors.ts';

/** Characters of a text that is looked through; instructions of an expression, and their product with the former, which bounds what a look costs. */
export const LONGEST_TEXT = 20_000;
const LARGEST_PROGRAM = 500,
  MOST_WORK = 1_000_000;
/** Places of one text that are replaced. */
const MOST_PLACES = 1_000;
/** Characters of what a text becomes. */
const LONGEST_RESULT = 100_000;
/** Places that are told. */
const TOLD = 20;

/** What is found in a text, and what comes of it. */
export interface Found {
  readonly now: string | undefined;
  readonly marks: readonly (readonly number[])[];
}
/** Why a text is not looked through. */
export interface NotLooked {
  readonly fault: string;
}
type Piece = string | { readonly group: number };

/** Finds something in texts and puts something else in its place. Throws WW_BAD_REQUEST where an expression or what replaces it cannot be read. */
export class TextFinder {
  readonly #pattern: RE2JS;
  /** Looked for before an expression is tried; of texts that do not have it nothing is found. */
  readonly #plain: string | undefined;
  readonly #exact: boolean;
  readonly #most: number;
  /** What a character costs to look at. */
  readonly weight: number;
  readonly #pieces: readonly Piece[] | undefined;

  constructor({ find, expression = false, exact = false, replace }: TextSearch) {
    this.#exact = exact;
    this.#plain = expression ? undefined : exact ? find : find.toLowerCase();
    this.#pattern = patternOf(expression ? find : RE2JS.quote(find), exact ? 0 : RE2JS.CASE_INSENSITIVE);
    const size = this.#pattern.programSize();
    if (size > LARGEST_PROGRAM) throw bad('find', expression ? 'a smaller expression' : 'a shorter text to look for');
    this.weight = expression ? 1 + size / 20 : 1;
    this.#most = Math.min(LONGEST_TEXT, Math.floor(MOST_WORK / size));
    this.#pieces = replace === undefined ? undefined : expression ? piecesOf(replace, this.#pattern) : [replace];
  }

  /** Undefined where nothing is found. */
  look(text: string): Found | NotLooked | undefined {
    if (text.length > this.#most) return this.#mayHold(text) ? { fault: `longer than ${this.#most} characters: change it where it stands` } : undefined;
    if (!this.#mayHold(text)) return undefined;
    const matcher = this.#pattern.matcher(text);
    const marks: number[][] = [];
    let now = '',
      done = 0,
      places = 0;
    while (matcher.find()) {
      if (++places > MOST_PLACES) return { fault: `found in more than ${MOST_PLACES} places of one text` };
      const from = matcher.start(),
        to = matcher.end();
      now += text.slice(done, from);
      const put = now.length;
      for (const piece of this.#pieces ?? []) now += typeof piece === 'string' ? piece : (matcher.group(piece.group) ?? '');
      if (marks.length < TOLD) marks.push(this.#pieces === undefined ? [from, to] : [from, to, put, now.length]);
      if (now.length > LONGEST_RESULT) return { fault: `it would become longer than ${LONGEST_RESULT} characters` };
      done = to;
    }
    if (places === 0) return undefined;
    return { now: this.#pieces === undefined ? undefined : now + text.slice(done), marks };
  }

  #mayHold(text: string): boolean {
    return this.#plain === undefined || (this.#exact ? text : text.toLowerCase()).includes(this.#plain);
  }
}

function patternOf(source: string, flags: number): RE2JS {
  try {
    return RE2JS.compile(source, flags);
  } catch (error) {
    throw bad('find', `an expression that can be read (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** What replaces a match: text, and groups by `$1`, `${name}` and `$0`; `$$` is a dollar. */
function piecesOf(text: string, pattern: RE2JS): Piece[] {
  const names = pattern.namedGroups(),
    count = pattern.groupCount();
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(/\$(?:(\$)|(\d{1,2})|\{([^}]*)\})/gu)) {
    pieces.push(text.slice(done, match.index));
    done = match.index + match[0].length;
    const [, dollar, number, name] = match;
    if (dollar !== undefined) pieces.push('$');
    else {
      const group = number !== undefined ? Number(number) : Object.hasOwn(names, name ?? '') ? names[name as string] : undefined;
      if (group === undefined || group > count)
        throw bad('replace', `a group that the expression has instead of ${match[0]}: ${count === 0 ? 'it has none, but $0 is all of it' : `$0 to $${count}`}`);
      pieces.push({ group });
    }
  }
  return [...pieces, text.slice(done)];
}

function bad(path: string, expected: string): WorldwireError {
  const message = `expected ${expected}`;
  return new WorldwireError('WW_BAD_REQUEST', message, [{ path, expected, message }]);
}
