import { BIG, INF, MAX, MIN, of, TINY, type Case } from './case.ts';

const bytes = (...list: readonly number[]): Uint8Array => Uint8Array.from(list);

const USUAL: readonly Case[] = [
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
  ['SHA1', [null], null],
  ['HMAC_SHA256', [null, bytes(1)], null],
];

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const LARGEST = 1.7976931348623157e308;

/** Numbers in bytes, the highest first: what is both written and read, and what is written of numbers that have no place there. */
const FORMS: Readonly<Record<string, { readonly both: readonly (readonly [number, string])[]; readonly written?: readonly (readonly [number, string])[] }>> = {
  Int8: {
    both: [
      [5, '05'],
      [-1, 'ff'],
      [-128, '80'],
      [127, '7f'],
    ],
    written: [
      [128, '80'],
      [-129, '7f'],
      [MAX, 'ff'],
      [MIN, '00'],
    ],
  },
  UInt8: {
    both: [
      [5, '05'],
      [0, '00'],
      [255, 'ff'],
    ],
    written: [
      [256, '00'],
      [-1, 'ff'],
      [MAX, 'ff'],
      [MIN, '00'],
    ],
  },
  Int16: {
    both: [
      [0x1234, '1234'],
      [-2, 'fffe'],
      [-32_768, '8000'],
      [32_767, '7fff'],
    ],
    written: [
      [32_768, '8000'],
      [MAX, 'ffff'],
      [MIN, '0000'],
    ],
  },
  UInt16: {
    both: [
      [0x1234, '1234'],
      [65_535, 'ffff'],
    ],
    written: [
      [65_536, '0000'],
      [-2, 'fffe'],
      [MAX, 'ffff'],
      [MIN, '0000'],
    ],
  },
  Int32: {
    both: [
      [0x12345678, '12345678'],
      [-2, 'fffffffe'],
      [MAX, '7fffffff'],
      [MIN, '80000000'],
    ],
  },
  UInt32: {
    both: [
      [0x12345678, '12345678'],
      [2_147_483_648, '80000000'],
      [4_294_967_295, 'ffffffff'],
    ],
    written: [
      [1.9, '00000001'],
      [-1, 'ffffffff'],
      [4_294_967_297, '00000001'],
      [-0, '00000000'],
      [NaN, '00000000'],
      [INF, '00000000'],
      [-INF, '00000000'],
      [LARGEST, '00000000'],
    ],
  },
  Int64: {
    both: [
      [-2, 'fffffffffffffffe'],
      [0x123456789abcd, '000123456789abcd'],
      [2 ** 62, '4000000000000000'],
      [-(2 ** 63), '8000000000000000'],
      [9_223_372_036_854_774_784, '7ffffffffffffc00'],
    ],
    written: [
      [-1.9, 'ffffffffffffffff'],
      [-0, '0000000000000000'],
      [NaN, '0000000000000000'],
      [2 ** 63, '7fffffffffffffff'],
      [LARGEST, '7fffffffffffffff'],
      [INF, '7fffffffffffffff'],
      [-INF, '8000000000000000'],
    ],
  },
  UInt64: {
    both: [
      [2 ** 63, '8000000000000000'],
      [0x123456789abcd, '000123456789abcd'],
      [18_446_744_073_709_549_568, 'fffffffffffff800'],
    ],
    written: [
      [-1, '0000000000000000'],
      [-0, '0000000000000000'],
      [NaN, '0000000000000000'],
      [2 ** 64, 'ffffffffffffffff'],
      [LARGEST, 'ffffffffffffffff'],
      [INF, 'ffffffffffffffff'],
      [-INF, '0000000000000000'],
    ],
  },
  Float: {
    both: [
      [1, '3f800000'],
      [-0, '80000000'],
      [INF, '7f800000'],
      [-INF, 'ff800000'],
      [NaN, '7fc00000'],
      [BIG, '7f7fffff'],
      [TINY, '00000001'],
    ],
  },
  Double: {
    both: [
      [1, '3ff0000000000000'],
      [-0, '8000000000000000'],
      [INF, '7ff0000000000000'],
      [-INF, 'fff0000000000000'],
      [NaN, '7ff8000000000000'],
      [LARGEST, '7fefffffffffffff'],
      [5e-324, '0000000000000001'],
    ],
  },
};
const NUMBERS: readonly Case[] = Object.entries(FORMS).flatMap(([name, { both, written = [] }]) => [
  ...[...both, ...written].flatMap(([value, text]) => of(`${name}ToBytes`, [value, false, hex(text)], [value, true, hex(text).reverse()])),
  ...both.flatMap(([value, text]) => {
    const all = hex(text);
    return of(
      `BytesTo${name}`,
      [all, 0, false, [value, true]],
      [all.slice().reverse(), 0, true, [value, true]],
      [bytes(9, ...all, 9), 1, false, [value, true]],
      [all, 1, false, [0, false]],
      [all, MAX, false, [0, false]],
      [all, MIN, true, [0, false]],
      [all, -1, false, [0, false]],
    );
  }),
  ...of(`BytesTo${name}`, [bytes(), 0, false, [0, false]], [null, 0, false, [0, false]]),
]);

const KEY = Uint8Array.from(Buffer.from('Jefe')),
  WORDS = Uint8Array.from(Buffer.from('what do ya want for nothing?'));
export const BYTE_CASES: readonly Case[] = [
  ...USUAL,
  ...NUMBERS,
  // Of no number there are many forms; the one that is written is the same on every machine.
  ...of('BytesToFloat', [hex('ffc00001'), 0, false, [NaN, true]]),
  ...of('BytesToDouble', [hex('fff8000000000001'), 0, false, [NaN, true]]),
  ...of('StringToBytes', ['😀', hex('f09f9880')], ['', bytes()]),
  ...of(
    'BytesToString',
    [hex('f09f9880'), ['😀', true]],
    [bytes(), ['', true]],
    [hex('f09f98'), ['\ufffd', false]],
    [hex('eda080'), ['\ufffd\ufffd\ufffd', false]],
  ),
  ...of('Base64Encode', [bytes(), false, ''], [bytes(), true, ''], [null, false, null], [bytes(0), false, 'AA==']),
  ...of('Base64Decode', ['', [bytes(), true]], ['AA==', [bytes(0), true]], ['😀', [null, false]], [null, [null, false]]),
  ...of('BytesToHex', [bytes(), ''], [null, null], [bytes(255), 'ff']),
  ...of('HexToBytes', ['', [bytes(), true]], ['fF', [bytes(255), true]], ['😀', [null, false]], [null, [null, false]]),
  ...of('BytesLength', [bytes(), 0], [null, 0]),
  ...of('ConcatenateBytes', [[], bytes()], [[bytes(), bytes(1)], bytes(1)], [[null], bytes()]),
  ...of(
    'SliceBytes',
    [bytes(1, 2), MAX, 1, bytes()],
    [bytes(1, 2), MIN, 1, bytes(1)],
    [bytes(1, 2), 1, MAX, bytes(2)],
    [bytes(1, 2), 1, MIN, bytes()],
    [bytes(), 0, 1, bytes()],
    [null, 0, 1, null],
  ),
  // By FIPS 180-4, RFC 2202 and RFC 4231.
  ...of(
    'SHA1',
    [Uint8Array.from(Buffer.from('abc')), hex('a9993e364706816aba3e25717850c26c9cd0d89d')],
    [bytes(), hex('da39a3ee5e6b4b0d3255bfef95601890afd80709')],
  ),
  ...of(
    'SHA256',
    [Uint8Array.from(Buffer.from('abc')), hex('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')],
    [bytes(), hex('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')],
    [null, null],
  ),
  ...of(
    'HMAC_SHA1',
    [KEY, WORDS, hex('effcdf6ae5eb2fa2d27416d5f184df9c259a7c79')],
    [bytes(), bytes(), hex('fbdb1d1b18aa6c08324b7d64b71fb76370690e1d')],
    [null, bytes(), null],
    [bytes(), null, null],
  ),
  ...of(
    'HMAC_SHA256',
    [KEY, WORDS, hex('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')],
    [bytes(), bytes(), hex('b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad')],
    [bytes(), null, null],
  ),
];
