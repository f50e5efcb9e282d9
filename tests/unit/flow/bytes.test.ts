/** Bytes as values of nodes: as text, as numbers, and their hashes. */
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { samples } from '../../samples.ts';
import { given } from './pure.ts';

const bytes = (...list: readonly number[]): Uint8Array => Uint8Array.from(list);

test('bytes come back from base64 and hex, texts from bytes', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 100 }),
      fc.boolean(),
      fc.array(fc.constantFrom('a', '\0', 'é', '\u2028', '😀', '\ufeff')).map((parts) => parts.join('')),
      (list, urlSafe, text) => {
        expect(given('Base64Decode', given('Base64Encode', list, urlSafe) as string)).toEqual([list, true]);
        expect(given('HexToBytes', given('BytesToHex', list) as string)).toEqual([list, true]);
        expect(given('BytesToString', given('StringToBytes', text) as Uint8Array)).toEqual([text, true]);
      },
    ),
    samples(500),
  );
});

test('numbers come back from bytes of either order', () => {
  const safe = fc.maxSafeInteger();
  const numbers: readonly (readonly [string, fc.Arbitrary<number>])[] = [
    ['Int8', fc.integer({ min: -128, max: 127 })],
    ['UInt8', fc.integer({ min: 0, max: 255 })],
    ['Int16', fc.integer({ min: -32_768, max: 32_767 })],
    ['UInt16', fc.integer({ min: 0, max: 65_535 })],
    ['Int32', fc.integer()],
    ['UInt32', fc.integer({ min: 0, max: 4_294_967_295 })],
    ['Int64', safe],
    ['UInt64', fc.maxSafeNat()],
    ['Float', fc.float()],
    ['Double', fc.double()],
  ];
  for (const [name, values] of numbers)
    fc.assert(
      fc.property(values, fc.boolean(), (value, little) => {
        const written = given(`${name}ToBytes`, value, little) as Uint8Array;
        expect(given(`BytesTo${name}`, written, 0, little)).toEqual([value, true]);
        expect(given(`BytesTo${name}`, written.slice().reverse(), 0, !little)).toEqual([value, true]);
      }),
      samples(200),
    );
});

test('whole numbers of 64 bits lie as they do in any other program', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      const view = new DataView(new ArrayBuffer(8));
      view.setBigInt64(0, value);
      expect(given('BytesToInt64', new Uint8Array(view.buffer), 0, false)).toEqual([Number(value), true]);
      expect(given('BytesToUInt64', new Uint8Array(view.buffer), 0, false)).toEqual([Number(BigInt.asUintN(64, value)), true]);
      const nearest = BigInt(Number(value));
      view.setBigInt64(0, nearest === 2n ** 63n ? nearest - 1n : nearest);
      expect(given('Int64ToBytes', Number(value), false)).toEqual(new Uint8Array(view.buffer));
    }),
    samples(1_000),
  );
});

test('hashes are those that Node gives', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 100 }), (list, key) => {
      expect(given('SHA1', list)).toEqual(new Uint8Array(createHash('sha1').update(list).digest()));
      expect(given('SHA256', list)).toEqual(new Uint8Array(createHash('sha256').update(list).digest()));
      expect(given('HMAC_SHA1', key, list)).toEqual(new Uint8Array(createHmac('sha1', key).update(list).digest()));
      expect(given('HMAC_SHA256', key, list)).toEqual(new Uint8Array(createHmac('sha256', key).update(list).digest()));
    }),
    samples(200),
  );
});

test('no bytes grow beyond a million', () => {
  const long = new Uint8Array(1_000_000);
  expect(given('ConcatenateBytes', [long, bytes(1), long])).toHaveLength(1_000_000);
  expect(given('StringToBytes', 'é'.repeat(1_000_000))).toHaveLength(1_000_000);
  expect(given('HexToBytes', '0'.repeat(2_000_002))).toEqual([null, false]);
});
