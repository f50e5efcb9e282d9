import { areEqual } from '../values/same.ts';
import { nothingOf, OBJECT_TYPES, VALUE_TYPES, type DataType, type Value } from '../values/data-type.ts';
import { defineNode, input, itself, output } from '../node/node.ts';
import type { Call, FlowNode } from '../node/node-types.ts';
import { byEach } from '../values/weigh.ts';

const category = 'Flow/Values';

/** The same for values and for what may be null, as the original has them apart. */
const both = (make: (word: 'Value' | 'Object', generic: readonly DataType[]) => FlowNode): readonly FlowNode[] => [
  make('Value', VALUE_TYPES),
  make('Object', OBJECT_TYPES),
];

/** Whether two values are the same: numbers, texts and references by what they are. */
const comparing = (name: string, doc: string, generic: readonly DataType[], wanted: boolean): FlowNode =>
  defineNode({
    name: `${name}<T>`,
    doc,
    category: 'Operators',
    generic,
    inputs: [input('A', 'T'), input('B', 'T')],
    outputs: itself('bool'),
    weigh: byEach(32),
    eval: (_type, [a, b]) => areEqual(a, b) === wanted,
  });

const time = (name: string, doc: string, read: (call: Call) => number): FlowNode =>
  defineNode({ name, doc, category: 'Time', outputs: itself('float'), read: (call) => Math.fround(read(call)) });

export const CHOICE_NODES: readonly FlowNode[] = [
  ...both((word, generic) =>
    defineNode({
      name: `${word}Conditional<T>`,
      doc: 'OnTrue or OnFalse, by Condition.',
      category,
      generic,
      inputs: [input('OnTrue', 'T'), input('OnFalse', 'T'), input('Condition', 'bool')],
      outputs: itself('T'),
      eval: (_type, [onTrue = null, onFalse = null, condition]) => (condition === true ? onTrue : onFalse),
      emit: (_type, [onTrue, onFalse, condition]) => `${condition}?${onTrue}:${onFalse}`,
    }),
  ),
  ...both((word, generic) =>
    defineNode({
      name: `${word}Multiplex<T>`,
      doc: 'The one of Inputs that Index counts, from 0; what its type has for nothing where there is none.',
      category,
      generic,
      inputs: [input('Index', 'int'), input('Inputs', 'T', { list: true })],
      outputs: [output('Output', 'T'), output('InputCount', 'int')],
      weigh: ([, inputs]) => Math.floor((inputs as readonly Value[]).length / 8),
      eval: (type, [index, inputs]) => {
        const list = inputs as readonly Value[];
        return [list[index as number] ?? nothingOf(type), list.length];
      },
    }),
  ),
  ...both((word, generic) => comparing(`${word}Equals`, 'Whether A and B are the same; NaN is not even the same as NaN.', generic, true)),
  ...both((word, generic) => comparing(`${word}NotEquals`, 'Whether A and B are not the same; NaN is not even the same as NaN.', generic, false)),
  ...both((word, generic) =>
    defineNode({
      name: `${word}Relay<T>`,
      doc: 'What comes in.',
      category,
      generic,
      inputs: [input('Input', 'T')],
      outputs: itself('T'),
      eval: (_type, [value = null]) => value,
      emit: (_type, [value]) => String(value),
    }),
  ),
  defineNode({
    name: 'NullCoalesce<T>',
    doc: 'A, or B where A is null.',
    category,
    generic: OBJECT_TYPES,
    inputs: [input('A', 'T'), input('B', 'T')],
    outputs: itself('T'),
    eval: (_type, [a = null, b = null]) => a ?? b,
  }),
  ...(['IsNull', 'NotNull'] as const).map((name) =>
    defineNode({
      name: `${name}<T>`,
      doc: name === 'IsNull' ? 'Whether there is nothing.' : 'Whether there is something.',
      category,
      generic: OBJECT_TYPES,
      inputs: [input('Instance', 'T')],
      outputs: itself('bool'),
      eval: (_type, [value]) => (value === null) === (name === 'IsNull'),
    }),
  ),
  time('WorldTimeFloat', 'Simulated seconds since the world began.', ({ world }) => world.time),
  time('WorldTime2Float', 'Twice the simulated seconds since the world began.', ({ world }) => world.time * 2),
  time('WorldTime10Float', 'Ten times the simulated seconds since the world began.', ({ world }) => world.time * 10),
  time('WorldTimeHalfFloat', 'Half of the simulated seconds since the world began.', ({ world }) => world.time / 2),
  time('WorldTimeTenthFloat', 'A tenth of the simulated seconds since the world began.', ({ world }) => world.time / 10),
  // The original has them apart by what a machine makes of its frames; a world's ticks are as long as each other.
  ...['', 'Raw', 'Smooth'].flatMap((word) => [
    time(`${word}DeltaTime`, 'Simulated seconds of one tick.', ({ world }) => world.delta),
    time(`Inverted${word}DeltaTime`, 'Ticks in a simulated second.', ({ world }) => 1 / world.delta),
  ]),
];
