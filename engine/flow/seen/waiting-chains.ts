import type { WaitingChain } from '../../door.ts';
import type { World } from '../../world/world.ts';
import type { Chain } from '../node/chain.ts';
import { isSender } from '../nodes/network.ts';
import type { Flows, FlowState } from '../state/flows.ts';

/** How many chains that wait are told one by one. */
const MOST = 50;

/** Of the chains that wait in a flow those that go on next. @param isWhole its graph has no fault, since in one that has nothing goes on */
export function waitingChains(world: World, flows: Flows, flow: FlowState, isWhole: boolean): readonly WaitingChain[] {
  if (flow.chains.size === 0) return NONE;
  return nextOf(flow.chains).map((chain) => ({
    chain: chain.order,
    node: nodeOf(flow, chain),
    acting: chain.acting,
    ...(isWhole ? goesOn(world, flows, flow, chain) : { ticks: null, for: 'graph' }),
  }));
}
const NONE: readonly WaitingChain[] = [];

function comesBefore(a: Chain, b: Chain): boolean {
  return a.due !== b.due ? a.due < b.due : a.order < b.order;
}

/** The first of them, in order. There may be thousands, of which most are looked at once. */
function nextOf(chains: ReadonlySet<Chain>): readonly Chain[] {
  const found: Chain[] = [];
  for (const chain of chains) {
    if (found.length === MOST && !comesBefore(chain, found[MOST - 1] as Chain)) continue;
    let at = found.length;
    while (at > 0 && comesBefore(chain, found[at - 1] as Chain)) at--;
    found.splice(at, 0, chain);
    if (found.length > MOST) found.pop();
  }
  return found;
}

/** Id of the node that a chain waits in. */
function nodeOf(flow: FlowState, { at, stack }: Chain): string {
  const plan = (flow.graph ?? flow.left)?.plan;
  return plan?.nodes[plan.steps[at]?.node ?? stack.at(-2) ?? -1]?.id ?? '';
}

/** When a chain goes on, or what it waits for. */
function goesOn(world: World, flows: Flows, flow: FlowState, chain: Chain): Pick<WaitingChain, 'ticks' | 'for'> {
  const errand = flows.errands.get(chain)?.at(-1);
  if (errand !== undefined) return { ticks: null, for: errand.place !== null ? 'access' : errand.work.kind === 'fetch' ? 'request' : errand.work.kind };
  if (chain.due === Infinity) return { ticks: null, for: chain.calls !== 0 ? 'impulse' : 'event' };
  const node = flow.graph?.plan.nodes[chain.stack.at(-2) ?? -1];
  // A sender looks anew in each tick whether its message has gone out.
  if (node !== undefined && chain.at < 0 && isSender(node.node)) return { ticks: null, for: 'send' };
  return { ticks: Math.max(0, chain.due - (flow.still ?? world.tick)) };
}
