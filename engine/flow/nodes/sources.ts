import type { FieldRef } from '../../schema/field.ts';
import { nothingOf, TEXT_TYPES, FIELD_VALUE_TYPES, type Value } from '../values/data-type.ts';
import { componentOf, fieldOf } from '../node/lookup.ts';
import { defineNode, itself } from '../node/node.ts';
import { type FlowNode } from '../node/node-types.ts';
import { fieldType } from '../node/type-of.ts';
import { writeField } from './variables.ts';

const category = 'Sources';

export const SOURCE_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'ElementSource<T>',
    doc: 'A component of the world, or a field of one: `ElementSource<IField<int>>`. Null where it is gone.',
    category,
    generic: ['component', 'field'],
    refs: [{ name: 'Source', kind: 'component', type: 'T' }],
    outputs: itself('T'),
    read: (call, { refs, type }) => {
      const held = fieldType(type);
      if (held === undefined) return componentOf(call.world, refs['Source'])?.ref ?? null;
      return fieldOf(call.world, refs['Source'] as FieldRef | undefined, held) === undefined ? null : (refs['Source'] as unknown as FieldRef);
    },
  }),
  defineNode({
    name: 'ValueSource<T>',
    doc: 'What a field of a component holds now. What its type has for nothing where the field is gone.',
    category,
    generic: FIELD_VALUE_TYPES,
    refs: [{ name: 'Source', kind: 'field' }],
    outputs: itself('T'),
    cell: 'Source',
    read: (call, { refs, type }) => fieldOf(call.world, refs['Source'] as FieldRef | undefined, type)?.value ?? nothingOf(type),
    get: (call, { refs, type }) => fieldOf(call.world, refs['Source'] as FieldRef | undefined, type)?.value ?? nothingOf(type),
    set: (call, me, value) => writeField(call, me, me.refs['Source'], value),
  }),
  defineNode({
    name: 'ObjectValueSource<T>',
    doc: 'What a field of a component that holds a text holds now. Null where the field is gone.',
    category,
    generic: TEXT_TYPES,
    refs: [{ name: 'Source', kind: 'field' }],
    outputs: itself('T'),
    set: (call, me, value) => writeField(call, me, me.refs['Source'], value),
    read: (call, { refs, type }): Value => fieldOf(call.world, refs['Source'] as FieldRef | undefined, type)?.value ?? null,
  }),
];
