import type { Json } from '../schema/field.ts';

/** Characters of an answer that are looked at, and that tell two apart. */
const READ = 4_096,
  TOLD = 500;
/** Characters of an answer in which a place is looked for: to read more of each of thousands would take long. And places at which a word is looked at. */
const LONGEST_JSON = 65_536,
  MOST_PLACES = 100;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * What an answer counts as: those that say the same are of one kind, whoever says it. Where a device names itself in what it says, that stands as
 * `{{name}}` and `{{id}}`.
 * @param by `text`, `shape`, or steps of a place in JSON
 */
export function answerWords(
  data: string | Uint8Array,
  size: number,
  by: 'text' | 'shape' | readonly (string | number)[],
  who: { readonly name: string; readonly id: string },
): string {
  if (typeof data !== 'string') return `binary, ${size} bytes`;
  if (typeof by !== 'string') return cut(atPlace(data, by));
  const read = data.length > READ ? data.slice(0, READ) : data;
  // An id may hold the name, or a name the id: the longer one is what was meant.
  const folded =
    who.id.length > who.name.length
      ? withoutWord(withoutWord(read, who.id, '{{id}}'), who.name, '{{name}}')
      : withoutWord(withoutWord(read, who.name, '{{name}}'), who.id, '{{id}}');
  return by === 'shape' ? shapeOf(cut(folded)) : cut(folded);
}

/** The shape of an answer in words: numbers count as the same. */
export function shapeOf(words: string): string {
  return words.replaceAll(NUMBER, '#');
}

function atPlace(data: string, place: readonly (string | number)[]): string {
  if (data.length > LONGEST_JSON) return `more than ${LONGEST_JSON} characters`;
  let at: Json | undefined;
  try {
    at = JSON.parse(data) as Json;
  } catch {
    return 'no JSON';
  }
  for (const step of place) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return 'nothing at that place';
    at = (at as { readonly [key: string]: Json })[step];
  }
  return typeof at === 'string' ? at : JSON.stringify(at);
}

function cut(text: string): string {
  return text.length > TOLD ? `${text.slice(0, TOLD)}…` : text;
}

/** Puts a sign in the place of a word, wherever it stands by itself: a lamp called `a` is not in every `a`. */
function withoutWord(text: string, word: string, sign: string): string {
  if (word === '') return text;
  let made = '',
    from = 0,
    left = MOST_PLACES;
  for (let at = text.indexOf(word); at >= 0 && left > 0; left--, at = text.indexOf(word, at + word.length)) {
    const end = at + word.length;
    if (isInWord(text, at - 1, word, 0) || isInWord(text, end, word, word.length - 1)) continue;
    made += text.slice(from, at) + sign;
    from = end;
  }
  return made + text.slice(from);
}

const IN_WORD = /[\p{L}\p{N}_]/u;
/** Whether a word goes on at a place of the text, beyond its own edge. */
function isInWord(text: string, at: number, word: string, edge: number): boolean {
  return IN_WORD.test(text.charAt(at)) && IN_WORD.test(word.charAt(edge));
}
