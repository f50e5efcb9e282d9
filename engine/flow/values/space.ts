import { VECTORS } from './vector-math.ts';

/* Places in space: where something is, how it is turned and how large it is, within what it hangs below. */

type Vector = readonly number[];
const f = Math.fround;

/** Of an entity, within its parent. */
export interface Place {
  readonly position: Vector;
  readonly rotation: Vector;
  readonly scale: Vector;
}
export const NO_TURN: Vector = Object.freeze([0, 0, 0, 1]);
export const HERE: Place = Object.freeze({ position: Object.freeze([0, 0, 0]), rotation: NO_TURN, scale: Object.freeze([1, 1, 1]) });

/** The rotation that turns by b, and then by a. */
export function turnedBy(a: Vector, b: Vector): Vector {
  const [ax, ay, az, aw] = a as readonly [number, number, number, number],
    [bx, by, bz, bw] = b as readonly [number, number, number, number];
  return [
    f(aw * bx + ax * bw + ay * bz - az * by),
    f(aw * by - ax * bz + ay * bw + az * bx),
    f(aw * bz + ax * by - ay * bx + az * bw),
    f(aw * bw - ax * bx - ay * by - az * bz),
  ];
}
/** The rotation back; of one that is none there is none. */
export function turnedBack([x = 0, y = 0, z = 0, w = 0]: Vector): Vector {
  return [f(-x), f(-y), f(-z), w];
}
export const times = (a: Vector, b: Vector): Vector => a.map((each, at) => f(each * (b[at] as number)));
export const parted = (a: Vector, b: Vector): Vector => a.map((each, at) => f(each / (b[at] as number)));
const plus = (a: Vector, b: Vector): Vector => a.map((each, at) => f(each + (b[at] as number)));
const less = (a: Vector, b: Vector): Vector => a.map((each, at) => f(each - (b[at] as number)));

/** A vector of what hangs below a place, as it is around that. */
export const vectorOut = ({ rotation, scale }: Place, vector: Vector): Vector => VECTORS.turned(rotation, times(vector, scale));
export const vectorIn = ({ rotation, scale }: Place, vector: Vector): Vector => parted(VECTORS.turned(turnedBack(rotation), vector), scale);
/** The same of a point. */
export const pointOut = (place: Place, point: Vector): Vector => plus(vectorOut(place, point), place.position);
export const pointIn = (place: Place, point: Vector): Vector => vectorIn(place, less(point, place.position));

/** The shortest turn from one direction to another; none where one of them is no direction. */
export function turnBetween(from: Vector, to: Vector): Vector {
  const [a, b] = [VECTORS.normalized(from), VECTORS.normalized(to)];
  const cosine = VECTORS.dot(a, b);
  if (!(Math.abs(cosine) <= 2) || VECTORS.squared(a) === 0 || VECTORS.squared(b) === 0) return NO_TURN;
  // Against each other they are parted by half a turn, about whatever stands across.
  if (cosine < -0.999_999) {
    const across = VECTORS.cross(a, Math.abs(a[0] as number) < 0.5 ? [1, 0, 0] : [0, 1, 0]);
    return [...VECTORS.normalized(across), 0];
  }
  return VECTORS.normalized([...VECTORS.cross(a, b), f(1 + cosine)]);
}
