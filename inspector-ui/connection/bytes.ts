/** Bytes from base64, as the wire carries binary messages. */
export function fromBase64(text: string): Uint8Array {
  const characters = atob(text);
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}

export function toBase64(bytes: Uint8Array): string {
  let characters = '';
  for (let from = 0; from < bytes.length; from += 4096) characters += String.fromCharCode(...bytes.subarray(from, from + 4096));
  return btoa(characters);
}

/** `00 0f 3a`. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** Lines of place, bytes and what they are as text, as hex editors show them. */
export function hexLines(bytes: Uint8Array, perLine = 16): string {
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; from += perLine) {
    const part = bytes.subarray(from, from + perLine);
    const text = Array.from(part, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`${from.toString(16).padStart(4, '0')}  ${hexOf(part).padEnd(perLine * 3 - 1)}  ${text}`);
  }
  return lines.join('\n');
}

/** Bytes from typed hex: `00 0f3a`, `0x00, 0x0f`, `00:0f`. What is wrong with it, in words, where it is none. */
export function readHex(text: string): Uint8Array | { readonly fault: string } {
  const digits = text.replace(/0x/gi, '').replace(/[\s,:;-]+/g, '');
  const wrong = /[^0-9a-f]/i.exec(digits);
  if (wrong !== null) return { fault: `“${wrong[0]}” is not a hex digit; write bytes such as 00 0f 3a` };
  if (digits.length % 2 === 1) return { fault: `${digits.length} digits are half a byte too many or too few; write two for each byte` };
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) => Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16));
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size in words: `16 B`, `1.2 kB`. Thousands, not 1024s. */
export function sizeWords(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)}\u202f${UNITS[unit]}`;
}
