/**
 * Letters whose other case came with a version of Unicode that not all versions of Node have which a world may run on. They stay as they are, so that
 * a text is the same everywhere.
 */
const UNSURE = /([\u019b\u0264\u1c89\u1c8a\ua7cb-\ua7cd\ua7da-\ua7dc\u{10d50}-\u{10d8f}])/u;

function changed(text: string, change: (part: string) => string): string {
  // What stands at odd places are those letters.
  return text
    .split(UNSURE)
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
