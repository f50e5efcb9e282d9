// A value in words, as a console shows it.

const { apply, get, getPrototypeOf } = Reflect;
const { isArray } = Array;
const { keys } = Object;
const { stringify } = JSON;
const { toISOString } = Date.prototype;
const { forEach: eachOfMap } = Map.prototype;
const { forEach: eachOfSet } = Set.prototype;
const sizeOfMap = getterOf(Map.prototype, 'size');
const sizeOfSet = getterOf(Set.prototype, 'size');

/** Levels that are shown of what holds others, entries of each, and characters of all. */
const DEEPEST = 3;
const MOST = 50;
const LONGEST = 10_000;

/** @param {object} from @param {string} name */
function getterOf(from, name) {
  return /** @type {Function} */ (Object.getOwnPropertyDescriptor(from, name)?.get);
}

/**
 * What a value is, in a line or several. A script's own code may run by that, as getters and proxies have it; what it throws is passed over.
 * @param {unknown} value
 * @returns {string}
 */
export function inspected(value) {
  const room = { left: LONGEST };
  const text = inner(value, 0, [], room);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** @param {unknown} value @param {number} level @param {readonly unknown[]} within @param {{ left: number }} room @returns {string} */
function inner(value, level, within, room) {
  let text = '[what cannot be told]';
  try {
    text = room.left <= 0 ? '…' : told(value, level, within, room);
  } catch {
    // It has thrown where it was asked, and is asked no more.
  }
  room.left -= text.length;
  return text;
}

/** @param {unknown} value @param {number} level @param {readonly unknown[]} within @param {{ left: number }} room @returns {string} */
function told(value, level, within, room) {
  if (typeof value === 'string') return stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `[Function ${value.name || 'anonymous'}]`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Error) return typeof value.stack === 'string' && value.stack !== '' ? `${value}\n${value.stack}` : String(value);
  for (const each of within) if (each === value) return '[circular]';
  const around = [...within, value];
  const part = (/** @type {unknown} */ each) => inner(each, level + 1, around, room);
  if (isArray(value)) return level >= DEEPEST ? `[${value.length} values]` : listed(value.length, (at) => part(value[at]), '[', ']');
  if (value instanceof Date) return `Date ${apply(toISOString, value, [])}`;
  if (value instanceof Map) {
    const size = /** @type {number} */ (apply(sizeOfMap, value, []));
    const entries = /** @type {string[]} */ ([]);
    if (level < DEEPEST)
      apply(eachOfMap, value, [
        (/** @type {unknown} */ of, /** @type {unknown} */ key) => entries.length < MOST && entries.push(`${part(key)} => ${part(of)}`),
      ]);
    return `Map(${size}) ${level < DEEPEST ? listed(size, (at) => entries[at] ?? '', '{ ', ' }') : ''}`;
  }
  if (value instanceof Set) {
    const size = /** @type {number} */ (apply(sizeOfSet, value, []));
    const entries = /** @type {string[]} */ ([]);
    if (level < DEEPEST) apply(eachOfSet, value, [(/** @type {unknown} */ of) => entries.length < MOST && entries.push(part(of))]);
    return `Set(${size}) ${level < DEEPEST ? listed(size, (at) => entries[at] ?? '', '{ ', ' }') : ''}`;
  }
  const name = nameOf(value);
  if (ArrayBuffer.isView(value) && 'length' in value) {
    const numbers = /** @type {Uint8Array} */ (value);
    return `${name}(${numbers.length}) ${listed(numbers.length, (at) => String(numbers[at]), '[', ']')}`;
  }
  if (value instanceof ArrayBuffer) return `ArrayBuffer(${value.byteLength})`;
  if (value instanceof Promise) return 'Promise';
  if (value instanceof RegExp) return String(value);
  const names = keys(value);
  const before = name === 'Object' ? '' : `${name} `;
  if (level >= DEEPEST && names.length > 0) return `${before}{…}`;
  return `${before}${listed(names.length, (at) => `${keyed(names[at] ?? '')}: ${part(get(value, names[at] ?? ''))}`, '{ ', ' }')}`;
}

/** @param {number} count @param {(at: number) => string} of @param {string} open @param {string} close */
function listed(count, of, open, close) {
  if (count === 0) return `${open}${close}`.replace('  ', '');
  let text = open;
  for (let at = 0; at < count && at < MOST; at++) text += (at === 0 ? '' : ', ') + of(at);
  return `${text}${count > MOST ? `, … ${count - MOST} more` : ''}${close}`;
}

/** @param {string} key */
function keyed(key) {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : stringify(key);
}

/** The class of what an object is. @param {object} value @returns {string} */
function nameOf(value) {
  const prototype = getPrototypeOf(value);
  if (prototype === null) return '[no prototype]';
  const of = /** @type {{ constructor?: { name?: unknown } }} */ (prototype).constructor?.name;
  return typeof of === 'string' && of !== '' ? of : 'Object';
}
