import { NUMBER_TYPES, type DataType } from '../data-type.ts';
import { defineNode, input, itself } from '../node.ts';
import { type FlowNode } from '../node-types.ts';

const category = 'Operators';

/** How a number of a type is rounded: a whole one wraps at 32 bits, a float is one at every output. */
function rounded(type: DataType, value: number): number {
  return type === 'int' ? value | 0 : type === 'float' ? Math.fround(value) : value;
}
function roundedText(type: DataType, expression: string): string {
  return type === 'int' ? `(${expression})|0` : type === 'float' ? `f(${expression})` : expression;
}

/** A node of two numbers. */
function ofTwo(name: string, doc: string, gives: DataType, does: Required<Pick<FlowNode, 'eval' | 'emit'>>): FlowNode {
  return defineNode({
    name: `${name}<T>`,
    doc,
    category,
    generic: NUMBER_TYPES,
    inputs: [input('A', 'T'), input('B', 'T')],
    outputs: itself(gives),
    ...does,
  });
}
const arithmetic = (name: string, doc: string, sign: '+' | '-', of: (a: number, b: number) => number): FlowNode =>
  ofTwo(name, doc, 'T', {
    eval: (type, [a, b]) => rounded(type, of(a as number, b as number)),
    emit: (type, [a, b]) => roundedText(type, `${a}${sign}${b}`),
  });
const compared = (name: string, doc: string, sign: '<' | '>', of: (a: number, b: number) => boolean): FlowNode =>
  ofTwo(name, doc, 'bool', { eval: (_type, [a, b]) => of(a as number, b as number), emit: (_type, [a, b]) => `${a}${sign}${b}` });

export const OPERATOR_NODES: readonly FlowNode[] = [
  arithmetic('ValueAdd', 'A and B together. Whole numbers wrap at 32 bits.', '+', (a, b) => a + b),
  arithmetic('ValueSub', 'A less B. Whole numbers wrap at 32 bits.', '-', (a, b) => a - b),
  ofTwo('ValueMul', 'A times B. Whole numbers wrap at 32 bits.', 'T', {
    eval: (type, [a, b]) => (type === 'int' ? Math.imul(a as number, b as number) : rounded(type, (a as number) * (b as number))),
    emit: (type, [a, b]) => (type === 'int' ? `Math.imul(${a},${b})` : roundedText(type, `${a}*${b}`)),
  }),
  compared('ValueGreaterThan', 'Whether A is greater than B.', '>', (a, b) => a > b),
  compared('ValueLessThan', 'Whether A is less than B.', '<', (a, b) => a < b),
  defineNode({
    name: 'NOT_Bool',
    doc: 'True where A is false.',
    category,
    inputs: [input('A', 'bool')],
    outputs: itself('bool'),
    eval: (_type, [a]) => a !== true,
    emit: (_type, [a]) => `!${a}`,
  }),
  defineNode({
    name: 'ToString_Int',
    doc: 'A whole number as text.',
    category: 'Parsing',
    inputs: [input('V', 'int')],
    outputs: itself('string'),
    eval: (_type, [v]) => String(v as number),
  }),
];
