import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByNumber } from '../../../engine/by-number.ts';
import { samples } from '../../samples.ts';

/** Few numbers that come again, those that follow each other, and some that do not fit 31 bits. */
const number = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1, max: 10_000 }),
  fc.integer({ min: 2 ** 31 - 2, max: 2 ** 31 + 2 }),
  fc.maxSafeNat().map((n) => n + 1),
);
const step = fc.record({ what: fc.constantFrom('set', 'set', 'delete'), number });

it('things by number are found, replaced and taken out as in a Map', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
      const ours = new ByNumber<{ readonly at: number }>();
      const map = new Map<number, { readonly at: number }>();
      for (const [at, { what, number: each }] of steps.entries()) {
        if (what === 'delete') expect(ours.delete(each)).toBe(map.delete(each));
        else {
          ours.set(each, { at });
          map.set(each, { at });
        }
        expect(ours.size).toBe(map.size);
      }
      for (const { number: each } of steps) expect(ours.get(each)).toEqual(map.get(each));
      const byNumber = ([a]: readonly [number, unknown], [b]: readonly [number, unknown]): number => a - b;
      expect([...ours.entries()].sort(byNumber)).toEqual([...map].sort(byNumber));
      expect([...ours.values()]).toHaveLength(map.size);
    }),
    samples(2_000),
  );
});

it('many that follow each other are found, also when the first are gone', () => {
  const ours = new ByNumber<{ readonly number: number }>();
  for (let each = 1; each <= 20_000; each++) {
    ours.set(each, { number: each });
    if (each > 5_000) expect(ours.delete(each - 5_000)).toBe(true);
  }
  expect(ours.size).toBe(5_000);
  for (let each = 1; each <= 20_000; each++) expect(ours.get(each)?.number).toBe(each > 15_000 ? each : undefined);
  ours.clear();
  expect([ours.size, ours.get(16_000), [...ours.values()]]).toEqual([0, undefined, []]);
});
