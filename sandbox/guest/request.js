import { AbortController } from './abort.js';
import { bodyFrom, copied, defineBody, taken } from './body.js';
import { signals } from './events.js';
import { Headers, setIfMissing, valueIn } from './headers.js';
import { asked } from './refusals.js';
import { defineInterface, dictionary, needs, textOf } from './web-idl.js';

const { TypeError } = globalThis;

/** @typedef {{ url: string, method: string, headers: Headers, redirect: string, signal: AbortSignal, body: import('./body.js').Body, type: () => string }} Inside */

/** @type {(request: unknown) => Inside} */
let insideOf;
/** @type {(value: unknown) => value is Request} */
let isRequest;

/** What is to be fetched, as the standard has it (fetch.spec.whatwg.org, "Request class"), without what is about pages. */
export class Request {
  /** @type {Inside} */ #inside;
  static {
    isRequest = /** @returns {value is Request} @param {unknown} value */ (value) => typeof value === 'object' && value !== null && #inside in value;
    insideOf = (request) => {
      if (!isRequest(request)) throw new TypeError('expected a Request');
      return request.#inside;
    };
  }

  /** @param {string | Request} input @param {RequestInit} [init] */
  constructor(input, init = undefined) {
    needs(arguments.length, 1, 'Request');
    const { method, headers, body, redirect, signal, integrity } = dictionary(init, 'Request');
    const other = isRequest(input) ? insideOf(input) : undefined;
    const url = other?.url ?? /** @type {string} */ (asked('requestUrl', textOf(input)));
    const named = method === undefined ? (other?.method ?? 'GET') : /** @type {string} */ (asked('requestMethod', textOf(method)));
    const given = headers === undefined ? new Headers(other?.headers) : new Headers(headers);
    const led = redirect === undefined ? (other?.redirect ?? 'follow') : textOf(redirect);
    if (led !== 'follow' && led !== 'error' && led !== 'manual') throw new TypeError(`redirect is follow, error or manual, and not ${led}`);
    if (integrity !== undefined && textOf(integrity) !== '') throw new TypeError('integrity is not looked at here');
    if (signal !== undefined && signal !== null && signals.aborted(signal) === undefined) throw new TypeError('the signal of a request is no AbortSignal');
    const sends = bodyFrom(body);
    const isQuiet = named === 'GET' || named === 'HEAD';
    if (isQuiet && (sends.bytes !== null || (other !== undefined && (other.body.used || other.body.bytes !== null))))
      throw new TypeError(`a request by ${named} has no body`);
    // What another was to send is sent by this one, and no more by that.
    const own = sends.bytes === null && other !== undefined && (other.body.used || other.body.bytes !== null) ? taken(other.body) : sends.bytes;
    if (sends.type !== '') setIfMissing(given, 'content-type', sends.type);
    this.#inside = {
      url,
      method: named,
      headers: given,
      redirect: led,
      signal: /** @type {AbortSignal} */ (signal ?? (signal === undefined ? other?.signal : undefined) ?? new AbortController().signal),
      body: { bytes: own, used: false },
      type: () => valueIn(given, 'content-type') ?? '',
    };
  }
  get method() {
    return insideOf(this).method;
  }
  get url() {
    return insideOf(this).url;
  }
  get headers() {
    return insideOf(this).headers;
  }
  get redirect() {
    return insideOf(this).redirect;
  }
  get signal() {
    return insideOf(this).signal;
  }
  clone() {
    const own = insideOf(this);
    const { method, redirect, signal, url, headers } = own;
    const body = copied(own.body);
    const other = new Request(url, /** @type {RequestInit} */ (/** @type {unknown} */ ({ method, redirect, signal, headers })));
    insideOf(other).body = body;
    return other;
  }
}
defineBody(Request, (self) => insideOf(self));
defineInterface(Request);
export { insideOf as insideOfRequest };
