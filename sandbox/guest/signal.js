import { report } from './report.js';

/** What scripts connect functions to, as Overte's signals: `signal.connect(f)`, `signal.connect(object, f)`, and `disconnect` with the same. */
export class Signal {
  /** @type {{ self: unknown, callee: unknown }[]} */
  #connected = [];
  #name;
  #changed;

  /** @param {string} name @param {(connected: number) => void} [changed] is told how many are connected where that is another number */
  constructor(name, changed = () => {}) {
    this.#name = name;
    this.#changed = changed;
  }

  /** @param {unknown} first @param {unknown} [second] */
  connect(first, second) {
    const { self, callee } = pair(first, second);
    if (typeof callee !== 'function') throw new TypeError(`${this.#name}.connect expects a function`);
    this.#connected = [...this.#connected, { self, callee }];
    this.#changed(this.#connected.length);
  }

  /** @param {unknown} first @param {unknown} [second] */
  disconnect(first, second) {
    const { self, callee } = pair(first, second);
    const left = this.#connected.filter((each) => each.callee !== callee || each.self !== self);
    if (left.length === this.#connected.length) return;
    this.#connected = left;
    this.#changed(left.length);
  }

  /** @param {Signal} signal @param {unknown} value */
  static emit(signal, value) {
    const connected = signal.#connected;
    for (let at = 0; at < connected.length; at++) {
      const { self, callee } = /** @type {{ self: unknown, callee: Function }} */ (connected[at]);
      try {
        apply(callee, self, [value]);
      } catch (thrown) {
        report(thrown, signal.#name);
      }
    }
  }
}
const { apply } = Reflect;
const { emit } = Signal;
// What a script holds of a signal is to be connected to, and not to be set off.
delete (/** @type {{ emit?: unknown }} */ (Signal).emit);
export { emit };

/** @param {unknown} first @param {unknown} second */
function pair(first, second) {
  return second === undefined ? { self: undefined, callee: first } : { self: first, callee: second };
}
