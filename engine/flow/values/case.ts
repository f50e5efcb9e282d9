/**
 * Letters whose other case came with a version of Unicode that not all versions of Node have which a world may run on. They stay as they are, so that
 * a text is the same everywhere.
 */
const UNSURE = /([\u019b\u0264\u1c89\u1c8a\ua7cb-\ua7cd\ua7da-\ua7dc\u{10d50}-\u{10d8f}])/u;

function changed(text: string, change: (part: string) => string, kept = UNSURE): string {
  // What stands at odd places are those letters.
  return text
    .split(kept)
    .map((part, at) => (at % 2 === 0 ? change(part) : part))
    .join('');
}

/** Small letters, by no language's rules but Unicode's own. */
export function lower(text: string): string {
  return changed(text, (part) => part.toLowerCase());
}
/** Capital letters, by no language's rules but Unicode's own. */
export function upper(text: string): string {
  return changed(text, (part) => part.toUpperCase());
}

/** Whether a comparison of texts, by the original's name, takes small and capital letters for the same. */
export function ignoresCase(comparison: unknown): boolean {
  return typeof comparison === 'string' && comparison.endsWith('IgnoreCase');
}

/** The same, and all letters whose capital form is longer than they are, by the rules of Unicode, which are the same in all its versions. */
const GROWING = new RegExp(
  UNSURE.source.replace(
    '([',
    '([\u00df\u0149\u01f0\u0390\u03b0\u0587\u1e96-\u1e9a\u1f50\u1f52\u1f54\u1f56\u1f80-\u1faf\u1fb2-\u1fb4\u1fb6\u1fb7\u1fbc\u1fc2-\u1fc4\u1fc6\u1fc7\u1fcc' +
      '\u1fd2\u1fd3\u1fd6\u1fd7\u1fe2-\u1fe4\u1fe6\u1fe7\u1ff2-\u1ff4\u1ff6\u1ff7\u1ffc\ufb00-\ufb06\ufb13-\ufb17',
  ),
  'u',
);
/**
 * A text that is the same for all that differ by the size of their letters alone. It is as long as the text is, so that places in both are the same:
 * letters whose capital form is longer stay as they are.
 */
export function folded(text: string): string {
  return changed(text, (part) => part.toUpperCase(), GROWING);
}
