/** Bytes as values of nodes: as text, as numbers, and their hashes. */
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { samples } from '../../samples.ts';
import { given } from './pure.ts';

const bytes = (...list: readonly number[]): Uint8Array => Uint8Array.from(list);

test.each([
  ['StringToBytes', ['é\ud800'], bytes(0xc3, 0xa9, 0xef, 0xbf, 0xbd)],
  ['StringToBytes', [null], null],
  ['BytesToString', [bytes(0xef, 0xbb, 0xbf, 0x41)], ['\ufeffA', true]],
  ['BytesToString', [bytes(0x41, 0xff)], ['A\ufffd', false]],
  ['BytesToString', [null], [null, false]],
  ['Base64Encode', [bytes(0xfb, 0xff), false], '+/8='],
  ['Base64Encode', [bytes(0xfb, 0xff), true], '-_8'],
  ['Base64Decode', ['-_8'], [bytes(0xfb, 0xff), true]],
  ['Base64Decode', ['a'], [null, false]],
  ['Base64Decode', ['a b='], [null, false]],
  ['BytesToHex', [bytes(0, 0xab)], '00ab'],
  ['HexToBytes', ['00Ab'], [bytes(0, 0xab), true]],
  ['HexToBytes', ['0x00'], [null, false]],
  ['HexToBytes', ['abc'], [null, false]],
  ['BytesLength', [bytes(1, 2)], 2],
  ['ConcatenateBytes', [[bytes(1), null, bytes(2, 3)]], bytes(1, 2, 3)],
  ['SliceBytes', [bytes(1, 2, 3), 1, 1], bytes(2)],
  ['SliceBytes', [bytes(1, 2, 3), -4, 99], bytes(1, 2, 3)],
  ['SliceBytes', [bytes(1, 2, 3), 9, 1], bytes()],
  ['BytesToInt8', [bytes(0xff), 0, false], [-1, true]],
  ['BytesToUInt8', [bytes(0xff), 0, false], [255, true]],
  ['BytesToInt16', [bytes(0, 0xff, 0xfe), 1, false], [-2, true]],
  ['BytesToInt16', [bytes(0xfe, 0xff), 0, true], [-2, true]],
  ['BytesToUInt16', [bytes(0x12, 0x34), 0, false], [0x1234, true]],
  ['BytesToInt32', [bytes(0xff, 0xff, 0xff), 0, false], [0, false]],
  ['BytesToInt32', [bytes(0x80, 0, 0, 0), 0, false], [-2_147_483_648, true]],
  ['BytesToUInt32', [bytes(0x80, 0, 0, 0), 0, false], [2_147_483_648, true]],
  ['BytesToInt64', [bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe), 0, false], [-2, true]],
  ['BytesToUInt64', [bytes(0, 0, 0, 0, 0, 0, 0, 0x80), 0, true], [2 ** 63, true]],
  ['BytesToFloat', [bytes(0x3f, 0x80, 0, 0), 0, false], [1, true]],
  ['BytesToDouble', [bytes(0, 0, 0, 0, 0, 0, 0xf0, 0x3f), 0, true], [1, true]],
  ['BytesToInt8', [bytes(1), -1, false], [0, false]],
  ['BytesToInt8', [null, 0, false], [0, false]],
  ['Int8ToBytes', [-1, false], bytes(0xff)],
  ['UInt8ToBytes', [256, false], bytes(0)],
  ['Int16ToBytes', [0x1234, true], bytes(0x34, 0x12)],
  ['UInt32ToBytes', [4_294_967_295, false], bytes(0xff, 0xff, 0xff, 0xff)],
  ['Int64ToBytes', [-2, false], bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe)],
  ['Int64ToBytes', [1e300, false], bytes(0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
  ['Int64ToBytes', [-1e300, false], bytes(0x80, 0, 0, 0, 0, 0, 0, 0)],
  ['UInt64ToBytes', [-1, false], bytes(0, 0, 0, 0, 0, 0, 0, 0)],
  ['UInt64ToBytes', [Infinity, true], bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
  ['Int64ToBytes', [NaN, false], bytes(0, 0, 0, 0, 0, 0, 0, 0)],
  ['FloatToBytes', [1, false], bytes(0x3f, 0x80, 0, 0)],
  ['FloatToBytes', [NaN, false], bytes(0x7f, 0xc0, 0, 0)],
  ['DoubleToBytes', [NaN, true], bytes(0, 0, 0, 0, 0, 0, 0xf8, 0x7f)],
  ['SHA1', [null], null],
  ['HMAC_SHA256', [null, bytes(1)], null],
])('%s of %j is %j', (name, inputs, expected) => {
  expect(given(name, ...(inputs as never[]))).toEqual(expected);
});

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
