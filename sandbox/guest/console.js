import { call } from './host.js';

/** Characters of one line of the log. */
const LONGEST = 2_000;

/** @param {unknown} value @returns {string} */
function shown(value) {
  try {
    if (typeof value === 'string') return value;
    if (typeof value === 'function') return `[Function ${value.name || 'anonymous'}]`;
    if (typeof value !== 'object' || value === null) return String(value);
    if (value instanceof Error) return typeof value.stack === 'string' && value.stack !== '' ? `${value}\n${value.stack}` : String(value);
    return JSON.stringify(value) ?? Object.prototype.toString.call(value);
  } catch {
    // It has thrown where it was asked, as proxies and getters may, and is asked no more.
    return '[what cannot be told]';
  }
}

/** @param {'info' | 'warn' | 'error' | 'debug'} level @param {readonly unknown[]} values */
function write(level, values) {
  let line = '';
  for (let at = 0; at < values.length && line.length <= LONGEST; at++) line += (at === 0 ? '' : ' ') + shown(values[at]);
  call('log', level, line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line);
}

/** Writes a line to the world's log. @param {...unknown} values */
export function print(...values) {
  write('info', values);
}

export const console = {
  /** @param {...unknown} values */
  log: (...values) => write('info', values),
  /** @param {...unknown} values */
  info: (...values) => write('info', values),
  /** @param {...unknown} values */
  warn: (...values) => write('warn', values),
  /** @param {...unknown} values */
  error: (...values) => write('error', values),
  /** @param {...unknown} values */
  debug: (...values) => write('debug', values),
  /** @param {unknown} condition @param {...unknown} values */
  assert: (condition, ...values) => {
    if (!condition) write('error', ['Assertion failed:', ...values]);
  },
};
