import { defineNode, input, itself } from '../node.ts';
import type { FlowNode } from '../node-types.ts';

export const NUMBER_TEXT_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'ToString_Int',
    doc: 'A whole number as text.',
    category: 'Parsing',
    inputs: [input('V', 'int')],
    outputs: itself('string'),
    eval: (_type, [v]) => String(v as number),
  }),
];
