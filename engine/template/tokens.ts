import { faultAt, TemplateRefusal } from './template-fault.ts';

/** A piece of an expression, and where in the whole text it stands. */
export interface Token {
  readonly kind: 'number' | 'text' | 'word' | 'sign';
  readonly text: string;
  readonly at: number;
}

/** Longer expressions are refused: who needs more of them has several. */
export const LONGEST_EXPRESSION = 1_000;

/** A hash stands before the number of a further component of one type: `FloatValue#2`. */
const TOKEN = new RegExp(
  [
    /(?<space>\s+)/,
    /(?<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)/,
    /"(?<double>(?:[^"\\]|\\.)*)"/,
    /'(?<single>(?:[^'\\]|\\.)*)'/,
    /(?<word>[\p{L}_][\p{L}\p{N}_]*(?:#\d+)?)/u,
    /(?<sign>==|!=|<=|>=|&&|\|\||[-+*/%^(),?:.<>=!])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'suy',
);
const ESCAPED: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r' };
/** What people's keyboards and documents put in place of the signs. */
const MEANT: { readonly [sign: string]: string } = { '×': '*', '·': '*', '÷': '/', '−': '-', '≠': '!=', '≤': '<=', '≥': '>=', '“': '"', '”': '"', ';': ',' };

/** Takes an expression apart, from a place up to the `}}` that ends it, or up to the end of the text. */
export function tokenize(text: string, from: number, isInBraces: boolean): { readonly tokens: readonly Token[]; readonly end: number } {
  const tokens: Token[] = [];
  let at = from;
  while (at < text.length && !(isInBraces && text.startsWith('}}', at))) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) throw new TemplateRefusal(unreadable(text, at));
    const { number, double, single, word, sign } = groups;
    const quoted = double ?? single;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replace(/\\(.)/gsu, (_, letter: string) => ESCAPED[letter] ?? letter), at });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at });
    at = TOKEN.lastIndex;
    if (at - from > LONGEST_EXPRESSION) throw new TemplateRefusal(faultAt(from, `an expression of at most ${LONGEST_EXPRESSION} characters`));
  }
  if (isInBraces && at >= text.length) throw new TemplateRefusal(faultAt(text.length, 'a closing }}'));
  return { tokens, end: at };
}

function unreadable(text: string, at: number): ReturnType<typeof faultAt> {
  const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (sign === '"' || sign === "'") return faultAt(at, `a closing ${sign}`);
  const meant = MEANT[sign];
  return faultAt(at, `a number, a name, a "text" or an operator instead of ${sign}${meant === undefined ? '' : `; did you mean ${meant}?`}`);
}
