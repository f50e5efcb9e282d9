import type { Author } from '../../door.ts';
import { WorldwireError } from '../../errors.ts';
import type { Json } from '../../schema/field.ts';
import { may } from '../../rights.ts';
import type { World } from '../../world/world.ts';
import { newChain, type Chain } from '../node/chain.ts';
import { literalFault, literalValue, type Value } from '../values/data-type.ts';
import type { Flows, FlowState } from '../state/flows.ts';
import { receiversEverywhere } from './receivers.ts';
import { waits } from './waiting.ts';
import { nodeNamed } from '../node/linked.ts';
import { END, type Graph } from '../node/node-types.ts';

/*
 * What users and programs set off in flows. It waits for the turn of its Flow, in this tick or, where none goes by now, in the next. What comes from those who
 * may not edit, and could not do worse in another way, has a part of what may wait, be held, and be used of fuel.
 */

/** An impulse with a tag has come. Tells how many hear it. @param value what it carries; undefined: nothing, and only receivers of nothing hear it */
export function impulseFromOutside(world: World, flows: Flows, tag: string, value: Json | undefined, author: Author): number {
  const fits = (type: string): boolean => (value === undefined ? type === '' : type !== '' && literalFault(type, value) === undefined);
  const receivers = receiversEverywhere(world, flows, tag, fits);
  const carried = new Map<string, Value>();
  for (const { flow, node, step } of receivers) {
    const values = (flow.graph as Graph).plan.initially.slice();
    const [slot] = node.slots;
    if (slot !== undefined && value !== undefined) {
      // Once for all of a type, since what is carried may be large, and those who hear it many.
      if (!carried.has(node.type)) carried.set(node.type, literalValue(node.type, value));
      values[slot] = carried.get(node.type) as Value;
    }
    const chain = setOff(world, flows, flow, step, node.node.hears === 'async', values, author);
    flow.probe?.began((flow.graph as Graph).plan, node.index, step, chain);
  }
  return receivers.length;
}

/** The graph of a flow of which something is to be set off. Throws WW_REFUSED where nothing of it runs. */
export function runningGraph({ graph, still }: FlowState): Graph {
  if (graph === undefined) throw new WorldwireError('WW_REFUSED', 'nothing of this Flow runs, since its graph has a fault; its LastError tells which');
  if (still !== null) throw new WorldwireError('WW_REFUSED', 'nothing of this Flow runs while it is disabled or its entity inactive');
  return graph;
}

/** A user presses a CallInput. Throws WW_REFUSED where there is none of that id, or nothing of its Flow runs. */
export function callNode(world: World, flows: Flows, flow: FlowState, id: string, author: Author): void {
  const graph = runningGraph(flow);
  const node = nodeNamed(graph, id);
  if (node?.node.isCalled !== true) {
    const others = graph.plan.nodes.filter((each) => each.node.isCalled === true).map((each) => each.id);
    const known = others.length === 0 ? 'this graph has none' : `this graph has ${others.slice(0, 10).join(', ')}${others.length > 10 ? ', …' : ''}`;
    throw new WorldwireError('WW_REFUSED', `expected the id of a CallInput or an AsyncCallInput, found ${JSON.stringify(id.slice(0, 64))}; ${known}`);
  }
  const step = node.to[0] as number;
  if (step === END) return;
  const chain = setOff(world, flows, flow, step, node.node.exits[0]?.kind === 'AsyncImpulse', graph.plan.initially.slice(), author);
  flow.probe?.began(graph.plan, node.index, step, chain);
}

/** A chain begins for somebody, and waits for the turn of its Flow. */
export function setOff(world: World, flows: Flows, flow: FlowState, step: number, isAsync: boolean, values: Value[], author: Author): Chain {
  const chain = newChain(author.userId, isAsync, values, step, !may(author.role, 'edit'));
  chain.due = world.tick;
  waits(world, flows, flow, chain);
  return chain;
}
