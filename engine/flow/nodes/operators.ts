import { ARITHMETIC, type Operation } from '../values/arithmetic.ts';
import { byComponent, overAll } from '../node/by-component.ts';
import { NUMBER_TYPES, nothingOf, type DataType, type Value } from '../values/data-type.ts';
import { defineNode, input, itself, output } from '../node/node.ts';
import { type FlowNode, type Input } from '../node/node-types.ts';

const category = 'Operators';

/** What may be added and multiplied, component by component. */
export const ARITHMETIC_TYPES: readonly DataType[] = [...NUMBER_TYPES, 'float2', 'float3', 'float4', 'color'];
/** The same, and whole numbers of 64 bits, between which nothing lies. */
const WITH_LONG: readonly DataType[] = ['int', 'long', ...ARITHMETIC_TYPES.slice(1)];
const A_B = [input('A', 'T'), input('B', 'T')];
const N = [input('N', 'T')];

/** A node of numbers, or of vectors component by component. */
function arithmetic(name: string, doc: string, operation: Operation, inputs: readonly Input[] = A_B, under = category): FlowNode {
  return defineNode({
    name: `${name}<T>`,
    doc,
    category: under,
    generic: inputs.some(({ type }) => type === 'float') ? ARITHMETIC_TYPES : WITH_LONG,
    inputs,
    outputs: itself('T'),
    ...byComponent(
      operation,
      'T',
      inputs.map(({ type }) => type),
    ),
  });
}
function multiple(name: string, doc: string, operation: Operation, port = 'Inputs', under = category): FlowNode {
  return defineNode({
    name: `${name}<T>`,
    doc: `${doc} What its type has for nothing where there are none.`,
    category: under,
    generic: WITH_LONG,
    inputs: [input(port, 'T', { list: true })],
    outputs: itself('T'),
    weigh: ([values]) => (values as readonly Value[]).length,
    eval: (type, [values]) => overAll(operation, type, values as readonly Value[], nothingOf(type)),
  });
}
const compared = (name: string, doc: string, sign: string, of: (a: number, b: number) => boolean): FlowNode =>
  defineNode({
    name: `${name}<T>`,
    doc,
    category,
    generic: ['int', 'long', 'float', 'double'],
    inputs: A_B,
    outputs: itself('bool'),
    eval: (_type, [a, b]) => of(a as number, b as number),
    emit: (_type, [a, b]) => `${a}${sign}${b}`,
  });
/** By UTF-16 code units; null comes before every text. */
const comparedTexts = (name: string, doc: string, is: (order: number) => boolean): FlowNode =>
  defineNode({
    name: `${name}<T>`,
    doc: `${doc} By UTF-16 code units; null comes before every text.`,
    category,
    generic: ['string'],
    inputs: A_B,
    outputs: itself('bool'),
    weigh: ([a, b]) => Math.floor((typeof a === 'string' && typeof b === 'string' ? Math.min(a.length, b.length) : 0) / 64),
    eval: (_type, [a, b]) => is(a === b ? 0 : typeof a !== 'string' ? -1 : typeof b !== 'string' ? 1 : a < b ? -1 : 1),
  });

const WRAPS = 'Whole numbers wrap at 32 bits, those of type long at 64.';

export const OPERATOR_NODES: readonly FlowNode[] = [
  arithmetic('ValueAdd', `A and B together. ${WRAPS}`, 'add'),
  arithmetic('ValueSub', `A less B. ${WRAPS}`, 'sub'),
  arithmetic('ValueMul', `A times B, vectors component by component. ${WRAPS}`, 'mul'),
  arithmetic('ValueDiv', 'A by B, vectors component by component. Whole numbers are cut; by 0 they give 0.', 'div'),
  arithmetic('ValueMod', 'What is left of A by B, with the sign of A. Whole numbers by 0 give 0.', 'mod'),
  arithmetic('ValueNegate', `Less than 0 by what N is more. ${WRAPS}`, 'negate', N),
  arithmetic('ValueInc', `One more than N. ${WRAPS}`, 'inc', N),
  arithmetic('ValueDec', `One less than N. ${WRAPS}`, 'dec', N),
  arithmetic('ValueSquare', `N times N. ${WRAPS}`, 'square', N),
  arithmetic('ValueCube', `N times N times N. ${WRAPS}`, 'cube', N),
  arithmetic('ValueOneMinus', `1 less X. ${WRAPS}`, 'oneMinus', [input('X', 'T')]),
  arithmetic('ValueReciprocal', '1 by N. Whole numbers are cut; 0 gives 0.', 'reciprocal', N),
  arithmetic('ValueFilterInvalid', 'Value, or Fallback where it is no number or infinite; of vectors component by component.', 'valid', [
    input('Value', 'T'),
    input('Fallback', 'T'),
  ]),
  arithmetic('ValueAbs', 'N without its sign.', 'abs', N, 'Math'),
  arithmetic('ValueMin', 'The lesser of A and B; NaN where one is.', 'min', A_B, 'Math'),
  arithmetic('ValueMax', 'The greater of A and B; NaN where one is.', 'max', A_B, 'Math'),
  arithmetic(
    'ValueClamp',
    'Value, or Min where it is less, or Max where it is more.',
    'clamp',
    [input('Value', 'T'), input('Min', 'T'), input('Max', 'T')],
    'Math',
  ),
  arithmetic(
    'ValueRepeat',
    'N from 0 up to Length, over and over: what is left of it by Length, never below 0.',
    'repeat',
    [input('N', 'T'), input('Length', 'T')],
    'Math',
  ),
  arithmetic(
    'ValueLerp',
    'From where Lerp is 0, To where it is 1, and between them what lies between.',
    'lerp',
    [input('From', 'T'), input('To', 'T'), input('Lerp', 'float')],
    'Math',
  ),
  arithmetic(
    'ValueLerpUnclamped',
    'From where Lerp is 0, To where it is 1, and as far between them or beyond as Lerp is.',
    'lerpUnclamped',
    [input('From', 'T'), input('To', 'T'), input('Lerp', 'float')],
    'Math',
  ),
  multiple('ValueAddMulti', `All together. ${WRAPS}`, 'add'),
  multiple('ValueSubMulti', `The first less all others. ${WRAPS}`, 'sub'),
  multiple('ValueMulMulti', `All multiplied. ${WRAPS}`, 'mul'),
  multiple('ValueDivMulti', 'The first by all others.', 'div'),
  multiple('ValueMinMulti', 'The least, of vectors component by component; NaN where one is.', 'min', 'Operands', 'Math'),
  multiple('ValueMaxMulti', 'The greatest, of vectors component by component; NaN where one is.', 'max', 'Operands', 'Math'),
  defineNode({
    name: 'ValuePlusMinus<T>',
    doc: `Value and Offset together, and Value less Offset. ${WRAPS}`,
    category,
    generic: WITH_LONG,
    inputs: [input('Value', 'T'), input('Offset', 'T')],
    outputs: [output('Plus', 'T'), output('Minus', 'T')],
    eval: (type, given) => [PLUS.eval(type, given) as Value, MINUS.eval(type, given) as Value],
    emit: (type, args) => `[${PLUS.emit(type, args)},${MINUS.emit(type, args)}]`,
  }),
  defineNode({
    name: 'ValueInverseLerp<T>',
    doc: 'Where Value lies from From (0) to To (1), and beyond.',
    category: 'Math',
    generic: NUMBER_TYPES,
    inputs: [input('From', 'T'), input('To', 'T'), input('Value', 'T')],
    outputs: itself('float'),
    // Of what is larger than a float holds, or has more digits, the part is a float still.
    eval: (type, given) => Math.fround(ARITHMETIC[type === 'float' ? type : 'double'].inverseLerp(...(given as readonly [number, number, number]))),
    emit: (type, args) => `f(m.${type === 'float' ? type : 'double'}.inverseLerp(${args.join(',')}))`,
  }),
  defineNode({
    name: 'ValueMultiLerp<T>',
    doc: 'Through all of Operands in turn: the first where Lerp is 0, the last where it is 1. What its type has for nothing where there are none.',
    category: 'Math',
    generic: ARITHMETIC_TYPES,
    inputs: [input('Lerp', 'float'), input('Operands', 'T', { list: true })],
    outputs: itself('T'),
    weigh: ([, values]) => (values as readonly Value[]).length,
    eval: (type, [lerp, values]) => between('lerp', type, lerp as number, values as readonly Value[]),
  }),
  compared('ValueGreaterThan', 'Whether A is greater than B.', '>', (a, b) => a > b),
  compared('ValueGreaterOrEqual', 'Whether A is greater than B or the same.', '>=', (a, b) => a >= b),
  compared('ValueLessThan', 'Whether A is less than B.', '<', (a, b) => a < b),
  compared('ValueLessOrEqual', 'Whether A is less than B or the same.', '<=', (a, b) => a <= b),
  comparedTexts('ObjectGreaterThan', 'Whether A comes after B.', (order) => order > 0),
  comparedTexts('ObjectGreaterOrEqual', 'Whether A comes after B or is the same.', (order) => order >= 0),
  comparedTexts('ObjectLessThan', 'Whether A comes before B.', (order) => order < 0),
  comparedTexts('ObjectLessOrEqual', 'Whether A comes before B or is the same.', (order) => order <= 0),
];

const PLUS = byComponent('add', 'T', ['T', 'T']),
  MINUS = byComponent('sub', 'T', ['T', 'T']);

/** Between two neighbours of any number of values, as far as a part from 0 to 1 leads through them. */
export function between(operation: 'lerp' | 'cosineLerp', type: DataType, part: number, values: readonly Value[]): Value {
  const steps = values.length - 1;
  if (steps < 0) return nothingOf(type);
  if (steps === 0) return values[0] as Value;
  const place = Math.min(1, Math.max(0, part)) * steps;
  // What is no number lies nowhere: it comes out as such.
  const at = Number.isNaN(place) ? 0 : Math.min(steps - 1, Math.floor(place));
  const give = byComponent(operation, type, [type, type, 'float']).eval;
  return give(type, [values[at] as Value, values[at + 1] as Value, Math.fround(place - at)]) as Value;
}
