import { decoded, encoded } from './encoding.js';
import { defineInterface, needs } from './web-idl.js';

const { encodeURIComponent, parseInt, Uint8Array } = globalThis;

/** @typedef {[name: string, value: string]} Pair */

/** @type {(params: URLSearchParams, tell: ((query: string) => void) | undefined, query?: string) => void} */
let follow;

/** Names and values of a query (url.spec.whatwg.org, "URLSearchParams"). */
export class URLSearchParams {
  /** @type {Pair[]} */ #pairs;
  /** @type {(query: string) => void} */ #tell = () => {};
  static {
    follow = (params, tell, query) => {
      if (tell !== undefined) params.#tell = tell;
      if (query !== undefined) params.#pairs = read(query);
    };
  }

  /** @param {unknown} [init] a query, pairs, or an object of names with their values */
  constructor(init = '') {
    this.#pairs = typeof init === 'object' && init !== null ? pairsOf(init) : read(`${init}`);
  }
  #changed() {
    this.#tell(this.toString());
  }
  get size() {
    return this.#pairs.length;
  }
  /** @param {string} name @param {string} value */
  append(name, value) {
    needs(arguments.length, 2, 'append');
    this.#pairs.push([text(name), text(value)]);
    this.#changed();
  }
  /** @param {string} name @param {string} [value] */
  delete(name, value = undefined) {
    needs(arguments.length, 1, 'delete');
    const [key, only] = [text(name), value === undefined ? undefined : text(value)];
    this.#pairs = this.#pairs.filter((pair) => pair[0] !== key || (only !== undefined && pair[1] !== only));
    this.#changed();
  }
  /** @param {string} name */
  get(name) {
    needs(arguments.length, 1, 'get');
    const key = text(name);
    return this.#pairs.find((pair) => pair[0] === key)?.[1] ?? null;
  }
  /** @param {string} name */
  getAll(name) {
    needs(arguments.length, 1, 'getAll');
    const key = text(name);
    return this.#pairs.filter((pair) => pair[0] === key).map((pair) => pair[1]);
  }
  /** @param {string} name @param {string} [value] */
  has(name, value = undefined) {
    needs(arguments.length, 1, 'has');
    const [key, only] = [text(name), value === undefined ? undefined : text(value)];
    return this.#pairs.some((pair) => pair[0] === key && (only === undefined || pair[1] === only));
  }
  /** @param {string} name @param {string} value */
  set(name, value) {
    needs(arguments.length, 2, 'set');
    const [key, only] = [text(name), text(value)];
    const first = this.#pairs.find((pair) => pair[0] === key);
    if (first === undefined) this.#pairs.push([key, only]);
    else {
      first[1] = only;
      this.#pairs = this.#pairs.filter((pair) => pair === first || pair[0] !== key);
    }
    this.#changed();
  }
  sort() {
    // By units of UTF-16, as `<` has it.
    this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#changed();
  }
  /** @param {(value: string, name: string, params: URLSearchParams) => unknown} callee @param {unknown} [self] */
  forEach(callee, self = undefined) {
    for (const [name, value] of this.#pairs) callee.call(self, value, name, this);
  }
  *entries() {
    for (const [name, value] of this.#pairs) yield /** @type {Pair} */ ([name, value]);
  }
  *keys() {
    for (const [name] of this.#pairs) yield name;
  }
  *values() {
    for (const [, value] of this.#pairs) yield value;
  }
  toString() {
    return this.#pairs.map(([name, value]) => `${written(name)}=${written(value)}`).join('&');
  }
}
Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, { value: URLSearchParams.prototype.entries, writable: true, configurable: true });
defineInterface(URLSearchParams);
export { follow };

/** @param {unknown} value */
function text(value) {
  return `${value}`.toWellFormed();
}

/** @param {object} init @returns {Pair[]} */
function pairsOf(init) {
  if (init instanceof URLSearchParams) return [...init.entries()];
  if (!(Symbol.iterator in init)) return Object.entries(init).map(([name, value]) => [text(name), text(value)]);
  return Array.from(/** @type {Iterable<Iterable<unknown>>} */ (init), (each) => {
    const [name, value, more] = [...each];
    if (value === undefined || more !== undefined) throw new TypeError('URLSearchParams expects pairs of a name and a value');
    return [text(name), text(value)];
  });
}

/** @param {string} query @returns {Pair[]} */
function read(query) {
  const parts = (query.startsWith('?') ? query.slice(1) : query).split('&');
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [plain(part), ''] : [plain(part.slice(0, at)), plain(part.slice(at + 1))];
    });
}

/** @param {string} part */
function plain(part) {
  const spaced = part.replaceAll('+', ' ');
  if (!spaced.includes('%')) return spaced.toWellFormed();
  const bytes = encoded(spaced);
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const hex = bytes[at] === 0x25 ? String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0) : '';
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      out[length++] = parseInt(hex, 16);
      at += 2;
    } else out[length++] = /** @type {number} */ (bytes[at]);
  }
  return decoded(out.slice(0, length));
}

/** As forms write it. @param {string} value */
function written(value) {
  return encodeURIComponent(value)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
