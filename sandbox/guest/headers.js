import { asked } from './refusals.js';
import { defineInterface, needs } from './web-idl.js';

const { Array, TypeError } = globalThis;
const { create, keys } = Object;
const { apply, getOwnPropertyDescriptor, ownKeys } = Reflect;
const { sort } = Array.prototype;
const { indexOf, slice, split, replaceAll } = String.prototype;
/** The one header whose values are never joined, since they hold commas themselves. */
const COOKIES = 'set-cookie';
const IMMUTABLE = 'these are the headers of an answer, which stay as they came';

/** Values by names in small letters; no script reaches into an object without a prototype. Cookies are parted by line breaks, which no value holds.
 * @typedef {Record<string, string>} Values */
/** @typedef {{ values: Values, immutable: boolean }} Inside */

/** @type {(headers: unknown) => Inside} */
let insideOf;
/** @type {(value: unknown) => value is Headers} */
let isHeaders;

/** Headers of a request or of an answer, as the standard has them (fetch.spec.whatwg.org, "Headers class"). The world knows what may stand in one. */
export class Headers {
  /** @type {Inside} */ #inside = { values: /** @type {Values} */ (create(null)), immutable: false };
  static {
    isHeaders = /** @returns {value is Headers} @param {unknown} value */ (value) => typeof value === 'object' && value !== null && #inside in value;
    insideOf = (headers) => {
      if (!isHeaders(headers)) throw new TypeError('expected Headers');
      return headers.#inside;
    };
  }

  /** @param {unknown} [init] other headers, pairs of names and values, or an object of them */
  constructor(init = undefined) {
    if (init !== undefined) fill(this.#inside, init);
  }
  /** @param {string} name @param {string} value */
  append(name, value) {
    const own = changed(this);
    needs(arguments.length, 2, 'append');
    append(own, name, value);
  }
  /** @param {string} name */
  delete(name) {
    const own = changed(this);
    needs(arguments.length, 1, 'delete');
    delete own.values[nameOf(name)];
  }
  /** @param {string} name */
  get(name) {
    const { values } = insideOf(this);
    needs(arguments.length, 1, 'get');
    return joined(values[nameOf(name)]) ?? null;
  }
  getSetCookie() {
    return cookiesOf(insideOf(this).values);
  }
  /** @param {string} name */
  has(name) {
    const { values } = insideOf(this);
    needs(arguments.length, 1, 'has');
    return values[nameOf(name)] !== undefined;
  }
  /** @param {string} name @param {string} value */
  set(name, value) {
    const own = changed(this);
    needs(arguments.length, 2, 'set');
    const { 0: key, 1: bare } = normal(name, value);
    own.values[key] = bare;
  }
  /** @param {(value: string, name: string, headers: Headers) => unknown} callee @param {unknown} [self] */
  forEach(callee, self = undefined) {
    insideOf(this);
    if (typeof callee !== 'function') throw new TypeError('forEach expects a function');
    for (const [name, value] of pairsOf(this)) apply(callee, self, [value, name, this]);
  }
  entries() {
    insideOf(this);
    return pairsOf(this);
  }
  keys() {
    insideOf(this);
    return partsOf(this, 0);
  }
  values() {
    insideOf(this);
    return partsOf(this, 1);
  }
}
defineInterface(Headers);
Object.defineProperty(Headers.prototype, Symbol.iterator, { value: Headers.prototype.entries, writable: true, enumerable: false, configurable: true });

/** @param {unknown} headers @returns {Inside} */
function changed(headers) {
  const own = insideOf(headers);
  if (own.immutable) throw new TypeError(IMMUTABLE);
  return own;
}

/** Names in their order, each with its values; what is changed meanwhile is seen. @param {Headers} headers @returns {Generator<[string, string]>} */
function* pairsOf(headers) {
  for (let at = 0; ; at++) {
    const pairs = sorted(insideOf(headers).values);
    const pair = pairs[at];
    if (pair === undefined) return;
    yield pair;
  }
}
/** @param {Headers} headers @param {0 | 1} part @returns {Generator<string>} */
function* partsOf(headers, part) {
  for (const pair of pairsOf(headers)) yield pair[part];
}

/** @param {Values} values @returns {[string, string][]} */
function sorted(values) {
  const names = /** @type {string[]} */ (apply(sort, keys(values), []));
  const pairs = /** @type {[string, string][]} */ ([]);
  for (let at = 0; at < names.length; at++) {
    const name = /** @type {string} */ (names[at]);
    if (name !== COOKIES) pairs[pairs.length] = [name, joined(values[name]) ?? ''];
    else {
      const cookies = cookiesOf(values);
      for (let each = 0; each < cookies.length; each++) pairs[pairs.length] = [name, /** @type {string} */ (cookies[each])];
    }
  }
  return pairs;
}

/** @param {string | undefined} value @returns {string | undefined} */
function joined(value) {
  return value === undefined ? undefined : /** @type {string} */ (apply(replaceAll, value, ['\n', ', ']));
}
/** @param {Values} values @returns {string[]} */
function cookiesOf(values) {
  const cookies = values[COOKIES];
  return cookies === undefined ? [] : /** @type {string[]} */ (apply(split, cookies, ['\n']));
}

/** @param {unknown} name @param {unknown} value @returns {[string, string]} */
function normal(name, value) {
  const told = /** @type {string} */ (asked('header', `${name}`, `${value}`));
  const end = apply(indexOf, told, ['\n']);
  return [apply(slice, told, [0, end]), apply(slice, told, [end + 1])];
}
/** @param {unknown} name */
function nameOf(name) {
  return normal(name, '')[0];
}
/** @param {Inside} own @param {unknown} name @param {unknown} value */
function append(own, name, value) {
  const { 0: key, 1: bare } = normal(name, value);
  const before = own.values[key];
  own.values[key] = before === undefined ? bare : `${before}${key === COOKIES ? '\n' : ', '}${bare}`;
}

/** @param {Inside} own @param {unknown} init */
function fill(own, init) {
  if ((typeof init !== 'object' && typeof init !== 'function') || init === null) throw new TypeError('Headers expects names and values');
  if (isHeaders(init)) {
    const { values } = insideOf(init);
    for (const name of keys(values)) own.values[name] = /** @type {string} */ (values[name]);
    return;
  }
  const iterator = /** @type {{ [Symbol.iterator]?: unknown }} */ (init)[Symbol.iterator];
  if (iterator === undefined || iterator === null) {
    for (const name of ownKeys(init)) {
      if (getOwnPropertyDescriptor(init, name)?.enumerable !== true) continue;
      if (typeof name === 'symbol') throw new TypeError('a symbol is no name of a header');
      append(own, name, /** @type {Record<string, unknown>} */ (init)[name]);
    }
    return;
  }
  for (const each of /** @type {Iterable<Iterable<unknown>>} */ (init)) {
    const pair = Array.from(each);
    if (pair.length !== 2) throw new TypeError(`Headers expects pairs of a name and a value, and got ${pair.length} in one`);
    append(own, pair[0], pair[1]);
  }
}

/** A header that is set where the script has set none. @param {Headers} headers @param {string} name in small letters @param {string} value */
export function setIfMissing(headers, name, value) {
  const { values } = insideOf(headers);
  if (values[name] === undefined) values[name] = value;
}
/** @param {Headers} headers @param {string} name in small letters */
export function valueIn(headers, name) {
  return joined(insideOf(headers).values[name]);
}

/** All of them for the world: each name and each value is ended by a line break. @param {Headers} headers */
export function headersText(headers) {
  const { values } = insideOf(headers);
  let text = '';
  for (const name in values) text += `${name}\n${joined(values[name])}\n`;
  return text;
}

/** Headers of an answer, which stay as they came. @param {readonly string[]} list names and values by turns */
export function headersFrom(list) {
  const headers = new Headers();
  const own = insideOf(headers);
  for (let at = 0; at + 1 < list.length; at += 2) {
    const name = /** @type {string} */ (list[at]);
    const before = own.values[name];
    own.values[name] = before === undefined ? /** @type {string} */ (list[at + 1]) : `${before}${name === COOKIES ? '\n' : ', '}${list[at + 1]}`;
  }
  own.immutable = true;
  return headers;
}
