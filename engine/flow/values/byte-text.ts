/** Bytes as text and back, the same in every runtime. */

const HEX = Uint8Array.from('0123456789abcdef', (letter) => letter.charCodeAt(0));

export function toHex(bytes: Uint8Array): string {
  const units = new Uint8Array(2 * bytes.length);
  for (const [at, byte] of bytes.entries()) {
    units[2 * at] = HEX[byte >> 4] as number;
    units[2 * at + 1] = HEX[byte & 15] as number;
  }
  return LENIENT.decode(units);
}
/** Bytes from hex in letters of any size; undefined where the text is none. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 === 1 || !/^[0-9a-f]*$/i.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}

const ENCODER = new TextEncoder(),
  STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  LENIENT = new TextDecoder('utf-8', { ignoreBOM: true });

/** A text in UTF-8; half of a surrogate pair becomes U+FFFD. */
export function toUtf8(text: string): Uint8Array {
  return ENCODER.encode(text);
}
/** The text of bytes in UTF-8, and whether they are that; what is not becomes U+FFFD. */
export function fromUtf8(bytes: Uint8Array): { readonly text: string; readonly isValid: boolean } {
  try {
    return { text: STRICT.decode(bytes), isValid: true };
  } catch {
    return { text: LENIENT.decode(bytes), isValid: false };
  }
}
