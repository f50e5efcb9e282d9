import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameJson } from '../../../engine/index.ts';
import { samples } from '../../samples.ts';

/** Few keys and few leaves, so that two values often come near each other. */
const near = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'json' },
    fc.constantFrom(null, true, false, 0, -0, 1, '', '0', 'a', {}, []),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', '0', '__proto__', 'constructor'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** The same value with the keys of its objects the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, each]) => [key, turned(each)]),
  );
}

/** The value as it is after it was written and read. */
function written(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

describe('equality of JSON', () => {
  it('says of any two values what their texts say', () => {
    fc.assert(
      fc.property(near, near, (a, b) => {
        expect(sameJson(a, b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        expect(sameJson(a, structuredClone(a))).toBe(true);
        expect(sameJson(a, b, 'freely')).toBe(isDeepStrictEqual(written(a), written(b)));
      }),
      samples(300),
    );
  });

  it('takes objects for the same in any order of keys only where it is asked to', () => {
    fc.assert(
      fc.property(near, (value) => {
        const other = turned(value);
        expect(sameJson(value, other, 'freely')).toBe(true);
        expect(sameJson(value, other)).toBe(JSON.stringify(value) === JSON.stringify(other));
      }),
      samples(100),
    );
    expect(sameJson({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(false);
  });

  it('looks at each pair once, and not into what both share', () => {
    let looks = 0;
    const shared = Array.from({ length: 1000 }, (_, at) => at);
    expect(sameJson({ shared, a: [1, 2] }, { shared, a: [1, 2] }, 'kept', () => (looks += 1))).toBe(true);
    expect(looks).toBe(5);
  });
});
