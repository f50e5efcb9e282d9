const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const UNITS = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const PADDING = '='.charCodeAt(0);
/** Bytes that are written at a time; divisible by three, so that only the last stretch is padded. */
const STRETCH = 3072;
const VALUES = new Int8Array(128).fill(-1);
for (let at = 0; at < ALPHABET.length; at++) VALUES[ALPHABET.charCodeAt(at)] = at;

/** Bytes as base64 (RFC 4648, with padding). */
export function toBase64(bytes: Uint8Array): string {
  let out = '';
  for (let from = 0; from < bytes.length; from += STRETCH) {
    const part = bytes.subarray(from, from + STRETCH);
    const units = new Uint8Array(Math.ceil(part.length / 3) * 4);
    let to = 0;
    for (let at = 0; at < part.length; at += 3) {
      const word = ((part[at] as number) << 16) | ((part[at + 1] ?? 0) << 8) | (part[at + 2] ?? 0);
      const known = part.length - at;
      units[to++] = UNITS[word >> 18] as number;
      units[to++] = UNITS[(word >> 12) & 63] as number;
      units[to++] = known > 1 ? (UNITS[(word >> 6) & 63] as number) : PADDING;
      units[to++] = known > 2 ? (UNITS[word & 63] as number) : PADDING;
    }
    out += String.fromCharCode(...units);
  }
  return out;
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
