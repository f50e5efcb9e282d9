import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, PatchStep } from '../../../engine/index.ts';
import { patchBack, patchJson, PatchFault, type Patched } from '../../../engine/editing/json-patch.ts';
import { sizeOf } from '../../../engine/editing/json-size.ts';
import { samples } from '../../samples.ts';

const patched = (value: Json, ...patch: PatchStep[]): Json => patchJson(value, patch).value;

describe('the examples of RFC 6902, appendix A', () => {
  const good: [string, Json, PatchStep[], Json][] = [
    ['A.1 adding an object member', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { baz: 'qux', foo: 'bar' }],
    ['A.2 adding an array element', { foo: ['bar', 'baz'] }, [{ op: 'add', path: '/foo/1', value: 'qux' }], { foo: ['bar', 'qux', 'baz'] }],
    ['A.3 removing an object member', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
    ['A.4 removing an array element', { foo: ['bar', 'qux', 'baz'] }, [{ op: 'remove', path: '/foo/1' }], { foo: ['bar', 'baz'] }],
    ['A.5 replacing a value', { baz: 'qux', foo: 'bar' }, [{ op: 'replace', path: '/baz', value: 'boo' }], { baz: 'boo', foo: 'bar' }],
    [
      'A.6 moving a value',
      { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
      [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
      { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
    ],
    [
      'A.7 moving an array element',
      { foo: ['all', 'grass', 'cows', 'eat'] },
      [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
      { foo: ['all', 'cows', 'eat', 'grass'] },
    ],
    [
      'A.8 testing a value',
      { baz: 'qux', foo: ['a', 2, 'c'] },
      [
        { op: 'test', path: '/baz', value: 'qux' },
        { op: 'test', path: '/foo/1', value: 2 },
      ],
      { baz: 'qux', foo: ['a', 2, 'c'] },
    ],
    ['A.10 adding a nested object', { foo: 'bar' }, [{ op: 'add', path: '/child', value: { grandchild: {} } }], { foo: 'bar', child: { grandchild: {} } }],
    ['A.14 escape ordering', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
    ['A.16 adding an array value', { foo: ['bar'] }, [{ op: 'add', path: '/foo/-', value: ['abc', 'def'] }], { foo: ['bar', ['abc', 'def']] }],
    ['4.1 adding replaces a member that is there', { foo: null }, [{ op: 'add', path: '/foo', value: 1 }], { foo: 1 }],
    [
      '4.6 an object is the same whatever the order of its members',
      { a: { x: 1, y: 2 } },
      [{ op: 'test', path: '/a', value: { y: 2, x: 1 } }],
      { a: { x: 1, y: 2 } },
    ],
    ['the whole value', { a: 1 }, [{ op: 'replace', path: '', value: [1] }], [1]],
    ['a value put in the place of what held it', { a: { b: 1, c: 2 } }, [{ op: 'move', from: '/a/b', path: '/a' }], { a: 1 }],
    ['a member of a list element put before it', [{ x: 1, y: 2 }], [{ op: 'move', from: '/0/x', path: '/0' }], [1, { y: 2 }]],
    ['a member that is named like the end of a list', { '-': 1 }, [{ op: 'replace', path: '/-', value: 2 }], { '-': 2 }],
  ];
  test.each(good)('%s', (_, value, patch, due) => {
    const copy = structuredClone(value) as Json;
    const { value: got, back } = patchJson(value, patch);
    expect(got).toEqual(due);
    expect(value).toEqual(copy);
    expect(patchBack(got, back).value).toEqual(value);
  });

  const bad: [string, Json, PatchStep, RegExp][] = [
    ['A.9 a test that fails', { baz: 'qux' }, { op: 'test', path: '/baz', value: 'bar' }, /"\/baz" is another/],
    ['A.12 adding where there is no parent', { foo: 'bar' }, { op: 'add', path: '/baz/bat', value: 'qux' }, /nothing at "\/baz"/],
    ['A.15 a text is no number', { '/': 9, '~1': 10 }, { op: 'test', path: '/~01', value: '10' }, /is another/],
    ['removing what is not there', { a: 1 }, { op: 'remove', path: '/b' }, /nothing at "\/b"/],
    ['removing the whole', { a: 1 }, { op: 'remove', path: '' }, /whole value/],
    ['a place behind the end of a list', [1, 2], { op: 'add', path: '/3', value: 1 }, /no place in a list of 2/],
    ['the end of a list, which holds nothing', [1, 2], { op: 'replace', path: '/-', value: 1 }, /no place in a list/],
    ['an index with zeros before it', [1, 2], { op: 'remove', path: '/01' }, /no place in a list/],
    ['an index that only begins with digits', [1, 2], { op: 'remove', path: '/1x' }, /no place in a list/],
    ['a path without a slash', { a: 1 }, { op: 'remove', path: 'a' }, /no JSON Pointer/],
    ['a path with a bare tilde', { 'a~': 1 }, { op: 'remove', path: '/a~' }, /no JSON Pointer/],
    ['moving something into itself', { a: { b: 1 } }, { op: 'move', from: '/a', path: '/a/b' }, /into itself/],
    ['what every object inherits', { a: 1 }, { op: 'test', path: '/toString', value: 1 }, /nothing at/],
    ['the length of a list', [1], { op: 'copy', from: '/length', path: '/-' }, /no place in a list/],
  ];
  test.each(bad)('%s is refused', (_, value, step, message) => expect(() => patched(value, step)).toThrow(message));
});

test.each(['__proto__', 'constructor', 'prototype'])('no path goes through %s, neither to nor from', (name) => {
  for (const step of [
    { op: 'add', path: `/${name}/polluted`, value: 1 },
    { op: 'add', path: `/${name}`, value: 1 },
    { op: 'copy', from: `/a/${name}`, path: '/b' },
    { op: 'move', from: '/a', path: `/b/${name}` },
  ] as PatchStep[])
    expect(() => patched({ a: {}, b: {} }, step)).toThrow(`goes through ${name}`);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

describe('what a patch may cost', () => {
  const doubling = Array.from({ length: 25 }, (_, i): PatchStep => ({ op: 'copy', from: '', path: `/k${i}` }));

  test('a value that doubles at each step is refused at the step that makes it too large, having cost next to nothing', () => {
    let work = 0;
    const refused = (): Json => patchJson({ a: 1 }, doubling, (values) => (work += values)).value;
    expect(refused).toThrow(expect.objectContaining({ tooLarge: true, step: 15 }) as PatchFault);
    expect(work).toBeLessThan(1_000);
  });

  test('its comparison is counted value by value, so that who counts can end it', () => {
    const large = patched({ a: 1 }, ...doubling.slice(0, 15));
    const same = structuredClone(large) as Json;
    let work = 0;
    const counted = (): Json =>
      patchJson(large, [{ op: 'test', path: '', value: same }], (values) => {
        work += values;
        if (work > 500) throw new RangeError('enough');
      }).value;
    expect(counted).toThrow('enough');
  });

  test('a value that was larger from the start may shrink, and not grow', () => {
    const list = Array.from({ length: 100_100 }, (_, i) => i);
    expect((patched(list, { op: 'remove', path: '/0' }) as Json[]).length).toBe(100_099);
    expect(() => patched(list, { op: 'add', path: '/-', value: 1 })).toThrow(/100102 values/);
  });

  test('depth ends by count, not by the stack', () => {
    const deep: Json = Array.from({ length: 50_000 }).reduce<Json>((inner) => [inner], 1);
    expect(() => patched({}, { op: 'add', path: '/a', value: deep })).toThrow(/levels/);
    expect(sizeOf([[1], 'ab', { key: null }])).toEqual({ values: 6, characters: 5, levels: 2 });
  });
});

/** A patch that fits, drawn step by step: each number picks among what is there. */
const drawn = fc.array(fc.tuple(fc.constantFrom('add', 'remove', 'replace', 'copy', 'move', 'test'), fc.nat(), fc.nat(), fc.json({ maxDepth: 2 })), {
  maxLength: 12,
});

function placesOf(value: Json, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  const entries = Array.isArray(value) ? value.map((each, index) => [String(index), each as Json] as const) : Object.entries(value);
  return [at, ...entries.flatMap(([key, part]) => placesOf(part, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`))];
}

test('whatever fits is taken back by the patch that comes with it, to the same value, and changes nothing in place', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), drawn, (text, steps) => {
      const first = JSON.parse(text) as Json;
      const whole = JSON.stringify(first);
      let value = first;
      const backs: Patched['back'][] = [];
      for (const [op, one, other, json] of steps) {
        const places = placesOf(value);
        const [path = '', from = ''] = [places[one % places.length], places[other % places.length]];
        const step = { op, path, from, value: JSON.parse(json) as Json } as PatchStep;
        try {
          const taken = patchJson(value, [step]);
          backs.unshift(taken.back);
          value = taken.value;
        } catch (error) {
          if (!(error instanceof PatchFault)) throw error;
        }
      }
      for (const back of backs) value = patchBack(value, back).value;
      expect(value).toEqual(first);
      expect(JSON.stringify(first)).toBe(whole);
    }),
    samples(200),
  );
});
