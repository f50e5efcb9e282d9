import { defineNode, input, itself } from '../node/node.ts';
import type { FlowNode } from '../node/node-types.ts';
import { byEach } from '../values/weigh.ts';
import { LONGEST_TEXT, making } from './strings.ts';

const category = 'Utility/Uris';
const text = input('String', 'string');

export const URI_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'StringToAbsoluteURI',
    doc: 'A text as an address, in its normal spelling; null where it is none, has no scheme, or would have more than 1,000,000 characters.',
    category,
    inputs: [input('Input', 'string')],
    outputs: itself('Uri'),
    weigh: byEach(8),
    eval: (_type, [text]) => {
      const href = typeof text === 'string' && URL.canParse(text) ? new URL(text).href : null;
      return href === null || href.length > LONGEST_TEXT ? null : href;
    },
  }),
  making('EscapeUriDataString', 'The text as it may stand in a part of a URL: only letters, digits and - . _ ~ stay as they are.', [text], escaped, category),
  making('UnescapeUriDataString', 'The text without the escapes of a URL; what is none of UTF-8 stays as it is.', [text], unescaped, category),
];

/** A surrogate without its other half goes as the character that stands for what is none. */
function escaped(of: string): string {
  return encodeURIComponent(of.toWellFormed()).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}
function unescaped(of: string): string {
  return of.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return decoded(run);
    }
  });
}
/** Escapes one behind the other, of which some are no UTF-8. */
function decoded(run: string): string {
  let all = '';
  for (let at = 0; at < run.length;) {
    const first = parseInt(run.slice(at + 1, at + 3), 16),
      length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const one = run.slice(at, at + 3 * length);
    try {
      all += decodeURIComponent(one);
      at += one.length;
    } catch {
      all += run.slice(at, at + 3);
      at += 3;
    }
  }
  return all;
}
