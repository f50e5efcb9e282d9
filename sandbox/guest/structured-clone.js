import { bytesOf, Blob, isBlob } from './blob.js';
import { dictionary, needs } from './web-idl.js';

const { ArrayBuffer, DataView, DOMException, Map, Set } = globalThis;
const { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array } = globalThis;
const { Float32Array, Float64Array, BigInt64Array, BigUint64Array } = globalThis;
/** Errors that stay what they are; others become an Error. */
const ERRORS = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
/** @type {Readonly<Record<string, new (buffer: ArrayBuffer, from: number, length: number) => ArrayBufferView>>} */
const VIEWS = {
  DataView,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};
const { toString } = Object.prototype;

/**
 * A copy of a value with all that it holds, each thing once (html.spec.whatwg.org, "structuredClone"). What is transferred is taken from where it was.
 * @param {unknown} value
 * @param {{ readonly transfer?: Iterable<unknown> }} [options]
 */
export function structuredClone(value, options = undefined) {
  needs(arguments.length, 1, 'structuredClone');
  const { transfer } = dictionary(options, 'structuredClone');
  /** @type {Map<object, unknown>} */
  const known = new Map();
  const given = transfer === undefined ? [] : [.../** @type {Iterable<unknown>} */ (transfer)];
  for (const each of given) if (!(each instanceof ArrayBuffer) || each.detached) refuse(each, 'is transferred');
  const taken = new Set(/** @type {ArrayBuffer[]} */ (given));
  if (taken.size !== given.length) throw new DOMException('a buffer is transferred twice', 'DataCloneError');
  const copy = copied(value, known, taken);
  for (const each of taken) if (!known.has(each)) each.transfer();
  return copy;
}

/** @param {unknown} value @param {string} what @returns {never} */
function refuse(value, what) {
  throw new DOMException(`${typeof value === 'symbol' ? 'a symbol' : toString.call(value)} ${what}, which it cannot be`, 'DataCloneError');
}

/** @param {unknown} value @param {Map<object, unknown>} known @param {ReadonlySet<ArrayBuffer>} taken @returns {unknown} */
function copied(value, known, taken) {
  if (typeof value === 'symbol' || typeof value === 'function') refuse(value, 'is copied');
  if (typeof value !== 'object' || value === null) return value;
  if (known.has(value)) return known.get(value);
  /** @template T @param {T} copy */
  const kept = (copy) => {
    known.set(value, copy);
    return copy;
  };
  if (value instanceof Date) return kept(new Date(value.getTime()));
  if (value instanceof RegExp) return kept(new RegExp(value.source, value.flags));
  if (value instanceof Boolean || value instanceof Number || value instanceof String || value instanceof BigInt) return kept(Object(value.valueOf()));
  if (value instanceof ArrayBuffer) {
    if (value.detached) refuse(value, 'is copied');
    return kept(taken.has(value) ? value.transfer() : value.slice(0));
  }
  if (ArrayBuffer.isView(value)) {
    // Before its buffer is taken from it.
    const { byteOffset } = value;
    const length = 'length' in value ? /** @type {number} */ (value.length) : value.byteLength;
    const View = VIEWS[/** @type {{ [Symbol.toStringTag]?: string }} */ (/** @type {unknown} */ (value))[Symbol.toStringTag] ?? 'DataView'];
    if (View === undefined) refuse(value, 'is copied');
    return kept(new View(/** @type {ArrayBuffer} */ (copied(value.buffer, known, taken)), byteOffset, length));
  }
  if (isBlob(value)) return kept(new Blob([bytesOf(value)], { type: value.type }));
  if (value instanceof Map) {
    const copy = kept(new Map());
    for (const [key, each] of Array.from(value)) copy.set(copied(key, known, taken), copied(each, known, taken));
    return copy;
  }
  if (value instanceof Set) {
    const copy = kept(new Set());
    for (const each of Array.from(value)) copy.add(copied(each, known, taken));
    return copy;
  }
  if (value instanceof Error) {
    const { name, message, stack } = value;
    const isKnown = Object.hasOwn(ERRORS, name);
    const Kind = isKnown ? ERRORS[/** @type {keyof typeof ERRORS} */ (name)] : Error;
    const copy = kept(value instanceof DOMException ? new DOMException(message, name) : new Kind(message));
    Object.defineProperty(copy, 'stack', { value: `${stack ?? ''}`, writable: true, configurable: true });
    if (Object.hasOwn(value, 'cause')) Object.defineProperty(copy, 'cause', { value: copied(value.cause, known, taken), writable: true, configurable: true });
    return copy;
  }
  if (!Array.isArray(value) && toString.call(value) !== '[object Object]') refuse(value, 'is copied');
  if (value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef || value instanceof Promise) refuse(value, 'is copied');
  const copy = kept(Array.isArray(value) ? Object.assign([], { length: value.length }) : {});
  for (const key of Object.keys(value)) {
    const each = copied(/** @type {Record<string, unknown>} */ (value)[key], known, taken);
    Object.defineProperty(copy, key, { value: each, writable: true, enumerable: true, configurable: true });
  }
  return copy;
}
