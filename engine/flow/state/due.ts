import type { Chain } from '../node/chain.ts';
import type { Flows, FlowState } from './flows.ts';

/** Ended chains that may lie among those that are due, beside as many as wait. */
const SPARE = 1_000;

/**
 * Has a chain set going in its tick, where it waits for one. It stands once among those that are due: one that was put off is put off there when its
 * former tick comes, so that it never goes on twice, and what is disabled and enabled over and over gathers nothing.
 */
export function putDue({ due, waiting }: Flows, flow: FlowState, chain: Chain): void {
  if (chain.noted <= chain.due) return;
  chain.noted = chain.due;
  due.push(chain.due, [flow, chain]);
  // Those that were ended in a long delay would stay until it was over.
  if (due.size > 2 * waiting + SPARE) due.keep(([at, each], noted) => each.noted === noted && at.chains.has(each));
}

/** A chain goes on so many ticks later than it would have, and so does what it has begun to count. */
export function putOff(flow: FlowState, chain: Chain, by: number): void {
  chain.due += by;
  const nodes = (flow.graph ?? flow.left)?.plan.nodes;
  for (let at = 0; at < chain.stack.length; at += 2) {
    const node = nodes?.[chain.stack[at] as number];
    if (node?.node.keepsTick === true) chain.values[node.kept] = (chain.values[node.kept] as number) + by;
  }
}
