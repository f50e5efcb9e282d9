import { call, runFileOf } from './host.js';
import { guarded, report } from './report.js';

const { apply } = Reflect;
const { isArray } = Array;
const { get, set, delete: remove } = Map.prototype;
const { has, add } = Set.prototype;

/** Paths of the files that were included. @type {Set<string>} */
const done = new Set();
/** @typedef {{ count: number, go: () => void }} Waiting */
/** Who waits for a file, by its path. @type {Map<string, Waiting[]>} */
const waiting = new Map();
/** Path of the file that is being included, or of the script where it is a file itself. */
let within = '';

/** @param {string} root */
export function includeFrom(root) {
  within = root;
}

/**
 * Runs files beside the scene as if they stood in the script, each of them once: `Script.include('lib/chat.js')`. As Overte has it.
 * @param {string | readonly string[]} names relative to the folder of the file that includes them
 * @param {() => void} [callback] called once all of them have run: then they need not have been read before the script began
 */
export function include(names, callback) {
  const paths = /** @type {string[]} */ ([]);
  const list = isArray(names) ? names : [names];
  for (let at = 0; at < list.length; at++) paths[at] = pathOf(`${list[at]}`);
  if (callback === undefined) {
    for (let at = 0; at < paths.length; at++) runFile(/** @type {string} */ (paths[at]));
    return;
  }
  if (typeof callback !== 'function') throw new TypeError('Script.include expects a function that is called once the files have run');
  const left = { count: 1, go: () => runAll(paths, callback) };
  for (let at = 0; at < paths.length; at++) {
    const path = /** @type {string} */ (paths[at]);
    if (apply(has, done, [path]) || call('awaitFile', path)) continue;
    left.count++;
    apply(set, waiting, [path, [...waitingFor(path), left]]);
  }
  lessLeft(left);
}

/** @param {string} name @returns {string} */
function pathOf(name) {
  return /** @type {string} */ (call('path', name, within));
}

/** @param {string} path @returns {Waiting[]} */
function waitingFor(path) {
  return /** @type {Waiting[] | undefined} */ (apply(get, waiting, [path])) ?? [];
}

/** A file that somebody waits for has been read. @param {string} path */
export function included(path) {
  const all = waitingFor(path);
  apply(remove, waiting, [path]);
  for (let at = 0; at < all.length; at++) lessLeft(/** @type {Waiting} */ (all[at]));
}

/** @param {Waiting} left */
function lessLeft(left) {
  if (--left.count === 0) left.go();
}

/** @param {readonly string[]} paths @param {() => void} callback */
function runAll(paths, callback) {
  for (let at = 0; at < paths.length; at++) {
    try {
      runFile(/** @type {string} */ (paths[at]));
    } catch (thrown) {
      report(thrown, 'Script.include');
    }
  }
  guarded(callback, undefined, [], 'Script.include');
}

/** @param {string} path */
function runFile(path) {
  if (apply(has, done, [path])) return;
  const before = within;
  within = path;
  try {
    apply(add, done, [path]);
    runFileOf(path);
  } catch (thrown) {
    apply(Set.prototype.delete, done, [path]);
    throw thrown;
  } finally {
    within = before;
  }
}
