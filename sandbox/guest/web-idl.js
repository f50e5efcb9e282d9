// How classes look that browsers define by Web IDL (webidl.spec.whatwg.org), which JavaScript's own classes do not by themselves. What may be left out of a
// call is given a default, `undefined` where there is no other, so that it does not count in the `length` of the function.

const { defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames } = Object;

/**
 * Has the members of a class enumerable, and gives it its name and its constants.
 * @param {{ readonly name: string, readonly prototype: object }} type
 * @param {Readonly<Record<string, number>>} [constants]
 */
export function defineInterface(type, constants = {}) {
  for (const owner of [type, type.prototype])
    for (const name of getOwnPropertyNames(owner)) {
      const known = getOwnPropertyDescriptor(owner, name);
      if (known?.configurable !== true || name === 'constructor' || name === 'name' || name === 'length' || name === 'prototype') continue;
      defineProperty(owner, name, { ...known, enumerable: true });
    }
  for (const [name, value] of Object.entries(constants))
    for (const owner of [type, type.prototype]) defineProperty(owner, name, { value, writable: false, enumerable: true, configurable: false });
  defineProperty(type.prototype, Symbol.toStringTag, { value: type.name, writable: false, enumerable: false, configurable: true });
}

/**
 * What stands for a dictionary: an object, or nothing.
 * @param {unknown} value
 * @param {string} whose
 * @returns {Record<string, unknown>}
 */
export function dictionary(value, whose) {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' && typeof value !== 'function') throw new TypeError(`${whose} expects an object of options`);
  return /** @type {Record<string, unknown>} */ (value);
}

/**
 * As a call must be given so many values.
 * @param {number} given
 * @param {number} needed
 * @param {string} whose
 */
export function needs(given, needed, whose) {
  if (given < needed) throw new TypeError(`${whose} expects ${needed === 1 ? 'a value' : `${needed} values`}`);
}

/** What a value is as a text. @param {unknown} value */
export function textOf(value) {
  return `${value}`;
}
