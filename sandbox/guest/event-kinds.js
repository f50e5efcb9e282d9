import { Event } from './events.js';
import { defineInterface, dictionary, needs } from './web-idl.js';

/** An event that carries what somebody has sent. */
export class MessageEvent extends Event {
  /** @type {unknown} */ #data;
  #origin;
  #lastEventId;
  /** @type {unknown} */ #source;
  /** @type {readonly unknown[]} */ #ports;
  /** @param {string} type @param {MessageEventInit} [init] */
  constructor(type, init = undefined) {
    needs(arguments.length, 1, 'MessageEvent');
    super(type, init);
    const { data = null, lastEventId = '', origin = '', ports = [], source = null } = dictionary(init, 'MessageEvent');
    this.#data = data;
    this.#origin = `${origin}`.toWellFormed();
    this.#lastEventId = `${lastEventId}`;
    this.#source = source;
    this.#ports = Object.freeze([.../** @type {Iterable<unknown>} */ (ports)]);
  }
  get data() {
    return this.#data;
  }
  get origin() {
    return this.#origin;
  }
  get lastEventId() {
    return this.#lastEventId;
  }
  get source() {
    return this.#source;
  }
  get ports() {
    return this.#ports;
  }
}
defineInterface(MessageEvent);

/** An event that says how a connection has ended. */
export class CloseEvent extends Event {
  #wasClean;
  #code;
  #reason;
  /** @param {string} type @param {CloseEventInit} [init] */
  constructor(type, init = undefined) {
    needs(arguments.length, 1, 'CloseEvent');
    super(type, init);
    const { code = 0, reason = '', wasClean = false } = dictionary(init, 'CloseEvent');
    this.#wasClean = Boolean(wasClean);
    this.#code = Number(code) & 0xffff;
    this.#reason = `${reason}`.toWellFormed();
  }
  get wasClean() {
    return this.#wasClean;
  }
  get code() {
    return this.#code;
  }
  get reason() {
    return this.#reason;
  }
}
defineInterface(CloseEvent);
