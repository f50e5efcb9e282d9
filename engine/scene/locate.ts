const SPACE = /[ \t\n\r]*/y;
// eslint-disable-next-line no-control-regex -- control characters are what JSON texts must not hold
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y;
const PLAIN = /[^ \t\n\r,\]}]+/y;
const BRACKET = /["{}[\]]/g;

interface Wanted {
  readonly inside: Map<string, Wanted>;
  /** Where its value begins; -1 until it is found. */
  offset: number;
}

/**
 * The lines, counted from 1, on which some places of a JSON text stand. A place that the text does not hold has the line of the
 * nearest that it hangs below.
 * @param text a text that JSON.parse takes
 * @param places each as the keys and positions that lead to it
 */
export function linesOf(text: string, places: readonly (readonly string[])[]): number[] {
  const root: Wanted = { inside: new Map(), offset: -1 };
  for (const place of places) {
    let at = root;
    for (const step of place) {
      let next = at.inside.get(step);
      if (next === undefined) at.inside.set(step, (next = { inside: new Map(), offset: -1 }));
      at = next;
    }
  }
  new Walk(text).value(root);

  const offsets = places.map((place) => {
    let at = root;
    for (const step of place) {
      const next = at.inside.get(step);
      if (next === undefined || next.offset < 0) break;
      at = next;
    }
    return Math.max(at.offset, 0);
  });
  const lines = new Map<number, number>();
  let line = 1,
    end = text.indexOf('\n');
  for (const offset of offsets.toSorted((a, b) => a - b)) {
    for (; end >= 0 && end < offset; end = text.indexOf('\n', end + 1)) line++;
    lines.set(offset, line);
  }
  return offsets.map((offset) => lines.get(offset) as number);
}

/** Goes through a JSON text, into what is wanted and past all else. */
class Walk {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
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
      let key = String(position);
      if (named) {
        key = JSON.parse(this.#skip(TEXT)) as string;
        this.#skip(SPACE);
        this.#at++;
      }
      this.value(wanted.inside.get(key));
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
