import type { FieldRef } from '../../schema/field.ts';
import type { GraphData } from './graph.ts';

/** What a node that drives a field refers to it by. */
export const DRIVE = 'Drive';
const DRIVING = /^(?:Value|Object)FieldDrive(?:<|$)|^ReferenceDrive(?:<|$)/;

/** Fields that the nodes of a graph drive. */
export function drivenBy(graph: GraphData): readonly FieldRef[] {
  const driven: FieldRef[] = [];
  for (const { type, refs } of Object.values(graph.nodes)) {
    if (typeof type !== 'string' || !DRIVING.test(type)) continue;
    const ref = refs !== undefined && Object.hasOwn(refs, DRIVE) ? refs[DRIVE] : undefined;
    if (isField(ref)) driven.push(ref);
  }
  return driven;
}

function isField(ref: unknown): ref is FieldRef {
  if (typeof ref !== 'object' || ref === null) return false;
  const { entity, component, field } = ref as Partial<Record<keyof FieldRef, unknown>>;
  return typeof entity === 'string' && typeof component === 'string' && typeof field === 'string';
}
