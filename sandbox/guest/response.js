import { bodyFrom, copied, defineBody } from './body.js';
import { encoded } from './encoding.js';
import { Headers, headersFrom, setIfMissing, valueIn } from './headers.js';
import { asked } from './refusals.js';
import { defineInterface, dictionary, needs } from './web-idl.js';

const { Number, RangeError, TypeError } = globalThis;
const { stringify } = JSON;

/** @typedef {{ type: () => string, kind: string, url: string, redirected: boolean, status: number, statusText: string, headers: Headers,
 *   body: import('./body.js').Body }} Inside */

/** What the next Response is, where it has come from a server. @type {Inside | undefined} */
let adopting;
/** @type {(response: unknown) => Inside} */
let insideOf;

/** An answer, as the standard has it (fetch.spec.whatwg.org, "Response class"), without streams and forms. */
export class Response {
  /** @type {Inside} */ #inside;
  static {
    insideOf = (response) => {
      if (typeof response !== 'object' || response === null || !(#inside in response)) throw new TypeError('expected a Response');
      return response.#inside;
    };
  }

  /** @param {unknown} [body] @param {ResponseInit} [init] */
  constructor(body = null, init = undefined) {
    if (adopting !== undefined) {
      this.#inside = adopting;
      return;
    }
    const { status = 200, statusText = '', headers } = dictionary(init, 'Response');
    const number = Number(status);
    if (!(number >= 200 && number <= 599)) throw new RangeError(`a status is from 200 to 599, and not ${number}`);
    const words = `${statusText}`;
    // What may stand in a header may stand here.
    asked('header', 'status', words);
    const { bytes, type } = bodyFrom(body);
    if (bytes !== null && isBare(number)) throw new TypeError(`an answer of ${number} has no body`);
    this.#inside = inside('default', '', false, Math.trunc(number), words, new Headers(headers), bytes);
    if (type !== '') setIfMissing(this.#inside.headers, 'content-type', type);
  }
  static error() {
    return adopted(inside('error', '', false, 0, '', headersFrom([]), null));
  }
  /** @param {unknown} data @param {ResponseInit} [init] */
  static json(data, init = undefined) {
    needs(arguments.length, 1, 'Response.json');
    const text = /** @type {string | undefined} */ (stringify(data));
    if (text === undefined) throw new TypeError('the data is no JSON');
    const response = new Response(encoded(text), init);
    setIfMissing(insideOf(response).headers, 'content-type', 'application/json');
    return response;
  }
  get type() {
    return insideOf(this).kind;
  }
  get url() {
    return insideOf(this).url;
  }
  get redirected() {
    return insideOf(this).redirected;
  }
  get status() {
    return insideOf(this).status;
  }
  get ok() {
    const { status } = insideOf(this);
    return status >= 200 && status <= 299;
  }
  get statusText() {
    return insideOf(this).statusText;
  }
  get headers() {
    return insideOf(this).headers;
  }
  clone() {
    const own = insideOf(this);
    const body = copied(own.body);
    const headers = own.kind === 'default' ? new Headers(own.headers) : own.headers;
    return adopted({ ...inside(own.kind, own.url, own.redirected, own.status, own.statusText, headers, null), body });
  }
}
defineBody(Response, (self) => insideOf(self));
defineInterface(Response);

/** @param {number} status */
function isBare(status) {
  return status === 101 || status === 103 || status === 204 || status === 205 || status === 304;
}

/**
 * @param {string} kind @param {string} url @param {boolean} redirected @param {number} status @param {string} statusText @param {Headers} headers
 * @param {Uint8Array<ArrayBuffer> | null} bytes
 * @returns {Inside}
 */
function inside(kind, url, redirected, status, statusText, headers, bytes) {
  return { kind, url, redirected, status, statusText, headers, body: { bytes, used: false }, type: () => valueIn(headers, 'content-type') ?? '' };
}

/** @param {Inside} own */
function adopted(own) {
  adopting = own;
  try {
    return new Response();
  } finally {
    adopting = undefined;
  }
}

/**
 * The answer of a server.
 * @param {readonly [status: number, statusText: string, url: string, redirected: boolean, headers: readonly string[]]} head
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string} method by which it was asked
 */
export function answerOf(head, bytes, method) {
  const { 0: status, 1: statusText, 2: url, 3: redirected, 4: list } = head;
  return adopted(inside('basic', url, redirected, status, statusText, headersFrom(list), method === 'HEAD' || isBare(status) ? null : bytes));
}
