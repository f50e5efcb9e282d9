/**
 * Letters whose other case came with a version of Unicode that not all versions of Node have which a world may run on. They stay as they are, so that
 * a text is the same everywhere.
 */
const UNSURE = /[\u019b\u0264\u1c89\u1c8a\ua7cb-\ua7cd\ua7da-\ua7dc\u{10d50}-\u{10d8f}]/u;

function changed(text: string, change: (part: string) => string): string {
  if (!UNSURE.test(text)) return change(text);
  return Array.from(text, (letter) => (UNSURE.test(letter) ? letter : change(letter))).join('');
}

/** Small letters, by no language's rules but Unicode's own. */
export function lower(text: string): string {
  return changed(text, (part) => part.toLowerCase());
}
/** Capital letters, by no language's rules but Unicode's own. */
export function upper(text: string): string {
  return changed(text, (part) => part.toUpperCase());
}
