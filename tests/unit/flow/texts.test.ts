/** Texts: comparisons that pass over the size of letters, escapes of addresses, and the tags of set texts. The same compiled and interpreted. */
import { expect, test } from 'vitest';
import { given } from './pure.ts';

test.each([
  ['CountOccurrences', ['aAaA', 'AA', 'OrdinalIgnoreCase'], 2],
  ['CountOccurrences', ['aAaA', 'AA', 'Ordinal'], 0],
  ['CountOccurrences', [null, 'a', 'OrdinalIgnoreCase'], 0],
  // No letter becomes two, so that places stay what they are.
  ['IndexOfString', ['ßSSx', 'ss', 0, false, 'OrdinalIgnoreCase'], 1],
  ['IndexOfString', ['ΣΑΣ', 'ς', 1, false, 'InvariantCultureIgnoreCase'], 2],
  ['IndexOfString', ['abcABC', 'B', 0, true, 'CurrentCultureIgnoreCase'], 4],
  ['IndexOfString', ['abc', 'B', 0, false, 'CurrentCulture'], -1],
  ['ReplaceSubstring', ['One oNe', 'ONE', 'two', 'OrdinalIgnoreCase'], 'two two'],
  ['ReplaceSubstring', ['One', 'x', 'two', 'OrdinalIgnoreCase'], 'One'],
  ['ReplaceSubstring', [null, 'x', 'two', 'OrdinalIgnoreCase'], null],
  ['ReplaceFirstSubstring', ['One oNe', 'ONE', '', 1, 'OrdinalIgnoreCase'], 'One '],
  ['CompareStrings', ['_', 'a', 'OrdinalIgnoreCase'], 1],
  ['EscapeUriDataString', ["a-._~!*'()/ü"], 'a-._~%21%2A%27%28%29%2F%C3%BC'],
  ['EscapeUriDataString', ['\ud800'], '%EF%BF%BD'],
  ['EscapeUriDataString', [''], ''],
  ['EscapeUriDataString', [null], null],
  ['UnescapeUriDataString', ['%41%C3%bc%FF%E2%82%AC%'], 'Aü%FF€%'],
  ['UnescapeUriDataString', ['%C3'], '%C3'],
  ['UnescapeUriDataString', ['%C3%C3%BC'], '%C3ü'],
  ['StripRTF_Tags', ['<b>a</b> < 3 <color=#ff0000ff>red</color><br/><#fff>x</closeall> <p>y</p> <i'], 'a < 3 redx <p>y</p> <i'],
  ['StripRTF_Tags', [null], null],
  [
    'IndexOfFirstValueMatch<float3>',
    [
      [0, 1, -0],
      [
        [1, 1, 0],
        [0, 1, 0],
      ],
    ],
    [1, true],
  ],
  ['IndexOfFirstValueMatch<int>', [1, []], [-1, false]],
  ['IndexOfFirstObjectMatch<string>', [null, ['', null]], [1, true]],
])('%s of %j is %j', (name, inputs, expected) => {
  expect(given(name, ...(inputs as never[]))).toEqual(expected);
});

test('a text that grows with its capital letters is compared in a time that is as long as it is', () => {
  const long = 'ß'.repeat(500_000);
  expect(given('IndexOfString', `${long}sS`, 'ss', 0, false, 'OrdinalIgnoreCase')).toBe(500_000);
});
