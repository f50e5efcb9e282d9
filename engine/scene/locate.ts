const SPACE = /[ \t\n\r]*/y;
// eslint-disable-next-line no-control-regex -- control characters are what JSON texts must not hold
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y;
const PLAIN = /[^ \t\n\r,\]}]+/y;
const BRACKET = /["{}[\]]/g;

interface Wanted {
  readonly inside: Map<string, Wanted>;
  /** Where its value begins; -1 until it is found. */
  offset: number;
  /** Where its name begins, where it has one. */
  name: number;
}

/** A place that is looked for: the keys and positions that lead to it, and whether its name is meant and not its value. */
export interface Place {
  readonly steps: readonly string[];
  readonly name?: boolean;
}

/**
 * Line and column, counted from 1, at which some places of a JSON text stand. A place that the text does not hold has those of the
 * nearest that it hangs below.
 * @param text a text that JSON.parse takes
 */
export function placesOf(text: string, places: readonly Place[]): { line: number; column: number }[] {
  const root: Wanted = { inside: new Map(), offset: -1, name: -1 };
  for (const { steps } of places) {
    let at = root;
    for (const step of steps) {
      let next = at.inside.get(step);
      if (next === undefined) at.inside.set(step, (next = { inside: new Map(), offset: -1, name: -1 }));
      at = next;
    }
  }
  // A mark in front is passed over, and counts for no column.
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  new Walk(text, start).value(root);

  const offsets = places.map(({ steps, name }) => {
    let at = root,
      whole = true;
    for (const step of steps) {
      const next = at.inside.get(step);
      whole = next !== undefined && next.offset >= 0;
      if (!whole) break;
      at = next as Wanted;
    }
    return Math.max(whole && name === true && at.name >= 0 ? at.name : at.offset, 0);
  });
  const found = new Map<number, { line: number; column: number }>();
  let line = 1,
    begin = start,
    end = text.indexOf('\n');
  for (const offset of offsets.toSorted((a, b) => a - b)) {
    for (; end >= 0 && end < offset; end = text.indexOf('\n', end + 1)) {
      line++;
      begin = end + 1;
    }
    found.set(offset, { line, column: Math.max(offset - begin, 0) + 1 });
  }
  return offsets.map((offset) => found.get(offset) as { line: number; column: number });
}

/** Goes through a JSON text, into what is wanted and past all else. */
class Walk {
  #at: number;
  readonly #text: string;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#at = start;
  }

  value(wanted: Wanted | undefined): void {
    this.#skip(SPACE);
    if (wanted !== undefined) wanted.offset = this.#at;
    const first = this.#text[this.#at];
    if (first !== '{' && first !== '[') this.#skip(first === '"' ? TEXT : PLAIN);
    else if (wanted === undefined || wanted.inside.size === 0) this.#pass();
    else this.#enter(wanted, first === '{');
  }

  #enter(wanted: Wanted, named: boolean): void {
    this.#at++;
    for (let position = 0; ; position++) {
      this.#skip(SPACE);
      const next = this.#text[this.#at];
      if (next === '}' || next === ']' || next === undefined) break;
      const begin = this.#at;
      let key = String(position);
      if (named) {
        key = JSON.parse(this.#skip(TEXT)) as string;
        this.#skip(SPACE);
        this.#at++;
      }
      const inside = within(wanted, key);
      if (named && inside !== undefined) inside.name = begin;
      this.value(inside);
      this.#skip(SPACE);
      if (this.#text[this.#at] === ',') this.#at++;
    }
    this.#at++;
  }

  /** Past a whole list or object, however deep. */
  #pass(): void {
    let depth = 0;
    do {
      BRACKET.lastIndex = this.#at;
      const found = BRACKET.exec(this.#text);
      if (found === null) return;
      this.#at = found.index;
      if (found[0] === '"') {
        this.#skip(TEXT);
        continue;
      }
      this.#at++;
      depth += found[0] === '{' || found[0] === '[' ? 1 : -1;
    } while (depth > 0);
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}

/** What is looked for below a key. Places are told with `/` between their steps, so a key that holds one is several of them. */
function within(wanted: Wanted, key: string): Wanted | undefined {
  let at: Wanted | undefined = wanted;
  for (const step of key.split('/')) at = at?.inside.get(step);
  return at;
}
