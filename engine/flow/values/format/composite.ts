import { MOST_DIGITS } from './number-format.ts';

/** What stands in braces: which parameter, how wide at least, below 0 to the left, and by which format. */
export interface Item {
  readonly index: number;
  readonly width: number;
  readonly format: string;
}

/** A composite format, as texts and items; undefined where a brace stands alone or holds none. Two braces are one in the text. */
export function compositeOf(text: string): readonly (string | Item)[] | undefined {
  const parts: (string | Item)[] = [];
  let said = '';
  for (let at = 0; at < text.length;) {
    const letter = text.charAt(at);
    if (letter !== '{' && letter !== '}') {
      const end = nextBrace(text, at);
      said += text.slice(at, end);
      at = end;
    } else if (text.charAt(at + 1) === letter) {
      said += letter;
      at += 2;
    } else {
      const found = letter === '{' ? itemAt(text, at) : undefined;
      if (found === undefined) return undefined;
      parts.push(said, found.item);
      said = '';
      at = found.end;
    }
  }
  return [...parts, said];
}

const BRACE = /[{}]/g;
function nextBrace(text: string, from: number): number {
  BRACE.lastIndex = from;
  return BRACE.exec(text)?.index ?? text.length;
}

const ITEM = /\{ *([0-9]{1,6}) *(?:, *(-?[0-9]{1,6}) *)?(?::([^{}]*))?\}/y;
function itemAt(text: string, at: number): { readonly item: Item; readonly end: number } | undefined {
  ITEM.lastIndex = at;
  const found = ITEM.exec(text);
  if (found === null) return undefined;
  const [all, index, width = '0', format = ''] = found;
  return Math.abs(Number(width)) > MOST_DIGITS ? undefined : { item: { index: Number(index), width: Number(width), format }, end: at + all.length };
}

/** What a number takes that is written by all of its digits. */
const AN_ITEM = 32;

/** Fuel that a format takes, beyond that of its size: by the digits that it asks for, and its items. */
export function formatFuel(format: string): number {
  let fuel = 0;
  for (let at = 0; at < format.length; at++) {
    const code = format.charCodeAt(at);
    if (code === 123) fuel += AN_ITEM;
    if (code < 48 || code > 57) continue;
    let number = 0;
    for (; at < format.length && format.charCodeAt(at) >= 48 && format.charCodeAt(at) <= 57; at++) number = number * 10 + format.charCodeAt(at) - 48;
    at--;
    fuel += Math.min(number, MOST_DIGITS) / 256;
  }
  return Math.floor(fuel + format.length / 16);
}
