// The one way out of the sandbox. Whoever imports this module is a part of the library; scripts cannot reach it.

const out = globalThis.__host;
delete (/** @type {any} */ (globalThis).__host);

const { Error: PlainError, TypeError: WrongType } = globalThis;
const { indexOf, slice } = String.prototype;
const apply = Reflect.apply;

/**
 * Asks the world for something.
 * @param {string} op
 * @param {...(undefined | null | boolean | number | string | ArrayBuffer)} values
 * @returns {any}
 */
export function call(op, ...values) {
  let told;
  try {
    return out(op, ...values);
  } catch (thrown) {
    told = thrown;
  }
  // What the world refuses comes as a text, so that the error has the stack of whoever asked.
  if (typeof told !== 'string') throw told;
  const end = apply(indexOf, told, ['\n']);
  const code = apply(slice, told, [0, end]);
  const message = apply(slice, told, [end + 1]);
  const error = code === 'TypeError' ? new WrongType(message) : new PlainError(message);
  if (code !== 'TypeError') Object.defineProperty(error, 'code', { value: code, configurable: true, writable: true });
  throw error;
}
