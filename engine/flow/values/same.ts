import { sameJson } from '../../same-json.ts';
import { Boxed, type Value } from './value.ts';

/** What is asked of two values: whether they are equal, as numbers are that are none are not; or whether nothing tells them apart, as nothing does those. */
type Way = (a: number, b: number) => boolean;
const equal: Way = (a, b) => a === b;
const alike: Way = (a, b) => a === b || (Number.isNaN(a) && Number.isNaN(b));

type Given = Value | readonly Value[] | undefined;

/**
 * Whether two values are equal: numbers as IEEE 754 has it, in vectors and boxes too, all else by what it is. Whether they are one in memory says nothing,
 * since in a world that was restored they are not.
 */
export function areEqual(a: Given, b: Given): boolean {
  return compared(a, b, equal);
}
/** The same, but that what is no number is like all that is none, so that a value which stays as it is never becomes another. */
export function areAlike(a: Given, b: Given): boolean {
  return compared(a, b, alike);
}

function compared(a: Given, b: Given, way: Way): boolean {
  if (typeof a === 'number' && typeof b === 'number') return way(a, b);
  if (a instanceof Boxed) return b instanceof Boxed && a.type === b.type && compared(a.value, b.value, way);
  if (isVector(a) && isVector(b)) return a.length === b.length && a.every((each, at) => way(each, b[at] as number));
  return sameJson(a, b, 'freely');
}
/** Whether it may hold what is no number: a list of JSON holds none, however long it is. */
function isVector(value: Given): value is readonly number[] {
  return Array.isArray(value) && value.length <= 4 && value.every((each) => typeof each === 'number');
}
