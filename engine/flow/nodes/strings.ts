import { ignoresCase, lower, trimmed, upper } from '../values/case.ts';
import type { Value } from '../values/data-type.ts';
import { defineNode, input, itself } from '../node/node.ts';
import type { FlowNode, Input } from '../node/node-types.ts';
import { partsOf, placeOf } from '../values/text-search.ts';
import { byEach } from '../values/weigh.ts';

/** Characters that a text made by nodes has at most: what is longer is cut, so that no loop fills the memory. */
export const LONGEST_TEXT = 1_000_000;

type Given = Value | readonly Value[] | undefined;

/** A text, and an empty one where it is null. */
export function textOf(value: Given): string {
  return typeof value === 'string' ? value : '';
}
/** As much of a text as one may have. */
export function cut(value: string): string {
  return value.length > LONGEST_TEXT ? value.slice(0, LONGEST_TEXT) : value;
}
/** A place in a text: none outside of it. */
function within(text: string, at: Given): number {
  return Math.min(Math.max(0, at as number), text.length);
}

const category = 'Strings';

/** A node that makes a text. Where the first of its inputs is null it gives null, as the original's do. */
export function making(
  name: string,
  doc: string,
  inputs: readonly Input[],
  make: (text: string, ...more: readonly Given[]) => string,
  under = category,
  weigh = byEach(8),
): FlowNode {
  return defineNode({
    name,
    doc,
    category: under,
    inputs,
    outputs: itself('string'),
    weigh,
    eval: (_type, [first, ...more]) => (typeof first === 'string' ? cut(make(first, ...more)) : null),
  });
}
/** How often a text stands in one that has as many characters as it may. */
function timesOf(text: string, times: Given): number {
  return Math.min(Math.max(0, times as number), Math.ceil(LONGEST_TEXT / Math.max(1, text.length)));
}
/** Any number of texts with another between them. */
function joined(texts: Given, between: string): string {
  let all = '';
  for (let at = 0; at < (texts as readonly Value[]).length; at++) {
    all += (at === 0 ? '' : between) + textOf((texts as readonly Value[])[at]);
    if (all.length > LONGEST_TEXT) return cut(all);
  }
  return all;
}
/** Puts a text for another, in all its places or in the first from one on. */
function replaced(text: string, search: string, by: string, comparison: Given, from = 0, once = false): string {
  if (search === '') return text;
  const isFolded = ignoresCase(comparison),
    [within, part] = isFolded ? [upper(text), upper(search)] : [text, search];
  if (!once && by.length > search.length && countOf(within, part) * (by.length - search.length) > LONGEST_TEXT) return cut(text);
  let at = placeOf(within, part, from);
  if (at < 0) return text;
  if (once) return text.slice(0, at) + by + text.slice(at + search.length);
  if (!isFolded) return partsOf(text, search).join(by);
  const parts: string[] = [];
  let behind = 0;
  for (; at >= 0; at = placeOf(within, part, behind)) {
    parts.push(text.slice(behind, at));
    behind = at + search.length;
  }
  return [...parts, text.slice(behind)].join(by);
}
/** How often a text stands in another, places that overlap counted once. */
export function countOf(text: string, search: string, comparison?: Given): number {
  if (search === '') return 0;
  if (ignoresCase(comparison)) return countOf(upper(text), upper(search));
  let count = 0;
  for (let at = placeOf(text, search); at >= 0; at = placeOf(text, search, at + search.length)) count++;
  return count;
}
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // What is no escape stays as it is.
    return text;
  }
}

const str = input('Str', 'string');
const mode = input('ComparisonMode', 'StringComparison', { initially: 'Ordinal' });

export const STRING_NODES: readonly FlowNode[] = [
  defineNode({ name: 'EmptyString', doc: 'A text of no characters.', category, outputs: itself('string'), eval: () => '' }),
  defineNode({ name: 'NullString', doc: 'No text at all: null.', category, outputs: itself('string'), eval: () => null }),
  defineNode({ name: 'NewLine', doc: 'A line break, \\n on every machine.', category, outputs: itself('string'), eval: () => '\n' }),
  defineNode({
    name: 'ConcatenateString',
    doc: 'One text behind another. Null counts as an empty one.',
    category,
    inputs: [input('A', 'string'), input('B', 'string')],
    outputs: itself('string'),
    weigh: byEach(256),
    eval: (_type, [a, b]) => cut(textOf(a) + textOf(b)),
  }),
  defineNode({
    name: 'ConcatenateMultiString',
    doc: 'Any number of texts behind each other. Null counts as an empty one.',
    category,
    inputs: [input('Inputs', 'string', { list: true })],
    outputs: itself('string'),
    weigh: byEach(256),
    eval: (_type, [inputs]) => joined(inputs, ''),
  }),
  defineNode({
    name: 'StringJoin',
    doc: 'Any number of texts with Separator between them. Null counts as an empty one.',
    category,
    inputs: [input('Separator', 'string'), input('Inputs', 'string', { list: true })],
    outputs: itself('string'),
    weigh: byEach(256),
    eval: (_type, [separator, inputs]) => joined(inputs, textOf(separator)),
  }),
  making('ToLower', "The text in small letters, letter by letter, by no language's rules.", [str], lower),
  making('ToUpper', "The text in capital letters, letter by letter, by no language's rules: ß stays.", [str], upper),
  making('Capitalize', 'The text with a capital first letter.', [str], (text) => {
    const first = String.fromCodePoint(...(text === '' ? [] : [text.codePointAt(0) as number]));
    return upper(first) + text.slice(first.length);
  }),
  making('TrimString', 'The text without white space at its ends.', [input('A', 'string')], trimmed, category, byEach(256)),
  making('ReverseString', 'The text from its end to its beginning, by code points.', [input('A', 'string')], (text) => Array.from(text).reverse().join('')),
  {
    ...making('MultiplyString', 'The text B times; 1,000,000 characters at most.', [input('A', 'string'), input('B', 'int')], (text, times) =>
      text === '' ? '' : text.repeat(timesOf(text, times)),
    ),
    weigh: ([text, times]) => Math.floor((textOf(text).length * (1 + timesOf(textOf(text), times))) / 64),
  },
  {
    ...making(
      'Substring',
      'Length characters from StartIndex on, or as many as there are.',
      [str, input('StartIndex', 'int'), input('Length', 'int')],
      (text, from, length) => text.slice(within(text, from), within(text, from) + Math.max(0, length as number)),
    ),
    // What is left away costs next to nothing, so that whoever does not know how long a text is can cut it first.
    weigh: ([text, , length]) => Math.floor(textOf(text).length / 256) + Math.floor(Math.min(textOf(text).length, Math.max(0, length as number)) / 8),
  },
  making(
    'StringInsert',
    'The text with Value put in at StartIndex.',
    [str, input('Value', 'string'), input('StartIndex', 'int')],
    (text, value, at) => {
      const place = within(text, at);
      return text.slice(0, place) + textOf(value) + text.slice(place);
    },
    category,
    byEach(256),
  ),
  making(
    'StringRemove',
    'The text without Length characters from StartIndex on.',
    [str, input('StartIndex', 'int'), input('Length', 'int')],
    (text, from, length) => {
      const place = within(text, from);
      return text.slice(0, place) + text.slice(place + Math.max(0, length as number));
    },
    category,
    byEach(256),
  ),
  defineNode({
    name: 'ReplaceSubstring',
    doc: 'ReplaceWith in all places of SearchFor, letter by letter. Where nothing is searched for, and where the text would become too long, it stays.',
    category,
    inputs: [str, input('SearchFor', 'string'), input('ReplaceWith', 'string'), mode],
    outputs: itself('string'),
    // Looking is paid by the size of the text, what is then put in by how often it is: a long text in which little stands takes little.
    weigh: byEach(64),
    weighFound: ([text, search, by, comparison]) => {
      const times = countOf(textOf(text), textOf(search), comparison);
      return Math.floor(times / 8) + Math.floor(Math.min(LONGEST_TEXT, times * textOf(by).length) / 256);
    },
    eval: (_type, [text, search, by, comparison]) => (typeof text === 'string' ? cut(replaced(text, textOf(search), textOf(by), comparison)) : null),
  }),
  making(
    'ReplaceFirstSubstring',
    'ReplaceWith in the first place of SearchFor from StartIndex on, letter by letter.',
    [str, input('SearchFor', 'string'), input('ReplaceWith', 'string'), input('StartIndex', 'int'), mode],
    (text, search, by, from, comparison) => replaced(text, textOf(search), textOf(by), comparison, within(text, from), true),
    category,
    byEach(64),
  ),
  making('EscapeString', 'The text as it may stand in a URL.', [input('String', 'string')], (text) => encodeURIComponent(text.toWellFormed())),
  making('UnescapeString', 'The text whose escapes are those of a URL; as it is where they are none.', [input('String', 'string')], unescaped),
];
