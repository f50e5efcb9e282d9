import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Nearest } from '../../../engine/editing/nearest.ts';
import { samples } from '../../samples.ts';

test('the nearest marked place on either side is the one that a walk finds, whatever is marked', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), fc.array(fc.nat(1_999), { maxLength: 12 }), fc.array(fc.nat(1_999)), (length, marks, places) => {
      const nearest = new Nearest(length);
      const marked = new Set(marks.map((mark) => mark % length));
      for (const mark of marked) nearest.mark(mark);
      const sorted = [...marked].toSorted((a, b) => a - b);
      for (const each of places) {
        const at = each % length;
        expect(nearest.has(at)).toBe(marked.has(at));
        expect(nearest.before(at)).toBe(sorted.findLast((mark) => mark < at) ?? -1);
        expect(nearest.after(at)).toBe(sorted.find((mark) => mark > at));
      }
    }),
    samples(100),
  );
});

test('ten thousand that came back one before the other are each looked for among some hundreds, and not among all of them', () => {
  const many = 10_000;
  const nearest = new Nearest(many);
  for (let at = many - 1; at >= 0; at--) {
    nearest.before(at);
    nearest.after(at);
    nearest.mark(at);
  }
  expect(nearest.looks).toBeLessThan(many * 400);
});
