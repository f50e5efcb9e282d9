/*
 * Texts as they pass into the sandbox and out of it: UTF-8, where a half of a surrogate pair that stands alone is written as if it were a character of its
 * own, as QuickJS has it, since a text of a script may hold one and has to come back as it was.
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Longest text that is read and written character by character, which is quicker than to ask the decoder. */
export const SHORT = 32;

export function encodeText(text: string): Uint8Array {
  return text.isWellFormed() ? encoder.encode(text) : encodeHalves(text);
}

function encodeHalves(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (isHalf(code)) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else bytes.push(...encoder.encode(character));
  }
  return Uint8Array.from(bytes);
}

export function decodeText(bytes: Uint8Array, from: number, length: number): string {
  const end = from + length;
  if (length <= SHORT) {
    let text = '';
    for (let at = from; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte >= 0x80) return decodeLong(bytes.subarray(from, end));
      text += String.fromCharCode(byte);
    }
    return text;
  }
  return decodeLong(bytes.subarray(from, end));
}

function decodeLong(bytes: Uint8Array): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
    // Behind 0xed, what begins with 0xa0 or more is a half; all below it is an ordinary character.
    if ((bytes[at + 1] as number) < 0xa0) continue;
    parts.push(
      decoder.decode(bytes.subarray(from, at)),
      String.fromCharCode(0xd000 | (((bytes[at + 1] as number) & 0x3f) << 6) | ((bytes[at + 2] as number) & 0x3f)),
    );
    from = at + 3;
  }
  return from === 0 ? decoder.decode(bytes) : parts.join('') + decoder.decode(bytes.subarray(from));
}

function isHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

/** Writes a text of the first 128 characters, with a zero behind it. Returns false, and leaves what it has written, where it has others. */
export function putPlain(text: string, bytes: Uint8Array, address: number): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) return false;
    bytes[address + at] = code;
  }
  bytes[address + text.length] = 0;
  return true;
}
