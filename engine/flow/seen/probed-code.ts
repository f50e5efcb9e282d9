import type { Chain } from '../node/chain.ts';
import { pulledAgain, pulledForUser, pullsOf } from '../code/code.ts';
import { interpret, type Recorder } from '../code/interpret.ts';
import type { Value } from '../values/data-type.ts';
import { END, type Call, type Code, type LinkedNode, type Plan, type Step } from '../node/node-types.ts';
import type { RunCounts } from './run-counts.ts';
import type { SeenPorts } from './seen-ports.ts';
import type { RawStep } from './tick-trace.ts';
import type { Tracing } from './tracing.ts';

/** What is noted of a graph as it runs. */
export interface Noted {
  readonly counts: RunCounts;
  /** Ports at which somebody looks. */
  readonly ports: SeenPorts | undefined;
  /** Steps of the tick, for those who have set breakpoints. */
  readonly tracing: Tracing | undefined;
  /** The node by which a chain has come to where it stands. */
  readonly by: WeakMap<Chain, number>;
  /** Takes from what a tick may spend so that values are seen, before so many nodes are pulled; false where there is not as much left. */
  spend(pulls: number): boolean;
}

/** Which inputs a node is run with. */
type Pulling = 'run' | 'again' | 'user';
/** What its inputs pull, and how many ports of that are looked at. */
interface Pulls {
  readonly count: number;
  readonly seen: number;
}
/** Ports that are noted in about the time of one more node that is pulled: of one node thousands may be looked at. */
const PORTS_PER_PULL = 4;

/**
 * Runs a graph by its own code, and notes what it does. What somebody sees the values of is run by the interpreter, which tells them. Nothing is noted by what
 * runs while nobody looks, since that has its own code. All of them do the same, at the same cost in fuel.
 */
export class ProbedCode implements Code, Recorder {
  readonly plan: Plan;
  readonly own: Code;
  readonly #noted: Noted;
  readonly #interpreted: Code;
  readonly #pulls: Readonly<Record<Pulling, (Pulls | undefined)[]>> = { run: [], again: [], user: [] };
  /** The node that acts, its chain, and how much stands around it: what begins within is a chain of its own that it has started, or set off by a tag. */
  #node = -1;
  #chain: Chain | undefined;
  #depth = 0;
  #step: RawStep | undefined;
  /** The node that has had its turn in the tick, and sets off the next chain. */
  #ticked = -1;

  constructor(plan: Plan, own: Code, noted: Noted) {
    this.plan = plan;
    this.own = own;
    this.#noted = noted;
    this.#interpreted = interpret(plan, this);
  }

  run(call: Call, step: number): number {
    const { node, entrance } = this.plan.steps[step] as Step;
    this.#begins(call, step);
    return this.#act(call, node, entrance, step, (code) => code.run(call, step), 'run');
  }
  resume(call: Call, node: number, phase: number): number {
    return this.#act(call, node, undefined, END, (code) => code.resume(call, node, phase), 'again');
  }
  tick(call: Call, node: number): number {
    const to = this.#codeAside(node, 'run').tick(call, node);
    if (to < 0) return to;
    this.#noted.counts.passed(node, to, call.world.tick);
    // The chain that it sets off is not there yet: it is the next one that begins.
    this.#ticked = node;
    return to;
  }
  actsFor(call: Call, node: number): Value {
    return this.#codeAside(node, 'user').actsFor(call, node);
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

  pulled({ world: { tick } }: Call, node: number, value: Value | readonly Value[], inputs: readonly (Value | readonly Value[])[]): void {
    const { ports, tracing } = this.#noted;
    ports?.pulled(node, value, inputs, tick);
    if (this.#step !== undefined) tracing?.pulled(this.#step, node, value);
  }
  given({ world: { tick } }: Call, node: number, inputs: readonly number[] | undefined, values: readonly (Value | readonly Value[])[]): void {
    const { ports, tracing } = this.#noted;
    ports?.given(node, inputs, values, tick);
    if (this.#step !== undefined) tracing?.given(this.#step, inputs, values);
  }

  #act(call: Call, node: number, entrance: string | undefined, step: number, act: (code: Code) => number, pulling: Pulling): number {
    const { counts, ports, tracing, by } = this.#noted,
      { chain } = call,
      { tick } = call.world;
    const [before, chainBefore, depth, stepBefore] = [this.#node, this.#chain, this.#depth, this.#step];
    if (chain !== chainBefore && chainBefore !== undefined) this.#depth = depth + 1 + (chainBefore.stack.length >> 1);
    this.#node = node;
    this.#chain = chain;
    this.#step = tracing?.begin(
      this.plan,
      { node, entrance, which: call.which, chain, depth: this.#depth + (chain.stack.length >> 1), tick },
      this.#cameBy(chain, step),
    );
    try {
      const code = this.#codeFor(node, pulling);
      const to = act(code);
      if (entrance === undefined) {
        if (to >= 0) counts.went(node, to, tick);
      } else counts.passed(node, to, tick);
      if (tracing !== undefined) by.set(chain, node);
      ports?.acted(node, chain, tick);
      if (this.#step !== undefined) tracing?.done(this.#step, chain, code === this.#interpreted);
      return to;
    } finally {
      this.#node = before;
      this.#chain = chainBefore;
      this.#depth = depth;
      this.#step = stepBefore;
    }
  }

  /** A node that starts a task leads to it by a wire; one that has its turn in each tick begins a chain. */
  #begins(call: Call, step: number): void {
    const { counts, by } = this.#noted,
      { chain, world } = call;
    if (this.#node < 0) {
      if (this.#ticked >= 0) by.set(chain, this.#ticked);
      this.#ticked = -1;
      return;
    }
    if (chain === this.#chain || by.has(chain)) return;
    by.set(chain, this.#node);
    counts.went(this.#node, step, world.tick);
  }

  /** The node and exit by which a chain has come to a step. */
  #cameBy(chain: Chain, step: number): RawStep['by'] {
    const { by, counts, tracing } = this.#noted;
    const node = tracing === undefined || step < 0 ? undefined : by.get(chain);
    const exit = node === undefined ? undefined : counts.exitTo(node, step);
    return node === undefined || exit === undefined ? undefined : { node, exit };
  }

  /** What runs a step. */
  #codeFor(node: number, pulling: Pulling): Code {
    const { tracing } = this.#noted;
    if (tracing === undefined) return this.#codeAside(node, pulling);
    return tracing.mayRecord(this.#pullsFor(node, pulling).count) ? this.#interpreted : this.own;
  }

  /** What runs a step, or anything else of a node, where it is of no chain whose steps are noted. */
  #codeAside(node: number, pulling: Pulling): Code {
    const { ports, spend } = this.#noted;
    if (ports === undefined) return this.own;
    const { count, seen } = this.#pullsFor(node, pulling);
    return seen > 0 && spend(count + Math.floor(seen / PORTS_PER_PULL)) ? this.#interpreted : this.own;
  }

  #pullsFor(node: number, pulling: Pulling): Pulls {
    return (this.#pulls[pulling][node] ??= this.#pullsOf(node, pulling));
  }

  #pullsOf(node: number, pulling: Pulling): Pulls {
    const planned = this.plan.nodes[node] as LinkedNode,
      { ports } = this.#noted;
    const inputs = pulling === 'run' ? undefined : pulling === 'again' ? pulledAgain(planned) : pulledForUser(planned);
    const pulled = pullsOf(this.plan, planned, inputs);
    return { count: 1 + pulled.length, seen: ports === undefined ? 0 : pulled.reduce((sum, each) => sum + ports.at(each), ports.at(node)) };
  }
}
