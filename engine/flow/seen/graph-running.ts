import type { GraphRun } from '../../door.ts';
import type { GraphRunning } from '../../world/system.ts';
import type { World } from '../../world/world.ts';
import type { FlowState } from '../state/flows.ts';
import { FlowProbe } from './flow-probe.ts';
import type { RunCounts } from './run-counts.ts';

/** How many look at each probe. */
const LOOKING = new WeakMap<FlowProbe, number>();

/** What a flow is noted by, while somebody looks. */
export function takeProbe(world: World, flow: FlowState): FlowProbe {
  const probe = flow.probe instanceof FlowProbe ? flow.probe : new FlowProbe(world);
  flow.probe = probe;
  LOOKING.set(probe, (LOOKING.get(probe) ?? 0) + 1);
  return probe;
}
/** One looks no more: with the last of them nothing is noted. */
export function giveBackProbe(flow: FlowState, probe: FlowProbe): void {
  const left = (LOOKING.get(probe) ?? 1) - 1;
  LOOKING.set(probe, left);
  if (left === 0 && flow.probe === probe) flow.probe = undefined;
}

/** What impulses do in a flow, as one sees it who looks at it. */
export class RunSeen implements GraphRunning {
  readonly #world: World;
  readonly #flow: FlowState;
  readonly #probe: FlowProbe;
  /** What was told of, up to which second, and up to where on its clock. */
  #counts: RunCounts | undefined;
  #second = 0;
  #clock: number;
  /** The counts by which that clock goes. */
  #from: RunCounts | undefined;
  #isOver = false;

  constructor(world: World, flow: FlowState) {
    this.#world = world;
    this.#flow = flow;
    this.#probe = takeProbe(world, flow);
    // What others have seen lit is past for who comes now.
    this.#clock = this.#probe.counts?.next() ?? 1;
    this.#from = this.#probe.counts;
  }

  look(): GraphRun | undefined {
    const { counts } = this.#probe;
    if (counts === undefined) return undefined;
    const second = counts.secondAt(this.#world.tick, this.#world.tickRate);
    const isKnown = counts === this.#counts;
    const told = isKnown && second === this.#second ? {} : isKnown && second === this.#second + 1 ? counts.changed : counts.all();
    const lit = counts.litSince(counts === this.#from ? this.#clock : 1);
    this.#counts = this.#from = counts;
    this.#second = second;
    this.#clock = counts.next();
    const run = lit === undefined ? told : { ...told, lit };
    return Object.keys(run).length === 0 ? undefined : run;
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    giveBackProbe(this.#flow, this.#probe);
  }
}
