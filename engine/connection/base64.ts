const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Int8Array(128).fill(-1);
for (let at = 0; at < ALPHABET.length; at++) VALUES[ALPHABET.charCodeAt(at)] = at;

/** Bytes as base64 (RFC 4648, with padding). */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const word = ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const known = bytes.length - at;
    parts.push(
      ALPHABET[word >> 18] as string,
      ALPHABET[(word >> 12) & 63] as string,
      known > 1 ? (ALPHABET[(word >> 6) & 63] as string) : '=',
      known > 2 ? (ALPHABET[word & 63] as string) : '=',
    );
  }
  return parts.join('');
}

/** Bytes from base64, with or without padding; undefined where the text is none. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bare = text.replace(/={1,2}$/, '');
  if (bare.length % 4 === 1 || (bare.length !== text.length && text.length % 4 !== 0)) return undefined;
  const bytes = new Uint8Array(Math.floor((bare.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let next = 0;
  for (let at = 0; at < bare.length; at++) {
    const unit = bare.charCodeAt(at);
    const value = unit < 128 ? (VALUES[unit] as number) : -1;
    if (value < 0) return undefined;
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[next++] = (word >> bits) & 255;
    }
  }
  return bytes;
}
