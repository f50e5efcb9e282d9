/** Bytes of a message as it travels: text as UTF-8. */
export function sizeOf(data: string | Uint8Array): number {
  if (typeof data !== 'string') return data.length;
  let bytes = data.length;
  for (let at = 0; at < data.length; at += 1) {
    const unit = data.charCodeAt(at);
    // Of a pair of surrogates each half stands for two of four bytes.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

/** The code that a page may close with: 1000, and those from 3000 to 4999. What another would have said to the server is left out. */
export function closingCode(code: number): number {
  return code >= 3000 && code <= 4999 ? code : 1000;
}

/** A reason of at most 123 bytes, cut between characters. */
export function closingReason(reason: string): string {
  const characters = Array.from(reason.slice(0, 123));
  while (sizeOf(characters.join('')) > 123) characters.pop();
  return characters.join('');
}
