import { call } from './host.js';
import { inspected } from './inspect.js';

// What a line comes to that somebody has typed while the script runs.

const { apply } = Reflect;
const { then } = Promise.prototype;

/** @param {unknown} value */
export function said(value) {
  call('said', inspected(value));
  if (!(value instanceof Promise)) return;
  void apply(then, value, [(/** @type {unknown} */ given) => void call('said', inspected(given)), saidWrong]);
}

/** @param {unknown} thrown */
export function saidWrong(thrown) {
  call('saidWrong', inspected(thrown));
}
