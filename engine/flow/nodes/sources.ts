import type { FieldRef } from '../../schema/field.ts';
import { nothingOf, TEXT_TYPES, VALUE_TYPES, type Value } from '../data-type.ts';
import { componentOf, fieldOf } from '../lookup.ts';
import { defineNode, itself } from '../node.ts';
import { type FlowNode } from '../node-types.ts';

const category = 'Sources';

export const SOURCE_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'ElementSource<T>',
    doc: 'A component of the world. Null where it is gone.',
    category,
    generic: ['component'],
    refs: [{ name: 'Source', kind: 'component', type: 'T' }],
    outputs: itself('T'),
    read: (call, { refs }) => componentOf(call.world, refs['Source'])?.ref ?? null,
  }),
  defineNode({
    name: 'ValueSource<T>',
    doc: 'What a field of a component holds now. What its type has for nothing where the field is gone.',
    category,
    generic: VALUE_TYPES,
    refs: [{ name: 'Source', kind: 'field' }],
    outputs: itself('T'),
    read: (call, { refs, type }) => fieldOf(call.world, refs['Source'] as FieldRef | undefined, type)?.value ?? nothingOf(type),
  }),
  defineNode({
    name: 'ObjectValueSource<T>',
    doc: 'What a field of a component that holds a text holds now. Null where the field is gone.',
    category,
    generic: TEXT_TYPES,
    refs: [{ name: 'Source', kind: 'field' }],
    outputs: itself('T'),
    read: (call, { refs, type }): Value => fieldOf(call.world, refs['Source'] as FieldRef | undefined, type)?.value ?? null,
  }),
];
