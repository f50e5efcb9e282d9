import { lengthOf } from '../node/by-component.ts';
import { nothingOf, type DataType, type Value } from '../values/data-type.ts';
import { exp } from '../../elementary.ts';
import { defineNode, input, itself } from '../node/node.ts';
import { END, type FlowNode } from '../node/node-types.ts';
import { slerpDirections, slerpTurns, slerpWithMagnitude } from '../values/slerp.ts';
import { lerpOf, VECTORS } from '../values/vector-math.ts';
import { WITH_COLOR } from './vectors.ts';

const category = 'Math';
const LERP = input('Lerp', 'float');

type Vector = readonly number[];
type Between = (from: Vector, to: Vector, part: number) => Vector;

function slerping(word: string, type: DataType, name: string, doc: string, between: Between): readonly FlowNode[] {
  return [
    defineNode({
      name: `${name}_${word}`,
      doc: `Between From and To, along the arc from one to the other. ${doc}`,
      category,
      inputs: [input('From', type), input('To', type), LERP],
      outputs: itself(type),
      eval: (_type, [from, to, part]) => between(from as Vector, to as Vector, part as number),
    }),
    defineNode({
      name: `Multi${name}_${word}`,
      doc: `Through all of Operands in turn, along the arc from each to the next. ${doc} 0 where there are none.`,
      category,
      inputs: [LERP, input('Operands', type, { list: true })],
      outputs: itself(type),
      weigh: ([, values]) => (values as readonly Value[]).length,
      eval: (_type, [part, values]) => through(between, part as number, values as readonly Vector[], nothingOf(type)),
    }),
  ];
}
function through(between: Between, part: number, values: readonly Vector[], nothing: Value): Value {
  const steps = values.length - 1;
  if (steps < 1) return (values[0] as Vector | undefined) ?? nothing;
  const place = Math.min(1, Math.max(0, part)) * steps;
  const at = Number.isNaN(place) ? 0 : Math.min(steps - 1, Math.floor(place));
  return between(values[at] as Vector, values[at + 1] as Vector, Math.fround(place - at));
}

/** What a value is a tick later that follows another. @param by how far it may go, or which part of the way. */
type Follow = (now: Vector, goal: Vector, by: number) => Vector;

/** Towards a goal, no further than so far. */
function towards(now: Vector, goal: Vector, by: number): Vector {
  const away = VECTORS.distance(now, goal);
  return away <= by || !(away > 0) ? goal : lerpOf(now, goal, Math.max(0, by) / away);
}
/** The same of rotations, in degrees. */
function turnedTowards(now: Vector, goal: Vector, by: number): Vector {
  const away = VECTORS.angleOfTurns(now, goal);
  return away <= by || !(away > 0) ? goal : slerpTurns(now, goal, Math.max(0, by) / away);
}

/** Goes after what comes in, tick by tick. It stores where it is, and whether it has begun. */
function following(name: string, doc: string, generic: readonly DataType[] | undefined, type: DataType, isSmooth: boolean, follow: Follow): FlowNode {
  return defineNode({
    name,
    doc: `${doc} It begins with what Input is first, and belongs to the running world.`,
    category: 'Math/Following',
    ...(generic === undefined ? {} : { generic }),
    inputs: [input('Input', type), input('Speed', 'float')],
    outputs: itself(type),
    stores: [type, 'bool'],
    read: (call, me) => call.stored[me.stored] as Value,
    tick: (call, me, goal = null, speed = null) => {
      const isNumber = lengthOf(me.type === '' ? type : me.type) === 1,
        wanted = (isNumber ? [goal] : goal) as Vector;
      const now = (isNumber ? [call.stored[me.stored]] : call.stored[me.stored]) as Vector;
      const by = (speed as number) * call.world.delta;
      const next = call.stored[me.stored + 1] === true ? follow(now, wanted, isSmooth ? 1 - exp(-Math.max(0, by)) : by) : wanted;
      call.stored[me.stored] = isNumber ? (next[0] as number) : next;
      call.stored[me.stored + 1] = true;
      return END;
    },
  });
}
const FOLLOWED: readonly DataType[] = ['float', 'float2', 'float3', 'float4', 'color'];

export const SLERP_NODES: readonly FlowNode[] = [
  ...WITH_COLOR.flatMap(([word, type]) => [
    ...slerping(word, type, 'Slerp', 'Its length is 1; 0 where one has none.', slerpDirections),
    ...slerping(word, type, 'SlerpWithMagnitude', 'As long as what lies between their lengths.', slerpWithMagnitude),
  ]),
  following('ValueConstantLerp<T>', 'Goes after Input, Speed in each second of the world.', FOLLOWED, 'T', false, towards),
  following(
    'ValueSmoothLerp<T>',
    'Goes after Input, faster the further it is away: at e to the -Speed of the way after a second.',
    FOLLOWED,
    'T',
    true,
    lerpOf,
  ),
  following('ConstantSlerp_floatQ', 'Turns after Input, by Speed degrees in each second of the world.', undefined, 'floatQ', false, turnedTowards),
  following(
    'SmoothSlerp_floatQ',
    'Turns after Input, faster the further it is away: at e to the -Speed of the way after a second.',
    undefined,
    'floatQ',
    true,
    slerpTurns,
  ),
];
