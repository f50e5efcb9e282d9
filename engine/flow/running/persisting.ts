import type { Json } from '../../schema/field.ts';
import type { World } from '../../world/world.ts';
import { literalFault, literalOf, literalValue, type DataType, type Value } from '../values/data-type.ts';
import { sameJson } from '../../same-json.ts';
import { Flow } from '../flow.ts';
import type { FlowState } from '../state/flows.ts';
import { real } from '../values/generic.ts';
import type { Graph, LinkedNode } from '../node/node-types.ts';

/* What nodes keep that is saved with the scene: in the field Values of their Flow, by their ids. */

type Values = { readonly [node: string]: Json };

/** Keeps a value of a node, in the flow and in its field. */
export function persist(world: World, flow: FlowState, node: LinkedNode, value: Value): void {
  const { id, stored } = node;
  flow.stored[stored] = value;
  const { Values: column } = world.store(Flow).columns;
  const before = column.data[flow.row] as Values;
  const next = written(heldBy(node), value);
  const nodes = flow.graph?.plan.numberOf;
  // What a node that is gone had kept goes with the next write, so that nothing gathers.
  const kept = Object.entries(before).filter(([node]) => node !== id && nodes?.has(node) === true);
  column.set(flow.row, Object.fromEntries([...kept, [id, next]]) as never);
  if (!Object.hasOwn(before, id) || !sameJson(before[id], next)) world.keep();
}

/** Takes over what the field holds, for nodes that were not there before. What is none of a node's type is passed over. */
export function loadPersisted(world: World, flow: FlowState, graph: Graph, isNew: (node: LinkedNode) => boolean): void {
  const values = world.store(Flow).columns.Values.data[flow.row] as Values;
  for (const node of graph.plan.nodes) {
    if (node.node.persists !== true || !Object.hasOwn(values, node.id) || !isNew(node)) continue;
    const value = read(heldBy(node), values[node.id] as Json);
    if (value !== undefined) flow.stored[node.stored] = value;
  }
}

/** The type of what a node keeps that is saved. */
function heldBy({ node, type }: LinkedNode): DataType {
  return real(node.stores?.[0] ?? '', type);
}
/** As the field has it: what it refers to is told apart from texts, so that a copy of the tree points at the copies. */
function written(type: DataType, value: Value): Json {
  return type === 'Slot' && typeof value === 'string' ? { entity: value } : literalOf(type, value);
}
function read(type: DataType, value: Json): Value | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { entity, component } = value as { readonly entity?: Json; readonly component?: Json };
    if (typeof entity !== 'string') return undefined;
    if (type === 'Slot') return entity;
    return typeof component === 'string' && component.replace(/#.*$/s, '') === type ? { entity, component } : undefined;
  }
  return literalFault(type, value) === undefined ? literalValue(type, value) : undefined;
}
