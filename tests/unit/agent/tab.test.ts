import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tabRules } from '../../../agent/tab-rules.ts';
import { closingCode, closingReason, sizeOf } from '../../../agent/tab-words.ts';
import { samples } from '../../samples.ts';

describe('what a browser tab may say to a server', () => {
  test('the size of a text is that of its UTF-8, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => sizeOf(text) === Buffer.byteLength(text)),
      samples(100),
    );
    expect(sizeOf('aä€😀')).toBe(1 + 2 + 3 + 4);
    expect(sizeOf(new Uint8Array(7))).toBe(7);
  });

  test.each([
    [1000, 1000],
    [1001, 1000],
    [1011, 1000],
    [2999, 1000],
    [3000, 3000],
    [4999, 4999],
    [5000, 1000],
  ])('a connection that is closed with %i ends with %i: a page may send no other', (code, sent) => {
    expect(closingCode(code)).toBe(sent);
  });

  test('a reason fits into a close frame, and is cut between characters', () => {
    expect(closingReason('disabled')).toBe('disabled');
    expect(closingReason('x'.repeat(200))).toHaveLength(123);
    expect(closingReason('€'.repeat(100))).toBe('€'.repeat(41));
    expect(closingReason(`${'x'.repeat(121)}😀`)).toBe('x'.repeat(121));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => sizeOf(closingReason(text)) <= 123 && text.startsWith(closingReason(text))),
      samples(100),
    );
  });
});

describe('what holds in a tab before anybody is asked', () => {
  test('nothing is allowed by a list', () => {
    expect(tabRules.allows('ws:', 'localhost', 80)).toBe(false);
  });

  test.each(['169.254.169.254', '224.0.0.1', 'fe80::1', '100.100.100.200', 'fd00:ec2::254'])('%s cannot be allowed at all', (host) => {
    expect(tabRules.refuses('ws:', host, 80)).toMatch(/cannot allow it/);
  });

  test.each([
    ['127.0.0.1', 'This address lies on your own machine.'],
    ['::1', 'This address lies on your own machine.'],
    ['localhost', 'This address lies on your own machine.'],
    ['192.168.1.7', 'This address lies on your own network.'],
    ['printer', 'This address lies on your own network.'],
    ['100.64.0.1', 'This address lies on the network of your provider.'],
    ['example.org', undefined],
  ])('of %s it is told: %s', (host, words) => {
    expect(tabRules.refuses('ws:', host, 80)).toBe(null);
    expect(tabRules.warning(host)).toBe(words);
  });

  test('an entry names host and port', () => {
    expect(tabRules.entry('example.org', 443)).toBe('example.org:443');
    expect(tabRules.entry('::1', 80)).toBe('[::1]:80');
  });
});
