import { nothingOf, OBJECT_TYPES, VALUE_TYPES, type DataType, type Value } from '../values/data-type.ts';
import { componentOf, fieldOf } from '../node/lookup.ts';
import { defineNode, input, itself } from '../node/node.ts';
import type { Call, FlowNode, Me } from '../node/node-types.ts';
import { rowOf } from '../node/slots.ts';
import { fieldType } from '../node/type-of.ts';
import { Boxed, boxed } from '../values/value.ts';
import { byEach } from '../values/weigh.ts';
import { cut, textOf } from './strings.ts';
import type { FieldRef, Json } from '../../schema/field.ts';

/** What may stand in a box: all but a box. */
const BOXABLE: readonly DataType[] = [...VALUE_TYPES, ...OBJECT_TYPES].filter((type) => type !== 'object');

/** What a node refers to by its ref, where that is there and of the node's type. */
function referred({ world }: Call, { refs, type }: Me): Value {
  const ref = refs['Target'];
  if (type === 'Slot') {
    const { entity } = (ref ?? {}) as { readonly entity?: Json };
    return typeof entity === 'string' && rowOf(world, entity) !== undefined ? entity : null;
  }
  const held = fieldType(type);
  if (held !== undefined) return fieldOf(world, ref as FieldRef | undefined, held) === undefined ? null : (ref as unknown as FieldRef);
  const found = componentOf(world, ref);
  return found?.store.component.name === type ? found.ref : null;
}

/** Nodes of values that may be of any type, and of types themselves. */
export const TYPE_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'Box<T>',
    doc: 'A value with its type, to be wired where any may be. A wire that leads there does the same by itself.',
    category: 'Flow/Values',
    generic: BOXABLE,
    inputs: [input('Input', 'T')],
    outputs: itself('object'),
    eval: (type, [value = null]) => boxed(type, value as Value),
  }),
  defineNode({
    name: 'Unbox<T>',
    doc: 'What was put in a box as a value of this very type; what the type has for nothing where another was, or none.',
    category: 'Flow/Values',
    generic: BOXABLE,
    inputs: [input('Input', 'object')],
    outputs: itself('T'),
    eval: (type, [given]) => (given instanceof Boxed && given.type === type ? given.value : nothingOf(type)),
  }),
  defineNode({
    name: 'GetType',
    doc: 'The type of a value that may be any; null of null.',
    category: 'Utility',
    inputs: [input('Object', 'object')],
    outputs: itself('Type'),
    eval: (_type, [given]) => (given instanceof Boxed ? given.type : null),
  }),
  defineNode({
    name: 'TypeObjectInput',
    doc: 'A type that stands in the graph: `int`, `WebsocketClient`.',
    category: 'Constants',
    refs: [{ name: 'Type', kind: 'value', type: 'Type' }],
    outputs: itself('Type'),
    read: (_call, me) => me.literal,
  }),
  defineNode({
    name: 'NiceTypeName',
    doc: 'The name of a type, with OpenSymbol and CloseSymbol about what it is for: `IField<int>`. Null of null.',
    category: 'Utility',
    inputs: [input('Type', 'Type'), input('OpenSymbol', 'string', { initially: '<' }), input('CloseSymbol', 'string', { initially: '>' })],
    outputs: itself('string'),
    weigh: byEach(64),
    eval: (_type, [type, open, close]) =>
      typeof type === 'string' ? cut(type.replaceAll('<', () => textOf(open)).replaceAll('>', () => textOf(close))) : null,
  }),
  defineNode({
    name: 'RefObjectInput<T>',
    doc: 'An entity, a component or a field of the world that the graph refers to. Null where it is gone, or of another type.',
    category: 'Constants',
    generic: ['Slot', 'component', 'field'],
    refs: [{ name: 'Target', kind: 'element', type: 'T' }],
    outputs: itself('T'),
    read: referred,
  }),
];
