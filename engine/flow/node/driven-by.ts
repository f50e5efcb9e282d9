import { KnownByDescent } from '../../descent.ts';
import type { FieldRef } from '../../schema/field.ts';
import type { GraphData, NodeData } from './graph.ts';

/** What a node that drives a field refers to it by. */
export const DRIVE = 'Drive';
const DRIVING = /^(?:Value|Object)FieldDrive(?:<|$)|^ReferenceDrive(?:<|$)/;

/** By the ids of the nodes that drive them. */
type Driven = ReadonlyMap<string, FieldRef>;
const known = new KnownByDescent<Driven>();

/** Fields that the nodes of a graph drive. An edit of nodes that drive nothing leaves them as they were. */
export function drivenBy({ nodes }: GraphData): readonly FieldRef[] {
  const before = known.of(nodes);
  const isAsBefore = before !== undefined && [...before.names].every((id) => !before.found.has(id) && fieldOf(nodes, id) === undefined);
  const driven = isAsBefore ? before.found : find(nodes);
  known.keep(nodes, driven);
  return [...driven.values()];
}

function find(nodes: GraphData['nodes']): Driven {
  const driven = new Map<string, FieldRef>();
  for (const id of Object.keys(nodes)) {
    const field = fieldOf(nodes, id);
    if (field !== undefined) driven.set(id, field);
  }
  return driven;
}

function fieldOf(nodes: GraphData['nodes'], id: string): FieldRef | undefined {
  if (!Object.hasOwn(nodes, id)) return undefined;
  const { type, refs } = nodes[id] as NodeData;
  if (typeof type !== 'string' || !DRIVING.test(type)) return undefined;
  const ref = refs !== undefined && Object.hasOwn(refs, DRIVE) ? refs[DRIVE] : undefined;
  return isField(ref) ? ref : undefined;
}

function isField(ref: unknown): ref is FieldRef {
  if (typeof ref !== 'object' || ref === null) return false;
  const { entity, component, field } = ref as Partial<Record<keyof FieldRef, unknown>>;
  return typeof entity === 'string' && typeof component === 'string' && typeof field === 'string';
}
