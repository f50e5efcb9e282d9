/** Characters of the shortest that is looked for wherever it may stand, and by which each is found. */
export const SHORTEST = 6;
const KEY = 4;
/** So many characters of one give it away, as where a log has cut it off; fewer where it says itself that it was cut off. */
const PART = 12;
const CUT = '…';

interface Known {
  readonly text: string;
  readonly instead: string;
  /** The longest of the others that this one begins with. */
  beginning?: Known;
}
interface Found {
  readonly instead: string;
  readonly length: number;
}

/** Finds many texts in others, wherever they stand, in time that hardly depends on how many they are: tokens of one kind all begin alike. */
export class SecretTexts {
  readonly #all = new Map<string, Known>();
  /** By their beginnings, and there in their order; made when one is looked for. */
  #known: Map<number, readonly Known[]> | undefined;
  /** Which beginnings there may be, by their last bits. */
  readonly #may = new Uint8Array(1 << 16);

  /** @param instead what is to stand in its place */
  add(text: string, instead: string): void {
    if (text.length < SHORTEST || this.#all.has(text)) return;
    this.#all.set(text, { text, instead });
    this.#may[keyAt(text, 0) & 0xffff] = 1;
    this.#known = undefined;
  }

  /** A text without any of them. */
  without(text: string): string {
    if (this.#all.size === 0 || text.length < KEY) return text;
    const known = (this.#known ??= inOrder([...this.#all.values()]));
    let out = '',
      from = 0;
    for (let at = 0; at <= text.length - KEY; at++) {
      const key = keyAt(text, at);
      if (this.#may[key & 0xffff] === 0) continue;
      const list = known.get(key);
      const found = list === undefined ? undefined : foundAt(text, at, list);
      if (found === undefined) continue;
      out += text.slice(from, at) + found.instead;
      from = at + found.length;
      at = from - 1;
    }
    return from === 0 ? text : out + text.slice(from);
  }
}

function inOrder(all: readonly Known[]): Map<number, readonly Known[]> {
  const known = new Map<number, Known[]>();
  const before: Known[] = [];
  for (const each of all.toSorted((a, b) => (a.text < b.text ? -1 : 1))) {
    while (before.length > 0 && !each.text.startsWith((before.at(-1) as Known).text)) before.pop();
    const beginning = before.at(-1);
    if (beginning !== undefined) each.beginning = beginning;
    before.push(each);
    const key = keyAt(each.text, 0);
    const list = known.get(key);
    if (list === undefined) known.set(key, [each]);
    else list.push(each);
  }
  return known;
}

/** The longest of them that stands there, or that begins there and goes on so far that it is told by that. */
function foundAt(text: string, at: number, known: readonly Known[]): Found | undefined {
  let low = 0,
    high = known.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(text, at, (known[middle] as Known).text)) low = middle + 1;
    else high = middle;
  }
  // All that begin as the text does stand beside each other, and those that it begins with are beginnings of the one before.
  const near = [known[low - 1], known[low]].filter((each) => each !== undefined);
  let best: Found | undefined;
  for (const each of near) {
    const length = shared(text, at, each.text);
    for (let whole: Known | undefined = each; whole !== undefined; whole = whole.beginning)
      if (length >= whole.text.length) {
        if (whole.text.length > (best?.length ?? 0)) best = { instead: whole.instead, length: whole.text.length };
        break;
      }
    const isTold = length >= PART || (length >= KEY && text.startsWith(CUT, at + length));
    if (isTold && length > (best?.length ?? 0)) best = { instead: each.instead, length };
  }
  return best;
}

function keyAt(text: string, at: number): number {
  let key = 0;
  for (let index = at; index < at + KEY; index++) key = (Math.imul(key, 31) + text.charCodeAt(index)) | 0;
  return key;
}

/** How many characters of another text stand there. */
function shared(text: string, at: number, other: string): number {
  const most = Math.min(other.length, text.length - at);
  let length = 0;
  while (length < most && text.charCodeAt(at + length) === other.charCodeAt(length)) length += 1;
  return length;
}

/** Whether what stands there comes behind another text in the order of their characters, or is the same. */
function isBehind(text: string, at: number, other: string): boolean {
  const length = shared(text, at, other);
  if (length === other.length) return true;
  return at + length < text.length && text.charCodeAt(at + length) > other.charCodeAt(length);
}
