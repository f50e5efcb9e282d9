import { call } from './host.js';
import { URLSearchParams, follow } from './url-search-params.js';
import { defineInterface, needs } from './web-idl.js';

/** @typedef {readonly [href: string, origin: string, protocol: string, username: string, password: string, host: string, hostname: string, port: string,
 *   pathname: string, search: string, hash: string]} Parts */

/** @param {string} text @param {string | undefined} base @returns {Parts | null} */
function partsOf(text, base) {
  return read(/** @type {string | null} */ (call('urlParts', text, base)));
}
/** @param {string | null} told @returns {Parts | null} */
function read(told) {
  return told === null ? null : /** @type {Parts} */ (parse(told));
}
const { parse } = JSON;

/** A URL as the standard has it (url.spec.whatwg.org). The world reads it, the same wherever it runs. */
export class URL {
  /** @type {Parts} */ #parts;
  #searchParams;

  /** @param {string} url @param {string} [base] */
  constructor(url, base = undefined) {
    needs(arguments.length, 1, 'URL');
    const parts = partsOf(`${url}`, base === undefined ? undefined : `${base}`);
    if (parts === null) throw new TypeError(`${url} is no URL${base === undefined ? '' : `, relative to ${base}`}`);
    this.#parts = parts;
    this.#searchParams = new URLSearchParams(parts[9]);
    follow(this.#searchParams, (query) => this.#set('search', query));
  }
  /** @param {string} url @param {string} [base] */
  static parse(url, base = undefined) {
    return URL.canParse(url, base) ? new URL(url, base) : null;
  }
  /** @param {string} url @param {string} [base] */
  static canParse(url, base = undefined) {
    return partsOf(`${url}`, base === undefined ? undefined : `${base}`) !== null;
  }
  /** @param {string} name @param {unknown} value */
  #set(name, value) {
    const parts = read(/** @type {string | null} */ (call('urlChanged', this.#parts[0], name, `${value}`)));
    if (parts !== null) this.#parts = parts;
  }
  get href() {
    return this.#parts[0];
  }
  set href(value) {
    const parts = partsOf(`${value}`, undefined);
    if (parts === null) throw new TypeError(`${value} is no URL`);
    this.#parts = parts;
    follow(this.#searchParams, undefined, parts[9]);
  }
  get origin() {
    return this.#parts[1];
  }
  get protocol() {
    return this.#parts[2];
  }
  set protocol(value) {
    this.#set('protocol', value);
  }
  get username() {
    return this.#parts[3];
  }
  set username(value) {
    this.#set('username', value);
  }
  get password() {
    return this.#parts[4];
  }
  set password(value) {
    this.#set('password', value);
  }
  get host() {
    return this.#parts[5];
  }
  set host(value) {
    this.#set('host', value);
  }
  get hostname() {
    return this.#parts[6];
  }
  set hostname(value) {
    this.#set('hostname', value);
  }
  get port() {
    return this.#parts[7];
  }
  set port(value) {
    this.#set('port', value);
  }
  get pathname() {
    return this.#parts[8];
  }
  set pathname(value) {
    this.#set('pathname', value);
  }
  get search() {
    return this.#parts[9];
  }
  set search(value) {
    this.#set('search', value);
    follow(this.#searchParams, undefined, this.#parts[9]);
  }
  get searchParams() {
    return this.#searchParams;
  }
  get hash() {
    return this.#parts[10];
  }
  set hash(value) {
    this.#set('hash', value);
  }
  toString() {
    return this.#parts[0];
  }
  toJSON() {
    return this.#parts[0];
  }
}
defineInterface(URL);
