import { MOST_COUNT } from '../world/form.ts';
import type { World } from '../world/world.ts';
import type { Chain } from './chain.ts';
import { putDue, putOff } from './due.ts';
import { dropErrands } from './errands.ts';
import { Flow } from './flow.ts';
import type { Flows, FlowState } from './flows.ts';
import { sourceOf, tellError, tellWaiting } from './telling.ts';

/** Chains that wait in a world and in one Flow at once; one more is ended. */
export const MOST_WAITING = 100_000,
  MOST_IN_FLOW = 10_000;
/** Values of all chains that wait in one Flow: chains of a large graph, each of which has all of its values, are fewer. */
export const MOST_VALUES = 4_000_000;

/** A chain waits from now on. */
export function waits(world: World, flows: Flows, flow: FlowState, chain: Chain): void {
  if (flows.waiting >= MOST_WAITING || flow.chains.size >= MOST_IN_FLOW) {
    const where = flow.chains.size >= MOST_IN_FLOW ? `${MOST_IN_FLOW} wait in this Flow` : `${MOST_WAITING} wait in this world`;
    tellError(world, flow, `WW_LIMIT: a chain was ended as it came to wait, since ${where}`);
    return;
  }
  if (flow.chains.size * chain.values.length >= MOST_VALUES) {
    tellError(
      world,
      flow,
      `WW_LIMIT: a chain was ended as it came to wait, since ${flow.chains.size} wait in this Flow, each with ${chain.values.length} values of its nodes`,
    );
    return;
  }
  if (flows.order >= MOST_COUNT) {
    tellError(world, flow, `WW_LIMIT: a chain was ended as it came to wait, since as many have waited in this world as it counts (${MOST_COUNT})`);
    return;
  }
  chain.order = ++flows.order;
  flow.addChain(chain);
  flows.waiting++;
  tellWaiting(world, flow);
  putDue(flows, flow, chain);
}

/** A chain that waits is ended before its end, which the log tells. */
export function endChain(world: World, flows: Flows, flow: FlowState, chain: Chain, why: string): void {
  if (!flow.takeChain(chain)) return;
  flows.waiting--;
  dropErrands(world, flows, chain);
  tellWaiting(world, flow);
  chainEnded(world, flows, chain);
  world.log('warn', `a chain that waited was ended: ${why}`, sourceOf(world, flow));
}

/** Those whose tick has come go on in their flow's turn. */
export function wakeDue(world: World, flows: Flows): void {
  while (flows.due.first <= world.tick) {
    const noted = flows.due.first;
    const [flow, chain] = flows.due.pop() as readonly [FlowState, Chain];
    // Noted earlier since.
    if (chain.noted !== noted) continue;
    chain.noted = Infinity;
    // Ended since, or standing still, or in a graph with faults: then whoever sets it going again counts on.
    if (!flow.chains.has(chain) || flow.still !== null || flow.graph === undefined) continue;
    if (chain.due > world.tick) {
      putDue(flows, flow, chain);
      continue;
    }
    if (flow.ready.length > 0) {
      flow.ready.push(chain);
      continue;
    }
    world.wake(Flow, flow.row);
    flow.ready = [chain];
  }
}

/** What waits in a flow stands still while it is disabled or inactive, and goes on where it stood. */
export function standStill(world: World, flows: Flows, flow: FlowState, eligible: boolean): void {
  if (!eligible) {
    flow.still ??= world.tick;
    return;
  }
  if (flow.still === null) return;
  const by = world.tick - flow.still;
  flow.still = null;
  for (const chain of flow.chains) {
    putOff(flow, chain, by);
    putDue(flows, flow, chain);
  }
  flow.ready = [];
}

/** A chain has come to its end, or was ended: who waits for it goes on as soon as it was the last of its impulse. */
export function chainEnded(world: World, flows: Flows, { caller, calls }: Chain): void {
  if (calls !== 0) flows.callings.delete(calls);
  const calling = caller === 0 ? undefined : flows.callings.get(caller);
  if (calling === undefined || --calling.pending > 0) return;
  flows.callings.delete(caller);
  const { flow, chain } = calling;
  // Whose chains all came to their end before it had begun to wait goes on by itself.
  if (!flow.chains.has(chain)) return;
  chain.calls = 0;
  // One that stands still is due when it would be had they ended as it began to.
  chain.due = flow.still ?? world.tick;
  putDue(flows, flow, chain);
}
