/** How well a text fits what somebody typed, and which of its letters do; undefined where it does not fit. */
export interface Fit {
  readonly score: number;
  /** Places of the letters that fit, in order. */
  readonly at: readonly number[];
}

/**
 * Fits the letters of `wanted` into `text` in order, whatever stands between: best where they begin words and stand together. Spaces part words that
 * may come in any order.
 */
export function fuzzy(text: string, wanted: string): Fit | undefined {
  const at: number[] = [];
  let score = 0;
  for (const word of wanted.toLowerCase().split(/\s+/)) {
    if (word === '') continue;
    const fit = fitWord(text, word);
    if (fit === undefined) return undefined;
    score += fit.score;
    at.push(...fit.at);
  }
  // Of two that fit alike the shorter one is meant.
  return { score: score - text.length / 100, at: at.sort((a, b) => a - b) };
}

function fitWord(text: string, word: string): Fit | undefined {
  const low = text.toLowerCase();
  const whole = wordStart(text, low, word) ?? low.indexOf(word);
  if (whole !== -1) {
    const begins = isStart(text, whole);
    return { score: word.length * 3 + (begins ? 8 : 0) + (whole === 0 ? 6 : 0), at: Array.from(word, (_, i) => whole + i) };
  }
  const at: number[] = [];
  let from = 0,
    score = 0;
  for (const letter of word) {
    const next = findFrom(text, low, letter, from);
    if (next === -1) return undefined;
    score += isStart(text, next) ? 3 : next === from && from > 0 ? 2 : from > 0 && !/[^\p{L}\p{N}]/u.test(text.slice(from, next)) ? 1 : 0;
    at.push(next);
    from = next + 1;
  }
  // Letters strewn through a long text are chance.
  return score < word.length * 1.3 ? undefined : { score, at };
}

/** Where the text has it at the beginning of a word. */
function wordStart(text: string, low: string, word: string): number | undefined {
  for (let i = low.indexOf(word); i !== -1; i = low.indexOf(word, i + 1)) if (isStart(text, i)) return i;
  return undefined;
}

/** The next place of a letter, the beginning of a word before any other. */
function findFrom(text: string, low: string, letter: string, from: number): number {
  for (let i = low.indexOf(letter, from); i !== -1; i = low.indexOf(letter, i + 1)) if (i === from || isStart(text, i)) return i;
  return low.indexOf(letter, from);
}

function isStart(text: string, i: number): boolean {
  const before = text[i - 1],
    here = text[i] ?? '';
  return before === undefined || !/[\p{L}\p{N}]/u.test(before) || (/\p{Lu}/u.test(here) && /\p{Ll}/u.test(before));
}
