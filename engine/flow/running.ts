import type { WorldwireError } from '../errors.ts';
import type { EventSource } from '../world/system.ts';
import type { World } from '../world/world.ts';
import type { Chain } from './chain.ts';
import { compile, mayCompile } from './compile.ts';
import { Flow } from './flow.ts';
import type { Ear, Flows, FlowState } from './flows.ts';
import type { GraphData } from './graph.ts';
import { interpret } from './interpret.ts';
import { linkGraph } from './link-graph.ts';
import { LIBRARY } from './nodes.ts';
import { ASYNC_FUEL, CHAIN_COST, SYNC_FUEL, Turn, type Ended } from './turn.ts';
import { END, type Graph, type LinkedNode } from './node-types.ts';

/** Chains that wait in a world and in one Flow at once; one more is ended. */
export const MOST_WAITING = 100_000,
  MOST_IN_FLOW = 10_000;

const canCompile = mayCompile();
/** How graphs run, and with how much fuel: `interpreted` is what tests hold the compiled code against. The same in all worlds of a process. */
export const running = { as: canCompile ? ('compiled' as 'compiled' | 'interpreted') : 'interpreted', syncFuel: SYNC_FUEL, asyncFuel: ASYNC_FUEL };

/** The log's place of a flow. */
function sourceOf(world: World, { row }: FlowState): { readonly entity: string; readonly source: string } {
  const store = world.store(Flow);
  return { entity: world.entities.id.get(store.owner[row] as number), source: store.keyOf(row) };
}

/**
 * Looks at the graph of a flow anew: what waits in it goes on in what it is now.
 * @param isKnown it has come with a snapshot, and what is said of it as well
 */
export function relink(world: World, flows: Flows, flow: FlowState, isKnown = false): void {
  const store = world.store(Flow);
  const data = store.columns.Graph.data[flow.row] as GraphData;
  const before = flow.graph ?? flow.left,
    beforeData = flow.graph === undefined ? flow.leftData : flow.data;
  deafen(flows, flow);
  flow.data = data;
  const linked = linkGraph(data, LIBRARY);
  flow.graph = linked.ok ? linked.graph : undefined;
  flow.code = undefined;
  const error = linked.ok ? '' : faultWords(linked.faults[0] as { inside: string; message: string }, linked.count);
  if (!isKnown) setError(world, flow, error);
  // Of a graph with faults nothing runs. What waits stays, by the graph that it was, until there is one to go on in.
  [flow.left, flow.leftData] = linked.ok ? [undefined, undefined] : [before, beforeData];
  if (before !== undefined && flow.graph !== undefined) moveChains(world, flows, flow, before, flow.graph);
  if (flow.graph !== undefined) listenTo(world, flows, flow, flow.graph);
}

function faultWords({ inside, message }: { readonly inside: string; readonly message: string }, count: number): string {
  return `WW_FLOW_INVALID: ${inside}: ${message}${count > 1 ? `, and ${count - 1} more` : ''}`;
}

function setError(world: World, flow: FlowState, error: string): void {
  const { LastError } = world.store(Flow).columns;
  if (LastError.data[flow.row] !== error) LastError.set(flow.row, error);
}

/** Nodes with the same ids go on as what they were; a chain in a node that is gone ends, with a line in the log. */
function moveChains(world: World, flows: Flows, flow: FlowState, before: Graph, after: Graph): void {
  for (const chain of Array.from(flow.chains)) if (!move(chain, before, after)) endChain(world, flows, flow, chain, 'a node that it was in is gone');
}

function move(chain: Chain, before: Graph, after: Graph): boolean {
  const nodeOf = (index: number): LinkedNode | undefined => {
    const old = before.nodes[index];
    const now = old === undefined ? undefined : after.byId.get(old.id);
    return now?.node === old?.node ? now : undefined;
  };
  for (let at = 0; at < chain.stack.length; at += 2) {
    const now = nodeOf(chain.stack[at] as number);
    if (now === undefined) return false;
    chain.stack[at] = now.index;
  }
  if (chain.at !== END) {
    const step = before.steps[chain.at];
    const now = step === undefined ? undefined : nodeOf(step.node);
    const found = after.steps.findIndex(({ node, entrance }) => node === now?.index && entrance === step?.entrance);
    if (found < 0) return false;
    chain.at = found;
  }
  const values = after.initially.slice();
  for (const old of before.nodes) {
    const now = after.byId.get(old.id);
    if (now === undefined || now.node !== old.node || now.type !== old.type) continue;
    for (const [output, slot] of old.slots.entries()) values[now.slots[output] as number] = chain.values[slot] as never;
    for (let at = 0; at < (old.node.keeps ?? 0); at++) values[now.kept + at] = chain.values[old.kept + at] as never;
  }
  chain.values = values;
  return true;
}

function endChain(world: World, flows: Flows, flow: FlowState, chain: Chain, why: string): void {
  if (!flow.chains.delete(chain)) return;
  flows.waiting--;
  tellWaiting(world, flow);
  world.log('warn', `a chain that waited was ended: ${why}`, sourceOf(world, flow));
}

export function tellWaiting(world: World, flow: FlowState): void {
  const store = world.store(Flow);
  if (store.has(flow.row)) store.columns.Waiting.data[flow.row] = flow.chains.size;
}

/** Has the chains of a flow written down by a graph that it had before. */
export function leave(flow: FlowState, data: GraphData): void {
  const linked = linkGraph(data, LIBRARY);
  if (flow.graph !== undefined || !linked.ok) return;
  flow.left = linked.graph;
  flow.leftData = data;
}

/* ---------- events ---------- */

/** The entity that a trigger of a node listens to, and the component of it; undefined where it names none. */
function heardBy(node: LinkedNode): { readonly entity: string; readonly component: string } | undefined {
  const ref = node.refs['Client'] as { readonly entity?: unknown; readonly component?: unknown } | undefined;
  return typeof ref?.entity === 'string' && typeof ref.component === 'string' ? { entity: ref.entity, component: ref.component } : undefined;
}

function listenTo(world: World, flows: Flows, flow: FlowState, graph: Graph): void {
  const created = world.store(Flow).created[flow.row] as number;
  for (const node of graph.nodes)
    for (const trigger of node.node.triggers ?? []) {
      const to = heardBy(node);
      const step = node.to[node.node.exits.findIndex(({ name }) => name === trigger.exit)] as number;
      if (to === undefined || step === END) continue;
      const event = `${trigger.on.component.name}.${trigger.on.event}`;
      let byEntity = flows.ears.get(event);
      if (byEntity === undefined) flows.ears.set(event, (byEntity = new Map<string, Ear[]>()));
      const ears = byEntity.get(to.entity) ?? [];
      // By creation, whichever was edited last: a world that is restored hears in the same order.
      let at = ears.length;
      while (at > 0 && (ears[at - 1] as Ear).created > created) at--;
      byEntity.set(to.entity, ears.toSpliced(at, 0, { flow, node, trigger, step, component: to.component, created }));
    }
}

function deafen(flows: Flows, { graph }: FlowState): void {
  for (const node of graph?.nodes ?? [])
    for (const trigger of node.node.triggers ?? []) {
      const byEntity = flows.ears.get(`${trigger.on.component.name}.${trigger.on.event}`),
        entity = heardBy(node)?.entity ?? '';
      const ears = byEntity?.get(entity)?.filter((ear) => ear.node !== node);
      if (ears === undefined) continue;
      if (ears.length === 0) byEntity?.delete(entity);
      else byEntity?.set(entity, ears);
    }
}

/** A flow is gone: its chains end with it, and it hears nothing any more. */
export function forget(flows: Flows, flow: FlowState): void {
  deafen(flows, flow);
  flows.waiting -= flow.chains.size;
  flow.chains.clear();
  flow.ready = [];
  flows.byRow.delete(flow.row);
}

/** An event of a component has come: sets off what waits for it, in the order in which the flows came to be. @param event as `WebsocketClient.OnMessage` */
export function heard(world: World, flows: Flows, event: string, source: EventSource, payload: object): void {
  const byEntity = flows.ears.get(event);
  if (byEntity === undefined || byEntity.size === 0) return;
  const ears = byEntity.get(world.entities.id.get(source.entity));
  if (ears === undefined) return;
  const type = event.slice(0, event.indexOf('.'));
  const store = world.storeOf(type),
    key = store.plain ? type : store.keyOf(source.row);
  for (const ear of ears) {
    const { flow, node, trigger, step } = ear,
      { graph } = flow;
    // One that was called before may have edited this one's graph.
    if (ear.component !== key || flow.still !== null || graph?.byId.get(node.id) !== node) continue;
    const chain: Chain = { acting: world.acting, isAsync: false, values: graph.initially.slice(), stack: [], at: step, due: Infinity, order: 0 };
    const fuel = fuelOf(world, flow);
    fuel.sync = run(
      world,
      flows,
      flow,
      chain,
      fuel.sync - CHAIN_COST,
      (turn) => trigger.take?.(turn, node, payload as Readonly<Record<string, unknown>>) ?? true,
    );
  }
}

/** The fuel that a flow has in this tick. */
function fuelOf(world: World, flow: FlowState): FlowState['fuel'] {
  if (flow.fuel.tick !== world.tick) flow.fuel = { tick: world.tick, sync: running.syncFuel, async: running.asyncFuel };
  return flow.fuel;
}

/** Runs a chain from where it stands. Gives the fuel that is left. */
function run(world: World, flows: Flows, flow: FlowState, chain: Chain, fuel: number, begins: (turn: Turn) => boolean): number {
  const graph = flow.graph as Graph;
  flow.code ??= running.as === 'compiled' ? compile(graph) : interpret(graph);
  const turn = new Turn(
    {
      world,
      graph,
      code: flow.code,
      asyncFuel: running.asyncFuel,
      waits: (waiting) => waits(world, flows, flow, waiting),
    },
    chain,
    fuel,
  );
  if (!begins(turn)) return fuel + CHAIN_COST;
  try {
    turn.run();
  } catch (error) {
    tellError(world, flow, `WW_INTERNAL: ${(error as WorldwireError).message}`);
    throw error;
  }
  if (turn.ended !== undefined) tellEnded(world, flow, graph, turn.ended);
  return turn.fuel;
}

function tellEnded(world: World, flow: FlowState, graph: Graph, { code, node }: Ended): void {
  const which = JSON.stringify(graph.nodes[node]?.id ?? '');
  const why =
    code === 'WW_FLOW_FUEL'
      ? `a chain that came to no end was ended in the node ${which}, with all its fuel used up`
      : `chains that began or called each other too deep were ended in the node ${which}`;
  tellError(world, flow, `${code}: ${why}`);
}

/** Tells it in the field, and in the log where the field does not say so already: what goes wrong in every tick is one line there. */
function tellError(world: World, flow: FlowState, error: string): void {
  const store = world.store(Flow);
  if (store.has(flow.row) && store.columns.LastError.data[flow.row] === error) return;
  world.log('error', error, sourceOf(world, flow));
  if (store.has(flow.row)) setError(world, flow, error);
}

/* ---------- what waits ---------- */

function waits(world: World, flows: Flows, flow: FlowState, chain: Chain): void {
  if (flows.waiting >= MOST_WAITING || flow.chains.size >= MOST_IN_FLOW) {
    const where = flow.chains.size >= MOST_IN_FLOW ? `${MOST_IN_FLOW} wait in this Flow` : `${MOST_WAITING} wait in this world`;
    tellError(world, flow, `WW_LIMIT: a chain was ended as it came to wait, since ${where}`);
    return;
  }
  chain.order = ++flows.order;
  flow.chains.add(chain);
  flows.waiting++;
  tellWaiting(world, flow);
  flows.due.push(chain.due, [flow, chain]);
}

/** Those whose tick has come go on in their flow's turn. */
export function wakeDue(world: World, flows: Flows): void {
  while (flows.due.first <= world.tick) {
    const [flow, chain] = flows.due.pop() as readonly [FlowState, Chain];
    // Ended since, put off since, or standing still: then whoever sets it going again counts on.
    if (!flow.chains.has(chain) || chain.due > world.tick || flow.still !== null) continue;
    if (flow.ready.length === 0) world.wake(Flow, flow.row);
    flow.ready.push(chain);
  }
}

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
    chain.due += by;
    flows.due.push(chain.due, [flow, chain]);
  }
  flow.ready = [];
}
