import { expect, test } from 'vitest';
import { losesKeys, memberTexts } from '../../../inspector-ui/hierarchy/member-texts.ts';

test.each([
  ['{"a":1,"b":{"a":2}}', false],
  ['{"a":1,"b":{"c":2,"c":3}}', true],
  ['[{"a":"b:\\"c:"},{"a":[]}]', false],
  ['{"a:":{"\\u0061":1,"a":2}}', true],
  ['{"__proto__":1,"a":{"__proto__":1,"__proto__":2}}', true],
])('a text whose keys stand twice is told from one whose do not: %s', (text, loses) => {
  expect(losesKeys(text, JSON.parse(text))).toBe(loses);
});

test('the members of an object and of a list are given as they are written', () => {
  const text = '{ "format": "worldwire/items", "items": [ {"a": "],}:"}, {"b": [1, 2]}\n ], "items": [] }';
  expect(memberTexts(text)).toEqual([
    { key: 'format', text: '"worldwire/items"' },
    { key: 'items', text: '[ {"a": "],}:"}, {"b": [1, 2]}\n ]' },
    { key: 'items', text: '[]' },
  ]);
  expect(memberTexts(memberTexts(text)[1]?.text ?? '').map((member) => member.text)).toEqual(['{"a": "],}:"}', '{"b": [1, 2]}']);
});
