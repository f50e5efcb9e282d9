import { parseKey } from '../../schema/component-key.ts';
import type { World } from '../../world/world.ts';
import { Flow } from '../flow.ts';
import type { Flows, FlowState, Receiver } from '../state/flows.ts';
import { hierarchyOrder } from '../node/hierarchy-order.ts';
import { nodesOf } from '../node/linked.ts';
import { END, type Graph, type LinkedNode } from '../node/node-types.ts';
import type { Impulse } from '../node/impulse.ts';
import { climb, rowOf, TOP } from '../node/slots.ts';

/* Who hears an impulse that goes by its tag. */

/** Kind and type of the impulses that a receiver hears. */
function keyOf(kind: 'sync' | 'async', type: string): string {
  return `${kind} ${type}`;
}

function tagOf({ refs }: LinkedNode): string {
  const tag = refs['Tag'];
  return typeof tag === 'string' ? tag : '';
}

/** Has the receivers of a flow hear. One without a tag hears nothing, as in the original. */
export function receive(flows: Flows, flow: FlowState, graph: Graph): void {
  const receiving: Receiver[] = [];
  for (const node of nodesOf(graph)) {
    const { hears } = node.node;
    if (hears === undefined || tagOf(node) === '' || node.to[0] === END) continue;
    const tag = tagOf(node),
      key = keyOf(hears, node.type);
    const receiver = { tag, key, flow, node, step: node.to[0] as number, version: flow.version };
    receiving.push(receiver);
    let byKey = flows.receivers.get(tag);
    if (byKey === undefined) flows.receivers.set(tag, (byKey = new Map<string, readonly Receiver[]>()));
    const others = byKey.get(key) as Receiver[] | undefined;
    if (others === undefined) byKey.set(key, [receiver]);
    else others.push(receiver);
  }
  if (receiving.length > 0) flow.receivers = receiving;
}

export function receiveNoMore(flows: Flows, flow: FlowState): void {
  for (const { tag, key } of flow.receivers) {
    const byKey = flows.receivers.get(tag);
    const left = byKey?.get(key)?.filter((receiver) => receiver.flow !== flow);
    if (left === undefined) continue;
    if (left.length > 0) byKey?.set(key, left);
    else byKey?.delete(key);
    if (byKey?.size === 0) flows.receivers.delete(tag);
  }
  flow.receivers = NONE;
}
const NONE: readonly Receiver[] = [];

/**
 * Those who hear an impulse, in the order of the hierarchy, within an entity in that of its components, and within a graph in that of the text.
 * @param spend takes fuel for each that is looked at, whether it hears it or not, before that is done
 */
export function receiversOf(world: World, flows: Flows, { tag, kind, type, below }: Impulse, spend: (units: number) => void): readonly Receiver[] {
  const known = flows.receivers.get(tag)?.get(keyOf(kind, type)) ?? NONE;
  const top = known.length === 0 ? undefined : rowOf(world, below);
  if (top === undefined) return NONE;
  spend(known.length);
  const isBelow = (flow: FlowState): boolean => top === TOP || climb({ world, spend }, entityOf(world, flow), (at) => at === top) === top;
  return inOrder(
    world,
    known.filter(({ flow }) => flow.still === null && isBelow(flow)),
    spend,
  );
}

/** Those who hear a tag from outside, wherever they are, by what an impulse carries. @param fits whether it is of a type */
export function receiversEverywhere(world: World, flows: Flows, tag: string, fits: (type: string) => boolean): readonly Receiver[] {
  const found: Receiver[] = [];
  for (const [key, receivers] of flows.receivers.get(tag) ?? [])
    if (fits(key.slice(key.indexOf(' ') + 1))) for (const receiver of receivers) if (receiver.flow.still === null) found.push(receiver);
  return inOrder(world, found, () => undefined);
}

function entityOf(world: World, { row }: FlowState): number {
  return world.store(Flow).owner[row] as number;
}

function inOrder(world: World, receivers: readonly Receiver[], spend: (units: number) => void): readonly Receiver[] {
  if (receivers.length < 2) return receivers;
  const order = hierarchyOrder(
    world,
    receivers.map(({ flow }) => entityOf(world, flow)),
    spend,
  );
  const place = ({ flow }: Receiver): number => order.get(entityOf(world, flow)) as number;
  const number = ({ flow }: Receiver): number => parseKey(world.store(Flow).keyOf(flow.row))?.number ?? 0;
  return receivers.toSorted((a, b) => {
    if (a.flow === b.flow) return a.node.index - b.node.index;
    return place(a) - place(b) || number(a) - number(b);
  });
}
