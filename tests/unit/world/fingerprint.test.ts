/** Values are told apart by a short text that depends on nothing but them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint } from '../../../engine/fingerprint.ts';
import { sameJson } from '../../../engine/same-json.ts';

test('what is written alike has one fingerprint, whatever the order of keys; what differs has another', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const [left, right] = [JSON.parse(JSON.stringify(a)) as unknown, JSON.parse(JSON.stringify(b)) as unknown];
      expect(fingerprint(a)).toBe(fingerprint(left));
      expect(fingerprint(left) === fingerprint(right)).toBe(sameJson(left, right, 'freely'));
    }),
  );
  expect(fingerprint({ a: 1, b: { c: [true, null], d: 'x' } })).toBe(fingerprint({ b: { d: 'x', c: [true, null] }, a: 1, e: undefined }));
});

test('a 0 below 0 is 0, as it is once it was recorded', () => {
  expect(fingerprint({ value: -0 })).toBe(fingerprint({ value: 0 }));
});

test('values that lie near each other are told apart', () => {
  const plain = [null, 'null', 0, 1, -1, 2 ** 31, 0.1, '0', false, 'false', '', [], {}, '[]', '{', [[]], [{}], [null], [0], ['0'], 'ab', 'ba', 'a\u0000', 'a'];
  const named = [{ 0: 0 }, [0, 1], [1, 0], { a: 'b' }, { b: 'a' }, { a: {} }, { a: [] }, { ab: '' }, { a: { b: '' } }, { a: 1, b: 2 }, { a: 2, b: 1 }];
  const near: unknown[] = [...plain, ...named];
  expect(new Set(near.map(fingerprint)).size).toBe(near.length);
});

test('a fingerprint is the same everywhere, and of a value of any depth', () => {
  expect(fingerprint({ type: 'operations', operations: [{ op: 'addEntity', entity: { name: 'Größe 🌍', at: [1.5, -2e-7, 1e21] } }] })).toBe('5f0988b6d514a160');
  const nest = (depth: number): unknown => {
    let value: unknown = 1;
    for (let at = 0; at < depth; at++) value = [value];
    return value;
  };
  expect(fingerprint(nest(100_000))).not.toBe(fingerprint(nest(99_999)));
});

/** A value whose lists and objects tell when each is read out of the one around it, and when it is gone through itself. */
function told(value: unknown, counts: { read: number; waiting: number; most: number }): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const inside = (inner: unknown): unknown => {
    counts.read += 1;
    if (typeof inner === 'object' && inner !== null) counts.most = Math.max(counts.most, (counts.waiting += 1));
    return told(inner, counts);
  };
  let isEntered = false;
  const enter = (): void => {
    if (!isEntered) counts.waiting -= 1;
    isEntered = true;
  };
  return new Proxy(value, {
    get: (target, key) => {
      if (key === 'length') enter();
      const inner: unknown = Reflect.get(target, key);
      return typeof key === 'symbol' || key === 'length' ? inner : inside(inner);
    },
    ownKeys: (target) => {
      enter();
      return Reflect.ownKeys(target);
    },
  });
}

test('a fingerprint reads each value once, and of many that stand beside each other none waits for the others', () => {
  const values = {
    list: Array.from({ length: 21_000 }, () => ({})),
    object: Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`k${at}`, { a: [{}] }])),
  };
  const counts = { read: 0, waiting: 1, most: 1 };
  expect(fingerprint(told(values, counts))).toBe(fingerprint(values));
  expect(counts).toEqual({ read: 2 + 21_000 + 3 * 1_000, waiting: 0, most: 1 });
});
