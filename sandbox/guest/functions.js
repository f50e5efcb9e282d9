import { call } from './host.js';
import { report } from './report.js';

// `Script.functions`: what flows may call, by the node RunScript.

/** @type {unknown} */
let functions = {};

export function functionsNow() {
  return functions;
}

/** @param {unknown} value */
export function setFunctions(value) {
  if (typeof value !== 'object' || value === null) throw new TypeError('Script.functions expects an object whose properties are functions');
  functions = value;
}

const { apply, getOwnPropertyDescriptor } = Reflect;
const { parse, stringify } = JSON;
const { then } = Promise.prototype;

/** A flow calls a function. @param {number} number @param {string} name @param {string} value as JSON */
export function called(number, name, value) {
  try {
    const all = /** @type {object} */ (functions);
    const callee = /** @type {unknown} */ (getOwnPropertyDescriptor(all, name)?.value);
    if (typeof callee !== 'function') throw new TypeError(`Script.functions has no function ${name}`);
    const given = /** @type {unknown} */ (apply(callee, all, [parse(value)]));
    if (!(given instanceof Promise)) return returned(number, given);
    void apply(then, given, [(/** @type {unknown} */ settled) => returned(number, settled), (/** @type {unknown} */ thrown) => failed(number, thrown)]);
  } catch (thrown) {
    failed(number, thrown);
  }
}

/** @param {number} number @param {unknown} value */
function returned(number, value) {
  try {
    call('returned', number, stringify(value === undefined ? null : value) ?? 'null');
  } catch (thrown) {
    failed(number, thrown);
  }
}

/** @param {number} number @param {unknown} thrown */
function failed(number, thrown) {
  let why = 'something was thrown that cannot be told';
  try {
    why = String(thrown);
  } catch {
    // It has thrown where it was asked.
  }
  call('failedCall', number, why);
  report(thrown, 'Script.functions');
}
