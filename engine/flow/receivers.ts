import { parseKey } from '../schema/component-key.ts';
import type { World } from '../world/world.ts';
import { Flow } from './flow.ts';
import type { Flows, FlowState, Receiver } from './flows.ts';
import { hierarchyOrder } from './hierarchy-order.ts';
import { nodesOf } from './linked.ts';
import { END, type Graph, type LinkedNode } from './node-types.ts';
import type { Impulse } from './impulse.ts';
import { rowOf, TOP } from './slots.ts';

/* Who hears an impulse that goes by its tag. */

/** What a receiver hears: no type is told from the text of another. */
function keyOf(kind: 'sync' | 'async', type: string, tag: string): string {
  return `${kind} ${type} ${tag}`;
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
    const key = keyOf(hears, node.type, tagOf(node));
    const known = flows.receivers.get(key);
    const receiver = { key, flow, node, step: node.to[0] as number, version: flow.version };
    receiving.push(receiver);
    if (known === undefined) flows.receivers.set(key, [receiver]);
    else known.push(receiver);
  }
  if (receiving.length > 0) flow.receivers = receiving;
}

export function receiveNoMore(flows: Flows, flow: FlowState): void {
  for (const { key } of flow.receivers) {
    const left = flows.receivers.get(key)?.filter((receiver) => receiver.flow !== flow);
    if (left === undefined) continue;
    if (left.length === 0) flows.receivers.delete(key);
    else flows.receivers.set(key, left);
  }
  flow.receivers = NONE;
}
const NONE: readonly Receiver[] = [];

/** Those who hear an impulse, in the order of the hierarchy, within an entity in that of its components, and within a graph in that of the text. */
export function receiversOf(world: World, flows: Flows, { tag, kind, type, below }: Impulse): readonly Receiver[] {
  const known = flows.receivers.get(keyOf(kind, type, tag)) ?? [];
  const top = known.length === 0 ? undefined : rowOf(world, below);
  if (top === undefined) return [];
  return inOrder(
    world,
    known.filter(({ flow }) => flow.still === null && (top === TOP || world.entities.isWithin(entityOf(world, flow), top))),
  );
}

/** Those who hear a tag from outside, wherever they are, by what an impulse carries. @param fits whether it is of a type */
export function receiversEverywhere(world: World, flows: Flows, tag: string, fits: (type: string) => boolean): readonly Receiver[] {
  const found: Receiver[] = [];
  for (const [key, receivers] of flows.receivers) {
    const [, type = '', its] = /^(?:sync|async) (\S*) (.*)$/s.exec(key) ?? [];
    if (its === tag && fits(type)) for (const receiver of receivers) if (receiver.flow.still === null) found.push(receiver);
  }
  return inOrder(world, found);
}

function entityOf(world: World, { row }: FlowState): number {
  return world.store(Flow).owner[row] as number;
}

function inOrder(world: World, receivers: readonly Receiver[]): readonly Receiver[] {
  if (receivers.length < 2) return receivers;
  const compare = hierarchyOrder(world);
  const number = ({ flow }: Receiver): number => parseKey(world.store(Flow).keyOf(flow.row))?.number ?? 0;
  return receivers.toSorted((a, b) => {
    if (a.flow === b.flow) return a.node.index - b.node.index;
    return compare(entityOf(world, a.flow), entityOf(world, b.flow)) || number(a) - number(b);
  });
}
