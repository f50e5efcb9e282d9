import { call } from './host.js';

const { TypeError } = globalThis;
const { apply, defineProperty } = Reflect;

/** Why something is not done, as whoever knows fetch expects it, with the world's code. @param {string} message @param {string} code */
export function refusal(message, code) {
  const error = new TypeError(message);
  defineProperty(error, 'code', { value: code, configurable: true, writable: true });
  return error;
}

/**
 * Asks the world for something, as `call` does; what it refuses is a TypeError.
 * @param {...(undefined | null | boolean | number | string | ArrayBuffer)} values
 * @returns {any}
 */
export function asked(...values) {
  try {
    return apply(call, undefined, values);
  } catch (told) {
    const { code, message } = /** @type {{ code?: unknown, message?: unknown }} */ (told ?? {});
    throw typeof code === 'string' && typeof message === 'string' ? refusal(message, code) : told;
  }
}
