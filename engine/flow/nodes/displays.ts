import { OBJECT_TYPES, VALUE_TYPES, nothingOf, type DataType, type Value } from '../values/data-type.ts';
import { defineNode, input, itself, output } from '../node/node.ts';
import type { FlowNode } from '../node/node-types.ts';

const shows = (name: string, doc: string, generic: readonly DataType[]): FlowNode =>
  defineNode({ name: `${name}<T>`, doc, category: 'Flow/Values', generic, inputs: [input('Input', 'T')] });
const SHOWN = 'Shows a value to those who look at the graph.';
const POINT = 'A place that is looked at with the graph; nothing is pulled for it while it runs.';

const both = (make: (word: 'Value' | 'Object', generic: readonly DataType[]) => FlowNode): readonly FlowNode[] => [
  make('Value', VALUE_TYPES),
  make('Object', OBJECT_TYPES),
];

/** Nodes that show or pass on what comes in, and those that part it or put it in a box. */
export const DISPLAY_NODES: readonly FlowNode[] = [
  ...both((word, generic) => shows(`${word}Display`, SHOWN, generic)),
  shows('GenericValueDisplay', SHOWN, [...VALUE_TYPES, ...OBJECT_TYPES]),
  ...both((word, generic) => shows(`${word}EvaluationPoint`, POINT, generic)),
  ...both((word, generic) =>
    defineNode({
      name: `ContinuouslyChanging${word}Relay<T>`,
      doc: 'What comes in.',
      category: 'Flow/Values',
      generic,
      inputs: [input('Input', 'T')],
      outputs: itself('T'),
      eval: (_type, [value = null]) => value,
      emit: (_type, [value]) => String(value),
    }),
  ),
  ...both((word, generic) =>
    defineNode({
      name: `${word}Demultiplex<T>`,
      doc: 'Value at the one of ValueOutputs that Index counts, from 0, and DefaultValue at all others: `node.ValueOutputs.0`, and so on.',
      category: 'Flow/Values',
      generic,
      inputs: [input('Value', 'T'), input('DefaultValue', 'T'), input('Index', 'int')],
      outputs: [{ name: 'ValueOutputs', type: 'T', list: true }],
      eval: (_type, given) => given as readonly Value[],
      element: (value, which) => {
        const [given = null, initially = null, index] = value as readonly Value[];
        return index === which ? given : initially;
      },
    }),
  ),
  defineNode({
    name: 'MultiNullCoalesce<T>',
    doc: 'The first of Operands that is not null.',
    category: 'Flow/Values',
    generic: OBJECT_TYPES,
    inputs: [input('Operands', 'T', { list: true })],
    outputs: itself('T'),
    weigh: ([operands]) => Math.floor((operands as readonly Value[]).length / 8),
    eval: (_type, [operands]) => (operands as readonly Value[]).find((each) => each !== null) ?? null,
  }),
  defineNode({
    name: 'PackNullable<T>',
    doc: 'Value, or null where HasValue is false.',
    category: 'Flow/Values',
    generic: VALUE_TYPES,
    inputs: [input('Value', 'T'), input('HasValue', 'bool')],
    outputs: itself('T?'),
    eval: (_type, [value = null, has]) => (has === true ? value : null),
  }),
  defineNode({
    name: 'UnpackNullable<T>',
    doc: 'What may be null, as a value and whether there is one.',
    category: 'Flow/Values',
    generic: VALUE_TYPES,
    inputs: [input('Nullable', 'T?')],
    outputs: [output('Value', 'T'), output('HasValue', 'bool')],
    eval: (type, [value = null]) => [(value as Value) ?? nothingOf(type), value !== null],
  }),
];
