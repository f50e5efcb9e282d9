import { guarded } from './report.js';
import { defineInterface, dictionary, needs } from './web-idl.js';

/** @typedef {{ type: string, bubbles: boolean, cancelable: boolean, composed: boolean, target: EventTarget | null, dispatching: boolean, initialized: boolean,
 *   canceled: boolean, stopped: boolean, inside: boolean, passive: boolean, trusted: boolean, time: number }} Inside */
/** @typedef {{ callback: object, capture: boolean, once: boolean, passive: boolean, removed: boolean }} Listener */

/** @type {(event: unknown) => Inside} */
let insideOf;

/** An event as the DOM standard has it (dom.spec.whatwg.org), without a tree. */
export class Event {
  /** @type {Inside} */ #inside;
  static {
    insideOf = (event) => {
      if (typeof event !== 'object' || event === null || !(#inside in event)) throw new TypeError('expected an Event');
      return event.#inside;
    };
  }

  /** @param {string} type @param {EventInit} [init] */
  constructor(type, init = undefined) {
    needs(arguments.length, 1, 'Event');
    const name = `${type}`;
    const { bubbles, cancelable, composed } = dictionary(init, 'Event');
    this.#inside = {
      type: name,
      bubbles: Boolean(bubbles),
      cancelable: Boolean(cancelable),
      composed: Boolean(composed),
      target: null,
      dispatching: false,
      initialized: true,
      canceled: false,
      stopped: false,
      inside: false,
      passive: false,
      trusted: false,
      time: Date.now(),
    };
    Object.defineProperty(this, 'isTrusted', UNFORGEABLE);
  }
  get type() {
    return insideOf(this).type;
  }
  get target() {
    return insideOf(this).target;
  }
  get srcElement() {
    return insideOf(this).target;
  }
  get currentTarget() {
    const { dispatching, target } = insideOf(this);
    return dispatching ? target : null;
  }
  composedPath() {
    const { dispatching, target } = insideOf(this);
    return dispatching ? [target] : [];
  }
  get eventPhase() {
    return insideOf(this).dispatching ? 2 : 0;
  }
  stopPropagation() {
    insideOf(this).inside = true;
  }
  get cancelBubble() {
    return insideOf(this).inside;
  }
  set cancelBubble(value) {
    const own = insideOf(this);
    if (value) own.inside = true;
  }
  stopImmediatePropagation() {
    const own = insideOf(this);
    own.inside = true;
    own.stopped = true;
  }
  get bubbles() {
    return insideOf(this).bubbles;
  }
  get cancelable() {
    return insideOf(this).cancelable;
  }
  get returnValue() {
    return !insideOf(this).canceled;
  }
  set returnValue(value) {
    const own = insideOf(this);
    if (!value) cancel(own);
  }
  preventDefault() {
    cancel(insideOf(this));
  }
  get defaultPrevented() {
    return insideOf(this).canceled;
  }
  get composed() {
    return insideOf(this).composed;
  }
  get timeStamp() {
    return insideOf(this).time;
  }
  /** @param {string} type @param {boolean} [bubbles] @param {boolean} [cancelable] */
  initEvent(type, bubbles = false, cancelable = false) {
    needs(arguments.length, 1, 'initEvent');
    const own = insideOf(this);
    const name = `${type}`;
    if (own.dispatching) return;
    Object.assign(own, { type: name, bubbles: Boolean(bubbles), cancelable: Boolean(cancelable), trusted: false });
    Object.assign(own, { target: null, canceled: false, stopped: false, inside: false });
  }
}
const UNFORGEABLE = {
  .../** @type {PropertyDescriptor} */ (
    Object.getOwnPropertyDescriptor(
      {
        get isTrusted() {
          return insideOf(this).trusted;
        },
      },
      'isTrusted',
    )
  ),
  configurable: false,
};
defineInterface(Event, { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 });

/** @param {Inside} own */
function cancel(own) {
  if (own.cancelable && !own.passive) own.canceled = true;
}

/** What listeners need to know of AbortSignals, which are event targets themselves, and so come later. */
export const signals = {
  /** @type {(value: unknown) => boolean | undefined} whether it is aborted; undefined where it is no signal */
  aborted: () => undefined,
  /** @type {(signal: unknown, then: () => void) => void} */
  whenAborted: () => {},
  /** @type {(signal: unknown, then: () => void) => void} takes that back */
  forget: () => {},
  /** @type {(signal: unknown) => unknown} why it is aborted */
  reason: () => undefined,
};

/** @type {(target: unknown) => Map<string, readonly Listener[]>} */
let listenersOf;

/** What dispatches events, as the DOM standard has it. */
export class EventTarget {
  /** @type {Map<string, readonly Listener[]>} */ #listeners = new Map();
  static {
    listenersOf = (target) => {
      if (typeof target !== 'object' || target === null || !(#listeners in target)) throw new TypeError('expected an EventTarget');
      return target.#listeners;
    };
  }

  /** @param {string} type @param {unknown} callback @param {unknown} [options] */
  addEventListener(type, callback, options = undefined) {
    const all = listenersOf(this);
    needs(arguments.length, 2, 'addEventListener');
    const name = `${type}`;
    const given = listenerOf(callback);
    const capture = captures(options);
    const { once, passive, signal } = typeof options === 'object' || typeof options === 'function' ? dictionary(options, 'addEventListener') : {};
    const aborted = signals.aborted(signal);
    if (signal !== undefined && aborted === undefined) throw new TypeError('the signal of a listener is no AbortSignal');
    if (given === null || aborted === true) return;
    const list = all.get(name) ?? [];
    if (list.some((each) => each.callback === given && each.capture === capture)) return;
    all.set(name, [...list, { callback: given, capture, once: Boolean(once), passive: Boolean(passive), removed: false }]);
    if (signal !== undefined) signals.whenAborted(signal, () => remove(all, name, given, capture));
  }
  /** @param {string} type @param {unknown} callback @param {unknown} [options] */
  removeEventListener(type, callback, options = undefined) {
    const all = listenersOf(this);
    needs(arguments.length, 2, 'removeEventListener');
    const name = `${type}`;
    const given = listenerOf(callback);
    if (given !== null) remove(all, name, given, captures(options));
    else captures(options);
  }
  /** @param {Event} event */
  dispatchEvent(event) {
    listenersOf(this);
    const own = insideOf(event);
    if (own.dispatching) throw new DOMException('the event is being dispatched already', 'InvalidStateError');
    own.trusted = false;
    return dispatch(this, event, own);
  }
}
defineInterface(EventTarget);

/** @param {unknown} callback @returns {object | null} */
function listenerOf(callback) {
  if (callback === null || callback === undefined) return null;
  if (typeof callback !== 'object' && typeof callback !== 'function') throw new TypeError('a listener is a function or an object');
  return callback;
}
/** @param {unknown} options */
function captures(options) {
  return Boolean((typeof options === 'object' && options !== null) || typeof options === 'function' ? dictionary(options, '').capture : options);
}
/** @param {Map<string, readonly Listener[]>} all @param {string} name @param {object} callback @param {boolean} capture */
function remove(all, name, callback, capture) {
  const list = all.get(name) ?? [];
  const found = list.find((each) => each.callback === callback && each.capture === capture);
  if (found === undefined) return;
  found.removed = true;
  const left = list.filter((each) => each !== found);
  if (left.length === 0) all.delete(name);
  else all.set(name, left);
}

/** @param {EventTarget} target @param {Event} event @param {Inside} own */
function dispatch(target, event, own) {
  own.target = target;
  own.dispatching = true;
  try {
    // Those that listen from the outside in have their turn first.
    const list = listenersOf(target).get(own.type) ?? [];
    for (const capture of [true, false])
      for (const listener of list) {
        if (own.stopped) break;
        if (listener.removed || listener.capture !== capture) continue;
        if (listener.once) remove(listenersOf(target), own.type, listener.callback, capture);
        own.passive = listener.passive;
        invoke(listener.callback, target, event, own.type);
        own.passive = false;
      }
  } finally {
    Object.assign(own, { dispatching: false, stopped: false, inside: false });
  }
  return !own.canceled;
}

/** @param {object} callback @param {EventTarget} target @param {Event} event @param {string} type */
function invoke(callback, target, event, type) {
  const callee =
    typeof callback === 'function'
      ? callback
      : () => {
          const { handleEvent } = /** @type {{ handleEvent?: unknown }} */ (callback);
          if (typeof handleEvent !== 'function') throw new TypeError('a listener that is an object has no function handleEvent');
          Reflect.apply(handleEvent, callback, [event]);
        };
  guarded(callee, target, [event], `on${type}`);
}

/** Dispatches an event of the world's own. @param {EventTarget} target @param {Event} event */
export function fire(target, event) {
  const own = insideOf(event);
  own.trusted = true;
  dispatch(target, event, own);
}
