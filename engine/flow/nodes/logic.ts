import { defineNode, input, itself } from '../node/node.ts';
import type { Value } from '../values/data-type.ts';
import type { FlowNode } from '../node/node-types.ts';

const category = 'Operators';

/** An operation of two bits, over bools and over each bit of whole numbers; its Multi takes any number of them, from the first to the last. */
function bitwise(name: string, doc: string, many: string, isInverted: boolean, of: (a: number, b: number) => number, sign: string): readonly FlowNode[] {
  const ofBools = (a: boolean, b: boolean): boolean => (of(Number(a), Number(b)) & 1) === (isInverted ? 0 : 1);
  const ofInts = (a: number, b: number): number => (isInverted ? ~of(a, b) : of(a, b));
  const all = (values: readonly Value[], one: (a: number, b: number) => number): number | undefined =>
    values.length === 0 ? undefined : (values.map(Number).reduce(one) ?? 0);
  return [
    defineNode({
      name: `${name}_Bool`,
      doc: `Whether ${doc}`,
      category,
      inputs: [input('A', 'bool'), input('B', 'bool')],
      outputs: itself('bool'),
      eval: (_type, [a, b]) => ofBools(a as boolean, b as boolean),
      emit: (_type, [a, b]) => (sign === '^' ? `(${a}${isInverted ? '===' : '!=='}${b})` : `${isInverted ? '!' : ''}(${a}${sign}${sign}${b})`),
    }),
    defineNode({
      name: `${name}_Int`,
      doc: `The bits of which ${doc}`,
      category,
      inputs: [input('A', 'int'), input('B', 'int')],
      outputs: itself('int'),
      eval: (_type, [a, b]) => ofInts(a as number, b as number),
      emit: (_type, [a, b]) => `${isInverted ? '~' : ''}(${a}${sign}${b})`,
    }),
    defineNode({
      name: `${name}_Multi_Bool`,
      doc: `Whether ${many} are true; false where there are none.`,
      category,
      inputs: [input('Operands', 'bool', { list: true })],
      outputs: itself('bool'),
      weigh: ([values]) => (values as readonly Value[]).length,
      eval: (_type, [values]) => {
        const found = all(values as readonly Value[], of);
        return found !== undefined && (found & 1) === (isInverted ? 0 : 1);
      },
    }),
    defineNode({
      name: `${name}_Multi_Int`,
      doc: `The bits that are set in ${many}; 0 where there are none.`,
      category,
      inputs: [input('Operands', 'int', { list: true })],
      outputs: itself('int'),
      weigh: ([values]) => (values as readonly Value[]).length,
      eval: (_type, [values]) => {
        const found = all(values as readonly Value[], of);
        return found === undefined ? 0 : isInverted ? ~found : found;
      },
    }),
  ];
}
function shift(name: string, doc: string, port: string, of: (a: number, by: number) => number, text: (a: string, by: string) => string): FlowNode {
  return defineNode({
    name: `${name}_Int`,
    doc: `${doc} Of ${port} the lowest five bits count.`,
    category,
    inputs: [input('A', 'int'), input(port, 'int')],
    outputs: itself('int'),
    eval: (_type, [a, by]) => of(a as number, by as number),
    emit: (_type, [a = '', by = '']) => text(a, by),
  });
}

const and = (a: number, b: number): number => a & b,
  or = (a: number, b: number): number => a | b,
  xor = (a: number, b: number): number => a ^ b;

export const LOGIC_NODES: readonly FlowNode[] = [
  ...bitwise('AND', 'A and B are set.', 'all of Operands', false, and, '&'),
  ...bitwise('OR', 'A or B or both are set.', 'one or more of Operands', false, or, '|'),
  ...bitwise('XOR', 'either A or B is set.', 'an odd number of Operands', false, xor, '^'),
  ...bitwise('NAND', 'A and B are not both set.', 'not all of Operands', true, and, '&'),
  ...bitwise('NOR', 'neither A nor B is set.', 'none of Operands', true, or, '|'),
  ...bitwise('XNOR', 'A and B are the same.', 'an even number of Operands', true, xor, '^'),
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
    name: 'NOT_Int',
    doc: 'The bits that are not set in A.',
    category,
    inputs: [input('A', 'int')],
    outputs: itself('int'),
    eval: (_type, [a]) => ~(a as number),
    emit: (_type, [a]) => `~${a}`,
  }),
  shift(
    'ShiftLeft',
    'A shifted to the left.',
    'Shift',
    (a, by) => a << by,
    (a, by) => `(${a}<<${by})`,
  ),
  shift(
    'ShiftRight',
    'A shifted to the right, with its sign.',
    'Shift',
    (a, by) => a >> by,
    (a, by) => `(${a}>>${by})`,
  ),
  shift(
    'RotateLeft',
    'A shifted to the left, what falls out coming in on the right.',
    'Rotate',
    (a, by) => (a << by) | (a >>> -by),
    (a, by) => `(${a}<<${by}|${a}>>>-${by})`,
  ),
  shift(
    'RotateRight',
    'A shifted to the right, what falls out coming in on the left.',
    'Rotate',
    (a, by) => (a >>> by) | (a << -by),
    (a, by) => `(${a}>>>${by}|${a}<<-${by})`,
  ),
];
