/** Numbers, moments and composite formats as the original's platform writes them in its invariant culture, the same on every machine. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMoment } from '../../../engine/flow/values/format/date-format.ts';
import { parseMoment } from '../../../engine/flow/values/format/date-parse.ts';
import { LAST_MOMENT } from '../../../engine/flow/values/format/date-time.ts';
import { formatNumber, type NumberKind } from '../../../engine/flow/values/format/number-format.ts';
import { parseFloat32 } from '../../../engine/flow/values/format/number-parse.ts';
import { formatSpan, parseSpan } from '../../../engine/flow/values/format/time-span.ts';
import { boxed } from '../../../engine/flow/values/value.ts';
import { samples } from '../../samples.ts';
import { given } from './pure.ts';

const f = Math.fround;

test.each<readonly [NumberKind, number | bigint, string, string | undefined]>([
  ['int', 0, '', '0'],
  ['int', -2_147_483_648, '', '-2147483648'],
  ['int', 42, 'D5', '00042'],
  ['int', -42, 'd5', '-00042'],
  ['int', 255, 'X', 'FF'],
  ['int', 255, 'x4', '00ff'],
  ['int', -1, 'X', 'FFFFFFFF'],
  ['int', 5, 'B8', '00000101'],
  ['int', 1_234_567, 'N0', '1,234,567'],
  ['int', -1_234, 'N', '-1,234.00'],
  ['int', 1_234, 'C', '¤1,234.00'],
  ['int', -5, 'C0', '(¤5)'],
  ['int', 25, 'E0', '3E+001'],
  ['int', 12_345, 'G2', '1.2E+04'],
  ['int', 1, 'P0', '100 %'],
  ['int', 1, 'R', undefined],
  ['int', 1, 'Q', undefined],
  ['int', 1, 'F10001', undefined],
  ['long', -9_223_372_036_854_775_808n, '', '-9223372036854775808'],
  ['long', -1n, 'X', 'FFFFFFFFFFFFFFFF'],
  ['long', 9_007_199_254_740_993n, 'N0', '9,007,199,254,740,993'],
  ['float', f(0.1), '', '0.1'],
  ['float', -0, '', '-0'],
  ['float', NaN, 'F2', 'NaN'],
  ['float', Infinity, '', 'Infinity'],
  ['float', -Infinity, 'N0', '-Infinity'],
  ['float', f(16_777_216), '', '16777216'],
  ['float', f(1e7), '', '1E+07'],
  ['float', f(1.5e7), '', '1.5E+07'],
  ['float', f(1e-5), '', '1E-05'],
  ['float', f(0.0001), '', '0.0001'],
  ['float', f(3.4028235e38), '', '3.4028235E+38'],
  ['float', f(1.4e-45), '', '1E-45'],
  ['float', f(0.1), 'F20', '0.10000000149011611938'],
  ['float', f(0.125), 'F2', '0.12'],
  ['float', f(0.375), 'F2', '0.38'],
  ['float', f(2.5), 'F0', '2'],
  ['float', f(-0.001), 'F2', '-0.00'],
  ['float', f(1.5), 'X', undefined],
  ['float', f(1.5), 'D', undefined],
  ['double', 0.1, 'F20', '0.10000000000000000555'],
  ['double', 1e15, '', '1E+15'],
  ['double', 1e14, '', '100000000000000'],
  ['double', 123_456_789_012_345_680, '', '1.2345678901234568E+17'],
  ['double', 1.618033988749895, 'r', '1.618033988749895'],
  ['double', 5e-324, '', '5E-324'],
  ['double', 1234.5, 'G4', '1234'],
  ['double', 12.345, 'C', '¤12.35'],
  ['double', 0.0046, 'F2', '0.00'],
  ['double', 1234.5678, 'N', '1,234.57'],
  ['double', 0.1234, 'P', '12.34 %'],
  ['double', -0.1234, 'P1', '-12.3 %'],
  ['double', 12_345.6789, 'E', '1.234568E+004'],
  ['double', 12_345.6789, 'e2', '1.23e+004'],
  ['double', 0, 'E2', '0.00E+000'],
  ['double', 2 ** 70, 'F0', '1180591620717411303424'],
])('a %s of %s by %j is %j', (kind, value, format, expected) => {
  expect(formatNumber(value, kind, format)).toBe(expected);
});

test.each<readonly [number, string, string]>([
  [1234.5, '0', '1235'],
  [1234.5, '#,##0.00', '1,234.50'],
  [0.5, '#.##', '.5'],
  [0, '#.##', ''],
  [0, '0.00', '0.00'],
  [12, '00000', '00012'],
  [1_234_567, '#,#', '1,234,567'],
  [1_234_567, '0,0.0', '1,234,567.0'],
  [1_234_567, '0,', '1235'],
  [1_234_567, '#,##0,,', '1'],
  [0.125, '0.0%', '12.5%'],
  [0.125, '0‰', '125‰'],
  [-1.5, '0.0;(0.0);zero', '(1.5)'],
  [0, '0.0;(0.0);zero', 'zero'],
  [0.01, '0.0;(0.0);zero', 'zero'],
  [-1, '0;', '-1'],
  [-0.1, '0', '-0'],
  [-0.1, '#', ''],
  [5, "0' st'", '5 st'],
  [5, '0\\#', '5#'],
  [5, '"a;b"0', 'a;b5'],
  [12_345, '0.00E+00', '1.23E+04'],
  [0.00012, '##0.0e-0', '120.0e-6'],
  [0, '0.0E+0', '0.0E+0'],
  [9.99, '0.0E0', '1.0E1'],
  [1234, '(000) 0-0', '(012) 3-4'],
  [12.3, '.00', '12.30'],
  [1e20, '0', '100000000000000000000'],
  [123.456, 'abc', 'abc'],
  [-7, 'minus', '-minus'],
  [0.1 + 0.2, '0.00000000000000000000', '0.30000000000000000000'],
])('%s by the picture %j is %j', (value, picture, expected) => {
  expect(formatNumber(value, 'double', picture)).toBe(expected);
});

test('a float by itself is read back as what it was, and no fewer digits would do', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = formatNumber(value, 'float', '') ?? '';
      expect(parseFloat32(text, 'Float')).toBe(value);
      // A platform's own digits are as many at most.
      expect(text.replace(/E.*|[^0-9]/g, '').replace(/^0+|0+$/g, '').length).toBeLessThanOrEqual(9);
    }),
    samples(1000),
  );
});

test.each([
  ['2026-05-04T12:30:05.1234567Z', 'd', '05/04/2026'],
  ['2026-05-04T12:30:05.1234567Z', 'D', 'Monday, 04 May 2026'],
  ['2026-05-04T12:30:05.1234567Z', 'F', 'Monday, 04 May 2026 12:30:05'],
  ['2026-05-04T12:30:05.1234567Z', '', '05/04/2026 12:30:05'],
  ['2026-05-04T12:30:05.1234567Z', 'O', '2026-05-04T12:30:05.1234567Z'],
  ['2026-05-04T12:30:05.1234567Z', 'R', 'Mon, 04 May 2026 12:30:05 GMT'],
  ['2026-05-04T12:30:05.1234567Z', 's', '2026-05-04T12:30:05'],
  ['2026-05-04T12:30:05.1234567Z', 'u', '2026-05-04 12:30:05Z'],
  ['2026-05-04T12:30:05.1234567Z', 'Y', '2026 May'],
  ['2026-05-04T00:05:00Z', 'h:m tt', '12:5 AM'],
  ['2026-05-04T13:05:00Z', '%h', '1'],
  ['2026-05-04T13:05:00.500Z', 'ss.FFF', '00.5'],
  ['2026-05-04T13:05:00Z', 'ss.FFF', '00'],
  ['2026-05-04T13:05:00Z', "yy-M-d 'at' HH\\h zzz K", '26-5-4 at 13h +00:00 Z'],
  ['2026-05-04T13:05:00Z', 'x', undefined],
  ['2026-05-04T13:05:00Z', "'open", undefined],
  ['2026-05-04T13:05:00Z', 'ffffffff', undefined],
])('the moment %s by %j is %j', (text, format, expected) => {
  expect(formatMoment(parseMoment(text) as bigint, format)).toBe(expected);
});

test.each([
  ['0001-01-01', 0n],
  ['9999-12-31T23:59:59.9999999', LAST_MOMENT],
  ['1970-01-01T00:00:00Z', 621_355_968_000_000_000n],
  ['1970-01-01 01:00 +01:00', 621_355_968_000_000_000n],
  ['01/02/1970 12:00 AM', 621_356_832_000_000_000n],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 621_355_968_000_000_000n],
  ['January 1, 1970', 621_355_968_000_000_000n],
  ['2024-02-29', 638_447_616_000_000_000n],
  ['2023-02-29', undefined],
  ['1900-02-29', undefined],
  ['2026-13-01', undefined],
  ['2026-05-04T24:00', undefined],
  ['0001-01-01T00:00+01:00', undefined],
  ['13:00 PM', undefined],
  ['', undefined],
  [`2026-05-04${' '.repeat(1000)}`, undefined],
])('%o is the moment %s', (text, expected) => {
  expect(parseMoment(text)).toBe(expected);
});

test('a moment is written and read back to the tick, whatever day it is', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: LAST_MOMENT }), (moment) => {
      const text = formatMoment(moment, 'O') ?? '';
      expect(parseMoment(text)).toBe(moment);
      const year = Number(text.slice(0, 4));
      // What a platform knows of the calendar as well.
      if (year >= 100) expect(new Date(text.replace(/\.(...)[0-9]*Z/, '.$1Z')).getUTCDay()).toBe(DAYS.indexOf(formatMoment(moment, 'ddd') ?? ''));
    }),
    samples(1000),
  );
});
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

test.each([
  ['1.02:03:04.5', 'c', '1.02:03:04.5000000'],
  ['-00:00:01', '', '-00:00:01'],
  ['1:02:03:04.5', 'g', '1:2:03:04.5'],
  ['02:03', 'G', '0:02:03:00.0000000'],
  ['5', 'c', '5.00:00:00'],
  ['1.02:03:04.5', "d\\.hh'h'mm", '1.02h03'],
  ['00:00:00.25', 's\\.ff', '0.25'],
  ['02:03', 'x', undefined],
  ['02:03', 'hh:mm', undefined],
])('the length of time %s by %j is %j', (text, format, expected) => {
  expect(formatSpan(parseSpan(text) as bigint, format)).toBe(expected);
});
test.each(['24:00', '1:60', '', 'x', '99999999.00:00:00', '1.5'])('%j is no length of time', (text) => {
  expect(parseSpan(text)).toBe(undefined);
});

test('a format makes a million characters at most, however often it asks', () => {
  const long = boxed('string', 'x'.repeat(300_000));
  expect(given('FormatString', '{0}'.repeat(100_000), null, [long] as never)).toHaveLength(1_000_000);
  expect((given('FormatString', '{0,9999}'.repeat(100_000), null, [boxed('int', 1)] as never) as string).length).toBe(1_000_000);
});
