import type { Value } from '../values/data-type.ts';
import type { Plan } from '../node/node-types.ts';

/** Steps that are kept of a tick before the one that is looked for, and as many after it; values that all of them have pulled. */
const HALF = 500,
  MOST_PULLED = 20_000;

/** A step of a chain, as it was. */
export interface RawStep {
  readonly plan: Plan;
  readonly node: number;
  /** By which of its impulse inputs the impulse came, and which one it is of a list; undefined where a node goes on after a call or a wait. */
  readonly entrance: string | undefined;
  readonly which: number;
  /** A number of the chain within the tick. */
  readonly chain: number;
  /** How many calls and chains stand around it. */
  readonly depth: number;
  readonly by: { readonly node: number; readonly exit: string } | undefined;
  readonly acting: string;
  /** What its inputs were given, by number. */
  readonly inputs: Map<number, Value | readonly Value[]>;
  readonly pulled: (readonly [node: number, value: Value | readonly Value[]])[];
  /** What its own outputs hold after it; undefined as long as it acts, or where it was left. */
  out: readonly Value[] | undefined;
}

/** What chains of a flow do in one tick, in order. Of a tick that does much, what lies around the step that somebody waits for. */
export class TickTrace {
  readonly tick: number;
  readonly steps: RawStep[] = [];
  /** Steps that were left out before those, and after them. */
  before = 0;
  after = 0;
  #isHeld = false;
  #end = Infinity;
  #pulled = 0;
  readonly #chains = new Map<object, number>();

  constructor(tick: number) {
    this.tick = tick;
  }

  /** Takes a step in; undefined where it is left out. */
  add(step: RawStep): RawStep | undefined {
    if (this.steps.length >= this.#end) {
      this.after++;
      return undefined;
    }
    if (!this.#isHeld && this.steps.length >= 2 * HALF) {
      this.steps.splice(0, HALF);
      this.before += HALF;
    }
    this.steps.push(step);
    return step;
  }

  /** Whether a value that is pulled may be kept still. */
  mayPull(): boolean {
    return this.#pulled++ < MOST_PULLED;
  }

  /** Somebody waits for this step: those around it stay. */
  hold(step: RawStep): number {
    let at = this.steps.indexOf(step);
    if (at < 0 && this.#isHeld) {
      // Somebody else's step was come to long before, and what lies around that one has filled the trace.
      at = this.steps.push(step) - 1;
      this.after = Math.max(0, this.after - 1);
    } else if (at < 0) {
      // It began long ago, and all that it has set off has pushed it out: it takes the place of the first that is kept.
      this.steps[0] = step;
      at = 0;
    }
    if (!this.#isHeld) {
      this.#isHeld = true;
      this.#end = at + HALF;
    }
    return at;
  }

  numberOf(chain: object): number {
    let number = this.#chains.get(chain);
    if (number === undefined) this.#chains.set(chain, (number = this.#chains.size + 1));
    return number;
  }
}
