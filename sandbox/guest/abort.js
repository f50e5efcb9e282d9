import { defineHandlers } from './event-handlers.js';
import { Event, EventTarget, fire, signals } from './events.js';
import { setTimeout } from './timers.js';
import { defineInterface, needs } from './web-idl.js';

const { DOMException, Set } = globalThis;
const { add, clear, delete: forget, forEach } = Set.prototype;
const { apply } = Reflect;

/** @typedef {{ aborted: boolean, reason: unknown, readonly waiting: Set<() => void>, readonly handlers: Map<string, import('./event-handlers.js').Handler> }} Inside */

/** @type {(signal: unknown) => Inside} */
let insideOf;
/** @type {(value: unknown) => value is AbortSignal} */
let isSignal;
/** @type {() => AbortSignal} */
let newSignal;
let isOurs = false;

/** Tells those who wait for something that it is no longer wanted (dom.spec.whatwg.org, "Aborting ongoing activities"). */
export class AbortSignal extends EventTarget {
  /** @type {Inside} */ #inside = { aborted: false, reason: undefined, waiting: new Set(), handlers: new Map() };
  static {
    isSignal = /** @returns {value is AbortSignal} @param {unknown} value */ (value) => typeof value === 'object' && value !== null && #inside in value;
    insideOf = (signal) => {
      if (!isSignal(signal)) throw new TypeError('expected an AbortSignal');
      return signal.#inside;
    };
    newSignal = () => {
      isOurs = true;
      return new AbortSignal();
    };
  }

  constructor() {
    if (!isOurs) throw new TypeError('an AbortSignal is made by an AbortController');
    isOurs = false;
    super();
  }
  /** @param {unknown} [reason] */
  static abort(reason = undefined) {
    const signal = newSignal();
    Object.assign(insideOf(signal), { aborted: true, reason: reasonOf(reason) });
    return signal;
  }
  /** @param {number} milliseconds of the world's time */
  static timeout(milliseconds) {
    needs(arguments.length, 1, 'AbortSignal.timeout');
    const signal = newSignal();
    setTimeout(() => abort(signal, new DOMException('the time is over', 'TimeoutError')), milliseconds);
    return signal;
  }
  /** @param {Iterable<AbortSignal>} all */
  static any(all) {
    needs(arguments.length, 1, 'AbortSignal.any');
    const signal = newSignal();
    const sources = [...all].map((each) => ({ each, own: insideOf(each) }));
    const first = sources.find(({ own }) => own.aborted);
    if (first !== undefined) Object.assign(insideOf(signal), { aborted: true, reason: first.own.reason });
    else for (const { own } of sources) apply(add, own.waiting, [() => abort(signal, own.reason)]);
    return signal;
  }
  get aborted() {
    return insideOf(this).aborted;
  }
  get reason() {
    return insideOf(this).reason;
  }
  throwIfAborted() {
    const { aborted, reason } = insideOf(this);
    if (aborted) throw reason;
  }
}
defineHandlers(AbortSignal, (self) => insideOf(self).handlers, ['abort']);
defineInterface(AbortSignal);
signals.aborted = (value) => (isSignal(value) ? insideOf(value).aborted : undefined);
signals.whenAborted = (signal, then) => void apply(add, insideOf(signal).waiting, [then]);
signals.forget = (signal, then) => void apply(forget, insideOf(signal).waiting, [then]);
signals.reason = (signal) => insideOf(signal).reason;

/** @param {unknown} reason */
function reasonOf(reason) {
  return reason === undefined ? new DOMException('it was aborted', 'AbortError') : reason;
}
/** @param {AbortSignal} signal @param {unknown} reason */
function abort(signal, reason) {
  const own = insideOf(signal);
  if (own.aborted) return;
  Object.assign(own, { aborted: true, reason: reasonOf(reason) });
  /** @type {(() => void)[]} */
  const waiting = [];
  apply(forEach, own.waiting, [(/** @type {() => void} */ then) => (waiting[waiting.length] = then)]);
  apply(clear, own.waiting, []);
  for (let at = 0; at < waiting.length; at++) waiting[at]?.();
  fire(signal, new Event('abort'));
}

/** Aborts what was handed its signal. */
export class AbortController {
  #signal = newSignal();
  get signal() {
    return this.#signal;
  }
  /** @param {unknown} [reason] */
  abort(reason = undefined) {
    abort(this.#signal, reason);
  }
}
defineInterface(AbortController);
