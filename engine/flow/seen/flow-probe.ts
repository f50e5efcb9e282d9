import type { World } from '../../world/world.ts';
import type { Chain } from '../node/chain.ts';
import type { Code, Plan } from '../node/node-types.ts';
import type { Probe } from '../state/flows.ts';
import { ProbedCode } from './probed-code.ts';
import { RunCounts } from './run-counts.ts';

/** What is noted of one flow for all who look at it. It goes with the last of them. */
export class FlowProbe implements Probe {
  readonly #world: World;
  #counts: RunCounts | undefined;
  #code: ProbedCode | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** What is counted of the graph that runs; undefined where nothing of it has run since somebody looks. */
  get counts(): RunCounts | undefined {
    return this.#counts;
  }

  codeOf(plan: Plan, own: Code): Code {
    if (this.#code?.plan !== plan || this.#code.own !== own) this.#code = new ProbedCode(plan, own, this.#countsOf(plan));
    return this.#code;
  }

  began(plan: Plan, node: number, step: number, chain: Chain): void {
    this.#countsOf(plan).passed(node, step, this.#world.tick);
    this.#code?.began(chain, node);
  }

  #countsOf(plan: Plan): RunCounts {
    if (this.#counts?.plan !== plan) this.#counts = new RunCounts(plan, this.#world.tick, this.#counts);
    return this.#counts;
  }
}
