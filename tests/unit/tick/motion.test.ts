import { expect, test } from 'vitest';
import { openRig } from '../world-rig.ts';

const rotation = (rig: ReturnType<typeof openRig>): number[] => rig.value('a', 'Transform', 'Rotation') as number[];

test('a Spinner of 90 degrees a second has turned by 90 degrees after a second', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { Spinner: { Speed: [0, 90, 0] }, Transform: {} } }]);
  rig.tick(60);
  const [x, y, z, w] = rotation(rig);
  expect(x).toBeCloseTo(0);
  expect(z).toBeCloseTo(0);
  expect(y).toBeCloseTo(Math.SQRT1_2, 3);
  expect(w).toBeCloseTo(Math.SQRT1_2, 3);
});

test('a rotation stays a unit however long it is turned', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { Spinner: { Speed: [123, -456, 789] }, Transform: {} } }]);
  rig.tick(5000);
  expect(Math.hypot(...rotation(rig))).toBeCloseTo(1, 5);
});

test('a Wiggler swings to both sides by its magnitude and no further', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { Wiggler: { Magnitude: [0, 30, 0], Speed: [0, 1, 0] }, Transform: {} } }]);
  const angles: number[] = [];
  for (let i = 0; i < 60; i++) {
    rig.tick();
    const [, y = 0, , w = 1] = rotation(rig);
    angles.push((2 * Math.atan2(y, w) * 180) / Math.PI);
  }
  expect(Math.max(...angles)).toBeCloseTo(30, 1);
  expect(Math.min(...angles)).toBeCloseTo(-30, 1);
});

test('a Spinner goes on turning when so many are added in a tick that the columns move', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { Spinner: { Speed: [0, 90, 0] }, Transform: {} } }]);
  rig.tick(30);
  rig.edited([{ op: 'addEntity', entity: { id: 'many', children: Array.from({ length: 500 }, () => ({ components: { Spinner: {}, Transform: {} } })) } }]);
  rig.tick(30);
  expect(rotation(rig)[1]).toBeCloseTo(Math.SQRT1_2, 3);
  const last = rig.world.entities.children.get(rig.world.entities.rowOf('many') as number)?.at(-1) as number;
  expect((rig.value(rig.world.entities.id.get(last), 'Transform', 'Rotation') as number[])[1]).toBeGreaterThan(0.3);
});

test('a second Spinner on an entity turns it as well', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { Spinner: { Speed: [0, 30, 0] }, 'Spinner#2': { Speed: [0, 60, 0] }, Transform: {} } }]);
  rig.tick(60);
  expect(rotation(rig)[1]).toBeCloseTo(Math.SQRT1_2, 3);
});
