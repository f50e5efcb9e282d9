import { call } from './host.js';
import { inspected } from './inspect.js';

/**
 * Tells the world of an error that nobody has caught.
 * @param {any} thrown
 * @param {string} [where] what it was thrown in, where that says more than its stack
 */
export function report(thrown, where = '') {
  let name = 'Error',
    message = '',
    stack = '';
  try {
    if (typeof thrown === 'object' && thrown !== null) {
      name = String(thrown.name ?? 'Error');
      // What is no error may have no message, as `throw { code: 4 }` has none; then what it holds says most.
      message = thrown.message === undefined ? inspected(thrown) : String(thrown.message);
      stack = typeof thrown.stack === 'string' ? thrown.stack : '';
    } else message = String(thrown);
  } catch {
    message = 'something was thrown that cannot be told';
  }
  call('failed', name, message, stack, where);
}

/**
 * Calls a function of the script. What it throws is told, and nobody else is disturbed by it.
 * @param {unknown} callee
 * @param {unknown} self
 * @param {readonly unknown[]} values
 * @param {string} [where]
 */
export function guarded(callee, self, values, where) {
  if (typeof callee !== 'function') return;
  try {
    Reflect.apply(callee, self, values);
  } catch (thrown) {
    report(thrown, where);
  }
}
