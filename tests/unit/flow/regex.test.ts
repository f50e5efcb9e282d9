/** Patterns of scenes are matched in a time that the text tells, whatever the pattern. */
import { expect, test } from 'vitest';
import { given } from './pure.ts';
import { flowing, flowRig, rx, write } from './rig.ts';

test.each([
  [
    ['foo=1 bar=2', '(\\w+)=(\\w+)', 0],
    [true, 'foo=1', 0, ['foo=1', 'foo', '1'], {}, true],
  ],
  [
    ['foo=1 bar=2', '(\\w+)=(\\w+)', 5],
    [true, 'bar=2', 6, ['bar=2', 'bar', '2'], {}, true],
  ],
  [
    ['HR 72', '(?i)hr (?P<rate>[0-9]+)(x)?', 0],
    [true, 'HR 72', 0, ['HR 72', '72', null], { rate: '72' }, true],
  ],
  [
    ['é😀y', '😀.', 0],
    [true, '😀y', 1, ['😀y'], {}, true],
  ],
  [
    ['abc', 'x', 0],
    [false, null, -1, null, null, true],
  ],
  [
    ['abc', '(', 0],
    [false, null, -1, null, null, false],
  ],
  [
    ['abc', '(?=a)', 0],
    [false, null, -1, null, null, false],
  ],
  [
    ['abc', 'a'.repeat(1001), 0],
    [false, null, -1, null, null, false],
  ],
  [
    ['abc', '(?:(?:\\pL{10}){10}){10}(?:\\pL{1000}){4}', 0],
    [false, null, -1, null, null, false],
  ],
  [
    ['abc', '', 3],
    [true, '', 3, [''], {}, true],
  ],
  [
    ['abc', '', 4],
    [false, null, -1, null, null, true],
  ],
  [
    [null, 'a', 0],
    [false, null, -1, null, null, true],
  ],
  [
    ['abc', null, 0],
    [false, null, -1, null, null, false],
  ],
])('RegexMatch of %j is %j', (inputs, expected) => {
  expect(given('RegexMatch', ...(inputs as never[]))).toEqual(expected);
});

test('names of groups are texts as any other', () => {
  const named = (given('RegexMatch', 'ab', '(?P<__proto__>a)(?P<constructor>b)', 0) as readonly unknown[])[4];
  expect(Object.entries(named as object)).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
});

test('a pattern that holds others up for years is over at once, and a great one over a long text is paid for', () => {
  expect((given('RegexMatch', `${'a'.repeat(100_000)}c`, '(a*)*[bd]', 0) as readonly unknown[])[0]).toBe(false);
  const match = { type: 'RegexMatch', in: { Str: { from: 'rx.Data' }, Pattern: '(?:(?:a?){30}){30}[bd]' } };
  const { hear, value } = flowRig([flowing({ rx: rx('w'), match, w: write('bool', { from: 'match.IsValid' }) })]);
  hear('aaab');
  expect(value('lamp', 'BoolValue', 'Value')).toBe(true);
  hear('a'.repeat(100_000));
  expect(value('lamp', 'Flow', 'LastError')).toMatch(/^WW_FLOW_FUEL: .*"w"/);
});
