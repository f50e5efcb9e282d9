import { MOST_COUNT } from '../../world/form.ts';
import type { World } from '../../world/world.ts';
import type { Chain } from '../node/chain.ts';
import { putDue, putOff } from '../state/due.ts';
import { dropErrands } from '../outside/errands.ts';
import { Flow } from '../flow.ts';
import type { Flows, FlowState } from '../state/flows.ts';
import { holdChain, letGoOfChain, GUESTS_PART } from '../state/held-sum.ts';
import { sourceOf, tellError, tellWaiting } from '../state/telling.ts';

/** Chains that wait in a world and in one Flow at once; one more is ended. */
export const MOST_WAITING = 100_000,
  MOST_IN_FLOW = 10_000;
/** Values of all chains that wait in one Flow: chains of a large graph, each of which has all of its values, are fewer. */
export const MOST_VALUES = 4_000_000;

/** A chain waits from now on. */
export function waits(world: World, flows: Flows, flow: FlowState, chain: Chain): void {
  const why = tooMany(flows, flow, chain) ?? holdChain(flows, flow, chain);
  if (why !== undefined) return tellError(world, flow, `WW_LIMIT: a chain was ended as it came to wait, since ${why}${placeOf(flow, chain)}`);
  chain.order = ++flows.order;
  addWaiting(flows, flow, chain);
  tellWaiting(world, flow);
  putDue(flows, flow, chain);
}

/** Why one more may not wait; undefined where it may. */
function tooMany(flows: Flows, flow: FlowState, chain: Chain): string | undefined {
  const { size } = flow.chains;
  if (size >= MOST_IN_FLOW) return `${MOST_IN_FLOW} wait in this Flow`;
  if (flows.waiting >= MOST_WAITING) return `${MOST_WAITING} wait in this world`;
  if (chain.isOfGuest) {
    const from = 'that Guests have set off';
    if (flow.guests >= MOST_IN_FLOW * GUESTS_PART) return `${MOST_IN_FLOW * GUESTS_PART} ${from} wait in this Flow`;
    if (flows.guests.waiting >= MOST_WAITING * GUESTS_PART) return `${MOST_WAITING * GUESTS_PART} ${from} wait in this world`;
  }
  if (size * chain.values.length >= MOST_VALUES) return `${size} wait in this Flow, each with ${chain.values.length} values of its nodes`;
  return flows.order >= MOST_COUNT ? `as many have waited in this world as it counts (${MOST_COUNT})` : undefined;
}

/** Where a chain came to wait, in words. */
function placeOf(flow: FlowState, { at, stack }: Chain): string {
  const plan = (flow.graph ?? flow.left)?.plan;
  const node = plan?.nodes[plan.steps[at]?.node ?? stack.at(-2) ?? -1];
  return node === undefined ? '' : `; it was in the node ${JSON.stringify(node.id)}`;
}

/** Puts a chain among those that wait, whose size is counted already. */
export function addWaiting(flows: Flows, flow: FlowState, chain: Chain): void {
  flow.addChain(chain);
  flows.waiting++;
  if (!chain.isOfGuest) return;
  flow.guests++;
  flows.guests.waiting++;
}
/** Takes a chain from those that wait: false where it was not among them. */
export function takeWaiting(flows: Flows, flow: FlowState, chain: Chain): boolean {
  if (!flow.takeChain(chain)) return false;
  flows.waiting--;
  letGoOfChain(flows, chain);
  if (!chain.isOfGuest) return true;
  flow.guests--;
  flows.guests.waiting--;
  return true;
}

/** A chain that waits is ended before its end, which the log tells. */
export function endChain(world: World, flows: Flows, flow: FlowState, chain: Chain, why: string): void {
  if (!takeWaiting(flows, flow, chain)) return;
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
