import { expect, test } from 'vitest';
import { Rhythm, type Beating } from '../../server/hosting/rhythm.ts';

/** One whose ticks take so many milliseconds; undefined for one that has yet to tick. */
const taking = (lately?: number): Beating => ({ lately });
const PERIOD = 20;

test('worlds whose ticks take little are woken at the same moments, whole periods, from wherever they begin', () => {
  const rhythm = new Rhythm();
  expect([1001, 1013, 1019.5, 1020].map((from) => rhythm.join(taking(0.1), from, PERIOD))).toEqual([1020, 1020, 1020, 1020]);
  expect(rhythm.join(taking(0.1), 1013, PERIOD * 2)).toBe(1040);
});

test('where those who are woken together take long, others are woken half of a period later, and each time fewer wait', () => {
  const rhythm = new Rhythm();
  const moments = [2, 0.5, 2, 2, 2].map((lately) => rhythm.join(taking(lately), 1001, PERIOD) % PERIOD);
  expect(moments).toEqual([0, 0, 10, 10, 0]);
});

test('one that has yet to tick is taken for one that takes little, and many such are parted as well', () => {
  const rhythm = new Rhythm();
  const moments = Array.from({ length: 8 }, () => rhythm.join(taking(), 1001, PERIOD) % PERIOD);
  expect(moments).toEqual([0, 0, 0, 0, 0, 0, 10, 10]);
});

test('who has left, or comes anew, no longer counts where it was', () => {
  const rhythm = new Rhythm();
  const long = taking(5);
  expect(rhythm.join(long, 1001, PERIOD)).toBe(1020);
  expect(rhythm.join(long, 1001, PERIOD)).toBe(1020);
  rhythm.leave(long);
  expect(rhythm.join(taking(1), 1001, PERIOD)).toBe(1020);
});
