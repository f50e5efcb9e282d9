import type { World } from '../../world/world.ts';
import type { Flows, FlowState } from '../state/flows.ts';
import type { KeptHits } from '../state/probe.ts';
import type { Breaks, Hit } from './breaks.ts';

/** Where the breakpoints of those who look at a flow were come to in one tick, for who opens its trace while the world stands at that. */
export class StoppedAt implements KeptHits {
  readonly tick: number;
  readonly #hits = new Map<Breaks, Hit>();

  private constructor(tick: number) {
    this.tick = tick;
  }

  static keep(world: World, flows: Flows, flow: FlowState, breaks: Breaks, hit: Hit): void {
    let kept = of(world, flow);
    if (kept === undefined) {
      kept = new StoppedAt(world.tick);
      flow.hits = kept;
      flows.stopped.add(flow);
    }
    kept.#hits.set(breaks, hit);
  }

  /** What was come to in this tick by those who want the same; else the first of all. */
  static hitFor(world: World, flow: FlowState, key: string): Hit | undefined {
    const kept = of(world, flow);
    let first: Hit | undefined;
    for (const [breaks, hit] of kept === undefined ? [] : kept.#hits) {
      if (breaks.key === key) return hit;
      first ??= hit;
    }
    return first;
  }

  /** One who may not have the world pause has come to something: nobody is told of it. */
  static withdraw(flow: FlowState, breaks: Breaks): void {
    if (flow.hits instanceof StoppedAt) flow.hits.#hits.delete(breaks);
  }
}

function of(world: World, flow: FlowState): StoppedAt | undefined {
  return flow.hits instanceof StoppedAt && flow.hits.tick === world.tick ? flow.hits : undefined;
}
