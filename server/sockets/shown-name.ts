/** What steers the writing: ends of lines, turns of its direction. */
const STEERING = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A name as it may be shown: in one line, with something to be seen in it, and not the host's, which nobody at a page has. */
export function shownName(given: string): string {
  const name = given.replace(STEERING, '').trim();
  const seen = name.normalize('NFKC').replace(/[\p{Default_Ignorable_Code_Point}\s]/gu, '');
  return seen === '' || seen.toLowerCase() === 'host' ? '' : name;
}
