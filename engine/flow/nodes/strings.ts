import type { Value } from '../data-type.ts';
import { defineNode, input, itself } from '../node.ts';
import { type FlowNode } from '../node-types.ts';

/** Characters that a text made by nodes has at most: what is longer is cut, so that no loop fills the memory. */
export const LONGEST_TEXT = 1_000_000;

/** A text, and nothing where it is null. */
function text(value: Value | readonly Value[]): string {
  return typeof value === 'string' ? value : '';
}
function cut(value: string): string {
  return value.length > LONGEST_TEXT ? value.slice(0, LONGEST_TEXT) : value;
}

const category = 'Strings';

export const STRING_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'ConcatenateString',
    doc: 'One text behind another. Null counts as an empty one.',
    category,
    inputs: [input('A', 'string'), input('B', 'string')],
    outputs: itself('string'),
    eval: (_type, [a = null, b = null]) => cut(text(a) + text(b)),
  }),
  defineNode({
    name: 'ConcatenateMultiString',
    doc: 'Any number of texts behind each other. Null counts as an empty one.',
    category,
    inputs: [input('Inputs', 'string', { list: true })],
    outputs: itself('string'),
    eval: (_type, [inputs = null]) => {
      let joined = '';
      for (const each of inputs as readonly Value[]) {
        joined += text(each);
        if (joined.length > LONGEST_TEXT) return cut(joined);
      }
      return joined;
    },
  }),
  defineNode({
    name: 'StringLength',
    doc: 'How many UTF-16 code units a text has, as in the original; 0 for null.',
    category,
    inputs: [input('A', 'string')],
    outputs: itself('int'),
    eval: (_type, [a = null]) => text(a).length,
  }),
  defineNode({
    name: 'IsStringEmpty',
    doc: 'Whether a text is empty or null.',
    category,
    inputs: [input('A', 'string')],
    outputs: itself('bool'),
    eval: (_type, [a = null]) => text(a) === '',
  }),
  defineNode({
    name: 'Contains',
    doc: 'Whether a text holds another, letter by letter. Nothing holds null.',
    category,
    inputs: [input('Str', 'string'), input('Substring', 'string')],
    outputs: itself('bool'),
    eval: (_type, [str = null, part = null]) => typeof str === 'string' && typeof part === 'string' && str.includes(part),
  }),
  defineNode({
    name: 'StartsWith',
    doc: 'Whether a text begins with another, letter by letter.',
    category,
    inputs: [input('Str', 'string'), input('Substring', 'string')],
    outputs: itself('bool'),
    eval: (_type, [str = null, part = null]) => typeof str === 'string' && typeof part === 'string' && str.startsWith(part),
  }),
];
