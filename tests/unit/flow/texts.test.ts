/** Texts: comparisons that pass over the size of letters, escapes of addresses, and the tags of set texts. The same compiled and interpreted. */
import { expect, test } from 'vitest';
import { given } from './pure.ts';

test('a text that grows with its capital letters is compared in a time that is as long as it is', () => {
  const long = 'ß'.repeat(500_000);
  expect(given('IndexOfString', `${long}sS`, 'ss', 0, false, 'OrdinalIgnoreCase')).toBe(500_000);
});
