import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PathSet } from '../../../engine/editing/path-set.ts';
import { samples } from '../../samples.ts';

const path = fc.array(fc.constantFrom('', 'a', 'b', 'ab'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));

test('of many paths it is known what lies at, in or around one of them', () => {
  fc.assert(
    fc.property(fc.array(path, { maxLength: 6 }), path, (paths, asked) => {
      const due = paths.some((each) => each === asked || each.startsWith(`${asked}/`) || asked.startsWith(`${each}/`));
      expect(new PathSet(paths).overlaps(asked)).toBe(due);
    }),
    samples(300),
  );
});
