import { defineNode, input, itself } from '../node.ts';
import type { FlowNode } from '../node-types.ts';

export const URI_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'StringToAbsoluteURI',
    doc: 'A text as an address, in its normal spelling; null where it is none, or has no scheme.',
    category: 'Utility/Uris',
    inputs: [input('Input', 'string')],
    outputs: itself('Uri'),
    eval: (_type, [text]) => (typeof text === 'string' && URL.canParse(text) ? new URL(text).href : null),
  }),
];
