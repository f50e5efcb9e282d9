/** A word of a ProtoGraph text. */
export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'pattern' | 'sign' | 'end';
  /** Of texts what they say. */
  readonly text: string;
  readonly line: number;
  /** Whether it is the first of its line: the head of a module goes by lines. */
  readonly first: boolean;
}

/** Words that are read at most. */
const MOST = 200_000;
const SIGNS = ['->', '<-', '|>', '==', '!=', '<=', '>=', '??', ...'( ) { } [ ] < > , ; : = . + - * / | ?'.split(' ')];
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

/** The words of a text; what is none of any is left out and told by `miss`. */
export function wordsOf(source: string, miss: (what: string, line: number) => void): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0,
    line = 1,
    first = true;
  const push = (kind: Token['kind'], text: string): void => {
    tokens.push({ kind, text, line, first });
    first = false;
  };
  const word = /[~A-Za-z_][A-Za-z0-9_]*(?:\/[A-Z_][A-Za-z0-9_]*)*/y,
    number = /(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?:ui|uL|us|uy|[iLdfsyum])?(?![A-Za-z0-9_])/y;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  while (at < source.length && tokens.length < MOST) {
    const letter = source[at] as string;
    if (letter === '\n') {
      line++;
      first = true;
      at++;
    } else if (/\s/.test(letter)) at++;
    else if (source.startsWith('//', at) || (letter === '#' && first)) {
      const end = source.indexOf('\n', at);
      at = end < 0 ? source.length : end;
    } else if (letter === '"' || letter === "'" || source.startsWith('$"', at)) {
      const isPattern = letter === '$';
      if (isPattern) at++;
      const quote = source[at] as string;
      let text = '';
      for (at++; at < source.length && source[at] !== quote; at++) {
        if (source[at] === '\n') line++;
        // What stands in braces is read as it stands, and taken apart later.
        if (source[at] !== '\\' || isPattern) text += source[at];
        else {
          const escaped = source[++at] ?? '';
          text += ESCAPES[escaped] ?? escaped;
        }
      }
      at++;
      push(isPattern ? 'pattern' : 'text', text);
    } else {
      const found = match(number) ?? match(word) ?? SIGNS.find((sign) => source.startsWith(sign, at));
      if (found === undefined) {
        miss(letter, line);
        at++;
        continue;
      }
      push(/^[0-9]/.test(found) ? 'number' : /^[~A-Za-z_]/.test(found) ? 'name' : 'sign', found);
      at += found.length;
    }
  }
  tokens.push({ kind: 'end', text: '', line, first: true });
  return tokens;
}
