import type { Author } from '../../door.ts';
import { WorldwireError } from '../../errors.ts';
import type { World } from '../../world/world.ts';
import { nodeNamed } from '../node/linked.ts';
import type { Graph, LinkedNode } from '../node/node-types.ts';
import type { Flows, FlowState } from '../state/flows.ts';
import { runningGraph, setOff } from './from-outside.ts';
import { endChain } from './waiting.ts';

/* What people do to a graph that runs, to try it. */

/** Characters of a foreign name in a sentence. */
const SHOWN = 64;

/**
 * One impulse comes to a node, as a chain that can wait: whatever it leads to may be reached by one. Throws WW_REFUSED where there is no such impulse input,
 * or nothing of its Flow runs.
 */
export function impulseByHand(world: World, flows: Flows, flow: FlowState, to: { readonly node: string; readonly port: string }, author: Author): void {
  const graph = runningGraph(flow);
  const node = nodeNamed(graph, to.node);
  if (node === undefined) throw new WorldwireError('WW_REFUSED', `no node of this graph has the id ${JSON.stringify(to.node.slice(0, SHOWN))}`);
  const step = stepOf(graph, node, to.port);
  if (step < 0) {
    const names = node.node.entrances.map(({ name, list }) => (name === '*' ? 'itself' : list === true ? `${name}.0` : name));
    const has = names.length === 0 ? 'it takes no impulses' : `it takes impulses at ${names.join(', ')}`;
    throw new WorldwireError('WW_REFUSED', `${JSON.stringify(node.id)} has no impulse input ${JSON.stringify(to.port.slice(0, SHOWN))}; ${has}`);
  }
  setOff(world, flows, flow, step, true, graph.plan.initially.slice(), author);
}

/** The step of an impulse input; -1 where there is none. Of a node that takes impulses at one place alone, `*` means that. */
function stepOf({ plan }: Graph, { index, node }: LinkedNode, port: string): number {
  const { entrances } = node,
    only = port === '*' && entrances.length === 1 && entrances[0]?.list !== true ? entrances[0]?.name : undefined;
  const [, name = '', which = ''] = /^(.+)\.([0-9]{1,3})$/s.exec(port) ?? [];
  const isListed = entrances.some((each) => each.list === true && each.name === name);
  const entrance = only ?? (isListed ? name : port),
    at = isListed ? Number(which) : 0;
  return plan.steps.findIndex((step) => step.node === index && step.entrance === entrance && step.which === at);
}

/** Ends a chain that waits. Throws WW_REFUSED where none of that number does. */
export function cancelChain(world: World, flows: Flows, flow: FlowState, number: number, { userId }: Author): void {
  for (const chain of flow.chains)
    if (chain.order === number) {
      endChain(world, flows, flow, chain, `${userId} has cancelled it`);
      return;
    }
  throw new WorldwireError('WW_REFUSED', `no chain ${number} waits in this Flow; it may have gone on meanwhile`);
}
