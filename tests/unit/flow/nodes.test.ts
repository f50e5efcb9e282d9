/** What the nodes give, as the original's do; where that would depend on a machine's language, what is the same everywhere. */
import { expect, test } from 'vitest';
import { FLOW_NODES } from '../../../engine/index.ts';
import { flowing, flowRig, rx, write } from './rig.ts';

const of = (name: string, ...inputs: readonly unknown[]): unknown =>
  FLOW_NODES.find((node) => node.name.replace(/<.*/s, '') === name)?.eval?.('string', inputs as never);

test.each([
  ['Capitalize', ['éclair'], 'Éclair'],
  ['Capitalize', [''], ''],
  ['Capitalize', [null], null],
  ['ToUpper', ['straße i'], 'STRASSE I'],
  ['ToLower', ['İI'], 'i̇i'],
  ['ToUpper', ['a\u019b'], 'A\u019b'],
  ['TrimString', [' \t a b \n'], 'a b'],
  ['ReverseString', ['a😀b'], 'b😀a'],
  ['MultiplyString', ['ab', 3], 'ababab'],
  ['MultiplyString', ['ab', -1], ''],
  ['MultiplyString', ['', 2_000_000_000], ''],
  ['Substring', ['hello', 1, 3], 'ell'],
  ['Substring', ['hello', -5, 99], 'hello'],
  ['Substring', ['hello', 9, 1], ''],
  ['StringInsert', ['ad', 'bc', 1], 'abcd'],
  ['StringInsert', ['ad', null, 1], 'ad'],
  ['StringRemove', ['abcd', 1, 2], 'ad'],
  ['ReplaceSubstring', ['a.b.c', '.', '--'], 'a--b--c'],
  ['ReplaceSubstring', ['abc', '', 'x'], 'abc'],
  ['ReplaceSubstring', ['$&', '$', '$$'], '$$&'],
  ['ReplaceFirstSubstring', ['a.b.c', '.', '-', 2], 'a.b-c'],
  ['EscapeString', ['a b/ü'], 'a%20b%2F%C3%BC'],
  ['EscapeString', ['\ud800'], '%EF%BF%BD'],
  ['UnescapeString', ['a%20b'], 'a b'],
  ['UnescapeString', ['100%'], '100%'],
  ['StringJoin', [', ', ['a', null, 'b']], 'a, , b'],
  ['StringJoin', [null, []], ''],
  ['Contains', ['hello', 'ell'], true],
  ['Contains', ['hello', null], false],
  ['EndsWith', ['hello', 'lo'], true],
  ['CountOccurrences', ['aaaa', 'aa'], 2],
  ['CountOccurrences', ['aaaa', ''], 0],
  ['IndexOfString', ['abcabc', 'c', 3, false], 5],
  ['IndexOfString', ['abcabc', 'c', 0, true], 5],
  ['IndexOfString', ['abcabc', 'c', 4, true], 2],
  ['IndexOfString', ['abc', 'x', 0, false], -1],
  ['CompareStrings', ['a', 'B', 'Ordinal'], 1],
  ['CompareStrings', ['a', 'B', 'OrdinalIgnoreCase'], -1],
  ['CompareStrings', [null, '', 'Ordinal'], -1],
  ['GreaterThan_String', ['b', 'a', 'Ordinal'], true],
  ['LessOrEqual_String', ['a', 'a', 'Ordinal'], true],
  ['StringToAbsoluteURI', ['HTTP://A.example:80/b c'], 'http://a.example/b%20c'],
  ['StringToAbsoluteURI', ['a/b'], null],
  ['StringToAbsoluteURI', [null], null],
  ['Parse_Bool', [' True '], [true, true]],
  ['Parse_Bool', ['yes'], [false, false]],
  ['Parse_Int', [' -12 '], [-12, true]],
  ['Parse_Int', ['2147483648'], [0, false]],
  ['Parse_Int', ['1.0'], [0, false]],
  ['Parse_Int', ['0x10'], [0, false]],
  ['Parse_Float', ['.5e1'], [5, true]],
  ['Parse_Float', ['1,5'], [0, false]],
  ['Parse_Float', ['Infinity'], [0, false]],
  ['Parse_Float', [''], [0, false]],
  ['ValueMultiplex', [1, ['a', 'b']], ['b', 2]],
  ['ObjectMultiplex', [7, ['a', 'b']], [null, 2]],
  ['NullCoalesce', [null, 'b'], 'b'],
  ['IsNull', [null], true],
  [
    'ObjectEquals',
    [
      { entity: 'a', component: 'B' },
      { entity: 'a', component: 'B' },
    ],
    true,
  ],
  ['ObjectNotEquals', ['a', 'b'], true],
])('%s of %j is %j', (name, inputs, expected) => {
  expect(of(name, ...inputs)).toEqual(expected);
});

test('no text grows beyond a million characters', () => {
  const long = 'x'.repeat(1_000_000);
  expect(of('ConcatenateString', long, long)).toHaveLength(1_000_000);
  expect(of('StringJoin', long, ['a', 'b', 'c'])).toHaveLength(1_000_000);
  expect(of('MultiplyString', 'abc', 2_147_483_647)).toHaveLength(1_000_000);
  expect((of('ReplaceSubstring', long, 'x', long) as string).length).toBeLessThanOrEqual(1_000_000);
  expect(of('StringInsert', long, long, 5)).toHaveLength(1_000_000);
});

test('whoever cuts a text first may look at one of any length; what is kept of it is weighed', () => {
  const parts = (Length: number) =>
    Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`p${at}`, { type: 'Substring', in: { Str: { from: 'rx.Data' }, Length } }]));
  const all = { type: 'ConcatenateMultiString', in: { Inputs: Array.from({ length: 20 }, (_, at) => ({ from: `p${at}` })) } };
  const rig = flowRig([
    flowing({ rx: rx('w'), ...parts(2), all, w: write('string', { from: 'all' }) }),
    flowing({ rx: rx('w', 'greedy'), ...parts(1_000_000), all, w: write('string', { from: 'all' }, undefined, 'greedy') }, 'greedy'),
  ]);
  rig.hear('ab'.repeat(500_000));
  expect([rig.value('lamp', 'StringValue', 'Value'), rig.value('lamp', 'Flow', 'LastError')]).toEqual(['ab'.repeat(20), '']);
  expect(rig.value('greedy', 'StringValue', 'Value')).toBe('');
  expect(rig.value('greedy', 'Flow', 'LastError')).toMatch(/^WW_FLOW_FUEL: .*"w"/);
});

test('each node has a name, a category and words of its own, and each port its own name', () => {
  const names = FLOW_NODES.map(({ name }) => name.replace(/<.*/s, ''));
  expect(new Set(names).size).toBe(names.length);
  for (const node of FLOW_NODES) {
    expect(node.doc, node.name).toMatch(/\.$/);
    for (const ports of [node.inputs, node.outputs, node.exits, node.entrances, node.refs])
      expect(new Set(ports.map(({ name }) => name)).size).toBe(ports.length);
    expect(node.generic === undefined, node.name).toBe(!node.name.includes('<T>'));
  }
});
