import type { World } from '../../world/world.ts';
import type { Chain } from '../node/chain.ts';
import type { Code, Plan } from '../node/node-types.ts';
import type { Flows, FlowState } from '../state/flows.ts';
import type { Probe } from '../state/probe.ts';
import type { Breaks } from './breaks.ts';
import { ProbedCode, type Noted } from './probed-code.ts';
import { RunCounts } from './run-counts.ts';
import { SeenPorts, type SeenValue } from './seen-ports.ts';
import { Tracing } from './tracing.ts';

/** One who looks at a flow: at which ports, and where they want the world to pause. */
export interface Looker {
  readonly ports?: readonly string[];
  readonly breaks?: Breaks;
}

/** Nodes that may be pulled in a tick so that values are seen, in all of a world: whoever may look may ask for it. */
const MOST_SEEN = 2_000;
/** Words and signs of conditions that are gone through in a tick, in all of a world: those of long loops take no fuel. */
const MOST_OF_CONDITIONS = 300_000;

/** What is noted of one flow for all who look at it. It goes with the last of them. */
export class FlowProbe implements Probe {
  readonly world: World;
  readonly flows: Flows;
  readonly #flow: FlowState;
  /** Who looks, and at which ports. */
  readonly #lookers = new Set<Looker>();
  #counts: RunCounts | undefined;
  #ports: SeenPorts | undefined;
  #tracing: Tracing | undefined;
  #noted: Noted | undefined;
  #code: ProbedCode | undefined;
  /** The node by which a chain has come to where it stands. */
  readonly #by = new WeakMap<Chain, number>();

  private constructor(world: World, flows: Flows, flow: FlowState) {
    this.world = world;
    this.flows = flows;
    this.#flow = flow;
  }

  /** That of a flow, with one more who looks. */
  static of(world: World, flows: Flows, flow: FlowState, looker: Looker): FlowProbe {
    const probe = flow.probe instanceof FlowProbe ? flow.probe : new FlowProbe(world, flows, flow);
    flow.probe = probe;
    probe.#lookers.add(looker);
    probe.#code = probe.#noted = undefined;
    return probe;
  }

  /** One looks no more: with the last of them nothing is noted. */
  leave(looker: Looker): void {
    if (!this.#lookers.delete(looker)) return;
    this.#code = this.#noted = undefined;
    if (this.#lookers.size === 0 && this.#flow.probe === this) this.#flow.probe = undefined;
  }

  /** What is counted of the graph that runs; undefined where nothing of it has run since somebody looks. */
  get counts(): RunCounts | undefined {
    return this.#counts;
  }

  /** What a port held last. */
  valueOf(port: string): SeenValue | undefined {
    return this.#ports?.valueOf(port);
  }

  codeOf(plan: Plan, own: Code): Code {
    if (this.#code?.plan !== plan || this.#code.own !== own) this.#code = new ProbedCode(plan, own, this.#notedOf(plan));
    return this.#code;
  }

  began(plan: Plan, node: number, step: number, chain: Chain): void {
    const { tick } = this.world,
      { counts, ports } = this.#notedOf(plan);
    counts.passed(node, step, tick);
    ports?.acted(node, chain, tick);
    this.#by.set(chain, node);
  }

  #notedOf(plan: Plan): Noted {
    if (this.#noted?.counts.plan === plan) return this.#noted;
    const names = new Set<string>(),
      breaks = new Set<Breaks>();
    for (const looker of this.#lookers) {
      for (const port of looker.ports ?? []) names.add(port);
      if (looker.breaks !== undefined) breaks.add(looker.breaks);
    }
    if (this.#counts?.plan !== plan) this.#counts = new RunCounts(plan, this.world.tick, this.#counts);
    this.#ports = names.size === 0 ? undefined : new SeenPorts(plan, names, this.#ports);
    this.#tracing = breaks.size === 0 ? undefined : (this.#tracing ?? new Tracing((size) => this.#spendOnConditions(size))).with(breaks);
    return (this.#noted = { counts: this.#counts, ports: this.#ports, tracing: this.#tracing, by: this.#by, spend: (pulls) => this.#spend(pulls) });
  }

  #spend(pulls: number): boolean {
    return (this.#left().left -= pulls) >= 0;
  }
  #spendOnConditions(size: number): boolean {
    return (this.#left().ofConditions -= size) >= 0;
  }
  /** What is left in this tick. */
  #left(): Flows['seen'] {
    const { seen } = this.flows;
    if (seen.tick !== this.world.tick) Object.assign(seen, { tick: this.world.tick, left: MOST_SEEN, ofConditions: MOST_OF_CONDITIONS });
    return seen;
  }
}
