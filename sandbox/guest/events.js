import { guarded, report } from './report.js';

/** @typedef {{ callback: any, capture: boolean, once: boolean, passive: boolean, removed: boolean, signal: any }} Listener */

/** What an event keeps that scripts do not see. */
const CANCELLED = Symbol('cancelled');
const STOPPED = Symbol('stopped');
const DISPATCHING = Symbol('dispatching');
const TRUSTED = Symbol('trusted');
const TARGET = Symbol('target');
const INSIDE = Symbol('inside');

/** An event as the DOM standard has it (dom.spec.whatwg.org), without a tree. */
export class Event {
  static NONE = 0;
  static CAPTURING_PHASE = 1;
  static AT_TARGET = 2;
  static BUBBLING_PHASE = 3;
  /** @type {any} */ #init;
  #type;
  #timeStamp = Date.now();
  [CANCELLED] = false;
  [STOPPED] = false;
  [DISPATCHING] = false;
  [TRUSTED] = false;
  /** @type {any} */ [TARGET] = null;
  [INSIDE] = false;

  /** @param {string} type @param {any} [init] */
  constructor(type, init) {
    if (arguments.length === 0) throw new TypeError('Event expects a type');
    if (init !== undefined && init !== null && typeof init !== 'object' && typeof init !== 'function')
      throw new TypeError('Event expects an object as its second argument');
    this.#type = `${type}`;
    this.#init = { bubbles: Boolean(init?.bubbles), cancelable: Boolean(init?.cancelable), composed: Boolean(init?.composed) };
    for (const key of [CANCELLED, STOPPED, DISPATCHING, TRUSTED, TARGET, INSIDE]) Object.defineProperty(this, key, { enumerable: false });
    Object.defineProperty(this, 'isTrusted', { get: isTrusted, enumerable: true, configurable: false });
  }
  get type() {
    return this.#type;
  }
  get target() {
    return this[TARGET];
  }
  get srcElement() {
    return this[TARGET];
  }
  get currentTarget() {
    return this[DISPATCHING] ? this[TARGET] : null;
  }
  get eventPhase() {
    return this[DISPATCHING] ? Event.AT_TARGET : Event.NONE;
  }
  get bubbles() {
    return this.#init.bubbles;
  }
  get cancelable() {
    return this.#init.cancelable;
  }
  get composed() {
    return this.#init.composed;
  }
  get defaultPrevented() {
    return this[CANCELLED];
  }
  get returnValue() {
    return !this[CANCELLED];
  }
  get timeStamp() {
    return this.#timeStamp;
  }
  get cancelBubble() {
    return this[INSIDE];
  }
  set cancelBubble(value) {
    if (value) this[INSIDE] = true;
  }
  composedPath() {
    return this[DISPATCHING] ? [this[TARGET]] : [];
  }
  preventDefault() {
    if (this.cancelable) this[CANCELLED] = true;
  }
  stopPropagation() {
    this[INSIDE] = true;
  }
  stopImmediatePropagation() {
    this[INSIDE] = true;
    this[STOPPED] = true;
  }
}
/** @this {any} */
function isTrusted() {
  return this[TRUSTED];
}
for (const [name, value] of Object.entries({ NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 })) {
  Object.defineProperty(Event, name, { value, writable: false, enumerable: true, configurable: false });
  Object.defineProperty(Event.prototype, name, { value, writable: false, enumerable: true, configurable: false });
}

export class MessageEvent extends Event {
  /** @type {any} */ #init;
  /** @param {string} type @param {any} [init] */
  constructor(type, init) {
    super(type, init);
    this.#init = {
      data: init?.data === undefined ? null : init.data,
      origin: `${init?.origin ?? ''}`,
      lastEventId: `${init?.lastEventId ?? ''}`,
      ports: Object.freeze([...(init?.ports ?? [])]),
    };
  }
  get data() {
    return this.#init.data;
  }
  get origin() {
    return this.#init.origin;
  }
  get lastEventId() {
    return this.#init.lastEventId;
  }
  get source() {
    return null;
  }
  get ports() {
    return this.#init.ports;
  }
}

export class CloseEvent extends Event {
  /** @type {any} */ #init;
  /** @param {string} type @param {any} [init] */
  constructor(type, init) {
    super(type, init);
    this.#init = { wasClean: Boolean(init?.wasClean), code: Number(init?.code ?? 0) & 0xffff, reason: `${init?.reason ?? ''}` };
  }
  get wasClean() {
    return this.#init.wasClean;
  }
  get code() {
    return this.#init.code;
  }
  get reason() {
    return this.#init.reason;
  }
}

/** @type {WeakMap<object, Map<string, Listener[]>>} */
const LISTENERS = new WeakMap();
const { get: listenersFor, set: keepListeners } = WeakMap.prototype;

/** @param {any} target @returns {Map<string, Listener[]>} */
function listenersOf(target) {
  let known = listenersFor.call(LISTENERS, target);
  if (known === undefined) {
    if (!(target instanceof EventTarget)) throw new TypeError('expected an EventTarget');
    known = new Map();
    keepListeners.call(LISTENERS, target, known);
  }
  return known;
}

/** What dispatches events, as the DOM standard has it. */
export class EventTarget {
  /** @param {string} type @param {any} callback @param {any} [options] */
  addEventListener(type, callback, options) {
    if (arguments.length < 2) throw new TypeError('addEventListener expects a type and a listener');
    if (callback !== null && callback !== undefined && typeof callback !== 'object' && typeof callback !== 'function')
      throw new TypeError('a listener is a function or an object');
    const capture = Boolean(typeof options === 'object' && options !== null ? options.capture : options);
    const once = Boolean(options?.once),
      passive = Boolean(options?.passive),
      signal = options?.signal;
    if (signal?.aborted === true || callback === null || callback === undefined) return;
    const all = listenersOf(this),
      name = `${type}`;
    const list = all.get(name) ?? [];
    if (list.some((each) => each.callback === callback && each.capture === capture)) return;
    const listener = { callback, capture, once, passive, removed: false, signal };
    all.set(name, [...list, listener]);
    signal?.addEventListener('abort', () => this.removeEventListener(name, callback, { capture }), { once: true });
  }
  /** @param {string} type @param {any} callback @param {any} [options] */
  removeEventListener(type, callback, options) {
    const capture = Boolean(typeof options === 'object' && options !== null ? options.capture : options);
    const all = listenersOf(this),
      name = `${type}`;
    const list = all.get(name) ?? [];
    const found = list.find((each) => each.callback === callback && each.capture === capture);
    if (found === undefined) return;
    found.removed = true;
    all.set(
      name,
      list.filter((each) => each !== found),
    );
  }
  /** @param {any} event */
  dispatchEvent(event) {
    if (!(event instanceof Event)) throw new TypeError('dispatchEvent expects an Event');
    if (event[DISPATCHING]) throw new DOMException('the event is being dispatched already', 'InvalidStateError');
    event[TRUSTED] = false;
    return dispatch(this, event);
  }
}

/** @param {any} target @param {any} event */
function dispatch(target, event) {
  event[TARGET] = target;
  event[DISPATCHING] = true;
  for (const listener of listenersOf(target).get(event.type) ?? []) {
    if (listener.removed) continue;
    if (event[STOPPED]) break;
    if (listener.once) target.removeEventListener(event.type, listener.callback, { capture: listener.capture });
    invoke(listener.callback, event);
  }
  event[DISPATCHING] = false;
  event[STOPPED] = false;
  event[INSIDE] = false;
  return !event[CANCELLED];
}

/** @param {any} callback @param {any} event */
function invoke(callback, event) {
  if (typeof callback === 'function') return guarded(callback, event[TARGET], [event], `on${event.type}`);
  try {
    guarded(callback.handleEvent, callback, [event], `on${event.type}`);
  } catch (thrown) {
    report(thrown);
  }
}

/** Dispatches an event of the world's own. @param {any} target @param {any} event */
export function fire(target, event) {
  event[TRUSTED] = true;
  dispatch(target, event);
}

/**
 * Gives a class the event handlers `onname`: each stands among the listeners where it was first set.
 * @param {any} type @param {readonly string[]} names
 */
export function defineHandlers(type, names) {
  /** @type {WeakMap<object, Record<string, { callee: any, listening: boolean }>>} */
  const handlers = new WeakMap();
  for (const name of names) {
    Object.defineProperty(type.prototype, `on${name}`, {
      configurable: true,
      enumerable: true,
      /** @this {any} */
      get() {
        return handlers.get(this)?.[name]?.callee ?? null;
      },
      /** @this {any} @param {any} value */
      set(value) {
        if (!(this instanceof type)) throw new TypeError(`on${name} is set on what is no ${type.name}`);
        const own = handlers.get(this) ?? Object.create(null);
        handlers.set(this, own);
        const callee = typeof value === 'function' || (typeof value === 'object' && value !== null) ? value : null;
        const known = own[name];
        if (callee === null) {
          if (known !== undefined) this.removeEventListener(name, known.listener);
          delete own[name];
        } else if (known === undefined) {
          const handler = {
            callee,
            /** @param {any} event */
            listener: (event) => {
              if (typeof handler.callee === 'function') guarded(handler.callee, event.target, [event], `on${name}`);
            },
          };
          own[name] = handler;
          this.addEventListener(name, handler.listener);
        } else known.callee = callee;
      },
    });
  }
}
