// The one way out of the sandbox. Whoever imports this module is a part of the library; scripts cannot reach it.

const out = globalThis.__host;
delete (/** @type {any} */ (globalThis).__host);

const { Error: PlainError } = globalThis;
const { indexOf, slice } = String.prototype;
const { apply, defineProperty } = Reflect;
/** What is asked often, by number. */
const READ = 1;
const WRITE = 2;

/**
 * Asks the world for something.
 * @param {...(undefined | null | boolean | number | string | ArrayBuffer)} values the name of what is asked, and what goes with it
 * @returns {any}
 */
export function call(...values) {
  try {
    // To spread a list is to ask the script how lists are gone through.
    return apply(out, undefined, values);
  } catch (told) {
    throw refusal(told);
  }
}

/** Runs a file beside the scene. What it throws is thrown, whatever that is. @param {string} path */
export function runFileOf(path) {
  call('file', path);
  apply(out, undefined, ['include', path]);
}

/** The value of a field that the script has at hand. @param {number} field */
export function read(field) {
  try {
    return out(READ, field);
  } catch (told) {
    throw refusal(told);
  }
}

/** @param {number} field @param {unknown} value */
export function write(field, value) {
  try {
    out(WRITE, field, value);
  } catch (told) {
    throw refusal(told);
  }
}

/** What the world refuses comes as a text, so that the error has the stack of whoever asked. @param {unknown} told */
function refusal(told) {
  if (typeof told !== 'string') return told;
  const end = apply(indexOf, told, ['\n']);
  const error = new PlainError(apply(slice, told, [end + 1]));
  defineProperty(error, 'code', { value: apply(slice, told, [0, end]), configurable: true, writable: true });
  return error;
}
