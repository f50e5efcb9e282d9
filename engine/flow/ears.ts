import type { EventSource } from '../world/system.ts';
import type { World } from '../world/world.ts';
import { newChain } from './chain.ts';
import { Flow } from './flow.ts';
import type { Ear, Flows, FlowState } from './flows.ts';
import { END, type Graph, type LinkedNode } from './node-types.ts';
import { fuelOf, run } from './running.ts';

/** The entity that a trigger of a node listens to, and the component of it; undefined where it names none. */
function heardBy(node: LinkedNode): { readonly entity: string; readonly component: string } | undefined {
  const ref = node.refs['Client'] as { readonly entity?: unknown; readonly component?: unknown } | undefined;
  return typeof ref?.entity === 'string' && typeof ref.component === 'string' ? { entity: ref.entity, component: ref.component } : undefined;
}

/** Has the nodes of a flow hear what they wait for. */
export function listenTo(world: World, flows: Flows, flow: FlowState, graph: Graph): void {
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

/** The nodes of a flow hear nothing any more. */
export function deafen(flows: Flows, { graph }: FlowState): void {
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
    // One that was called before may have edited this one's graph, or removed it.
    if (ear.component !== key || flow.still !== null || graph?.byId.get(node.id) !== node || !world.store(Flow).has(flow.row)) continue;
    const chain = newChain(world.acting, false, graph.initially.slice(), step);
    run(world, flows, flow, chain, fuelOf(world, flow).sync, (turn) => trigger.take?.(turn, node, payload as Readonly<Record<string, unknown>>) ?? true);
  }
}
