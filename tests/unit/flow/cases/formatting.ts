import { boxed } from '../../../../engine/flow/values/value.ts';
import { parseMoment } from '../../../../engine/flow/values/format/date-parse.ts';
import { parseSpan } from '../../../../engine/flow/values/format/time-span.ts';
import { LAST_MOMENT } from '../../../../engine/flow/values/format/date-time.ts';
import { BIG, f, FIRST, INF, LAST, MAX, MIN, of, TINY, type Case } from './case.ts';

const SPAN = parseSpan('1.02:03:04.5') as bigint,
  MOMENT = parseMoment('2026-05-04T12:30:05.123Z') as bigint;

const USUAL: readonly Case[] = [
  ['FormatString', ['{0:F2} of {1}', null, [boxed('float', f(1.005)), boxed('string', 'x')]], '1.00 of x'],
  ['FormatString', ['{{{0}}} {0,4}|{0,-4}|', null, [boxed('int', 7)]], '{7}    7|7   |'],
  ['FormatString', ['{0}{1}', null, [boxed('bool', true), null]], 'True'],
  [
    'FormatString',
    ['{0:yyyy} {1:g} {2:N}', null, [boxed('DateTime', MOMENT), boxed('TimeSpan', SPAN), boxed('Guid', '01234567-89ab-cdef-0123-456789abcdef')]],
    '2026 1:2:03:04.5 0123456789abcdef0123456789abcdef',
  ],
  ['FormatString', ['{0:0.0}', null, [boxed('float3', [1, f(2.25), NaN])]], '[1.0; 2.3; NaN]'],
  ['FormatString', ['{0:X}', null, [boxed('float', 1)]], null],
  ['FormatString', ['{1}', null, [boxed('int', 1)]], null],
  ['FormatString', ['{0', null, [boxed('int', 1)]], null],
  ['FormatString', ['}', null, []], null],
  ['FormatString', ['{0,99999}', null, [boxed('int', 1)]], null],
  ['FormatString', ['{-1}', null, [boxed('int', 1)]], null],
  ['FormatString', [null, null, []], null],
  ['FormatString', ['', null, []], ''],
  ['ToString_Bool', [false, 'F2'], 'False'],
  ['ToString_Int', [-5, null], '-5'],
  ['ToString_Int', [5, 'D3'], '005'],
  ['ToString_Int', [5, 'none'], 'none'],
  ['ToString_Float', [f(1e10), 'N0'], '10,000,000,000'],
  ['ToString_Float2', [[1, -0]], '[1; -0]'],
  ['ToString_FloatQ', [[0, 0, 0, 1], 'F1'], '[0.0; 0.0; 0.0; 1.0]'],
  ['ToString_Color', [[1, 0.5, 0, 1], 'Q'], null],
  ['ToString_DateTime', [MOMENT, 'HH:mm:ss.fff'], '12:30:05.123'],
  ['ToString_object', [null], null],
  ['ToString_object', [boxed('long', -9_223_372_036_854_775_808n)], '-9223372036854775808'],
  ['ToString_object', [boxed('WebsocketClient', { entity: 'a', component: 'WebsocketClient' }), 'F2'], 'a/WebsocketClient'],
  ['FormatAsTime', [f(3723.456), 2], '1:02:03.46'],
  ['FormatAsTime', [59.96875, 1], '1:00.0'],
  ['FormatAsTime', [-5, 0], '-0:05'],
  ['FormatAsTime', [-0.001, 0], '0:00'],
  ['FormatAsTime', [NaN, 2], 'NaN'],
  ['FormatAsTime', [f(1e30), -1], '277777781957629505521302459:44:00'],
  ['FormatTimespan', [SPAN, false, false], '1.02:03'],
  ['FormatTimespan', [-SPAN, true, false], '-1.02:03:04'],
  ['FormatTimespan', [SPAN, false, true], '1.02:03:04.500'],
  ['FormatDateTimeAsDate', [MOMENT], '05/04/2026'],
  ['FormatDateTimeAsTime', [MOMENT, true, false, false], '12:30'],
  ['FormatDateTimeAsTime', [MOMENT, false, true, true], '12:30:05.123 PM'],
  ['EmptyGUID', [], '00000000-0000-0000-0000-000000000000'],
  ['InvariantCulture', [], ''],
  ['ToString_Long', [FIRST, 'N0'], '-9,223,372,036,854,775,808'],
];

const VECTORS = [
  ['Float2', 2],
  ['Float3', 3],
  ['Float4', 4],
  ['FloatQ', 4],
  ['Color', 4],
] as const;
const PARTS: readonly (readonly [number, string, string])[] = [
  [1.5, '1.5', '1.50'],
  [NaN, 'NaN', 'NaN'],
  [INF, 'Infinity', 'Infinity'],
  [-INF, '-Infinity', '-Infinity'],
  [-0, '-0', '-0.00'],
  [BIG, '3.4028235E+38', `${String(BigInt(BIG))}.00`],
  [TINY, '1E-45', '0.00'],
];
/** Each of these at each place. */
const vectors = (length: number): readonly (readonly (readonly [number, string, string])[])[] =>
  PARTS.map((_, from) => Array.from({ length }, (_each, at) => PARTS[(from + at) % PARTS.length] as readonly [number, string, string]));

export const FORMATTING_CASES: readonly Case[] = [
  ...USUAL,
  // A picture without a place for digits is what it says.
  ...of('ToString_Bool', [true, null, 'True'], [false, '', 'False'], [true, '😀', 'True']),
  ...of('ToString_Int', [MAX, '', '2147483647'], [MIN, null, '-2147483648'], [MIN, 'X', '80000000'], [5, '😀', '😀'], [MAX, 'N0', '2,147,483,647']),
  ...of('ToString_Long', [LAST, null, '9223372036854775807'], [FIRST, '', '-9223372036854775808'], [FIRST, 'X', '8000000000000000'], [5n, '😀', '😀']),
  ...PARTS.flatMap(([value, text, two]) => of('ToString_Float', [value, null, text], [value, '', text], [value, 'F2', two])),
  ...of('ToString_Float', [1.5, '😀', '😀']),
  ...VECTORS.flatMap(([name, length]) => [
    ...vectors(length).flatMap((parts) =>
      of(
        `ToString_${name}`,
        [parts.map(([value]) => value), null, `[${parts.map(([, text]) => text).join('; ')}]`],
        [parts.map(([value]) => value), '', `[${parts.map(([, text]) => text).join('; ')}]`],
        [parts.map(([value]) => value), 'F2', `[${parts.map(([, , text]) => text).join('; ')}]`],
      ),
    ),
    ...of(`ToString_${name}`, [Array(length).fill(1), '😀', `[${Array(length).fill('😀').join('; ')}]`]),
  ]),
  ...of('ToString_DateTime', [0n, null, '01/01/0001 00:00:00'], [LAST_MOMENT, '', '12/31/9999 23:59:59'], [0n, '😀', '😀'], [0n, 'Q', null]),
  ...of(
    'ToString_object',
    [boxed('float', 1.5), 'F2', '1.50'],
    [boxed('int', MIN), '', '-2147483648'],
    [boxed('int', 5), '😀', '😀'],
    [null, 'F2', null],
    [boxed('double', 0.1), null, '0.1'],
  ),
  ...of('FormatString', ['😀{0}', null, [boxed('string', '😀')], '😀😀'], ['{0}', null, [boxed('float', NaN)], 'NaN'], ['{0}', null, [], null]),
  ...of(
    'FormatAsTime',
    [INF, 0, 'Infinity'],
    [-INF, 2, '-Infinity'],
    [-0, 1, '0:00.0'],
    [0.5, MAX, '0:00.50000000000000000000'],
    [1.25, MIN, '0:01'],
    [BIG, 0, '94522874066258016614362273190143590:24:00'],
    [3600, 0, '1:00:00'],
    [-3600, 0, '-1:00:00'],
  ),
  ...of(
    'FormatTimespan',
    [LAST, false, false, '10675199.02:48'],
    [FIRST, true, true, '-10675199.02:48:05.477'],
    [0n, false, false, '00:00'],
    [-1n, true, false, '-00:00:00'],
  ),
  ...of('FormatDateTimeAsDate', [0n, '01/01/0001'], [LAST_MOMENT, '12/31/9999']),
  ...of(
    'FormatDateTimeAsTime',
    [0n, false, false, false, '12:00 AM'],
    [LAST_MOMENT, true, true, true, '23:59:59.999'],
    [LAST_MOMENT, false, true, false, '11:59:59 PM'],
  ),
];
