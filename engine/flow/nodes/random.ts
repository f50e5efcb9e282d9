import { lengthOf } from '../node/by-component.ts';
import { ENUMERATIONS, type DataType, type Value } from '../values/data-type.ts';
import { cos, pow, sin } from '../../elementary.ts';
import { defineNode, input, itself } from '../node/node.ts';
import type { FlowNode, Input } from '../node/node-types.ts';
import { simplexNoise } from '../values/simplex.ts';
import { slerpTurns } from '../values/slerp.ts';
import { lerpOf } from '../values/vector-math.ts';
import { cut, LONGEST_TEXT, textOf } from './strings.ts';

const category = 'Random';
const BY_CHANCE = "By the world's chance, anew each time it is pulled: a replay and a snapshot go on to the same.";
const f = Math.fround;
const WHOLE_TURN = 2 * Math.PI;

/** From 0 up to but not including 1. */
type Chance = () => number;
type Vector = readonly number[];

function random(name: string, doc: string, gives: DataType, inputs: readonly Input[], draw: (chance: Chance, ...given: readonly never[]) => Value): FlowNode {
  return defineNode({
    name,
    doc: `${doc} ${BY_CHANCE}`,
    category,
    inputs,
    outputs: itself(gives),
    chance: true,
    read: ({ world }, _me, given) => draw(() => world.random(), ...(given as readonly never[])),
  });
}
const range = (type: DataType): readonly Input[] => [input('Min', type), input('Max', type)];

function within(chance: Chance, least: number, most: number): number {
  const way = f(most - least);
  // A way between two floats may be longer than a float is.
  return Math.abs(way) === Infinity ? f(least + (most - least) * chance()) : f(least + f(way * f(chance())));
}
/** From -1 to 1. */
const side = (chance: Chance): number => f(chance() * 2 - 1);

function onCircle(chance: Chance, radius = 1): Vector {
  const angle = chance() * WHOLE_TURN;
  return [f(cos(angle) * radius), f(sin(angle) * radius)];
}
/** All places as likely as each other, as those further out are more. */
function inCircle(chance: Chance, radius = 1): Vector {
  const away = Math.sqrt(chance()) * radius;
  return onCircle(chance, away);
}
function onSphere(chance: Chance, radius = 1): Vector {
  const height = chance() * 2 - 1;
  const [x = 0, z = 0] = onCircle(chance, Math.sqrt(1 - height * height) * radius);
  return [x, f(height * radius), z];
}
/** On one of the sides of a square or a cube, all of which are as likely. */
function onSides(chance: Chance, count: number): Vector {
  const which = Math.floor(chance() * 2 * count),
    place = Array.from({ length: count }, () => side(chance));
  return place.map((each, at) => (at === which >> 1 ? (which % 2 === 0 ? -1 : 1) : each));
}
/** A cone that stands on its base, whose middle is 0, and whose top is above it. */
function onCone(chance: Chance, height: number, radius: number): Vector {
  const slant = Math.sqrt(height * height + radius * radius),
    all = Math.abs(radius) + slant;
  if (!(all > 0)) return [0, 0, 0];
  if (chance() * all < Math.abs(radius)) {
    const [x = 0, z = 0] = inCircle(chance, radius);
    return [x, 0, z];
  }
  const part = Math.sqrt(chance());
  const [x = 0, z = 0] = onCircle(chance, part * radius);
  return [x, f((1 - part) * height), z];
}
function inCone(chance: Chance, height: number, radius: number): Vector {
  const part = pow(chance(), 1 / 3);
  const [x = 0, z = 0] = inCircle(chance, part * radius);
  return [x, f((1 - part) * height), z];
}
/** All rotations as likely as each other. */
function rotation(chance: Chance): Vector {
  const part = chance();
  const [x = 0, y = 0] = onCircle(chance, Math.sqrt(1 - part)),
    [z = 0, w = 0] = onCircle(chance, Math.sqrt(part));
  return [x, y, z, w];
}
/** A colour of full brightness. */
function ofHue(hue: number): Vector {
  const channel = (shift: number): number => {
    const place = (hue * 6 + shift) % 6;
    return f(Math.min(1, Math.max(0, Math.abs(place - 3) - 1)));
  };
  return [channel(0), channel(4), channel(2), 1];
}

const VECTORS = ['Float2', 'Float3', 'Float4'] as const;
const CONE = [input('Height', 'float'), input('BaseRadius', 'float')];
const LERPED: readonly (readonly [string, DataType])[] = [['Color', 'color'], ...VECTORS.map((word) => [word, word.toLowerCase()] as const)];

export const RANDOM_NODES: readonly FlowNode[] = [
  random(
    'RandomBool',
    'True as often as Chance tells, from 0 for never to 1 for always.',
    'bool',
    [input('Chance', 'float')],
    (chance, often: number) => chance() < often,
  ),
  random(
    'RandomInt',
    'A whole number from Min up to but not including Max; Min where there is none.',
    'int',
    range('int'),
    (chance, least: number, most: number) => (most <= least ? least : least + Math.floor(chance() * (most - least))),
  ),
  random('RandomFloat', 'A number from Min to Max.', 'float', range('float'), within),
  ...VECTORS.map((word) => {
    const type = word.toLowerCase();
    return random(`Random${word}`, 'A vector from Min to Max, each component for itself.', type, range(type), (chance, least: Vector, most: Vector) =>
      least.map((each, at) => within(chance, each, most[at] as number)),
    );
  }),
  ...LERPED.map(([word, type]) =>
    random(`RandomLerp${word}`, 'On the line from Min to Max.', type, range(type), (chance, least: Vector, most: Vector) => lerpOf(least, most, f(chance()))),
  ),
  random('RandomSlerpFloatQ', 'A rotation between Min and Max, the shorter way round.', 'floatQ', range('floatQ'), (chance, least: Vector, most: Vector) =>
    slerpTurns(least, most, f(chance())),
  ),
  random('RandomRotation', 'A rotation; all are as likely as each other.', 'floatQ', [], rotation),
  random('RandomPointOnCircle', 'A point on the circle of radius 1.', 'float2', [], (chance) => onCircle(chance)),
  random('RandomPointInCircle', 'A point in the circle of radius 1.', 'float2', [], (chance) => inCircle(chance)),
  random('RandomPointOnSquare', 'A point on the sides of the square from -1 to 1.', 'float2', [], (chance) => onSides(chance, 2)),
  random('RandomPointInSquare', 'A point in the square from -1 to 1.', 'float2', [], (chance) => [side(chance), side(chance)]),
  random('RandomPointOnSphere', 'A point on the sphere of radius 1.', 'float3', [], (chance) => onSphere(chance)),
  random('RandomPointInSphere', 'A point in the sphere of radius 1.', 'float3', [], (chance) => onSphere(chance, pow(chance(), 1 / 3))),
  random('RandomPointOnCube', 'A point on the faces of the cube from -1 to 1.', 'float3', [], (chance) => onSides(chance, 3)),
  random('RandomPointInCube', 'A point in the cube from -1 to 1.', 'float3', [], (chance) => [side(chance), side(chance), side(chance)]),
  random('RandomPointOnCone', 'A point on a cone that stands on a base about 0, its top Height above it.', 'float3', CONE, onCone),
  random('RandomPointInCone', 'A point in a cone that stands on a base about 0, its top Height above it.', 'float3', CONE, inCone),
  random('RandomRGB_Color', 'A colour that hides all behind it.', 'color', [], (chance) => [f(chance()), f(chance()), f(chance()), 1]),
  random('RandomRGBA_Color', 'A colour, through which one may see.', 'color', [], (chance) => [f(chance()), f(chance()), f(chance()), f(chance())]),
  random('RandomHue_Color', 'A colour of full brightness, of any hue.', 'color', [], (chance) => ofHue(chance())),
  random('RandomGrayscale_Color', 'A grey.', 'color', [], (chance) => {
    const grey = f(chance());
    return [grey, grey, grey, 1];
  }),
  defineNode({
    name: 'RandomString',
    doc: `Length characters, each one of Characters; 1,000,000 at most. ${BY_CHANCE}`,
    category,
    inputs: [input('Characters', 'string'), input('Length', 'int')],
    outputs: itself('string'),
    chance: true,
    weigh: ([characters, length]) => Math.floor((textOf(characters).length + Math.min(LONGEST_TEXT, Math.max(0, length as number))) / 16),
    read: ({ world }, _me, [characters, length]) => {
      // By code points, so that no half of a character comes of it.
      const from = Array.from(textOf(characters));
      const count = from.length === 0 ? 0 : Math.min(LONGEST_TEXT, Math.max(0, length as number));
      return cut(Array.from({ length: count }, () => from[Math.floor(world.random() * from.length)]).join(''));
    },
  }),
  defineNode({
    name: 'RandomEnum<T>',
    doc: `One of the words of a type. ${BY_CHANCE}`,
    category,
    generic: Object.keys(ENUMERATIONS),
    outputs: itself('T'),
    chance: true,
    read: ({ world }, { type }) => {
      const words = ENUMERATIONS[type] ?? [];
      return words[Math.floor(world.random() * words.length)] ?? null;
    },
  }),
  ...(['float', 'float2', 'float3', 'float4'] as const).map((type) =>
    defineNode({
      name: `SimplexNoise_${lengthOf(type)}D`,
      doc: 'A number from -1 to 1 that changes smoothly with Position, and is the same for the same one.',
      category,
      inputs: [input('Position', type)],
      outputs: itself('float'),
      weigh: () => lengthOf(type) * 2,
      eval: (_type, [position]) => simplexNoise(typeof position === 'number' ? [position] : (position as Vector)),
    }),
  ),
];
