import { Blob, bytesOfBlob, encoded } from './blob.js';
import { CloseEvent, defineHandlers, Event, EventTarget, fire, MessageEvent } from './events.js';
import { call } from './host.js';

const { ArrayBuffer, Uint8Array, DOMException } = globalThis;
const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;
/** Characters that a protocol's name may have (RFC 9110, 5.6.2). */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Bytes of a close frame that are left for the reason. */
const LONGEST_REASON = 123;

/** @typedef {{ number: number, url: string, state: number, protocol: string, extensions: string, buffered: number, binaryType: string }} Inside */
/** @type {WeakMap<object, Inside>} */
const INSIDE = new WeakMap();
/** Sockets that are not closed, by the number that the world has for them. @type {Map<number, WebSocket>} */
const sockets = new Map();

/** @param {unknown} socket @returns {Inside} */
function inside(socket) {
  const found = INSIDE.get(/** @type {object} */ (socket));
  if (found === undefined) throw new TypeError('expected a WebSocket');
  return found;
}

/** A WebSocket as the standard has it (websockets.spec.whatwg.org), with what Overte's scripts know besides. */
export class WebSocket extends EventTarget {
  /** @param {any} url @param {string | readonly string[]} [protocols] */
  constructor(url, protocols = []) {
    super();
    if (adopting !== undefined) {
      INSIDE.set(this, adopting);
      sockets.set(adopting.number, this);
      return;
    }
    // As Overte documents it: a socket that a server has let in may be wrapped, and is itself.
    if (url instanceof WebSocket) return url;
    if (arguments.length === 0) throw new TypeError('WebSocket expects a URL');
    const parsed = call('url', `${url}`);
    if (parsed === null) throw new DOMException(`${url} is no URL of a WebSocket; expected ws:// or wss://, a host and no #`, 'SyntaxError');
    const wanted = typeof protocols === 'object' || typeof protocols === 'function' ? Array.from(protocols, (each) => `${each}`) : [`${protocols}`];
    for (const [at, each] of wanted.entries()) {
      if (!TOKEN.test(each)) throw new DOMException(`${JSON.stringify(each)} is no name of a protocol`, 'SyntaxError');
      if (wanted.findIndex((other) => other.toLowerCase() === each.toLowerCase()) !== at)
        throw new DOMException(`the protocol ${each} is named twice`, 'SyntaxError');
    }
    const number = call('open', parsed, JSON.stringify(wanted));
    INSIDE.set(this, { number, url: parsed, state: CONNECTING, protocol: '', extensions: '', buffered: 0, binaryType: 'blob' });
    sockets.set(number, this);
  }
  get url() {
    return inside(this).url;
  }
  get readyState() {
    return inside(this).state;
  }
  get bufferedAmount() {
    return inside(this).buffered;
  }
  get extensions() {
    return inside(this).extensions;
  }
  get protocol() {
    return inside(this).protocol;
  }
  get binaryType() {
    return inside(this).binaryType;
  }
  set binaryType(value) {
    const own = inside(this);
    if (value === 'blob' || value === 'arraybuffer') own.binaryType = value;
  }

  /** @param {any} data */
  send(data) {
    const own = inside(this);
    if (arguments.length === 0) throw new TypeError('send expects what is to be sent');
    if (own.state === CONNECTING) throw new DOMException('the WebSocket is still connecting, so nothing can be sent', 'InvalidStateError');
    const message = messageOf(data);
    const size = typeof message === 'string' ? encoded(message).length : message.byteLength;
    if (own.state === OPEN) call('send', own.number, message);
    own.buffered += size;
  }

  /** @param {number} [code] @param {string} [reason] */
  close(code, reason) {
    const own = inside(this);
    let given;
    if (code !== undefined) {
      given = clamped(code);
      if (given !== 1000 && (given < 3000 || given > 4999))
        throw new DOMException(`the close code ${given} is neither 1000 nor from 3000 to 4999`, 'InvalidAccessError');
    }
    const why = reason === undefined ? '' : wellFormed(`${reason}`);
    if (encoded(why).length > LONGEST_REASON) throw new DOMException(`the reason has more than ${LONGEST_REASON} bytes`, 'SyntaxError');
    if (own.state === CLOSING || own.state === CLOSED) return;
    own.state = CLOSING;
    call('close', own.number, given ?? (reason === undefined ? -1 : 1000), why);
  }
}
defineHandlers(WebSocket, ['open', 'error', 'close', 'message']);
for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSING, CLOSED }))
  for (const each of [WebSocket, WebSocket.prototype]) Object.defineProperty(each, name, { value, writable: false, enumerable: true, configurable: false });
for (const name of ['url', 'readyState', 'bufferedAmount', 'extensions', 'protocol', 'binaryType', 'send', 'close']) {
  const known = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(WebSocket.prototype, name));
  Object.defineProperty(WebSocket.prototype, name, { ...known, enumerable: true });
}
Object.defineProperty(WebSocket.prototype, Symbol.toStringTag, { value: 'WebSocket', configurable: true });

/** Overte's names of close codes, with those that its table lacks. */
export const CloseCode = Object.freeze({
  CloseCodeNormal: 1000,
  CloseCodeGoingAway: 1001,
  CloseCodeProtocolError: 1002,
  CloseCodeDatatypeNotSupported: 1003,
  CloseCodeReserved1004: 1004,
  CloseCodeMissingStatusCode: 1005,
  CloseCodeAbnormalDisconnection: 1006,
  CloseCodeWrongDatatype: 1007,
  CloseCodePolicyViolated: 1008,
  CloseCodeTooMuchData: 1009,
  CloseCodeMissingExtension: 1010,
  CloseCodeBadOperation: 1011,
  CloseCodeTlsHandshakeFailed: 1015,
});

/** @param {any} data @returns {string | ArrayBuffer} */
function messageOf(data) {
  if (data instanceof Blob) return bytesOfBlob(data).slice().buffer;
  if (data instanceof ArrayBuffer) return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(/** @type {ArrayBuffer} */ (data.buffer), data.byteOffset, data.byteLength).slice().buffer;
  return wellFormed(`${data}`);
}

/** @param {string} text */
function wellFormed(text) {
  return /** @type {any} */ (text).toWellFormed();
}

/** A number as an `unsigned short` of Web IDL that is clamped. @param {any} value */
function clamped(value) {
  const number = Number(value);
  if (Number.isNaN(number)) return 0;
  const bounded = Math.min(Math.max(number, 0), 65_535);
  const below = Math.floor(bounded);
  const over = bounded - below;
  return over > 0.5 || (over === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** What the next WebSocket is, where a server has let it in. @type {Inside | undefined} */
let adopting;

/**
 * A socket that a server of the script has let in, open from the beginning.
 * @param {number} number
 * @param {string} url
 * @param {string} protocol
 * @param {object} details what is known of who has come
 * @param {() => void} ended
 */
export function adopt(number, url, protocol, details, ended) {
  adopting = { number, url, state: OPEN, protocol, extensions: '', buffered: 0, binaryType: 'blob' };
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
  if (socket === undefined || inside(socket).state !== OPEN) return;
  inside(socket).state = CLOSING;
  call('close', number, code, reason);
}

/** What the world tells of sockets. */
export const toSockets = {
  /** @param {number} number @param {string} protocol @param {string} extensions */
  opened(number, protocol, extensions) {
    const socket = sockets.get(number);
    if (socket === undefined || inside(socket).state !== CONNECTING) return;
    Object.assign(inside(socket), { state: OPEN, protocol, extensions });
    fire(socket, new Event('open'));
  },
  /** @param {number} number @param {any} data */
  message(number, data) {
    const socket = sockets.get(number);
    if (socket === undefined) return;
    const own = inside(socket);
    if (own.state !== OPEN) return;
    // Bytes come as a Uint8Array over memory of its own.
    const value = typeof data === 'string' ? data : own.binaryType === 'arraybuffer' ? data.buffer : new Blob([data]);
    fire(socket, new MessageEvent('message', { data: value, origin: call('origin', own.url) }));
  },
  /** @param {number} number @param {number} bytes */
  buffered(number, bytes) {
    const socket = sockets.get(number);
    if (socket !== undefined && inside(socket).state === OPEN) inside(socket).buffered = bytes;
  },
  /** @param {number} number @param {number} code @param {string} reason @param {boolean} wasClean @param {number} failure Overte's SocketError; -2 without one @param {string} message */
  closed(number, code, reason, wasClean, failure, message) {
    const socket = sockets.get(number);
    if (socket === undefined) return;
    sockets.delete(number);
    inside(socket).state = CLOSED;
    if (failure !== -2) {
      const event = new Event('error');
      Object.defineProperties(event, { code: { value: failure }, message: { value: message } });
      fire(socket, event);
    }
    fire(socket, new CloseEvent('close', { code, reason, wasClean }));
  },
};
