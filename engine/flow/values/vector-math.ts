import { acos, atan2 } from '../../elementary.ts';

/* What is of vectors as a whole, in floats that are rounded after each operation. Vectors are as long as each other. */

type Vector = readonly number[];
const f = Math.fround;
const DEGREES = 57.29577951308232;

function dot(a: Vector, b: Vector): number {
  let sum = f((a[0] as number) * (b[0] as number));
  for (let at = 1; at < a.length; at++) sum = f(sum + f((a[at] as number) * (b[at] as number)));
  return sum;
}
/** The same in doubles, which hold the squares of all floats. */
function exactDot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number);
  return sum;
}
/** Whether a float's square is neither beyond floats nor below them. */
const isUsual = (squared: number): boolean => squared > 0 && squared < Infinity;
/** What is long or short beyond the squares that floats hold is as long as it is. */
function magnitude(a: Vector): number {
  const squared = dot(a, a);
  return f(Math.sqrt(isUsual(squared) ? squared : exactDot(a, a)));
}
const scaled = (a: Vector, by: number): Vector => a.map((each) => f(each * by));
const less = (a: Vector, b: Vector): Vector => a.map((each, at) => f(each - (b[at] as number)));

function cross(a: Vector, b: Vector): Vector {
  const [x1 = 0, y1 = 0, z1 = 0] = a,
    [x2 = 0, y2 = 0, z2 = 0] = b;
  return [f(f(y1 * z2) - f(z1 * y2)), f(f(z1 * x2) - f(x1 * z2)), f(f(x1 * y2) - f(y1 * x2))];
}
/** A vector of no length stays as it is. */
function normalized(a: Vector): Vector {
  const squared = dot(a, a),
    length = isUsual(squared) ? f(Math.sqrt(squared)) : Math.sqrt(exactDot(a, a));
  return length === 0 ? a : a.map((each) => f(each / length));
}
/** The part of a that lies along b; nothing where b has no length. */
function projected(a: Vector, b: Vector): Vector {
  const length = dot(b, b);
  if (isUsual(length)) return scaled(b, f(dot(a, b) / length));
  const exact = exactDot(b, b);
  return scaled(b, exact === 0 ? 0 : exactDot(a, b) / exact);
}
/** In degrees; 0 where one has no length. */
function angle(a: Vector, b: Vector): number {
  const length = Math.sqrt(exactDot(a, a) * exactDot(b, b));
  return length === 0 ? 0 : f(acos(Math.max(-1, Math.min(1, exactDot(a, b) / length))) * DEGREES);
}
/** Between two rotations, in degrees. */
function angleOfTurns(a: Vector, b: Vector): number {
  return f(2 * acos(Math.min(1, Math.abs(dot(a, b)))) * DEGREES);
}
/** From a to b, to the left, in radians. */
function deltaAngle(a: Vector, b: Vector): number {
  const [x1 = 0, y1 = 0] = a,
    [x2 = 0, y2 = 0] = b;
  return f(atan2(x1 * y2 - y1 * x2, x1 * x2 + y1 * y2));
}
/** v turned by a rotation. */
function turned(q: Vector, v: Vector): Vector {
  const twice = scaled(cross(q, v), 2),
    again = cross(q, twice);
  return v.map((each, at) => f(f(each + f((q[3] as number) * (twice[at] as number))) + (again[at] as number)));
}

/** Component by component, from a where part is 0 to b where it is 1. */
export function lerpOf(a: Vector, b: Vector, part: number): Vector {
  return a.map((each, at) => f(each + f(f((b[at] as number) - each) * part)));
}

export const VECTORS = {
  dot,
  cross,
  magnitude,
  squared: (a: Vector): number => dot(a, a),
  distance: (a: Vector, b: Vector): number => magnitude(less(a, b)),
  normalized,
  projected,
  /** a thrown back by a plane whose normal is b. */
  reflected: (a: Vector, b: Vector): Vector => less(a, scaled(b, f(2 * dot(a, b)))),
  angle,
  angleOfTurns,
  deltaAngle: (a: Vector, b: Vector): number => f(deltaAngle(a, b) * DEGREES),
  deltaAngleRad: deltaAngle,
  turned,
} as const;
