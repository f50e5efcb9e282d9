import { expect, test } from 'vitest';
import { HALF, pickBox, reach, type Ray } from '../../../inspector-ui/viewport/pick.ts';
import { Places } from '../../../inspector-ui/viewport/places.ts';
import type { PoseEntity } from '../../../server/protocol.ts';

const entity = (id: string, parent = -1): PoseEntity => ({ id, name: id, parent, inactive: false });
const pose = (position: readonly number[], rotation: readonly number[] = [0, 0, 0, 1], scale: readonly number[] = [1, 1, 1]): number[] => [
  ...position,
  ...rotation,
  ...scale,
];
function placed(entities: readonly PoseEntity[], poses: readonly number[][]): Places {
  const places = new Places();
  // As they arrive in a page: bare bytes.
  const indexes = Uint32Array.from(entities.keys()).buffer as unknown as Uint32Array<ArrayBuffer>;
  const values = Float32Array.from(poses.flat()).buffer as unknown as Float32Array<ArrayBuffer>;
  places.take({ view: 1, tick: 0, kind: 'poses', entities, poses: { indexes, values }, more: 0 }, 0);
  return places;
}
const centre = (places: Places, i: number): number[] => Array.from(places.matrices.slice(i * 16 + 12, i * 16 + 15), (value) => Math.round(value * 1000) / 1000);
const down = (x: number, z: number): Ray => ({ origin: [x, 10, z], direction: [0, -1, 0] });

test('what hangs below another stands where its parent turns, moves and scales it to', () => {
  const quarter = [0, Math.SQRT1_2, 0, Math.SQRT1_2];
  const places = placed([entity('a'), entity('b', 0), entity('c', 1)], [pose([10, 0, 0], quarter), pose([1, 0, 0], [0, 0, 0, 1], [2, 2, 2]), pose([0, 0, 1])]);
  expect(centre(places, 0)).toEqual([10, 0, 0]);
  // A quarter turn about y takes x to -z.
  expect(centre(places, 1)).toEqual([10, 0, -1]);
  expect(centre(places, 2)).toEqual([12, 0, -1]);
});

test('a change is eased in, from where things are to where they shall be, and then stands', () => {
  const places = placed([entity('a')], [pose([0, 0, 0])]);
  const update = { view: 1, tick: 1, kind: 'poses' as const, poses: { indexes: Uint32Array.of(0), values: Float32Array.from(pose([10, 0, 0])) } };
  places.take(update, 1000);
  expect(places.advance(1000)).toBe(true);
  expect(centre(places, 0)).toEqual([0, 0, 0]);
  places.advance(1060);
  expect(centre(places, 0)[0]).toBeGreaterThan(2);
  expect(centre(places, 0)[0]).toBeLessThan(8);
  expect(places.advance(5000)).toBe(false);
  expect(centre(places, 0)).toEqual([10, 0, 0]);
  places.smooth = false;
  places.take({ ...update, poses: { indexes: Uint32Array.of(0), values: Float32Array.from(pose([3, 0, 0])) } }, 6000);
  places.advance(6000);
  expect(centre(places, 0)).toEqual([3, 0, 0]);
});

test('what somebody holds stays in the hand, and goes back or stays when it is let go', () => {
  const places = placed([entity('a')], [pose([0, 0, 0])]);
  places.hold(0, Float32Array.from(pose([5, 0, 0])));
  places.take({ view: 1, tick: 1, kind: 'poses', poses: { indexes: Uint32Array.of(0), values: Float32Array.from(pose([1, 0, 0])) } }, 10);
  places.advance(1000);
  expect(centre(places, 0)).toEqual([5, 0, 0]);
  places.letGo(0, false);
  expect(centre(places, 0)).toEqual([1, 0, 0]);
  places.hold(0, Float32Array.from(pose([7, 0, 0])));
  places.letGo(0, true);
  expect(centre(places, 0)).toEqual([7, 0, 0]);
});

test('a ray picks the nearest box that it goes through', () => {
  const eighth = [0, Math.sin(Math.PI / 8), 0, Math.cos(Math.PI / 8)];
  const places = placed(
    [entity('low'), entity('high'), entity('wide'), entity('turned')],
    [pose([0, 0, 0]), pose([0, 2, 0]), pose([5, 0, 0], [0, 0, 0, 1], [4, 1, 1]), pose([-5, 0, 0], eighth)],
  );
  const at = (x: number, z: number): number => pickBox(down(x, z), places.matrices);
  expect(at(0, 0)).toBe(1);
  expect(at(0, HALF * 1.1)).toBe(-1);
  expect(at(5 + HALF * 3.9, 0)).toBe(2);
  expect(at(5, HALF * 1.1)).toBe(-1);
  // Turned by 45 degrees its corners reach farther, and its sides less.
  expect(at(-5 + HALF * 1.35, 0)).toBe(3);
  expect(at(-5 + HALF * 0.9, HALF * 0.9)).toBe(-1);
  expect(pickBox({ origin: [0, -5, 0], direction: [0, -1, 0] }, places.matrices), 'what lies behind').toBe(-1);
  expect(pickBox(down(0, HALF * 1.1), places.matrices, 0.02), 'with some slack').toBe(1);
  expect(reach(places.matrices, 0)).toBeCloseTo(HALF * Math.sqrt(3));
});
