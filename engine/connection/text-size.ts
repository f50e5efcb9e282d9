/**
 * How many bytes a text takes as UTF-8, without encoding it. A surrogate without its other half counts as the three bytes of U+FFFD,
 * which is what is sent for it.
 */
export function utf8Length(text: string): number {
  const { length } = text;
  let bytes = length;
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (unit >= 0xd800 && unit < 0xdc00 && at + 1 < length && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      bytes += 2;
      at++;
    } else bytes += 2;
  }
  return bytes;
}

/** The beginning of a text that takes at most so many bytes as UTF-8, cut between characters. */
export function cutToBytes(text: string, most: number): string {
  if (utf8Length(text) <= most) return text;
  let out = '';
  let bytes = 3;
  for (const character of text) {
    bytes += utf8Length(character);
    if (bytes > most) break;
    out += character;
  }
  return `${out}…`;
}
