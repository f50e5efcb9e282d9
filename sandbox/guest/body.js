import { Blob, bytesOf, isBlob } from './blob.js';
import { bytesAt, decoded, encoded, wholeIn } from './encoding.js';
import { refusal } from './refusals.js';
import { setTimeout } from './timers.js';
import { URLSearchParams } from './url-search-params.js';
import { textOf as textFrom } from './web-idl.js';

const { Promise, TypeError, Uint8Array } = globalThis;
const { parse } = JSON;
const { defineProperties, getOwnPropertyDescriptors } = Object;
const { apply } = Reflect;
const { startsWith, slice } = String.prototype;
const { slice: copyOf, subarray } = Uint8Array.prototype;
const toText = URLSearchParams.prototype.toString;
const MARK = '\ufeff';
/** Characters of a text that is sent, bytes that are read as text in a tick, and bytes of JSON: more of each takes more fuel than a turn has. */
const LONGEST_TEXT = 131_072;
const PIECE = 65_536;
const LONGEST_JSON = 65_536;
/** Bytes of JSON that are read at once; more have a turn of their own. */
const SHORT_JSON = 8_192;

/** What a request or an answer carries: nothing, or bytes that nobody else has. Once they are read they are gone.
 * @typedef {{ bytes: Uint8Array<ArrayBuffer> | null, used: boolean }} Body */

/**
 * What a script gives as a body, with the type that it has by itself.
 * @param {unknown} value
 * @returns {{ readonly bytes: Uint8Array<ArrayBuffer> | null, readonly type: string }}
 */
export function bodyFrom(value) {
  if (value === undefined || value === null) return { bytes: null, type: '' };
  if (isBlob(value)) return { bytes: apply(copyOf, bytesOf(value), []), type: value.type };
  if (value instanceof URLSearchParams) return { bytes: encoded(apply(toText, value, [])), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  const bytes = bytesAt(value);
  if (bytes !== undefined) return { bytes: apply(copyOf, bytes, []), type: '' };
  const text = textFrom(value);
  if (text.length > LONGEST_TEXT) throw refusal(`a text of ${text.length} characters takes more fuel than a turn has; send it as bytes`, 'WW_LIMIT');
  return { bytes: encoded(text), type: 'text/plain;charset=UTF-8' };
}

/** The bytes, of which somebody takes a copy. @param {Body} body @returns {Body} */
export function copied({ bytes, used }) {
  if (used) throw new TypeError('the body was read already, so that it cannot be copied');
  return { bytes: bytes === null ? null : apply(copyOf, bytes, []), used: false };
}

/** Reads all of it, once. @param {Body} body @returns {Uint8Array<ArrayBuffer>} */
export function taken(body) {
  if (body.used) throw refusal('the body was read already', 'WW_REFUSED');
  const { bytes } = body;
  if (bytes === null) return new Uint8Array(0);
  body.used = true;
  body.bytes = null;
  return bytes;
}

/** A later turn. */
const turn = () => new Promise((go) => void setTimeout(go, 0));

/** The text of UTF-8, read in so many ticks as it needs. @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<string>} */
async function textOf(bytes) {
  let text = '';
  for (let from = 0; from < bytes.length;) {
    const isLast = from + PIECE >= bytes.length;
    const to = isLast ? bytes.length : from + wholeIn(apply(subarray, bytes, [from, from + PIECE]));
    text += decoded(apply(copyOf, bytes, [from, to]));
    from = to;
    if (!isLast) await turn();
  }
  return apply(startsWith, text, [MARK]) ? apply(slice, text, [1]) : text;
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<unknown>} */
async function jsonOf(bytes) {
  if (bytes.length > LONGEST_JSON)
    throw refusal(`JSON of ${bytes.length} bytes takes more fuel than a turn has; up to ${LONGEST_JSON} are read, and more as text`, 'WW_LIMIT');
  const text = await textOf(bytes);
  if (bytes.length > SHORT_JSON) await turn();
  return parse(text);
}

/**
 * Gives a class what all have that carry something (fetch.spec.whatwg.org, "Body mixin"), without streams and forms.
 * @param {{ readonly prototype: object }} type
 * @param {(self: unknown) => { readonly body: Body, readonly type: () => string }} insideOf
 */
export function defineBody(type, insideOf) {
  const members = {
    get bodyUsed() {
      return insideOf(this).body.used;
    },
    async arrayBuffer() {
      return taken(insideOf(this).body).buffer;
    },
    async blob() {
      const own = insideOf(this);
      return new Blob([taken(own.body)], { type: own.type() });
    },
    async bytes() {
      return taken(insideOf(this).body);
    },
    async json() {
      return jsonOf(taken(insideOf(this).body));
    },
    async text() {
      return textOf(taken(insideOf(this).body));
    },
  };
  defineProperties(type.prototype, getOwnPropertyDescriptors(members));
}
