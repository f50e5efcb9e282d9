/** Looking for texts in texts: what V8's searches find, in time that grows with the text alone. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastPlaceOf, partsOf, placeOf } from '../../../engine/flow/values/text-search.ts';
import { samples } from '../../samples.ts';

test('finds what the searches of the language find, wherever it looks from', () => {
  const letters = (most: number) => fc.string({ unit: fc.constantFrom('a', 'a', 'a', 'b'), minLength: 16, maxLength: most });
  const part = fc.oneof(
    letters(40),
    fc.tuple(fc.nat(40), fc.nat(40)).map(([before, behind]) => `${'a'.repeat(before)}b${'a'.repeat(behind)}`),
  );
  const text = fc.tuple(fc.array(fc.oneof(letters(60), part), { maxLength: 20 }), part).map(([all]) => all.join('').repeat(8));
  fc.assert(
    fc.property(text, part, fc.integer({ min: -5, max: 4000 }), (whole, what, from) => {
      fc.pre(what !== '');
      expect([placeOf(whole, what, from), placeOf(whole, what)]).toEqual([whole.indexOf(what, from), whole.indexOf(what)]);
      expect([lastPlaceOf(whole, what, from), lastPlaceOf(whole, what)]).toEqual([whole.lastIndexOf(what, from), whole.lastIndexOf(what)]);
      expect(partsOf(whole, what)).toEqual(whole.split(what));
    }),
    samples(3_000),
  );
});

test('a text that is made to be dear to look for is looked for in the time that it is long: by V8 each of these takes a minute or more', () => {
  const text = 'a'.repeat(1_000_000);
  for (const part of [`a${'b'}${'a'.repeat(100_000)}`, `${'a'.repeat(300)}b${'a'.repeat(90_000)}`]) {
    expect(placeOf(text, part)).toBe(-1);
    expect(partsOf(text, part)).toHaveLength(1);
  }
  for (const part of [`${'a'.repeat(100_000)}b`, `${'a'.repeat(90_000)}ba`]) expect(lastPlaceOf(text, part)).toBe(-1);
});
