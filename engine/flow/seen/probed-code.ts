import type { Value } from '../values/data-type.ts';
import type { Call, Code, Plan, Step } from '../node/node-types.ts';
import type { Chain } from '../node/chain.ts';
import type { RunCounts } from './run-counts.ts';

/**
 * Runs a graph by its own code, and notes what it does. Nothing is noted by what runs while nobody looks, since that has its own code. Both do the same, at
 * the same cost in fuel.
 */
export class ProbedCode implements Code {
  readonly plan: Plan;
  readonly own: Code;
  readonly #counts: RunCounts;
  /** By which node a chain was set off. */
  readonly #by = new WeakMap<Chain, number>();
  /** The node that acts, and its chain: what begins within is a chain of its own that it has started, or that it has set off by a tag. */
  #node = -1;
  #chain: Chain | undefined;

  constructor(plan: Plan, own: Code, counts: RunCounts) {
    this.plan = plan;
    this.own = own;
    this.#counts = counts;
  }

  /** A node has set off a chain. */
  began(chain: Chain, node: number): void {
    this.#by.set(chain, node);
  }

  run(call: Call, step: number): number {
    const { node } = this.plan.steps[step] as Step;
    this.#begins(call, step);
    const before = this.#node,
      chain = this.#chain;
    this.#node = node;
    this.#chain = call.chain;
    try {
      const to = this.own.run(call, step);
      this.#counts.passed(node, to, call.world.tick);
      return to;
    } finally {
      this.#node = before;
      this.#chain = chain;
    }
  }

  resume(call: Call, node: number, phase: number): number {
    const before = this.#node,
      chain = this.#chain;
    this.#node = node;
    this.#chain = call.chain;
    try {
      const to = this.own.resume(call, node, phase);
      if (to >= 0) this.#counts.went(node, to);
      return to;
    } finally {
      this.#node = before;
      this.#chain = chain;
    }
  }

  tick(call: Call, node: number): number {
    const to = this.own.tick(call, node);
    if (to >= 0) this.#counts.passed(node, to, call.world.tick);
    return to;
  }

  actsFor(call: Call, node: number): Value {
    return this.own.actsFor(call, node);
  }
  costOf(step: number): number {
    return this.own.costOf(step);
  }
  resumeCost(node: number): number {
    return this.own.resumeCost(node);
  }
  tickCost(node: number): number {
    return this.own.tickCost(node);
  }

  /** A node that starts a task leads to it by a wire. */
  #begins(call: Call, step: number): void {
    if (this.#node < 0 || call.chain === this.#chain || this.#by.has(call.chain)) return;
    this.#by.set(call.chain, this.#node);
    this.#counts.went(this.#node, step);
  }
}
