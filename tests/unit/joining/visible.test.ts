import { expect, test } from 'vitest';
import { visible, visibleJson } from '../../../engine/index.ts';
import { visibleUrl } from '../../../server/joining/visible.ts';

test('what can be seen stands as it is', () => {
  expect(visible('Garden / Läufer 灯 🙂 "quoted" \\ e\u0301')).toBe('Garden / Läufer 灯 🙂 "quoted" \\ e\u0301');
});

test.each([
  ['controls', '\u0000\u0007\b\t\n\r\u001b[2J\u007f'],
  ['controls of eight bits', '\u0080\u009b2J\u009d0;x\u009c'],
  ['turns of the writing direction', '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'],
  ['what has no width, or none that is seen', '\u00ad\u034f\u115f\u180e\u200b\u200c\u200d\u2060\u2800\u3164\ufeff\uffa0'],
  ['ends of lines and paragraphs', '\u2028\u2029'],
  ['tags and selectors', '\u{e0001}\u{e0041}\u{e007f}\ufe0f\u{e0100}'],
  ['halves of pairs, and what is nobody’s', '\ud800 \udc00 \ue000 \u{10ffff}'],
] as const)('%s are spelled out', (_what, text) => {
  const shown = visible(text);
  expect(shown).toMatch(/^[\x20-\x7e]+$/);
  expect(shown).toContain('\\u{');
});

test('what is visible stays as it is when it is made visible again, and a line of JSON means the same', () => {
  const odd = 'a\u001b\u009b\u202e\u2028\u200b\ud800\u{e0041}b';
  expect(visible(visible(odd))).toBe(visible(odd));
  const line = visibleJson(JSON.stringify({ odd }));
  expect(line).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(line)).toEqual({ odd });
});

test('long words are cut, and letters carry no more than a few marks', () => {
  expect(visible('x'.repeat(1000), 10)).toBe('xxxxxxxxxx…');
  expect(visible(`z${'\u0301'.repeat(50)}algo`)).toBe('z\u0301\u0301\u0301algo');
});

test('user and password of an address are not shown', () => {
  expect(visibleUrl('ws://user:hunter2@echo.example/door?x=1')).toBe('ws://echo.example/door?x=1');
  expect(visibleUrl('hunter2@')).toBe('(not an address)');
});
