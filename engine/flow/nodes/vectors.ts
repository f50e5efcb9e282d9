import { ARITHMETIC, type Operation } from '../values/arithmetic.ts';
import { byComponent, lengthOf } from '../node/by-component.ts';
import { nothingOf, type DataType, type Value } from '../values/data-type.ts';
import { defineNode, input, itself, output } from '../node/node.ts';
import type { FlowNode, Input } from '../node/node-types.ts';
import { VECTORS } from '../values/vector-math.ts';

const category = 'Operators';
/** The original's words for types of vectors in names of nodes. */
export const VECTOR_TYPES = [
  ['Float2', 'float2'],
  ['Float3', 'float3'],
  ['Float4', 'float4'],
] as const;
/** The same, and colours. */
export const WITH_COLOR = [...VECTOR_TYPES, ['Color', 'color']] as const;
/** The same, and rotations. */
export const WITH_TURNS = [...WITH_COLOR, ['FloatQ', 'floatQ']] as const;
const COMPONENTS: Readonly<Record<DataType, readonly string[]>> = { color: ['R', 'G', 'B', 'A'] };
const componentsOf = (type: DataType): readonly string[] => COMPONENTS[type] ?? ['X', 'Y', 'Z', 'W'].slice(0, lengthOf(type));

type Of = (...given: readonly never[]) => number | readonly number[];
/** A node of vectors as a whole. */
function whole(name: string, doc: string, gives: DataType, inputs: readonly Input[], operation: keyof typeof VECTORS): FlowNode {
  const of = VECTORS[operation] as Of;
  return defineNode({
    name,
    doc,
    category,
    inputs,
    outputs: itself(gives),
    eval: (_type, given) => of(...(given as readonly never[])),
    emit: (_type, args) => `m.${operation}(${args.join(',')})`,
  });
}
const two = (type: DataType): readonly Input[] => [input('A', type), input('B', type)];

const MIXED: readonly (readonly [word: string, operation: Operation, doc: string])[] = [
  ['Add', 'add', 'added to'],
  ['Sub', 'sub', 'less'],
  ['Mul', 'mul', 'times'],
  ['Div', 'div', 'by'],
];
function mixed(word: string, operation: Operation, doc: string, [vector, type]: (typeof WITH_COLOR)[number]): readonly FlowNode[] {
  const node = (name: string, types: readonly [DataType, DataType], words: string): FlowNode =>
    defineNode({
      name,
      doc: words,
      category,
      inputs: [input('A', types[0]), input('B', types[1])],
      outputs: itself(type),
      ...byComponent(operation, type, types),
    });
  return [
    node(`${word}_${vector}_Float`, [type, 'float'], `Each component of A ${doc} B.`),
    node(`${word}_Float_${vector}`, ['float', type], `A ${doc} each component of B.`),
  ];
}

function packing([word, type]: (typeof WITH_TURNS)[number]): readonly FlowNode[] {
  const names = componentsOf(type);
  return [
    defineNode({
      name: `Pack_${word}`,
      doc: `A ${type} of its components.`,
      category,
      inputs: names.map((name) => input(name, 'float')),
      outputs: itself(type),
      eval: (_type, given) => given as readonly number[],
      emit: (_type, args) => `[${args.join(',')}]`,
    }),
    defineNode({
      name: `Unpack_${word}`,
      doc: `The components of a ${type}.`,
      category,
      inputs: [input('V', type)],
      outputs: names.map((name) => output(name, 'float')),
      eval: (_type, [v]) => v as readonly number[],
      emit: (_type, [v]) => String(v),
    }),
  ];
}

/** Whether something holds for a number, or for any component of a vector. */
function any(name: string, doc: string, type: DataType, is: (each: number) => boolean): FlowNode {
  return defineNode({
    name,
    doc,
    category,
    inputs: [input('Value', type)],
    outputs: itself('bool'),
    eval: (_type, [value]) => (lengthOf(type) === 1 ? is(value as number) : (value as readonly number[]).some(is)),
  });
}
const NUMBER_OR_VECTOR: readonly (readonly [string, DataType])[] = [['Float', 'float'], ...VECTOR_TYPES, ['FloatQ', 'floatQ']];

function near(word: string, type: DataType, isNear: boolean): FlowNode {
  const { sub } = ARITHMETIC.float;
  const close = (a: number, b: number, epsilon: number): boolean => a === b || Math.abs(sub(a, b)) <= epsilon;
  const where = lengthOf(type) === 1 ? '' : `, in ${isNear ? 'each' : 'any'} component`;
  return defineNode({
    name: `Approximately${isNear ? '' : 'Not'}_${word}`,
    doc: `Whether A and B differ by ${isNear ? 'Epsilon at most' : 'more than Epsilon'}${where}.`,
    category,
    inputs: [...two(type), input('Epsilon', 'float')],
    outputs: itself('bool'),
    eval: (_type, [a, b, epsilon]) => {
      const all =
        lengthOf(type) === 1
          ? close(a as number, b as number, epsilon as number)
          : (a as readonly number[]).every((each, at) => close(each, (b as readonly number[])[at] as number, epsilon as number));
      return all === isNear;
    },
  });
}

function zeroOne(word: string, type: DataType): FlowNode {
  const length = lengthOf(type);
  const one: Value = length === 1 ? 1 : Object.freeze(Array.from({ length }, () => 1));
  return defineNode({
    name: `ZeroOne${word}`,
    doc: `1${length === 1 ? '' : ' in each component'} where Boolean is true, else 0.`,
    category,
    inputs: [input('Boolean', 'bool')],
    outputs: itself(type),
    eval: (_type, [is]) => (is === true ? one : nothingOf(type)),
  });
}

export const VECTOR_NODES: readonly FlowNode[] = [
  ...MIXED.flatMap(([word, operation, doc]) => WITH_COLOR.flatMap((type) => mixed(word, operation, doc, type))),
  ...WITH_TURNS.flatMap(packing),
  ...VECTOR_TYPES.flatMap(([word, type]) => [
    whole(`Dot_${word}`, 'The scalar product of A and B.', 'float', two(type), 'dot'),
    whole(`Magnitude_${word}`, 'How long A is.', 'float', [input('A', type)], 'magnitude'),
    whole(`SqrMagnitude_${word}`, 'The square of how long A is.', 'float', [input('A', type)], 'squared'),
    whole(`Distance_${word}`, 'How far A and B are from each other.', 'float', two(type), 'distance'),
    whole(`Normalized_${word}`, 'A of length 1; as it is where it has none.', type, [input('A', type)], 'normalized'),
    whole(`Project_${word}`, 'The part of A that lies along B; 0 where B has no length.', type, two(type), 'projected'),
    whole(`Angle_${word}`, 'The angle between A and B, in degrees; 0 where one has no length.', 'float', two(type), 'angle'),
  ]),
  defineNode({
    name: 'Distance_Float',
    doc: 'How far A and B are from each other.',
    category,
    inputs: two('float'),
    outputs: itself('float'),
    eval: (_type, [a, b]) => Math.abs(Math.fround((a as number) - (b as number))),
    emit: (_type, [a, b]) => `Math.abs(f(${a}-${b}))`,
  }),
  whole('Cross_Float3', 'The vector product of A and B.', 'float3', two('float3'), 'cross'),
  whole('Reflect_Float3', 'A thrown back by a plane that B stands on, of length 1.', 'float3', two('float3'), 'reflected'),
  whole('Angle_floatQ', 'The angle between two rotations, in degrees.', 'float', two('floatQ'), 'angleOfTurns'),
  whole('Mul_FloatQ_Float3', 'B turned by the rotation A.', 'float3', [input('A', 'floatQ'), input('B', 'float3')], 'turned'),
  whole(
    'VectorDeltaAngle_Float2',
    'The angle from From to To, to the left, in degrees.',
    'float',
    [input('From', 'float2'), input('To', 'float2')],
    'deltaAngle',
  ),
  whole(
    'VectorDeltaAngleRad_Float2',
    'The angle from From to To, to the left, in radians.',
    'float',
    [input('From', 'float2'), input('To', 'float2')],
    'deltaAngleRad',
  ),
  ...NUMBER_OR_VECTOR.flatMap(([word, type]) => [
    any(`IsNaN_${word}`, `Whether Value${lengthOf(type) === 1 ? '' : ', or a component of it,'} is no number.`, type, Number.isNaN),
    any(
      `IsInfinity_${word}`,
      `Whether Value${lengthOf(type) === 1 ? '' : ', or a component of it,'} is infinite.`,
      type,
      (each) => Math.abs(each) === Infinity,
    ),
    near(word, type, true),
    near(word, type, false),
  ]),
  ...(
    [
      ['Int', 'int'],
      ['Float', 'float'],
      ['Float2', 'float2'],
      ['Float3', 'float3'],
      ['Float4', 'float4'],
    ] as const
  ).map(([word, type]) => zeroOne(word, type)),
];
