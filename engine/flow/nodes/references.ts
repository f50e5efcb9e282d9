import type { ComponentRef, FieldRef, Json, UserRef } from '../../schema/field.ts';
import type { Value } from '../values/data-type.ts';
import { componentOf, type FoundComponent } from '../node/lookup.ts';
import { defineNode, itself } from '../node/node.ts';
import type { Call, FlowNode, Me } from '../node/node-types.ts';
import { rowOf } from '../node/slots.ts';

const category = 'Sources';

/** The field that a reference names, where it is of a kind. */
function fieldOf({ world }: Call, { refs }: Me, kind: string): (FoundComponent & { readonly field: string }) | undefined {
  const found = componentOf(world, refs['Source']),
    field = (refs['Source'] as FieldRef | undefined)?.field;
  const isThere = found !== undefined && found.store.component.fieldList.some((each) => each.name === field && each.kind === kind);
  return isThere ? { ...found, field: field as string } : undefined;
}

/** What a field that holds a reference names, as a value; null where that is gone. */
function target(call: Call, me: Me): Value {
  const { world } = call,
    kind = me.type === 'Slot' ? 'entityRef' : me.type === 'User' ? 'userRef' : 'componentRef';
  const found = fieldOf(call, me, kind);
  const value: Json = found === undefined ? null : found.store.get(found.row, found.field);
  if (value === null) return null;
  if (kind === 'entityRef') return rowOf(world, value as string) === undefined ? null : (value as string);
  if (kind === 'userRef') return world.users.present((value as unknown as UserRef).userId) ? (value as unknown as UserRef).userId : null;
  const component = componentOf(world, value as unknown as ComponentRef);
  return component?.store.component.name === me.type ? component.ref : null;
}

/** A node that gives a field itself, by its reference. */
const ofField = (name: string, doc: string, type: string, kind: string): FlowNode =>
  defineNode({
    name,
    doc,
    category,
    refs: [{ name: 'Source', kind: 'field', type }],
    outputs: itself(type),
    read: (call, me) => {
      const found = fieldOf(call, me, kind);
      return found === undefined ? null : { ...found.ref, field: found.field };
    },
  });

export const REFERENCE_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'SlotSource',
    doc: 'An entity of the world. Null where it is gone.',
    category,
    refs: [{ name: 'Source', kind: 'entity' }],
    outputs: itself('Slot'),
    read: ({ world }, { refs }) => {
      const { entity } = (refs['Source'] ?? {}) as { readonly entity?: string };
      return entity === undefined || rowOf(world, entity) === undefined ? null : entity;
    },
  }),
  defineNode({
    name: 'ReferenceSource<T>',
    doc: 'What a field names that holds an entity, a user or a component. Null where that is gone, not here, or of another type.',
    category,
    generic: ['Slot', 'User', 'component'],
    refs: [{ name: 'Source', kind: 'field' }],
    outputs: itself('T'),
    read: target,
  }),
  ofField('SlotRefSource', 'A field that names an entity, the field itself. Null where it is gone.', 'SyncRef<Slot>', 'entityRef'),
  ofField('UserRefSource', 'A field that names a user, the field itself. Null where it is gone.', 'UserRef', 'userRef'),
];
