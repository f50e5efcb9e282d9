import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../../../engine/schema/base64.ts';
import { closeCodeName } from '../../../engine/connection/close-codes.ts';
import { DueHeap } from '../../../engine/world/due-heap.ts';
import { cutToBytes, utf8Length } from '../../../engine/connection/text-size.ts';
import { samples } from '../../samples.ts';

describe('the size of a text', () => {
  it('is what it takes as UTF-8, lone surrogates included', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
        ),
        (text) => {
          expect(utf8Length(text)).toBe(Buffer.byteLength(text));
        },
      ),
      samples(1_000),
    );
  });

  it('is kept within a close frame', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const cut = cutToBytes(text, 123);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(123);
        expect(cut === text).toBe(Buffer.byteLength(text) <= 123);
      }),
    );
  });
});

describe('base64', () => {
  it('is what others write, and reads back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
        expect(fromBase64(toBase64(bytes).replace(/=+$/, ''))).toEqual(bytes);
      }),
    );
  });

  it.each(['*', 'A', 'AAAAA', 'AA=', 'A=AA', '====', 'AAA\n', 'ä'])('is refused where it is none: %j', (text) => {
    expect(fromBase64(text)).toBeUndefined();
  });
});

describe('the timer heap', () => {
  it('gives the earliest first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), (dues) => {
        const heap = new DueHeap<number>();
        const out: number[] = [];
        dues.forEach((due, index) => {
          heap.push(due, due);
          if (index % 3 === 2) out.push(heap.pop() as number);
        });
        const rest: number[] = [];
        while (heap.size > 0) {
          expect(heap.first).toBe(Math.min(...dues.filter((due) => due >= heap.first)));
          rest.push(heap.pop() as number);
        }
        expect(rest).toEqual([...rest].sort((a, b) => a - b));
        expect([...out, ...rest].sort((a, b) => a - b)).toEqual([...dues].sort((a, b) => a - b));
        expect(heap.pop()).toBeUndefined();
        expect(heap.first).toBe(Infinity);
      }),
    );
  });
});

describe('a close code', () => {
  it.each([
    [1000, 'normal closure'],
    [1006, 'no close frame'],
    [3001, 'registered code'],
    [4001, 'private code'],
    [2000, 'unknown code'],
  ])('%d is %s', (code, name) => {
    expect(closeCodeName(code)).toBe(name);
  });
});
