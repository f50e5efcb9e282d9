import { EventTarget } from './events.js';

/** @typedef {{ callee: object, readonly listener: (event: Event) => void }} Handler */

/**
 * Gives a class the event handlers `onname` (html.spec.whatwg.org, "event handlers"): each stands among the listeners where it was set.
 * @template {object} T
 * @param {{ readonly name: string, readonly prototype: T }} type
 * @param {(self: unknown) => Map<string, Handler>} handlersOf throws TypeError where it is none of the class
 * @param {readonly string[]} names
 */
export function defineHandlers(type, handlersOf, names) {
  for (const name of names) {
    const key = `on${name}`;
    const accessors = {
      /** @returns {object | null} */
      get [key]() {
        return handlersOf(this).get(name)?.callee ?? null;
      },
      /** @param {unknown} value */
      set [key](value) {
        const own = handlersOf(this);
        const target = /** @type {EventTarget} */ (/** @type {unknown} */ (this));
        const known = own.get(name);
        if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) {
          if (known === undefined) return;
          own.delete(name);
          removeEventListener.call(target, name, known.listener);
        } else if (known !== undefined) known.callee = value;
        else {
          const handler = {
            callee: value,
            /** @param {Event} event */
            listener: (event) => {
              if (typeof handler.callee === 'function' && Reflect.apply(handler.callee, target, [event]) === false) event.preventDefault();
            },
          };
          own.set(name, handler);
          addEventListener.call(target, name, handler.listener);
        }
      },
    };
    const descriptor = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(accessors, key));
    Object.defineProperty(type.prototype, key, descriptor);
  }
}
const { addEventListener, removeEventListener } = EventTarget.prototype;
