import { call } from './host.js';
import { guarded } from './report.js';

/** Timers that a script may have at a time. */
const MOST = 10_000;
/** Longest delay in ms, as in browsers: a greater one counts as none. */
const LONGEST = 2 ** 31 - 1;

/** @typedef {{ id: number, due: number, every: number, callee: unknown, values: unknown[] }} Timer */
/** @type {Map<number, Timer>} */
const timers = new Map();
let lastId = 0;
let told = -1;
/** Milliseconds since the world began, as this turn has them. */
let now = 0;

/** @param {number} milliseconds */
export function setNow(milliseconds) {
  now = milliseconds;
}

function tellNext() {
  let next = -1;
  for (const { due } of timers.values()) if (next < 0 || due < next) next = due;
  if (next === told) return;
  told = next;
  call('due', next);
}

/** @param {unknown} callee @param {unknown} delay @param {boolean} repeats @param {unknown[]} values */
function add(callee, delay, repeats, values) {
  if (typeof callee !== 'function') throw new TypeError(`expected a function to call later, and got ${typeof callee}`);
  if (timers.size >= MOST) throw new RangeError(`there are ${MOST} timers already, which is the most that a script may have`);
  const asked = Math.trunc(Number(delay)) || 0;
  const wait = asked < 0 || asked > LONGEST ? 0 : asked;
  const id = ++lastId;
  timers.set(id, { id, due: now + wait, every: repeats ? Math.max(1, wait) : 0, callee, values });
  tellNext();
  return id;
}

/** @param {unknown} callee @param {unknown} [delay] @param {...unknown} values */
export function setTimeout(callee, delay, ...values) {
  return add(callee, delay, false, values);
}
/** @param {unknown} callee @param {unknown} [delay] @param {...unknown} values */
export function setInterval(callee, delay, ...values) {
  return add(callee, delay, true, values);
}
/** @param {unknown} id */
export function clearTimeout(id) {
  if (timers.delete(Number(id))) tellNext();
}

/** Calls those whose time has come, in the order of their times; what they add in turn waits for the next time. */
export function runDue() {
  const due = [];
  for (const timer of timers.values()) if (timer.due <= now) due.push(timer);
  due.sort((a, b) => a.due - b.due || a.id - b.id);
  // Those that are not called repeat from their time on, so that none is lost where this turn is cut off; it goes on with the next.
  for (const timer of due) {
    if (timers.get(timer.id) !== timer) continue;
    if (timer.every > 0) timer.due = Math.max(timer.due + timer.every, now + 1);
    else timers.delete(timer.id);
    told = NaN;
    guarded(timer.callee, undefined, timer.values, timer.every > 0 ? 'setInterval' : 'setTimeout');
  }
  tellNext();
}
