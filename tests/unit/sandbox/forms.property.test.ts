import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply, difference, pagesOf } from '../../../sandbox/difference.ts';
import { decodeText, encodeText, putPlain } from '../../../sandbox/text-code.ts';

const PAGE = 65_536;
/** Texts of any code units, halves of pairs that stand alone among them. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd7f0, max: 0xe00f })), { maxLength: 80 })
  .map((units) => String.fromCharCode(...units));

test('a text passes into a sandbox and out of it as it is, whatever stands before and behind it', () => {
  fc.assert(
    fc.property(anyText, fc.nat(20), (text, before) => {
      const encoded = encodeText(text);
      const memory = new Uint8Array(before + encoded.length + 8).fill(0xed);
      memory.set(encoded, before);
      expect(decodeText(memory, before, encoded.length)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test('a short text is written in the same form as any other, or not at all', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const memory = new Uint8Array(text.length + 1).fill(7);
      if (!putPlain(text, memory, 0)) return;
      expect(Buffer.from(memory.subarray(0, text.length))).toEqual(Buffer.from(encodeText(text)));
      expect(memory[text.length]).toBe(0);
    }),
    { numRuns: 1000 },
  );
});

test('a memory follows from what it began as and how it differs from that', () => {
  const writes = fc.array(fc.tuple(fc.nat(3 * PAGE - 1), fc.nat(255)), { maxLength: 60 });
  fc.assert(
    fc.property(writes, writes, fc.integer({ min: 2, max: 3 }), (first, then, pages) => {
      const before = new Uint8Array(2 * PAGE);
      for (const [at, value] of first) if (at < before.length) before[at] = value;
      const after = new Uint8Array(pages * PAGE);
      after.set(before);
      for (const [at, value] of then) if (at < after.length) after[at] = value;
      const saved = difference(before, after, 0);
      expect(pagesOf(saved)).toBe(pages);
      const again = new Uint8Array(pages * PAGE);
      again.set(before);
      apply(saved, again);
      expect(Buffer.from(again).equals(Buffer.from(after))).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('what is no difference is refused, and says why', () => {
  const memory = new Uint8Array(PAGE);
  expect(() => pagesOf(new Uint8Array(3))).toThrow(/3 bytes are too few/);
  expect(() => apply(Uint8Array.from([1, 0, 0, 0, 9]), memory)).toThrow(/ends at byte 5, in the middle of a stretch/);
  expect(() => apply(Uint8Array.from([1, 0, 0, 0, 255, 255, 0, 0, 4, 0, 0, 0, 1, 2, 3, 4]), memory)).toThrow(/lies outside/);
});
