import { ARITHMETIC, roundToEven, toInt, type Operation } from '../values/arithmetic.ts';
import { byComponent, lengthOf, overAll } from '../node/by-component.ts';
import { nothingOf, type DataType, type Value } from '../values/data-type.ts';
import { longToInt, toLong } from '../values/long-arithmetic.ts';
import { defineNode, input, itself } from '../node/node.ts';
import type { FlowNode, Input } from '../node/node-types.ts';
import { between } from './operators.ts';
import { VECTOR_TYPES } from './vectors.ts';

const category = 'Math';
const FLOAT = ['Float', 'float'] as const;
const VECTORS_AND_COLOR: readonly (readonly [string, DataType])[] = [...VECTOR_TYPES, ['Color', 'color']];
const ALL: readonly (readonly [string, DataType])[] = [FLOAT, ...VECTORS_AND_COLOR];

function node(name: string, doc: string, gives: DataType, inputs: readonly Input[], operation: Operation): FlowNode {
  return defineNode({
    name,
    doc,
    category,
    inputs,
    outputs: itself(gives),
    ...byComponent(
      operation,
      gives,
      inputs.map(({ type }) => type),
    ),
  });
}

/** Of one number each, for numbers and vectors. */
const OF_ONE: readonly (readonly [word: string, operation: Operation, doc: string, port?: string])[] = [
  ['Sin', 'sin', 'The sine of N, in radians.'],
  ['Cos', 'cos', 'The cosine of N, in radians.'],
  ['Tan', 'tan', 'The tangent of N, in radians.'],
  ['Asin', 'asin', 'The angle of which N is the sine, in radians; NaN outside of -1 to 1.'],
  ['Acos', 'acos', 'The angle of which N is the cosine, in radians; NaN outside of -1 to 1.'],
  ['Atan', 'atan', 'The angle of which N is the tangent, in radians.'],
  ['Exp', 'exp', 'e to the power of N.'],
  ['Log', 'log', 'The natural logarithm of N; NaN below 0.'],
  ['Log10', 'log10', 'The logarithm of N to base 10; NaN below 0.'],
  ['Sqrt', 'sqrt', 'The square root of N; NaN below 0.'],
  ['Floor', 'floor', 'The greatest whole number that is not above N.'],
  ['Ceil', 'ceil', 'The least whole number that is not below N.'],
  ['Round', 'round', 'The nearest whole number, of two that are as near the even one.'],
  ['Sign', 'sign', '1 above 0, -1 below, 0 at 0.'],
  ['Clamp01', 'clamp01', 'N, or 0 where it is less, or 1 where it is more.'],
  ['Repeat01', 'repeat01', 'What N is above the whole number below it.', 'Value'],
];
/** Of two, either of which may be one number for all components of the other. */
const OF_TWO: readonly (readonly [word: string, operation: Operation, doc: string, a: string, b: string])[] = [
  ['Pow', 'pow', 'N to the power of Power.', 'N', 'Power'],
  ['LogN', 'logN', 'The logarithm of N to base Base; NaN to base 1, and to 0 and infinity but for 1.', 'N', 'Base'],
  ['Atan2', 'atan2', 'The angle of the point X, Y, from -π to π.', 'Y', 'X'],
  ['PingPong', 'pingPong', 'N from 0 up to Length and down again, over and over.', 'N', 'Length'],
];
function ofTwo(word: string, operation: Operation, doc: string, a: string, b: string): readonly FlowNode[] {
  const of = (name: string, first: DataType, second: DataType, gives: DataType): FlowNode =>
    node(`${word}_${name}`, doc, gives, [input(a, first), input(b, second)], operation);
  return [
    ...ALL.map(([name, type]) => of(name, type, type, type)),
    ...VECTORS_AND_COLOR.flatMap(([name, type]) => [of(`${name}_Float`, type, 'float', type), of(`Float_${name}`, 'float', type, type)]),
  ];
}

/** A float as a whole number: what an int cannot hold is the last that it can, and NaN is 0. */
function toWhole(name: string, doc: string, way: (value: number) => number): FlowNode {
  return defineNode({
    name,
    doc: `${doc} What an int cannot hold is the nearest that it can; NaN is 0.`,
    category,
    inputs: [input('N', 'float')],
    outputs: itself('int'),
    eval: (_type, [n]) => toInt(way(n as number)),
  });
}
function isBetween(word: string, type: DataType): FlowNode {
  const is = (value: number, least: number, most: number): boolean => value >= least && value <= most;
  return defineNode({
    name: `IsBetween_${word}`,
    doc: `Whether Value is from Min to Max, both included${lengthOf(type) === 1 ? '' : ', in each component'}.`,
    category,
    inputs: [input('Value', type), input('Min', type), input('Max', type)],
    outputs: itself('bool'),
    eval: (_type, [value, least, most]) =>
      lengthOf(type) === 1
        ? is(value as number, least as number, most as number)
        : (value as readonly number[]).every((each, at) => is(each, (least as readonly number[])[at] as number, (most as readonly number[])[at] as number)),
  });
}
function average(values: readonly Value[], type: DataType): Value {
  const sum = overAll('add', type, values, nothingOf(type));
  if (values.length === 0) return sum;
  return lengthOf(type) === 1 ? Math.fround((sum as number) / values.length) : (sum as readonly number[]).map((each) => Math.fround(each / values.length));
}
function commonDivisor(a: number, b: number): number {
  let [one, other] = [Math.abs(a), Math.abs(b)];
  while (other !== 0) [one, other] = [other, one % other];
  return one;
}
function factorial(n: number): number {
  let product = 1;
  // That of 35 is beyond what a float holds.
  for (let each = 2; each <= Math.min(n, 35); each++) product = Math.fround(product * each);
  return product;
}
const REMAP = ['InMin', 'InMax', 'OutMin', 'OutMax', 'Value'].map((name) => input(name, 'float'));
const { lerpUnclamped, inverseLerp } = ARITHMETIC.float;

const LERP = input('Lerp', 'float');
const many = (weighed: number) => ({ weigh: (given: readonly (Value | readonly Value[])[]) => (given[weighed] as readonly Value[]).length });

export const MATH_NODES: readonly FlowNode[] = [
  ...OF_ONE.flatMap(([word, operation, doc, port = 'N']) => ALL.map(([name, type]) => node(`${word}_${name}`, doc, type, [input(port, type)], operation))),
  ...OF_TWO.flatMap((each) => ofTwo(...each)),
  node('PingPong_Int', 'N from 0 up to Length and down again, over and over.', 'int', [input('N', 'int'), input('Length', 'int')], 'pingPong'),
  node('Sign_Int', '1 above 0, -1 below, 0 at 0.', 'int', [input('N', 'int')], 'sign'),
  ...ALL.flatMap(([name, type]) => [
    node(`Avg_${name}`, 'The middle of A and B.', type, [input('A', type), input('B', type)], 'avg'),
    defineNode({
      name: `AvgMulti_${name}`,
      doc: 'All together by how many they are; 0 where there are none.',
      category,
      inputs: [input('Operands', type, { list: true })],
      outputs: itself(type),
      ...many(0),
      eval: (_type, [values]) => average(values as readonly Value[], type),
    }),
    node(`NthRoot_${name}`, 'Value to the power of 1 by N; NaN below 0.', type, [input('Value', type), input('N', 'float')], 'root'),
    node(
      `CosineLerp_${name}`,
      'From A where Lerp is 0 to B where it is 1, setting out and arriving slowly.',
      type,
      [input('A', type), input('B', type), LERP],
      'cosineLerp',
    ),
    defineNode({
      name: `MultiCosineLerp_${name}`,
      doc: 'Through all of Operands in turn, setting out from each and arriving slowly. 0 where there are none.',
      category,
      inputs: [LERP, input('Operands', type, { list: true })],
      outputs: itself(type),
      ...many(1),
      eval: (_type, [lerp, values]) => between('cosineLerp', type, lerp as number, values as readonly Value[]),
    }),
    isBetween(name, type),
  ]),
  ...VECTORS_AND_COLOR.map(([name, type]) =>
    node(
      `InverseLerp_${name}`,
      'Where Value lies from From (0) to To (1), and beyond.',
      type,
      [input('From', type), input('To', type), input('Value', type)],
      'inverseLerp',
    ),
  ),
  isBetween('Int', 'int'),
  ...(['', 'Legacy'] as const).flatMap((before) => [
    toWhole(`${before}FloorToInt_Float`, 'The greatest whole number that is not above N.', Math.floor),
    toWhole(`${before}CeilToInt_Float`, 'The least whole number that is not below N.', Math.ceil),
    toWhole(`${before}RoundToInt_Float`, 'The nearest whole number, of two that are as near the even one.', roundToEven),
  ]),
  defineNode({
    name: 'GreatestCommonDivisor_Int',
    doc: 'The greatest whole number that both can be divided by; 0 of two zeros.',
    category,
    inputs: [input('A', 'int'), input('B', 'int')],
    outputs: itself('int'),
    eval: (_type, [a, b]) => commonDivisor(a as number, b as number) | 0,
  }),
  defineNode({
    name: 'LeastCommonMultiple_Int',
    doc: 'The least whole number that can be divided by both; 0 where one is. Wraps at 32 bits.',
    category,
    inputs: [input('A', 'int'), input('B', 'int')],
    outputs: itself('int'),
    eval: (_type, [a, b]) => {
      const divisor = commonDivisor(a as number, b as number);
      return divisor === 0 ? 0 : Math.imul(Math.abs(a as number) / divisor, Math.abs(b as number));
    },
  }),
  defineNode({
    name: 'FactorialFloat',
    doc: 'All whole numbers from 1 to N multiplied; 1 where there are none, infinite from 35 on.',
    category,
    inputs: [input('N', 'int')],
    outputs: itself('float'),
    eval: (_type, [n]) => factorial(n as number),
  }),
  defineNode({
    name: 'Remap_Float',
    doc: 'Value as it lies from InMin to InMax, from OutMin to OutMax, and beyond.',
    category,
    inputs: REMAP,
    outputs: itself('float'),
    eval: (_type, given) => {
      const [inMin, inMax, outMin, outMax, value] = given as readonly number[] as readonly [number, number, number, number, number];
      return lerpUnclamped(outMin, outMax, inverseLerp(inMin, inMax, value));
    },
    emit: (_type, [inMin, inMax, outMin, outMax, value]) => `m.float.lerpUnclamped(${outMin},${outMax},m.float.inverseLerp(${inMin},${inMax},${value}))`,
  }),
  defineNode({
    name: 'Remap11_01_Float',
    doc: 'What lies from -1 to 1 as it lies from 0 to 1, and beyond.',
    category,
    inputs: [input('Value', 'float')],
    outputs: itself('float'),
    eval: (_type, [value]) => Math.fround(Math.fround((value as number) + 1) * 0.5),
    emit: (_type, [value]) => `f(f(${value}+1)*0.5)`,
  }),
  ...shapes(),
  ...casts(),
];

/** Of Value from 0 to 1. */
function shapes(): readonly FlowNode[] {
  const f = Math.fround,
    { clamp01 } = ARITHMETIC.float;
  const of = (name: string, doc: string, shape: (part: number) => number): FlowNode =>
    defineNode({
      name,
      doc,
      category: 'Operators',
      inputs: [input('Value', 'float')],
      outputs: itself('float'),
      eval: (_type, [value]) => f(shape(clamp01(value as number))),
    });
  return [
    of('SmoothStep_Float', 'From 0 to 1 as Value is, setting out and arriving slowly: 3v² - 2v³.', (v) => v * v * (3 - 2 * v)),
    of(
      'SmootherStep_Float',
      'From 0 to 1 as Value is, setting out and arriving more slowly than SmoothStep: 6v⁵ - 15v⁴ + 10v³.',
      (v) => v * v * v * (v * (v * 6 - 15) + 10),
    ),
  ];
}

/** What is not lossless takes a node, by the original's names. */
function casts(): readonly FlowNode[] {
  const cast = (from: DataType, to: DataType, doc: string, way: (value: never) => Value): FlowNode =>
    defineNode({
      name: `Cast_${from}_To_${to}`,
      doc,
      category: 'Casts',
      inputs: [input('Input', from)],
      outputs: itself(to),
      eval: (_type, [value]) => way(value as never),
    });
  const toWords = 'The whole number towards 0. What an int cannot hold is the nearest that it can; NaN is 0.';
  const same = (from: DataType, to: DataType): FlowNode =>
    defineNode({
      name: `Cast_${from}_To_${to}`,
      doc: `The components of a ${from} as those of a ${to}.`,
      category: 'Casts',
      inputs: [input('Input', from)],
      outputs: itself(to),
      eval: (_type, [value]) => value as Value,
      emit: (_type, [value]) => String(value),
    });
  return [
    cast('float', 'int', toWords, toInt),
    cast('double', 'int', toWords, toInt),
    cast('float', 'long', toWords.replace('an int', 'a long'), toLong),
    cast('double', 'long', toWords.replace('an int', 'a long'), toLong),
    cast('long', 'int', 'A whole number of 64 bits as one of 32; what an int cannot hold is the nearest that it can.', longToInt),
    cast('double', 'float', 'The nearest number that a float holds.', Math.fround),
    same('float4', 'color'),
    same('color', 'float4'),
  ];
}
