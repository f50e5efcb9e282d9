import { areEqual } from '../values/same.ts';
import { OBJECT_TYPES, VALUE_TYPES, nothingOf, type DataType, type Value } from '../values/data-type.ts';
import { defineNode, input, itself, output } from '../node/node.ts';
import type { FlowNode } from '../node/node-types.ts';
import { byEach } from '../values/weigh.ts';

const category = 'Utility';
const both = (make: (word: 'Value' | 'Object', generic: readonly DataType[]) => FlowNode): readonly FlowNode[] => [
  make('Value', VALUE_TYPES),
  make('Object', OBJECT_TYPES),
];

/** Nodes that look for a value among others, and that take one of them. */
export const MATCH_NODES: readonly FlowNode[] = [
  ...both((word, generic) =>
    defineNode({
      name: `IndexOfFirst${word}Match<T>`,
      doc: 'Which one of Values is the first that is the same as Match, from 0; -1 where none is.',
      category,
      generic,
      inputs: [input('Match', 'T'), input('Values', 'T', { list: true })],
      outputs: [output('Index', 'int'), output('FoundMatch', 'bool')],
      weigh: byEach(32),
      eval: (_type, [match, values]) => {
        const index = (values as readonly Value[]).findIndex((each) => areEqual(each, match));
        return [index, index >= 0];
      },
    }),
  ),
  ...both((word, generic) =>
    defineNode({
      name: `PickRandom${word}<T>`,
      doc: "One of Operands, by the world's chance, anew each time it is pulled: a replay takes the same. What its type has for nothing where there are none.",
      category,
      generic,
      inputs: [input('Operands', 'T', { list: true })],
      outputs: itself('T'),
      weigh: ([operands]) => Math.floor((operands as readonly Value[]).length / 8),
      chance: true,
      read: ({ world }, { type }, [operands]) => {
        const list = operands as readonly Value[];
        return list.length === 0 ? nothingOf(type) : (list[Math.floor(world.random() * list.length)] as Value);
      },
    }),
  ),
];
