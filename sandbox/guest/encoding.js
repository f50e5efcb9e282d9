import { call } from './host.js';
import { defineInterface, dictionary, needs } from './web-idl.js';

const { ArrayBuffer, Uint8Array } = globalThis;
/** What names UTF-8 (encoding.spec.whatwg.org, "Names and labels"). */
const LABELS = ['utf-8', 'utf8', 'unicode-1-1-utf-8', 'unicode11utf8', 'unicode20utf8', 'x-unicode20utf8'];
const MARK = '\ufeff';

/** UTF-8 of a text, in memory of its own; halves of surrogate pairs become U+FFFD. @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function encoded(text) {
  return /** @type {Uint8Array<ArrayBuffer>} */ (call('encode', text));
}
/** Bytes that UTF-8 of a text has. @param {string} text @returns {number} */
export function sizeOf(text) {
  return /** @type {number} */ (call('size', text));
}
/** The text of UTF-8; what is none becomes U+FFFD. @param {Uint8Array<ArrayBuffer>} bytes @returns {string} */
export function decoded(bytes) {
  return /** @type {string} */ (call('decode', bufferOf(bytes)));
}
/** @param {Uint8Array<ArrayBuffer>} bytes */
function bufferOf(bytes) {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
}

/**
 * The bytes of a buffer or of a view of one, where they lie.
 * @param {unknown} source
 * @returns {Uint8Array<ArrayBuffer> | undefined} of nothing else
 */
export function bytesAt(source) {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (!ArrayBuffer.isView(source)) return undefined;
  return new Uint8Array(/** @type {ArrayBuffer} */ (source.buffer), source.byteOffset, source.byteLength);
}

/** Makes UTF-8 of texts, as the Encoding standard has it. */
export class TextEncoder {
  get encoding() {
    return 'utf-8';
  }
  encode(text = '') {
    return encoded(`${text}`);
  }
  /** @param {string} text @param {Uint8Array} into */
  encodeInto(text, into) {
    needs(arguments.length, 2, 'encodeInto');
    if (!(into instanceof Uint8Array)) throw new TypeError('encodeInto writes into a Uint8Array');
    const bytes = encoded(`${text}`);
    let written = Math.min(bytes.length, into.length);
    // No character is written in part.
    while (written < bytes.length && written > 0 && (/** @type {number} */ (bytes[written]) & 0xc0) === 0x80) written--;
    into.set(bytes.subarray(0, written));
    return { read: written === bytes.length ? `${text}`.length : decoded(bytes.slice(0, written)).length, written };
  }
}
defineInterface(TextEncoder);

/** Reads texts out of UTF-8, as the Encoding standard has it; no other encoding is known. */
export class TextDecoder {
  #fatal;
  #ignoreBOM;
  /** What has come of a character that goes on. @type {Uint8Array<ArrayBuffer>} */
  #begun = new Uint8Array(0);
  #isFresh = true;
  /** @param {string} [label] @param {TextDecoderOptions} [options] */
  constructor(label = 'utf-8', options = undefined) {
    const name = `${label}`.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '').toLowerCase();
    if (!LABELS.includes(name)) throw new RangeError(`${JSON.stringify(name)} is not read here: a script reads utf-8`);
    const { fatal, ignoreBOM } = dictionary(options, 'TextDecoder');
    this.#fatal = Boolean(fatal);
    this.#ignoreBOM = Boolean(ignoreBOM);
  }
  get encoding() {
    return 'utf-8';
  }
  get fatal() {
    return this.#fatal;
  }
  get ignoreBOM() {
    return this.#ignoreBOM;
  }
  /** @param {ArrayBuffer | ArrayBufferView} [input] @param {TextDecodeOptions} [options] */
  decode(input = undefined, options = undefined) {
    const more = input === undefined ? new Uint8Array(0) : bytesAt(input);
    if (more === undefined) throw new TypeError('decode expects an ArrayBuffer or a view of one');
    const { stream } = dictionary(options, 'decode');
    const bytes = new Uint8Array(this.#begun.length + more.length);
    bytes.set(this.#begun);
    bytes.set(more, this.#begun.length);
    const end = stream ? wholeIn(bytes) : bytes.length;
    this.#begun = bytes.slice(end);
    const told = /** @type {string | null} */ (call('decode', bufferOf(bytes.slice(0, end)), this.#fatal));
    const isFresh = this.#isFresh;
    if (!stream || end > 0) this.#isFresh = !stream;
    if (told !== null) return isFresh && !this.#ignoreBOM && told.startsWith(MARK) ? told.slice(1) : told;
    this.#begun = new Uint8Array(0);
    this.#isFresh = true;
    throw new TypeError('the bytes are no UTF-8');
  }
}
defineInterface(TextDecoder);

/** Bytes up to a character that has begun and may go on. @param {Uint8Array} bytes */
export function wholeIn(bytes) {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const first = /** @type {number} */ (bytes[bytes.length - back]);
    if ((first & 0xc0) === 0x80) continue;
    const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
    if (first >= 0xf5 || length <= back) return bytes.length;
    const second = bytes[bytes.length - back + 1];
    const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    return second !== undefined && (second < low || second > high) ? bytes.length : bytes.length - back;
  }
  return bytes.length;
}
