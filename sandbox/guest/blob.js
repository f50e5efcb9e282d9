const { ArrayBuffer, Uint8Array } = globalThis;
const KEPT = new WeakMap();

/** @param {any} blob @returns {Uint8Array<ArrayBuffer>} */
export function bytesOfBlob(blob) {
  return KEPT.get(blob);
}

/** Bytes with a type, as the File API has them, as far as messages of WebSockets need it. */
export class Blob {
  #type;
  /** @param {any} [parts] @param {any} [options] */
  constructor(parts = [], options = {}) {
    if (typeof parts !== 'object' || parts === null || typeof parts[Symbol.iterator] !== 'function') throw new TypeError('Blob expects a list of parts');
    const pieces = [];
    let length = 0;
    for (const part of parts) {
      const piece =
        part instanceof Blob
          ? bytesOfBlob(part)
          : part instanceof ArrayBuffer
            ? new Uint8Array(part)
            : ArrayBuffer.isView(part)
              ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
              : encoded(`${part}`);
      pieces.push(piece);
      length += piece.length;
    }
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    KEPT.set(this, bytes);
    const type = `${options?.type ?? ''}`;
    this.#type = /[^\u0020-\u007e]/.test(type) ? '' : type.toLowerCase();
  }
  get size() {
    return bytesOfBlob(this).length;
  }
  get type() {
    return this.#type;
  }
  async arrayBuffer() {
    return bytesOfBlob(this).slice().buffer;
  }
  async bytes() {
    return bytesOfBlob(this).slice();
  }
  async text() {
    return decoded(bytesOfBlob(this));
  }
  /** @param {number} [from] @param {number} [to] @param {string} [type] */
  slice(from, to, type) {
    return new Blob([bytesOfBlob(this).slice(from, to)], { type: type ?? '' });
  }
}

/** UTF-8 of a text; halves of surrogate pairs become U+FFFD. @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function encoded(text) {
  const bytes = [];
  for (const character of text) {
    let code = /** @type {number} */ (character.codePointAt(0));
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return new Uint8Array(bytes);
}

/** The text of UTF-8; what is none becomes U+FFFD. @param {Uint8Array} bytes @returns {string} */
export function decoded(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = /** @type {number} */ (bytes[at++]);
    if (first < 0x80) {
      text += String.fromCharCode(first);
      continue;
    }
    const more = first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : 0;
    let code = more === 1 ? first & 31 : more === 2 ? first & 15 : first & 7;
    let left = more;
    let low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    let high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    while (left > 0 && at < bytes.length && /** @type {number} */ (bytes[at]) >= low && /** @type {number} */ (bytes[at]) <= high) {
      code = (code << 6) | (/** @type {number} */ (bytes[at++]) & 63);
      low = 0x80;
      high = 0xbf;
      left--;
    }
    text += more === 0 || left > 0 ? '\ufffd' : String.fromCodePoint(code);
  }
  return text;
}
