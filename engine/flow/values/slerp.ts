import { acos, sin } from '../../elementary.ts';
import { lerpOf, VECTORS } from './vector-math.ts';

/* Between directions, along the arc from one to the other, in floats. */

type Vector = readonly number[];
const f = Math.fround;
const clamped = (part: number): number => (part < 0 ? 0 : part > 1 ? 1 : part);

/** Between two of one length along their arc. Those that lie nearly together, or against each other, have none: between those lies what lies between. */
function alongArc(from: Vector, to: Vector, part: number): Vector {
  const cosine = Math.min(1, Math.max(-1, VECTORS.dot(from, to)));
  if (Math.abs(cosine) > 0.9995) return lerpOf(from, to, part);
  const angle = acos(cosine),
    before = sin((1 - part) * angle) / sin(angle),
    behind = sin(part * angle) / sin(angle);
  return from.map((each, at) => f(each * before + (to[at] as number) * behind));
}

/** Between two rotations, the shorter way round. */
export function slerpTurns(from: Vector, to: Vector, part: number): Vector {
  const near = VECTORS.dot(from, to) < 0 ? to.map((each) => -each) : to;
  return VECTORS.normalized(alongArc(from, near, clamped(part)));
}

/** Between the directions of two vectors; its length is 1, and 0 where one has none. */
export function slerpDirections(from: Vector, to: Vector, part: number): Vector {
  return VECTORS.normalized(alongArc(VECTORS.normalized(from), VECTORS.normalized(to), clamped(part)));
}

/** The same, as long as what lies between their lengths. */
export function slerpWithMagnitude(from: Vector, to: Vector, part: number): Vector {
  const length = lerpOf([VECTORS.magnitude(from)], [VECTORS.magnitude(to)], clamped(part))[0] as number;
  return slerpDirections(from, to, part).map((each) => f(each * length));
}
