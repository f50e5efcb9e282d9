import fc from 'fast-check';
import { immutableJSONPatch, type JSONPatchDocument } from 'immutable-json-patch';
import { describe, expect, test } from 'vitest';
import { fromEuler, toEuler } from '../../../inspector-ui/editors/euler.ts';
import { diff } from '../../../inspector-ui/editors/json-diff.ts';
import type { Json } from '../../../server/protocol.ts';

describe('rotations as degrees', () => {
  test('a turn about one axis reads as that many degrees', () => {
    expect(toEuler([0, 0, 0, 1])).toEqual([0, 0, 0]);
    expect(toEuler([0, Math.SQRT1_2, 0, Math.SQRT1_2])).toEqual([0, 90, 0]);
    expect(toEuler([Math.sin(Math.PI / 12), 0, 0, Math.cos(Math.PI / 12)])).toEqual([30, 0, 0]);
    expect(toEuler([0, 0, Math.sin(Math.PI / 8), Math.cos(Math.PI / 8)])).toEqual([0, 0, 45]);
  });

  test('degrees and back are the same rotation', () => {
    const angle = fc.double({ min: -180, max: 180, noNaN: true });
    fc.assert(
      fc.property(angle, angle, angle, (x, y, z) => {
        const turned = fromEuler([x, y, z]),
          again = fromEuler(toEuler(turned));
        const dot = turned.reduce((sum, part, i) => sum + part * (again[i] ?? 0), 0);
        // Shown to a hundredth of a degree.
        expect(Math.abs(dot)).toBeGreaterThan(0.999999);
      }),
    );
  });
});

describe('an edit of a structure is sent in parts', () => {
  test('only what changed is in the patch, so that two people do not overwrite each other', () => {
    expect(diff({ a: { x: 1, y: 2 }, 'b/c': 1, gone: true }, { a: { x: 1, y: 3 }, 'b/c': 1, fresh: [1] })).toEqual([
      { op: 'remove', path: '/gone' },
      { op: 'replace', path: '/a/y', value: 3 },
      { op: 'add', path: '/fresh', value: [1] },
    ]);
    expect(diff([1], [2])).toBe(null);
  });

  test('the patch leads from the one to the other', () => {
    // The engine takes no `__proto__`.
    const map = (fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<{ [key: string]: Json }>).filter(
      (value) => !JSON.stringify(value).includes('__proto__'),
    );
    // As the engine's own library applies it.
    const reached = (before: Json, after: Json): unknown => {
      const steps = diff(before, after);
      return steps === null ? after : immutableJSONPatch(before, steps as unknown as JSONPatchDocument);
    };
    fc.assert(
      fc.property(map, map, (before, after) => {
        expect(reached(before, after)).toEqual(after);
      }),
    );
  });
});
