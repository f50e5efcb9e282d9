import type { World } from '../world/world.ts';
import type { Flows, FlowState } from './flows.ts';
import { fuelOf, run } from './running.ts';
import { tellWaiting } from './telling.ts';
import { CHAIN_COST } from './turn.ts';

/** Goes on with what is ready, the earliest first, as far as the fuel of the tick goes; the others are first in the next. */
export function goOn(world: World, flows: Flows, flow: FlowState): void {
  const ready = flow.ready.sort((a, b) => a.due - b.due || a.order - b.order);
  flow.ready = [];
  const fuel = fuelOf(world, flow);
  for (const chain of ready) {
    if (!flow.chains.has(chain)) continue;
    // Standing still it is set going by what ends that. Of a graph with faults nothing runs, but what waits there waits on.
    if (flow.still !== null) continue;
    if (flow.graph === undefined || fuel.async <= 0) {
      flows.due.push(world.tick + 1, [flow, chain]);
      continue;
    }
    flow.chains.delete(chain);
    flows.waiting--;
    fuel.async = world.actFor(chain.acting, () => run(world, flows, flow, chain, fuel.async - CHAIN_COST, () => true));
  }
  tellWaiting(world, flow);
}
