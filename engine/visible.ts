/**
 * Characters that steer a terminal or hide what stands there: controls, turns of the writing direction, what has no width, ends of
 * lines, tags, halves of pairs.
 */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/gu;
/** Marks that stand on one letter; more of them would climb into other lines. */
const MOST_MARKS = 3;
const PILE = new RegExp(`(\\p{M}{${MOST_MARKS}})\\p{M}+`, 'gu');

/**
 * Foreign words as they may stand on a terminal: in one line, each character that cannot be seen as `\u{…}`, cut where they are too long.
 * What is visible already stays as it is.
 * @param most characters that are shown
 */
export function visible(text: string, most = 200): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return cut.replace(PILE, '$1').replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A line of JSON that means the same, in which each character that cannot be seen is escaped. */
export function visibleJson(line: string): string {
  return line.replace(UNSEEN, (character) =>
    Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
}
