import { ignoresCase, upper } from '../values/case.ts';
import { defineNode, input, itself } from '../node/node.ts';
import type { FlowNode } from '../node/node-types.ts';
import { lastPlaceOf, placeOf } from '../values/text-search.ts';
import { byEach } from '../values/weigh.ts';
import { countOf, textOf } from './strings.ts';

const category = 'Strings';
const str = input('Str', 'string');
const TWO_TEXTS = [input('A', 'string'), input('B', 'string'), input('ComparisonType', 'StringComparison', { initially: 'Ordinal' })];
const mode = input('ComparisonMode', 'StringComparison', { initially: 'Ordinal' });

/** A node that asks whether a text holds another. Null holds nothing, and nothing holds it. */
function holding(name: string, doc: string, holds: (text: string, part: string) => boolean, each = 256): FlowNode {
  return defineNode({
    name,
    doc,
    category,
    inputs: [str, input('Substring', 'string')],
    outputs: itself('bool'),
    weigh: byEach(each),
    eval: (_type, [text, part]) => typeof text === 'string' && typeof part === 'string' && holds(text, part),
  });
}

/** -1, 0 or 1, by UTF-16 code units: by no language's rules, which differ between machines. Null comes before every text. */
function compared(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (typeof a !== 'string') return -1;
  if (typeof b !== 'string') return 1;
  return a < b ? -1 : 1;
}
function comparing(name: string, doc: string, is: (order: number) => boolean): FlowNode {
  return defineNode({
    name,
    doc,
    category,
    inputs: TWO_TEXTS,
    outputs: itself('bool'),
    weigh: byEach(64),
    eval: (_type, [a, b, type]) => is(orderOf(a, b, type)),
  });
}
function orderOf(a: unknown, b: unknown, type: unknown): number {
  const of = (text: unknown): unknown => (ignoresCase(type) && typeof text === 'string' ? upper(text) : text);
  return compared(of(a), of(b));
}

export const STRING_SEARCH_NODES: readonly FlowNode[] = [
  holding('Contains', 'Whether a text holds another, letter by letter.', (text, part) => placeOf(text, part) >= 0, 64),
  holding('StartsWith', 'Whether a text begins with another, letter by letter.', (text, part) => text.startsWith(part)),
  holding('EndsWith', 'Whether a text ends with another, letter by letter.', (text, part) => text.endsWith(part)),
  defineNode({
    name: 'StringLength',
    doc: 'How many UTF-16 code units a text has, as in the original; 0 for null.',
    category,
    inputs: [input('A', 'string')],
    outputs: itself('int'),
    eval: (_type, [a]) => textOf(a).length,
  }),
  defineNode({
    name: 'IsStringEmpty',
    doc: 'Whether a text is empty or null.',
    category,
    inputs: [input('A', 'string')],
    outputs: itself('bool'),
    eval: (_type, [a]) => textOf(a) === '',
  }),
  defineNode({
    name: 'CountOccurrences',
    doc: 'How often Search stands in a text, letter by letter, places that overlap counted once.',
    category,
    inputs: [str, input('Search', 'string'), mode],
    outputs: itself('int'),
    weigh: byEach(64),
    eval: (_type, [text, search, comparison]) => countOf(textOf(text), textOf(search), comparison),
  }),
  defineNode({
    name: 'IndexOfString',
    doc: 'Where Part stands in a text from StartIndex on, or before it with SearchFromEnd; -1 where it does not.',
    category,
    inputs: [str, input('Part', 'string'), input('StartIndex', 'int'), input('SearchFromEnd', 'bool'), mode],
    outputs: itself('int'),
    weigh: byEach(64),
    eval: (_type, [whole, what, from, fromEnd, comparison]) => {
      if (typeof whole !== 'string' || typeof what !== 'string') return -1;
      const at = from as number,
        [text, part] = ignoresCase(comparison) ? [upper(whole), upper(what)] : [whole, what];
      // From the end with no place to begin at, the whole text is looked through.
      return fromEnd === true ? lastPlaceOf(text, part, at > 0 ? at : Infinity) : placeOf(text, part, Math.max(0, at));
    },
  }),
  defineNode({
    name: 'CompareStrings',
    doc: 'Which of two texts comes first: -1, 0 or 1, by UTF-16 code units, whatever ComparisonType says of languages.',
    category,
    inputs: TWO_TEXTS,
    outputs: itself('int'),
    weigh: byEach(64),
    eval: (_type, [a, b, type]) => orderOf(a, b, type),
  }),
  comparing('GreaterThan_String', 'Whether A comes after B.', (order) => order > 0),
  comparing('GreaterOrEqual_String', 'Whether A comes after B or is the same.', (order) => order >= 0),
  comparing('LessThan_String', 'Whether A comes before B.', (order) => order < 0),
  comparing('LessOrEqual_String', 'Whether A comes before B or is the same.', (order) => order <= 0),
];
