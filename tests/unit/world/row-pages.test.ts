import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowPages } from '../../../engine/world/row-pages.ts';
import { samples } from '../../samples.ts';

/** Rows of three pages, and their borders. */
const row = fc.oneof(fc.nat({ max: 1500 }), fc.constantFrom(0, 511, 512, 1023, 1024));

it('holds what a list holds, and each copy what was there when it was made', () => {
  const act = fc.oneof(fc.tuple(fc.constant('set' as const), row, fc.constantFrom('', 'a', 'b')), fc.tuple(fc.constant('copy' as const)));
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const all = [{ pages: new RowPages(''), list: new Map<number, string>() }];
      for (const [at, [what, key, value]] of acts.entries()) {
        // Copies are written as well, and copied again.
        const { pages, list } = all[at % all.length] as (typeof all)[number];
        if (what === 'copy') all.push({ pages: pages.copy(), list: new Map(list) });
        else {
          pages.set(key as number, value as string);
          list.set(key as number, value as string);
        }
      }
      for (const { pages, list } of all) for (let at = 0; at < 1600; at++) if (pages.get(at) !== (list.get(at) ?? '')) return false;
      return true;
    }),
    samples(300),
  );
});

it('needs no memory for rows that hold what most do', () => {
  const pages = new RowPages<string | null>(null);
  for (let at = 0; at < 2_000_000; at += 1000) pages.set(at, null);
  pages.set(3_000_000, 'anna');
  expect([pages.get(2_999_999), pages.get(3_000_000), pages.get(9_000_000)]).toEqual([null, 'anna', null]);
});
