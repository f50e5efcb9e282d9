import type { RE2JS } from 're2js';
import { patternOf } from './query-patterns.ts';
import { queryFault } from './query-fault.ts';

export interface Token {
  readonly text: string;
  readonly at: number;
  readonly quoted: boolean;
  /** What stands between slashes behind `matches`. */
  readonly pattern?: RE2JS;
}

const TOKEN = /\s+|"((?:[^"\\]|\\.)*)"|([=~<>!≠]+|[()])|([^\s"=~<>()!≠]+)|(.)/suy;
export const OPERATORS: ReadonlySet<string> = new Set(['=', '!=', '~', '<', '<=', '>', '>=', 'matches']);
/** What people write who know other languages. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['==', '='],
  ['===', '='],
  ['=<', '<='],
  ['=>', '>='],
  ['<>', '!='],
  ['!==', '!='],
  ['=!', '!='],
  ['!', '!='],
  ['=~', '~'],
  ['~=', '~'],
]);
const MAX_LENGTH = 1_000;

const PATTERN = /\/((?:[^/\\]|\\.)*)\/([a-z]*)(?![^\s)])/suy;

export function tokenize(text: string): Token[] {
  if (text.length > MAX_LENGTH) throw queryFault(MAX_LENGTH, `a query of at most ${MAX_LENGTH} characters`);
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const pattern = patternAt(text, at, tokens);
    if (pattern !== undefined) {
      tokens.push(pattern.token);
      at = pattern.end;
      continue;
    }
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) break;
    const [, quoted, symbol, word, other] = match;
    if (quoted !== undefined) tokens.push({ text: quoted.replace(/\\(.)/gu, '$1'), at, quoted: true });
    else if (symbol !== undefined) tokens.push({ text: symbolOf(symbol, at), at, quoted: false });
    else if (word !== undefined) tokens.push({ text: word, at, quoted: false });
    else if (other !== undefined) throw queryFault(at, 'a term, an operator or a closed "text"');
    at = TOKEN.lastIndex;
  }
  return tokens;
}

/** What stands between slashes, where it comes behind a name and `matches`. */
function patternAt(text: string, at: number, tokens: readonly Token[]): { readonly token: Token; readonly end: number } | undefined {
  const [name, operator] = tokens.slice(-2);
  if (text[at] !== '/' || operator?.text !== 'matches' || operator.quoted || name === undefined || name.quoted) return undefined;
  PATTERN.lastIndex = at;
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [whole, source = '', flags = ''] = match;
  return { token: { text: whole, at, quoted: true, pattern: patternOf(source, flags, at) }, end: PATTERN.lastIndex };
}

function symbolOf(symbol: string, at: number): string {
  const text = symbol.replace('≠', '!=');
  if (text === '(' || text === ')' || OPERATORS.has(text)) return text;
  const meant = MEANT.get(text);
  const signs = [...OPERATORS].filter((each) => each !== 'matches').join(' ');
  throw queryFault(at, `one of the operators ${signs} instead of ${symbol}${meant === undefined ? '' : `; did you mean ${meant}?`}`);
}
