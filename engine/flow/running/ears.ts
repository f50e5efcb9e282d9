import type { Component } from '../../schema/component.ts';
import type { EventSource } from '../../world/system.ts';
import type { World } from '../../world/world.ts';
import { newChain } from '../node/chain.ts';
import { Flow } from '../flow.ts';
import type { Ear, Flows, FlowState } from '../state/flows.ts';
import { nodesOf } from '../node/linked.ts';
import { END, type Graph, type Happening, type LinkedNode, type Trigger } from '../node/node-types.ts';
import { run } from './running.ts';
import { waits } from './waiting.ts';

/** What happens to a Flow itself, so that it hears it by its row. */
const OF_FLOW: ReadonlySet<string> = new Set<Happening>(['loaded', 'duplicated', 'pasted', 'started', 'activated', 'deactivated', 'destroying', 'destroyed']);

/** Where a trigger is listened for: an event, and the entity, component or Flow of which it is told. */
interface Place {
  readonly event: string;
  readonly at: string;
  /** Key of a component; empty where it is none's. */
  readonly component: string;
}

/** Undefined where the node names nothing to listen to. */
function placeOf({ row }: FlowState, { refs }: LinkedNode, { on }: Trigger): Place | undefined {
  if (typeof on !== 'string') {
    const { entity, component } = (refs['Client'] ?? refs['Server'] ?? {}) as { readonly entity?: unknown; readonly component?: unknown };
    return typeof entity === 'string' && typeof component === 'string' ? { event: `${on.component.name}.${on.event}`, at: entity, component } : undefined;
  }
  if (OF_FLOW.has(on)) return { event: on, at: String(row), component: '' };
  if (on !== 'childAdded' && on !== 'childRemoved') return { event: on, at: '', component: '' };
  const { entity } = (refs['Instance'] ?? {}) as { readonly entity?: unknown };
  return typeof entity === 'string' ? { event: on, at: entity, component: '' } : undefined;
}

/** Has the nodes of a flow hear what they wait for. */
export function listenTo(world: World, flows: Flows, flow: FlowState, graph: Graph): void {
  const created = world.store(Flow).created[flow.row] as number;
  const hearing: Ear[] = [];
  for (const node of nodesOf(graph))
    for (const trigger of node.node.triggers ?? []) {
      const to = placeOf(flow, node, trigger);
      const step = node.to[node.node.exits.findIndex(({ name }) => name === trigger.exit)] as number;
      if (to === undefined || step === END) continue;
      let byPlace = flows.ears.get(to.event);
      if (byPlace === undefined) flows.ears.set(to.event, (byPlace = new Map<string, Ear[]>()));
      const ears = byPlace.get(to.at) ?? [];
      // By creation, whichever was edited last: a world that is restored hears in the same order.
      let at = ears.length;
      while (at > 0 && (ears[at - 1] as Ear).created > created) at--;
      const ear = { ...to, flow, node, trigger, step, created, version: flow.version };
      byPlace.set(to.at, ears.toSpliced(at, 0, ear));
      hearing.push(ear);
    }
  if (hearing.length > 0) flow.ears = hearing;
}

/** The nodes of a flow hear nothing any more. */
export function deafen(flows: Flows, flow: FlowState): void {
  for (const { event, at } of flow.ears) {
    const byPlace = flows.ears.get(event);
    const left = byPlace?.get(at)?.filter((ear) => ear.flow !== flow);
    if (left === undefined) continue;
    if (left.length === 0) byPlace?.delete(at);
    else byPlace?.set(at, left);
  }
  flow.ears = NONE;
}
const NONE: readonly Ear[] = [];

/** An event of a component. */
export interface Told {
  readonly component: Component;
  /** As `WebsocketClient.OnMessage`. */
  readonly key: string;
}

/** An event of a component has come: sets off what waits for it, in the order in which the flows came to be. */
export function heard(world: World, flows: Flows, { component: { name: type }, key: event }: Told, source: EventSource, payload: object): void {
  const byEntity = flows.ears.get(event);
  if (byEntity === undefined || byEntity.size === 0) return;
  const ears = byEntity.get(world.entities.id.get(source.entity));
  if (ears === undefined) return;
  const store = world.storeOf(type),
    key = store.plain ? type : store.keyOf(source.row);
  for (const ear of ears) if (ear.component === key && isThere(world, ear.flow)) hear(world, flows, ear, payload);
}

/** Something has happened: sets off what waits for it, in the order in which the flows came to be. @param at the row of the Flow, or the id of an entity */
export function happened(world: World, flows: Flows, what: Happening, at: string, payload: object = {}): void {
  for (const ear of flows.ears.get(what)?.get(at) ?? [])
    if (what === 'destroyed' || what === 'destroying' || isThere(world, ear.flow)) hear(world, flows, ear, payload);
}

/** Something has happened to a flow that came to be: what waits for it takes its turn in the next tick. */
export function begins(world: World, flows: Flows, what: Happening, { row }: FlowState): void {
  for (const { flow, node, step } of flows.ears.get(what)?.get(String(row)) ?? []) {
    const chain = newChain(world.acting, false, (flow.graph as Graph).plan.initially.slice(), step);
    chain.due = world.tick + 1;
    flow.probe?.began((flow.graph as Graph).plan, node.index, step, chain);
    waits(world, flows, flow, chain);
  }
}

/** Whether a flow is in the world still. */
function isThere(world: World, { row }: FlowState): boolean {
  return world.store(Flow).has(row);
}

function hear(world: World, flows: Flows, { flow, node, trigger, step, version }: Ear, payload: object): void {
  const { graph } = flow;
  // One that was called before may have edited this one's graph, or disabled it.
  if (flow.still !== null || graph === undefined || flow.version !== version) return;
  const chain = newChain(world.acting, false, graph.plan.initially.slice(), step);
  run(world, flows, flow, chain, (turn) => {
    if (trigger.take?.(turn, node, payload as Readonly<Record<string, unknown>>) === false) return false;
    flow.probe?.began(graph.plan, node.index, step, chain);
    return true;
  });
}
