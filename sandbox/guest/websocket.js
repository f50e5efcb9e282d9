import { Blob, bytesOf, isBlob } from './blob.js';
import { bytesAt, sizeOf } from './encoding.js';
import { defineHandlers } from './event-handlers.js';
import { CloseEvent, MessageEvent } from './event-kinds.js';
import { Event, EventTarget, fire } from './events.js';
import { call } from './host.js';
import { CloseCode, SocketError } from './socket-codes.js';
import { defineInterface, needs } from './web-idl.js';

const { DOMException, Map } = globalThis;
const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;
/** Characters that a protocol's name may have (RFC 9110, 5.6.2). */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Bytes of a close frame that are left for the reason. */
const LONGEST_REASON = 123;
/** What the world tells of a close for which nothing has failed. */
const NO_FAILURE = -2;

/** @typedef {{ number: number, url: string, state: number, protocol: string, extensions: string, buffered: number, binaryType: BinaryType,
 *   readonly handlers: Map<string, import('./event-handlers.js').Handler> }} Inside */
/** Sockets that are not closed, by the number that the world has for them. @type {Map<number, WebSocket>} */
const sockets = new Map();

/** What the next WebSocket is, where a server has let it in. @type {Inside | undefined} */
let adopting;
/** @returns {Inside} */
const connecting = () => ({ number: 0, url: '', state: CONNECTING, protocol: '', extensions: '', buffered: 0, binaryType: 'blob', handlers: new Map() });

/** @type {(socket: unknown) => Inside} */
let insideOf;

/** A WebSocket as the standard has it (websockets.spec.whatwg.org), with what Overte's scripts know besides. */
export class WebSocket extends EventTarget {
  #inside = adopting ?? connecting();
  static {
    insideOf = (socket) => {
      if (typeof socket !== 'object' || socket === null || !(#inside in socket)) throw new TypeError('expected a WebSocket');
      return socket.#inside;
    };
  }

  /** @param {string | WebSocket} url @param {string | Iterable<string>} [protocols] */
  constructor(url, protocols = undefined) {
    needs(arguments.length, 1, 'WebSocket');
    super();
    if (adopting !== undefined) {
      sockets.set(adopting.number, this);
      return;
    }
    // As Overte documents it: a socket that a server has let in may be wrapped, and is itself.
    if (url instanceof WebSocket) return url;
    const address = `${url}`;
    const wanted = listOf(protocols);
    const parsed = /** @type {string | null} */ (call('url', address));
    if (parsed === null) throw new DOMException(`${address} is no URL of a WebSocket; expected ws:// or wss://, a host and no #`, 'SyntaxError');
    for (const [at, each] of wanted.entries()) {
      if (!TOKEN.test(each)) throw new DOMException(`${JSON.stringify(each)} is no name of a protocol`, 'SyntaxError');
      if (wanted.findIndex((other) => other.toLowerCase() === each.toLowerCase()) !== at)
        throw new DOMException(`the protocol ${each} is named twice`, 'SyntaxError');
    }
    const number = /** @type {number} */ (call('open', parsed, JSON.stringify(wanted)));
    Object.assign(this.#inside, { number, url: parsed });
    sockets.set(number, this);
  }
  get url() {
    return insideOf(this).url;
  }
  get readyState() {
    return insideOf(this).state;
  }
  get bufferedAmount() {
    return bufferedOf(insideOf(this));
  }
  get extensions() {
    return insideOf(this).extensions;
  }
  get protocol() {
    return insideOf(this).protocol;
  }
  /** @param {number} [code] @param {string} [reason] */
  close(code = undefined, reason = undefined) {
    const own = insideOf(this);
    const given = code === undefined ? undefined : clamped(code);
    const why = reason === undefined ? '' : `${reason}`.toWellFormed();
    if (given !== undefined && given !== 1000 && (given < 3000 || given > 4999))
      throw new DOMException(`the close code ${given} is neither 1000 nor from 3000 to 4999`, 'InvalidAccessError');
    if (why.length > LONGEST_REASON || (why !== '' && sizeOf(why) > LONGEST_REASON))
      throw new DOMException(`the reason has more than ${LONGEST_REASON} bytes`, 'SyntaxError');
    if (own.state === CLOSING || own.state === CLOSED) return;
    own.buffered = bufferedOf(own);
    own.state = CLOSING;
    call('close', own.number, given ?? (reason === undefined ? -1 : 1000), why);
  }
  get binaryType() {
    return insideOf(this).binaryType;
  }
  set binaryType(value) {
    const own = insideOf(this);
    const name = `${value}`;
    if (name === 'blob' || name === 'arraybuffer') own.binaryType = name;
  }
  /** @param {string | ArrayBuffer | ArrayBufferView | Blob} data */
  send(data) {
    const own = insideOf(this);
    needs(arguments.length, 1, 'send');
    const message = messageOf(data);
    if (own.state === CONNECTING) throw new DOMException('the WebSocket is still connecting, so nothing can be sent', 'InvalidStateError');
    if (own.state === OPEN) call('send', own.number, message);
    else own.buffered += typeof message === 'string' ? sizeOf(message) : message.byteLength;
  }
}
defineHandlers(WebSocket, (self) => insideOf(self).handlers, ['open', 'error', 'close', 'message']);
defineInterface(WebSocket, { CONNECTING, OPEN, CLOSING, CLOSED });
for (const each of [WebSocket, WebSocket.prototype]) Object.defineProperties(each, { CloseCode: { value: CloseCode }, SocketError: { value: SocketError } });

/** @param {unknown} protocols @returns {readonly string[]} */
function listOf(protocols) {
  if (protocols === undefined) return [];
  if ((typeof protocols === 'object' && protocols !== null) || typeof protocols === 'function') {
    const iterator = /** @type {{ [Symbol.iterator]?: unknown }} */ (protocols)[Symbol.iterator];
    if (iterator !== undefined && iterator !== null) return Array.from(/** @type {Iterable<unknown>} */ (protocols), (each) => `${each}`);
  }
  return [`${/** @type {string} */ (protocols)}`];
}

/** Bytes that wait to be sent; once it closes, those that will not be sent any more count as well. @param {Inside} own @returns {number} */
function bufferedOf(own) {
  return own.state === OPEN ? /** @type {number} */ (call('buffered', own.number)) : own.buffered;
}

/** @param {unknown} data @returns {string | ArrayBuffer} */
function messageOf(data) {
  // Halves of characters are replaced by the world, for which a long text is no work.
  if (typeof data === 'string') return data;
  if (data instanceof ArrayBuffer) return data;
  const bytes = isBlob(data) ? bytesOf(data) : bytesAt(data);
  return bytes === undefined ? `${data}` : bytes.slice().buffer;
}

/** A number as an `unsigned short` of Web IDL that is clamped. @param {unknown} value */
function clamped(value) {
  const number = Number(value);
  if (Number.isNaN(number)) return 0;
  const bounded = Math.min(Math.max(number, 0), 65_535);
  const below = Math.floor(bounded);
  const over = bounded - below;
  return over > 0.5 || (over === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/**
 * A socket that a server of the script has let in, open from the beginning.
 * @param {number} number
 * @param {string} url
 * @param {string} protocol
 * @param {object} details what is known of who has come
 * @param {() => void} ended
 */
export function adopt(number, url, protocol, details, ended) {
  adopting = { ...connecting(), number, url, state: OPEN, protocol };
  let socket;
  try {
    socket = new WebSocket('');
  } finally {
    adopting = undefined;
  }
  for (const [name, value] of Object.entries(details)) Object.defineProperty(socket, name, { value, enumerable: true });
  socket.addEventListener('close', ended);
  return { socket, number, close: closeAs };
}

/** Closes a socket with a code that a script may not give itself. @param {number} number @param {number} code @param {string} reason */
function closeAs(number, code, reason) {
  const socket = sockets.get(number);
  const own = socket === undefined ? undefined : insideOf(socket);
  if (own?.state !== OPEN) return;
  own.buffered = bufferedOf(own);
  own.state = CLOSING;
  call('close', number, code, reason);
}

/** What the world tells of sockets. */
export const toSockets = {
  /** @param {number} number @param {string} protocol @param {string} extensions */
  opened(number, protocol, extensions) {
    const socket = sockets.get(number);
    if (socket === undefined || insideOf(socket).state !== CONNECTING) return;
    Object.assign(insideOf(socket), { state: OPEN, protocol, extensions });
    fire(socket, new Event('open'));
  },
  /** @param {number} number @param {string | Uint8Array<ArrayBuffer>} data bytes lie in memory of their own */
  message(number, data) {
    const socket = sockets.get(number);
    if (socket === undefined) return;
    const own = insideOf(socket);
    if (own.state !== OPEN) return;
    const value = typeof data === 'string' ? data : own.binaryType === 'arraybuffer' ? data.buffer : new Blob([data]);
    fire(socket, new MessageEvent('message', { data: value, origin: originOf(own.url) }));
  },
  /** @param {number} number @param {number} code @param {string} reason @param {boolean} wasClean @param {number} failure Overte's SocketError @param {string} message */
  closed(number, code, reason, wasClean, failure, message) {
    const socket = sockets.get(number);
    if (socket === undefined) return;
    sockets.delete(number);
    insideOf(socket).state = CLOSED;
    if (failure !== NO_FAILURE) {
      const event = new Event('error');
      Object.defineProperties(event, { code: { value: failure }, message: { value: message } });
      fire(socket, event);
    }
    fire(socket, new CloseEvent('close', { code, reason, wasClean }));
  },
};

/** A URL of a WebSocket, as the world writes it, up to where its path begins. @param {string} url */
function originOf(url) {
  return url.slice(0, url.indexOf('/', url.indexOf('//') + 2));
}
