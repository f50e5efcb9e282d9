import type { World } from '../../world/world.ts';
import type { Chain } from '../node/chain.ts';
import type { Value } from '../values/data-type.ts';
import { putDue } from '../state/due.ts';
import { deafen, listenTo } from './ears.ts';
import { dropErrands } from '../outside/errands.ts';
import { Flow } from '../flow.ts';
import type { Flows, FlowState } from '../state/flows.ts';
import type { GraphData } from '../node/graph.ts';
import { holdChain, holdStored, letGoOfChain } from '../state/held-sum.ts';
import { drawnDifference } from '../linking/drawn.ts';
import { linkGraph } from '../linking/link-graph.ts';
import { LIBRARY } from '../nodes.ts';
import { nodeNamed } from '../node/linked.ts';
import { END, type Graph, type LinkedNode } from '../node/node-types.ts';
import { loadPersisted } from './persisting.ts';
import { receive, receiveNoMore } from './receivers.ts';
import { forgetPlace } from '../outside/places.ts';
import { setError } from '../state/telling.ts';
import { chainEnded, endChain, takeWaiting } from './waiting.ts';
import { isWatchable } from '../state/watching.ts';

const NOTHING: never[] = [];

/**
 * Looks at the graph of a flow anew: what waits in it goes on in what it is now.
 * @param isKnown it has come with a snapshot, and what is said of it as well
 */
export function relink(world: World, flows: Flows, flow: FlowState, isKnown = false): void {
  const store = world.store(Flow);
  const data = store.columns.Graph.data[flow.row] as GraphData;
  const difference = flow.data === undefined ? undefined : drawnDifference(flow.data, data);
  if (difference === 'drawn') {
    // Nodes are dragged many times a second, and nothing that runs is another by that.
    flow.data = data;
    return;
  }
  // Of what rested nothing goes on.
  const had = flow.isResting ? undefined : flow.graph,
    before = had ?? flow.left,
    beforeData = had === undefined ? flow.leftData : flow.data;
  deafen(flows, flow);
  receiveNoMore(flows, flow);
  flow.data = data;
  const linked = linkGraph(data, LIBRARY);
  flow.graph = linked.ok ? linked.graph : undefined;
  flow.version++;
  // What its chains keep lies elsewhere from now on.
  flows.sends.step = -1;
  const error = linked.ok ? '' : faultWords(linked.faults[0] as { inside: string; message: string }, linked.count);
  // What was said last holds still where there is another comment or frame alone.
  if (!isKnown && !(linked.ok && difference === 'notes')) setError(world, flow, error);
  // Of a graph with faults nothing runs. What waits stays, by the graph that it was, until there is one to go on in.
  [flow.left, flow.leftData] = linked.ok ? [undefined, undefined] : [before, beforeData];
  followTickers(world, flows, flow);
  if (flow.graph === undefined) return;
  moveStored(world, flow, before, flow.graph);
  holdStored(flows, flow);
  if (before !== undefined) moveChains(world, flows, flow, before, flow.graph);
  // Their ticks may have come while the graph had faults.
  for (const chain of flow.chains) putDue(flows, flow, chain);
  listenTo(world, flows, flow, flow.graph);
  receive(flows, flow, flow.graph);
  rest(flow, flow.graph);
}

/** A graph of which nothing is kept that runs is made again when something of it does: of most of a large scene nothing does for long. */
function rest(flow: FlowState, { plan }: Graph): void {
  if (plan.tickers.length === 0 && plan.stored.length === 0 && flow.chains.size === 0) flow.rest(again);
  else LIBRARY.plans.keep(plan);
}
function again(data: GraphData): Graph {
  const linked = linkGraph(data, LIBRARY);
  if (!linked.ok) throw new Error(`a graph has faults that it had not: ${linked.faults[0]?.message}`);
  LIBRARY.plans.keep(linked.graph.plan);
  return linked.graph;
}

function faultWords({ inside, message }: { readonly inside: string; readonly message: string }, count: number): string {
  return `WW_FLOW_INVALID: ${inside}: ${message}${count > 1 ? `, and ${count - 1} more` : ''}`;
}

/** What the flow keeps for nodes with the same ids goes on; what is saved with the scene comes back for those that were not there. */
function moveStored(world: World, flow: FlowState, before: Graph | undefined, after: Graph): void {
  const old = flow.stored;
  flow.stored = after.plan.stored.length === 0 ? NOTHING : after.plan.stored.slice();
  const was = (node: LinkedNode): LinkedNode | undefined => {
    const found = before === undefined ? undefined : nodeNamed(before, node.id);
    return found?.node === node.node && found.type === node.type ? found : undefined;
  };
  for (const node of after.plan.nodes) {
    const found = node.node.stores === undefined ? undefined : was(node);
    for (let at = 0; found !== undefined && at < (node.node.stores?.length ?? 0); at++) flow.stored[node.stored + at] = old[found.stored + at] as Value;
  }
  loadPersisted(world, flow, after, (node) => was(node) === undefined);
}

/** Nodes with the same ids go on as what they were; a chain in a node that is gone ends, with a line in the log. */
function moveChains(world: World, flows: Flows, flow: FlowState, before: Graph, after: Graph): void {
  for (const chain of Array.from(flow.chains)) {
    if (!move(chain, before, after)) endChain(world, flows, flow, chain, 'a node that it was in is gone');
    else {
      letGoOfChain(flows, chain);
      holdChain(flows, flow, chain, true);
    }
  }
}

function move(chain: Chain, before: Graph, after: Graph): boolean {
  const nodeOf = (index: number): LinkedNode | undefined => {
    const old = before.plan.nodes[index];
    const now = old === undefined ? undefined : nodeNamed(after, old.id);
    return now?.node === old?.node ? now : undefined;
  };
  for (let at = 0; at < chain.stack.length; at += 2) {
    const now = nodeOf(chain.stack[at] as number);
    if (now === undefined) return false;
    chain.stack[at] = now.index;
  }
  if (chain.at !== END) {
    const step = before.plan.steps[chain.at];
    const now = step === undefined ? undefined : nodeOf(step.node);
    const found = after.plan.steps.findIndex(({ node, entrance, which }) => node === now?.index && entrance === step?.entrance && which === step.which);
    if (found < 0) return false;
    chain.at = found;
  }
  const values = after.plan.initially.slice();
  for (const old of before.plan.nodes) {
    const now = nodeNamed(after, old.id);
    if (now === undefined || now.node !== old.node || now.type !== old.type) continue;
    for (const [output, slot] of old.slots.entries()) values[now.slots[output] as number] = chain.values[slot] as never;
    for (let at = 0; at < (old.node.keeps ?? 0); at++) values[now.kept + at] = chain.values[old.kept + at] as never;
  }
  chain.values = values;
  return true;
}

/** Has the chains of a flow written down by a graph that it had before. */
export function leave(flow: FlowState, data: GraphData): void {
  const linked = linkGraph(data, LIBRARY);
  if (flow.graph !== undefined || !linked.ok) return;
  flow.left = linked.graph;
  flow.stored = linked.graph.plan.stored.slice();
  flow.leftData = data;
}

/** Whether a flow is woken in each tick. */
export function followTickers(world: World, flows: Flows, flow: FlowState): void {
  // What rests has none.
  const graph = flow.isResting || flow.still !== null ? undefined : flow.graph;
  const ticks = graph !== undefined && graph.plan.tickers.length > 0,
    looks = ticks && isWatchable(world, graph);
  if (looks) flows.watching.join(flow);
  else flows.watching.leave(flow);
  if (ticks && !looks) flows.tickers.add(flow.row);
  else flows.tickers.delete(flow.row);
}

/** A flow is gone: its chains end with it, those that run included, and it hears nothing any more. */
export function forget(world: World, flows: Flows, flow: FlowState): void {
  for (const turn of flows.turns) if (turn.row === flow.row) turn.stop();
  deafen(flows, flow);
  receiveNoMore(flows, flow);
  flows.tickers.delete(flow.row);
  flows.watching.leave(flow);
  flow.still ??= world.tick;
  for (const chain of flow.chains) dropErrands(world, flows, chain);
  for (const place of flow.places.values()) forgetPlace(world, place);
  const chains = [...flow.chains];
  for (const chain of chains) takeWaiting(flows, flow, chain);
  for (const chain of chains) chainEnded(world, flows, chain);
  flow.stored = NOTHING;
  holdStored(flows, flow);
  flow.ready = NOTHING;
  flows.byRow.delete(flow.row);
}
