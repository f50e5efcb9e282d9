import { taken } from './body.js';
import { signals } from './events.js';
import { headersText } from './headers.js';
import { call } from './host.js';
import { asked, refusal } from './refusals.js';
import { insideOfRequest, Request } from './request.js';
import { answerOf } from './response.js';
import { needs } from './web-idl.js';

const { Promise } = globalThis;
const { parse } = JSON;

/** @typedef {{ readonly method: string, resolve: (response: object) => void, reject: (why: unknown) => void, readonly settle: () => void }} Waiting */
/** Requests that are under way, by the number that the world has for them. */
const waiting = /** @type {Record<number, Waiting>} */ (Object.create(null));

/**
 * Asks a server for something, where the owner of the machine has let it (fetch.spec.whatwg.org, "Fetch method"). What brings no answer rejects the promise
 * with a TypeError whose `code` says why.
 * @param {string | Request} input
 * @param {RequestInit} [init]
 */
export function fetch(input, init = undefined) {
  // What is done here is not done while the promise is made, which would take a script that is stopped for one that has thrown.
  const waits = /** @type {Pick<Waiting, 'resolve' | 'reject'>} */ ({});
  const promise = new Promise((resolve, reject) => {
    waits.resolve = resolve;
    waits.reject = reject;
  });
  try {
    needs(arguments.length, 1, 'fetch');
    begin(insideOfRequest(new Request(input, init)), waits);
  } catch (thrown) {
    waits.reject(thrown);
  }
  return promise;
}

/** @param {import('./request.js').Inside} request @param {Pick<Waiting, 'resolve' | 'reject'>} waits */
function begin({ url, method, headers, redirect, signal, body }, { resolve, reject }) {
  if (signals.aborted(signal) === true) return reject(signals.reason(signal));
  const bytes = body.bytes === null ? undefined : taken(body);
  const number = /** @type {number} */ (asked('fetch', url, method, headersText(headers), redirect, bytes?.buffer));
  const stop = () => {
    delete waiting[number];
    reject(signals.reason(signal));
    call('unfetch', number);
  };
  signals.whenAborted(signal, stop);
  waiting[number] = { method, resolve, reject, settle: () => signals.forget(signal, stop) };
}

/** @param {number} number @returns {Waiting | undefined} */
function settled(number) {
  const found = waiting[number];
  delete waiting[number];
  found?.settle();
  return found;
}

/** What the world tells of requests. */
export const toFetches = {
  /** @param {number} number @param {Uint8Array<ArrayBuffer>} bytes in memory of their own @param {string} head */
  fetched(number, bytes, head) {
    const found = settled(number);
    found?.resolve(answerOf(/** @type {Parameters<typeof answerOf>[0]} */ (parse(head)), bytes, found.method));
  },
  /** @param {number} number @param {string} code @param {string} message */
  notFetched(number, code, message) {
    settled(number)?.reject(refusal(message, code));
  },
};
