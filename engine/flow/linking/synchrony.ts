import { bareName } from '../node/node.ts';
import { quote, type GraphFaults } from './faults.ts';
import { type ImpulseKind, type LinkedNode, type Plan } from '../node/node-types.ts';

/**
 * Tells which nodes that wait are reached by a chain that cannot, over the whole graph and in the time that the graph is long: each step is looked at
 * once for either kind of chain.
 * @returns for each step by which kinds of chains it is reached: of those that cannot wait the first bit, of those that can the second
 */
export function findUnwaiting({ nodes, steps }: Pick<Plan, 'nodes' | 'steps'>, faults: GraphFaults): Uint8Array {
  const seen = new Uint8Array(steps.length);
  const open: { readonly step: number; readonly isAsync: boolean; readonly by: LinkedNode; readonly exit: number }[] = [];
  const go = (by: LinkedNode, isAsync: boolean): void => {
    for (const [exit, one] of by.to.entries())
      for (const step of by.many[exit]?.length === 0 ? [one] : (by.many[exit] ?? []))
        if (step >= 0)
          open.push({ step, isAsync: staysAsync((by.node.exits[exit] as { kind: ImpulseKind }).kind, isAsync, by.node.relays === true), by, exit });
  };
  // Those whose impulses set off by themselves: events, ticks, receivers and calls.
  for (const node of nodes) if (node.node.triggers !== undefined || node.node.tick !== undefined || node.node.entrances.length === 0) go(node, false);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { step, isAsync, by, exit } = next;
    const bit = isAsync ? CAN_WAIT : 1;
    if (((seen[step] as number) & bit) !== 0) continue;
    seen[step] = (seen[step] as number) | bit;
    const { node: number, entrance } = steps[step] as { node: number; entrance: string };
    const node = nodes[number] as LinkedNode;
    if (!isAsync && node.node.entrances.find(({ name }) => name === entrance)?.kind === 'Async') {
      faults.add(
        `nodes/${by.id}/then/${by.node.exits[exit]?.name}`,
        'a StartAsyncTask between them',
        `leads to ${quote(node.id)}, a ${bareName(node.node)}, which waits, and this chain cannot; lead it to a StartAsyncTask, and its TaskStart there`,
      );
      continue;
    }
    go(node, isAsync);
  }
  return seen;
}
/** The bit of chains that can wait. */
export const CAN_WAIT = 2;

function staysAsync(kind: ImpulseKind, isAsync: boolean, relays: boolean): boolean {
  return kind === 'AsyncImpulse' || (isAsync && (kind === 'Impulse' || relays));
}
