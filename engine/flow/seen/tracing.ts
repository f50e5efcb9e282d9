import type { Chain } from '../node/chain.ts';
import type { Value } from '../values/data-type.ts';
import type { LinkedNode, Plan } from '../node/node-types.ts';
import type { Breaks } from './breaks.ts';
import { TickTrace, type RawStep } from './tick-trace.ts';

/** Nodes that may be pulled in a tick so that its steps are told; beyond that its graph is run by its own code, and its values are not known. */
const MOST_PULLS = 50_000;

interface Beginning {
  readonly node: number;
  readonly entrance: string | undefined;
  readonly which: number;
  readonly chain: Chain;
  readonly depth: number;
  readonly tick: number;
}

/** Notes the steps of each tick, for those who have set breakpoints in a flow. */
export class Tracing {
  #breaks: ReadonlySet<Breaks> = new Set();
  #trace = new TickTrace(-1);
  #left = 0;
  readonly #spend: (size: number) => boolean;

  /** @param spend takes from what all conditions of a tick may take */
  constructor(spend: (size: number) => boolean) {
    this.#spend = spend;
  }

  /** The same for others: what was noted of the tick is theirs too. */
  with(breaks: ReadonlySet<Breaks>): this {
    this.#breaks = breaks;
    return this;
  }

  /** Whether a step may be run so that it tells what it pulls. */
  mayRecord(pulls: number): boolean {
    return (this.#left -= pulls) >= 0;
  }

  /** A step begins; undefined where it is left out. */
  begin(plan: Plan, { node, entrance, which, chain, depth, tick }: Beginning, by: RawStep['by']): RawStep | undefined {
    if (this.#trace.tick !== tick) {
      this.#trace = new TickTrace(tick);
      this.#left = MOST_PULLS;
    }
    const step: RawStep = {
      plan,
      node,
      entrance,
      which,
      chain: this.#trace.numberOf(chain),
      depth,
      by,
      acting: chain.acting,
      inputs: new Map(),
      pulled: [],
      out: undefined,
    };
    const added = this.#trace.add(step);
    // What is left out is looked at still by those who have come to none of theirs in this tick.
    return added === undefined && this.#isAwaited() ? step : added;
  }

  #isAwaited(): boolean {
    for (const each of this.#breaks) if (!each.hasHit(this.#trace)) return true;
    return false;
  }

  pulled(step: RawStep, node: number, value: Value | readonly Value[]): void {
    if (this.#trace.mayPull()) step.pulled.push([node, value]);
  }

  given(step: RawStep, inputs: readonly number[] | undefined, values: readonly (Value | readonly Value[])[]): void {
    for (const [at, value] of values.entries()) step.inputs.set(inputs?.[at] ?? at, value);
    // One that goes on after a call has been looked at as it began.
    if (step.entrance !== undefined) for (const each of this.#breaks) each.look(step, this.#trace, this.#spend);
  }

  /** @param isRecorded what its inputs were given was told */
  done(step: RawStep, { values }: Chain, isRecorded: boolean): void {
    const { slots } = step.plan.nodes[step.node] as LinkedNode;
    step.out = slots.map((slot) => values[slot] as Value);
    // Where it was run by its own code, it is looked at only by where it is.
    if (step.entrance !== undefined && step.inputs.size === 0) for (const each of this.#breaks) each.look(step, this.#trace, this.#spend, isRecorded);
  }
}
