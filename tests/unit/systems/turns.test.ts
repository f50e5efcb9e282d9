import { expect, test } from 'vitest';
import { cosineOfTurns, sineOfTurns } from '../../../engine/systems/turns.ts';

const ANGLES = Array.from({ length: 20_001 }, (_, i) => (i - 10_000) / 2_500);

test('sine and cosine are what the platform says, to ten digits', () => {
  for (const turns of ANGLES) {
    expect(Math.abs(sineOfTurns(turns) - Math.sin(turns * 2 * Math.PI)), `sine of ${turns} turns`).toBeLessThan(1e-10);
    expect(Math.abs(cosineOfTurns(turns) - Math.cos(turns * 2 * Math.PI)), `cosine of ${turns} turns`).toBeLessThan(1e-10);
  }
});

test('quarters of a turn are exact, after a billion turns too', () => {
  for (const whole of [0, 1, -7, 1e9]) {
    expect([0, 0.25, 0.5, 0.75].map((part) => sineOfTurns(whole + part) + 0)).toEqual([0, 1, 0, -1]);
    expect([0, 0.25, 0.5, 0.75].map((part) => cosineOfTurns(whole + part) + 0)).toEqual([1, 0, -1, 0]);
  }
});

test('they have the same bits on every version of Node', () => {
  const bits = new Uint32Array(Float64Array.from(ANGLES.flatMap((turns) => [sineOfTurns(turns / 7), cosineOfTurns(turns / 7)])).buffer);
  let sum = 0;
  for (const word of bits) sum = (Math.imul(sum, 31) + word) | 0;
  expect(sum).toBe(1188961887);
});
