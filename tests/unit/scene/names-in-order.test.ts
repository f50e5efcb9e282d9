import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NamesInOrder, type Before } from '../../../engine/scene/names-in-order.ts';
import { samples } from '../../samples.ts';

it('names are found as a Map finds them, in whatever order they come', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor', '');
  fc.assert(
    fc.property(fc.uniqueArray(name), fc.array(fc.array(name)), (known, rounds) => {
      const map = new Map(known.map((each, at) => [each, at])),
        names = new NamesInOrder(map);
      for (const round of rounds) {
        let before: Before<number> = names.begin;
        for (const each of round) {
          const step = names.find(before, each);
          expect(step?.value).toBe(map.get(each));
          before = step ?? before;
        }
      }
    }),
    samples(100),
  );
});
