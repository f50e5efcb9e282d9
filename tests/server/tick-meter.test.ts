import { expect, test } from 'vitest';
import { TickMeter } from '../../server/hosting/tick-meter.ts';

/** Reads a meter once a world has ticked at a rate for so many seconds. */
function ticking(rate: number, seconds: number): ReturnType<TickMeter['read']> {
  const meter = new TickMeter();
  for (let tick = 1; tick <= rate * seconds; tick++) meter.add((tick * 1000) / rate, tick % 10 === 0 ? 3 : 1);
  return meter.read(seconds * 1000, 1000 / rate);
}

test.each([1000, 60, 5, 1, 0.5, 0.1])('a world that ticks %s times a second is measured at that rate', (rate) => {
  expect(ticking(rate, 100).rate).toBeCloseTo(rate, 6);
});

test('the time of a tick is the mean of those that count, and the longest of them', () => {
  expect(ticking(60, 10)).toMatchObject({ tickTime: 1.2, worst: 3 });
});

test('a world that has stood still for longer than that has no rate', () => {
  const meter = new TickMeter();
  for (let tick = 0; tick < 60; tick++) meter.add(tick * 16, 1);
  expect(meter.read(10_000, 16)).toEqual({ rate: 0, tickTime: 0, worst: 0 });
});
