import { bytesAt, decoded, encoded } from './encoding.js';
import { defineInterface, dictionary } from './web-idl.js';

const { Uint8Array } = globalThis;

/** @type {(blob: unknown) => Uint8Array<ArrayBuffer>} */
let bytesOf;
/** @type {(value: unknown) => value is Blob} */
let isBlob;

/** Bytes with a type, as the File API has them (w3c.github.io/FileAPI), without streams. */
export class Blob {
  #bytes;
  #type;
  static {
    isBlob = /** @returns {value is Blob} @param {unknown} value */ (value) => typeof value === 'object' && value !== null && #bytes in value;
    bytesOf = (blob) => {
      if (!isBlob(blob)) throw new TypeError('expected a Blob');
      return blob.#bytes;
    };
  }

  /** @param {readonly unknown[]} [parts] @param {BlobPropertyBag} [options] */
  constructor(parts = undefined, options = undefined) {
    this.#bytes = parts === undefined ? new Uint8Array(0) : joined(parts);
    const { type = '' } = dictionary(options, 'Blob');
    this.#type = typed(`${type}`);
  }
  get size() {
    return bytesOf(this).length;
  }
  get type() {
    return this.#type;
  }
  slice(from = 0, to = bytesOf(this).length, type = '') {
    return new Blob([bytesOf(this).slice(from, to)], { type });
  }
  async text() {
    const text = decoded(bytesOf(this));
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  }
  async arrayBuffer() {
    return bytesOf(this).slice().buffer;
  }
  async bytes() {
    return bytesOf(this).slice();
  }
}
defineInterface(Blob);
export { bytesOf, isBlob };

/** @param {unknown} parts @returns {Uint8Array<ArrayBuffer>} */
function joined(parts) {
  if (typeof parts !== 'object' || parts === null || !(Symbol.iterator in parts)) throw new TypeError('Blob expects a list of parts');
  const pieces = Array.from(/** @type {Iterable<unknown>} */ (parts), (part) => (isBlob(part) ? bytesOf(part) : (bytesAt(part) ?? encoded(`${part}`))));
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** @param {string} type */
function typed(type) {
  return /[^\u0020-\u007e]/.test(type) ? '' : type.toLowerCase();
}
