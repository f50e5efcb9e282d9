/**
 * Letters whose other case came with a version of Unicode that not all versions of Node have which a world may run on. They stay as they are, so that
 * a text is the same everywhere.
 */
const UNSURE = /([\u019b\u0264\u1c89\u1c8a\ua7cb-\ua7cd\ua7da-\ua7dc\u{10d50}-\u{10d8f}])/u;

/** The same, and what Unicode's own rules make longer, where .NET, which changes letter by letter, leaves it. Dotless i has no capital there either. */
const GROWING = new RegExp(
  UNSURE.source.replace(
    '([',
    '([\u00df\u0131\u0149\u01f0\u0390\u03b0\u0587\u1e96-\u1e9a\u1f50\u1f52\u1f54\u1f56\u1f80-\u1faf\u1fb2-\u1fb4\u1fb6\u1fb7\u1fbc\u1fc2-\u1fc4\u1fc6' +
      '\u1fc7\u1fcc\u1fd2\u1fd3\u1fd6\u1fd7\u1fe2-\u1fe4\u1fe6\u1fe7\u1ff2-\u1ff4\u1ff6\u1ff7\u1ffc\ufb00-\ufb06\ufb13-\ufb17',
  ),
  'u',
);
const SHRINKING = new RegExp(UNSURE.source.replace('([', '([\u0130'), 'u');

function changed(text: string, kept: RegExp, change: (part: string) => string): string {
  // What stands at odd places are those letters.
  return text
    .split(kept)
    .map((part, at) => (at % 2 === 0 ? change(part) : oneForOne(part)))
    .join('');
}
/** Of Greek letters with an iota below, whose capital forms are two letters, the capital that is one. */
function oneForOne(letter: string): string {
  const code = letter.charCodeAt(0);
  if (code >= 0x1f80 && code <= 0x1faf) return String.fromCharCode(code | 8);
  return code === 0x1fb3 || code === 0x1fc3 || code === 0x1ff3 ? String.fromCharCode(code + 9) : letter;
}

/** Small letters, letter by letter as in .NET, by no language's rules and whatever stands beside them. */
export function lower(text: string): string {
  // A sigma at the end of a word is one as any other.
  return changed(text, SHRINKING, (part) => part.replaceAll('Σ', 'σ').toLowerCase());
}
/**
 * Capital letters, letter by letter as in .NET, by no language's rules. It is as long as the text is, so that places in both are the same, and the same
 * for all texts that differ by the size of their letters alone.
 */
export function upper(text: string): string {
  return changed(text, GROWING, (part) => part.toUpperCase());
}

/** Whether a comparison of texts, by the original's name, takes small and capital letters for the same. */
export function ignoresCase(comparison: unknown): boolean {
  return typeof comparison === 'string' && comparison.endsWith('IgnoreCase');
}

/** A text without what .NET counts as white space at its ends. */
export function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}
function isSpace(code: number): boolean {
  return (code >= 9 && code <= 13) || SPACES.has(code) || (code >= 0x2000 && code <= 0x200a);
}
const SPACES: ReadonlySet<number> = new Set([0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000]);
