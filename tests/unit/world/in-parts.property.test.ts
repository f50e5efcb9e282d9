import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allOf, Patience, sortInParts } from '../../../engine/world/in-parts.ts';
import { samples } from '../../samples.ts';

test('sorting in parts comes to the same as sorting at once, and keeps the order of equals', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 5_000, size: 'max' }), (keys) => {
      const list = keys.map((key, at) => ({ key, at }));
      const sorted = allOf(sortInParts(list, (a, b) => a.key - b.key));
      expect(sorted).toEqual(list.toSorted((a, b) => a.key - b.key));
    }),
    samples(50),
  );
});

test('patience ends work between two of its parts, goes on where it was left off, and does at least one part', () => {
  let time = 0;
  const now = (): number => time;
  function* work(): Generator<undefined, string, undefined> {
    for (let part = 0; part < 5; part++) {
      time += 1;
      yield;
    }
    return 'done';
  }
  const going = work();
  expect(new Patience(now, 2).goOn(going)).toBeUndefined();
  expect(time).toBe(2);
  expect(new Patience(now, 0).goOn(going)).toBeUndefined();
  expect(time).toBe(3);
  expect(new Patience(now, 100).goOn(going)).toEqual({ done: 'done' });
  // Without a clock all of it is done.
  expect(new Patience(undefined, 0).goOn(work())).toEqual({ done: 'done' });
});
