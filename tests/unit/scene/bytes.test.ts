import { expect, it } from 'vitest';
import { utf8Text } from '../../../engine/scene/bytes.ts';
import { failureOf } from './sample.ts';

it('bytes that are UTF-8 are their text, without the mark in front', () => {
  expect(utf8Text(Buffer.from('\ufeff{"a": "灯🙂"}'), 'a.json')).toBe('{"a": "灯🙂"}');
});

it.each([
  ['a byte of Latin-1', [0x61, 0x0a, 0x62, 0xe4, 0x63], 3, '2:2'],
  ['a sequence that is cut off', [0x61, 0xe7, 0x81], 1, '1:2'],
  ['a sequence that does not go on', [0xf0, 0x9f, 0x41, 0x42], 0, '1:1'],
  ['half of a pair', [0x61, 0xed, 0xa0, 0x80], 1, '1:2'],
])('%s is a fault with its offset, line and column', (_what, bytes, offset, place) => {
  expect(failureOf(() => utf8Text(Uint8Array.from(bytes), 'a.json')).message).toMatch(new RegExp(`^a\\.json:${place}: .*at offset ${offset},`));
});
