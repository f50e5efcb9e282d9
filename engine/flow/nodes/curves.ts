import { ARITHMETIC } from '../values/arithmetic.ts';
import { lengthOf } from '../node/by-component.ts';
import { nothingOf, type DataType, type Value } from '../values/data-type.ts';
import { cos, pow } from '../../elementary.ts';
import { defineNode, input, itself, output } from '../node/node.ts';
import type { FlowNode } from '../node/node-types.ts';
import { WITH_COLOR } from './vectors.ts';

const category = 'Math';
const LERP = input('Lerp', 'float');
const TYPES = [['Float', 'float'], ...WITH_COLOR] as const;

type Vector = readonly number[];
const f = Math.fround;
const { clamp01 } = ARITHMETIC.float;

/** What a curve gives at a part of the way between two points, of one component: each point is a value and its tangent. */
type Curve = (from: number, leaving: number, to: number, arriving: number, part: number) => number;

/** The cubic that goes through both values as fast as their tangents say. */
const hermite: Curve = (from, leaving, to, arriving, t) =>
  from * (1 + t * t * (2 * t - 3)) + leaving * t * (1 + t * (t - 2)) + to * t * t * (3 - 2 * t) + arriving * t * t * (t - 1);
/** The cubic of Bézier whose handles stand as far from both values as their tangents are long: behind the first, and before the second. */
const bezier: Curve = (from, leaving, to, arriving, t) => {
  const rest = 1 - t;
  return rest * rest * rest * from + 3 * rest * rest * t * (from + leaving) + 3 * rest * t * t * (to - arriving) + t * t * t * to;
};
/** How fast that goes. */
const bezierTangent: Curve = (from, leaving, to, arriving, t) => {
  const rest = 1 - t;
  return 3 * rest * rest * leaving + 6 * rest * t * (to - arriving - from - leaving) + 3 * t * t * arriving;
};

/** A curve between two points: of a number one, of a vector each component. */
function along(curve: Curve, type: DataType, from: Vector, to: Vector, part: number): Value {
  const length = lengthOf(type);
  const all = Array.from({ length }, (_, at) =>
    f(curve(from[at] as number, from[length + at] as number, to[at] as number, to[length + at] as number, clamp01(part))),
  );
  return length === 1 ? (all[0] as number) : all;
}
/** The same through any number of points in turn. */
function through(curve: Curve, type: DataType, part: number, points: readonly Vector[]): Value {
  const steps = points.length - 1,
    [first] = points;
  if (first === undefined) return nothingOf(type);
  if (steps === 0) return along(curve, type, first, first, 0);
  const place = clamp01(part) * steps;
  // What is no number lies nowhere: it comes out as such.
  const at = Number.isNaN(place) ? 0 : Math.min(steps - 1, Math.floor(place));
  return along(curve, type, points[at] as Vector, points[at + 1] as Vector, f(place - at));
}

function curving([word, type]: (typeof TYPES)[number]): readonly FlowNode[] {
  const point = `TangentPoint${word}`,
    two = [input('From', point), input('To', point), LERP],
    many = [LERP, input('Operands', point, { list: true })],
    outputs = [output('Interpolated', type), output('Tangent', type)];
  const weigh: NonNullable<FlowNode['weigh']> = ([, points]) => (points as readonly Value[]).length;
  const CUBIC = 'The cubic that leaves and reaches each value as fast as its tangent says.';
  const BEZIER = 'The curve of Bézier whose handles stand as far behind a value, and before the next, as their tangents are long; Tangent is how fast it goes.';
  return [
    defineNode({
      name: `PackTangentPoint${word}`,
      doc: 'A point of a curve: a value, and how fast the curve goes there.',
      category,
      inputs: [input('Value', type), input('Tangent', type)],
      outputs: itself(point),
      eval: (_type, given) => given.flat() as Vector,
    }),
    defineNode({
      name: `CubicLerp_${word}`,
      doc: `From From where Lerp is 0 to To where it is 1. ${CUBIC}`,
      category,
      inputs: two,
      outputs: itself(type),
      eval: (_type, [from, to, part]) => along(hermite, type, from as Vector, to as Vector, part as number),
    }),
    defineNode({
      name: `MultiCubicLerp_${word}`,
      doc: `Through all of Operands in turn, the first where Lerp is 0, the last where it is 1. ${CUBIC} 0 where there are none.`,
      category,
      inputs: many,
      outputs: itself(type),
      weigh,
      eval: (_type, [part, points]) => through(hermite, type, part as number, points as readonly Vector[]),
    }),
    defineNode({
      name: `BezierCurve_${word}`,
      doc: `From From where Lerp is 0 to To where it is 1. ${BEZIER}`,
      category,
      inputs: two,
      outputs,
      eval: (_type, [from, to, part]) => [bezier, bezierTangent].map((curve) => along(curve, type, from as Vector, to as Vector, part as number)),
    }),
    defineNode({
      name: `MultiBezierCurve_${word}`,
      doc: `Through all of Operands in turn, the first where Lerp is 0, the last where it is 1. ${BEZIER} 0 where there are none.`,
      category,
      inputs: many,
      outputs,
      weigh,
      eval: (_type, [part, points]) => [bezier, bezierTangent].map((curve) => through(curve, type, part as number, points as readonly Vector[])),
    }),
  ];
}

/** Half of a value to a power, and the same turned about for the other half. */
function symmetric(value: number, power: number): number {
  return value < 0.5 ? pow(2 * value, power) / 2 : 1 - pow(2 * (1 - value), power) / 2;
}

/** Curves between points that have tangents, and shapes of a part from 0 to 1. */
export const CURVE_NODES: readonly FlowNode[] = [
  ...TYPES.flatMap(curving),
  defineNode({
    name: 'SigmoidFloat',
    doc: 'From 0 for X far below 0 to 1 for X far above, 0.5 at 0: 1 by 1 and E to the power of -X.',
    category,
    inputs: [input('X', 'float'), input('E', 'float', { initially: f(Math.E) })],
    outputs: itself('float'),
    eval: (_type, [x, e]) => f(1 / (1 + pow(e as number, -(x as number)))),
  }),
  defineNode({
    name: 'SinShape_Float',
    doc: 'From 0 to 1 as Value is, setting out and arriving slowly as half a wave of the sine does.',
    category: 'Operators',
    inputs: [input('Value', 'float')],
    outputs: itself('float'),
    eval: (_type, [value]) => f((1 - cos(clamp01(value as number) * Math.PI)) / 2),
  }),
  defineNode({
    name: 'SymmetricPowShape_Float',
    doc: 'From 0 to 1 as Value is, setting out by Power and arriving by it: half of twice Value to the power, and the same turned about from the middle on.',
    category: 'Operators',
    inputs: [input('Value', 'float'), input('Power', 'float')],
    outputs: itself('float'),
    eval: (_type, [value, power]) => f(symmetric(clamp01(value as number), power as number)),
  }),
];
