import { expect, test } from 'vitest';
import { createRegistry, restoreWorld, snapshotWorld } from '../../../engine/index.ts';
import { openRig, rigOf, type Rig } from '../world-rig.ts';
import { between, times, type Quaternion } from './rotations.ts';

const rotation = (rig: Rig): Quaternion => rig.value('a', 'Transform', 'Rotation') as Quaternion;
const about = (axis: 0 | 1 | 2, degrees: number): Quaternion => {
  const half = (degrees * Math.PI) / 360;
  return [axis === 0 ? Math.sin(half) : 0, axis === 1 ? Math.sin(half) : 0, axis === 2 ? Math.sin(half) : 0, Math.cos(half)];
};
const wiggling = (Magnitude: readonly number[], Speed: readonly number[], Offset: readonly number[]): Rig =>
  openRig([{ id: 'a', name: 'A', components: { Wiggler: { Magnitude, Speed, Offset }, Transform: {} } }]);

test('a Wiggler stands at Magnitude times the sine of Speed times the time plus Offset, axes in the order y, x, z', () => {
  const rig = wiggling([20, 90, 45], [2, 0.75, 1], [0, 0.25, 0.5]);
  for (let tick = 1; tick <= 240; tick++) {
    rig.tick();
    const swing = (magnitude: number, speed: number, offset: number): number => magnitude * Math.sin(2 * Math.PI * ((speed * tick) / 60 + offset));
    const due = times(about(1, swing(90, 0.75, 0.25)), times(about(0, swing(20, 2, 0)), about(2, swing(45, 1, 0.5))));
    expect(between(rotation(rig), due), `tick ${tick}`).toBeLessThan(0.0001);
  }
});

test('an axis without a Magnitude takes no part, whatever its Speed and Offset, to the last digit', () => {
  for (const axis of [0, 1, 2]) {
    const magnitude = [0, 0, 0].map((_, at) => (at === axis ? 25 : 0));
    const alone = (values: readonly number[], others: number): number[] => values.map((value, at) => (at === axis ? value : others));
    const [still, moving] = [0, 3.7].map((others) => wiggling(magnitude, alone([1.3, 1.3, 1.3], others), alone([0.2, 0.2, 0.2], others)));
    for (let tick = 1; tick <= 60; tick++) {
      still?.tick();
      moving?.tick();
      const turned = rotation(moving as Rig);
      expect(turned).toEqual(rotation(still as Rig));
      expect(turned.filter((value, at) => at < 3 && value !== 0).length).toBeLessThanOrEqual(1);
    }
  }
});

test('after a thousand hours a Wiggler of whole swings a second stands where it began', () => {
  const snapshot = JSON.parse(snapshotWorld(wiggling([0, 30, 0], [1, 7, 1], [0, 0.25, 0]).world)) as object;
  const rig = rigOf(restoreWorld(JSON.stringify({ ...snapshot, tick: 1_000 * 3_600 * 60 - 1 }), createRegistry()));
  rig.tick();
  expect(between(rotation(rig), about(1, 30))).toBeLessThan(0.0001);
});
