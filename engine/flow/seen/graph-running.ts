import type { GraphRun } from '../../door.ts';
import type { GraphRunning } from '../../world/system.ts';
import type { World } from '../../world/world.ts';
import type { Flows, FlowState } from '../state/flows.ts';
import { FlowProbe, type Looker } from './flow-probe.ts';
import type { RunCounts } from './run-counts.ts';

/** What impulses do in a flow, as one sees it who looks at it. */
export class RunSeen implements GraphRunning {
  readonly #world: World;
  readonly #looker: Looker = {};
  readonly #probe: FlowProbe;
  /** What was told of, up to which second, and up to where on its clock. */
  #counts: RunCounts | undefined;
  #second = 0;
  #clock: number;
  /** The counts by which that clock goes. */
  #from: RunCounts | undefined;

  constructor(world: World, flows: Flows, flow: FlowState) {
    this.#world = world;
    this.#probe = FlowProbe.of(world, flows, flow, this.#looker);
    // What others have seen lit is past for who comes now, but for what is now.
    this.#clock = this.#probe.counts?.since(world.tick) ?? 1;
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
    this.#probe.leave(this.#looker);
  }
}
