import { OBJECTS, VALUES } from './samples.ts';

/** What is given to inputs of each type, a literal or a wire, and how that is written as text. */
export const GIVEN: Readonly<Record<string, readonly (readonly [given: unknown, text: string])[]>> = {
  bool: [
    [true, 'True'],
    [false, 'False'],
  ],
  int: [
    [2_147_483_647, '2147483647'],
    [-2_147_483_648, '-2147483648'],
  ],
  float: [
    [1.5, '1.5'],
    [3.4028234663852886e38, '3.4028235E+38'],
    [{ from: 'nan' }, 'NaN'],
    [{ from: 'minusInf' }, '-Infinity'],
    [{ from: 'minusZero' }, '-0'],
  ],
  double: [
    [0.1, '0.1'],
    [1.7976931348623157e308, '1.7976931348623157E+308'],
    [{ from: 'nan' }, 'NaN'],
    [{ from: 'minusZero' }, '-0'],
  ],
  float2: [
    [[1, -2], '[1; -2]'],
    [{ from: 'odd2' }, '[NaN; -0]'],
  ],
  float3: [
    [[1, -2, 3], '[1; -2; 3]'],
    [{ from: 'odd3' }, '[Infinity; NaN; -0]'],
  ],
  float4: [
    [[1, -2, 3, 4], '[1; -2; 3; 4]'],
    [{ from: 'odd4' }, '[Infinity; NaN; -0; -Infinity]'],
  ],
  color: [
    [[1, 0.5, 0, 1], '[1; 0.5; 0; 1]'],
    [{ from: 'oddColor' }, '[Infinity; NaN; -0; -Infinity]'],
  ],
  floatQ: [
    [[0, 0, 1, 0], '[0; 0; 1; 0]'],
    [{ from: 'oddTurn' }, '[Infinity; NaN; -0; -Infinity]'],
  ],
  long: [
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775808', '-9223372036854775808'],
  ],
  DateTime: [
    ['0001-01-01T00:00:00', '01/01/0001 00:00:00'],
    ['9999-12-31T23:59:59.9999999', '12/31/9999 23:59:59'],
  ],
  TimeSpan: [
    ['10675199.02:48:05.4775807', '10675199.02:48:05.4775807'],
    ['-10675199.02:48:05.4775808', '-10675199.02:48:05.4775808'],
  ],
  Guid: [['01234567-89ab-cdef-0123-456789abcdef', '01234567-89ab-cdef-0123-456789abcdef']],
  string: [
    ['a', 'a'],
    ['', ''],
    ['😀', '😀'],
    [null, '∅'],
  ],
  Uri: [
    ['http://a.example/', 'http://a.example/'],
    [null, '∅'],
  ],
  json: [
    [{ a: [1, null] }, '{"a":[1,null]}'],
    [null, '∅'],
  ],
  bytes: [
    ['AP8=', 'AP8='],
    ['', ''],
    [null, '∅'],
  ],
  User: [
    [{ from: 'host' }, 'host'],
    [null, '∅'],
  ],
  Slot: [
    [{ from: 'me' }, '@'],
    [null, '∅'],
  ],
  WebsocketClient: [
    [{ from: 'client' }, '@/WebsocketClient'],
    [null, '∅'],
  ],
  object: [
    [5, '5'],
    ['😀', '😀'],
    [null, '∅'],
  ],
  Type: [
    ['int', 'int'],
    [null, '∅'],
  ],
};
/** How what a type has for nothing is written. */
const NOTHING: Readonly<Record<string, string>> = {
  bool: 'False',
  int: '0',
  float: '0',
  double: '0',
  float2: '[0; 0]',
  float3: '[0; 0; 0]',
  float4: '[0; 0; 0; 0]',
  floatQ: '[0; 0; 0; 1]',
  color: '[0; 0; 0; 0]',
  long: '0',
  DateTime: '01/01/0001 00:00:00',
  TimeSpan: '00:00:00',
  Guid: '00000000-0000-0000-0000-000000000000',
};
export const nothing = (type: string): string => NOTHING[type] ?? '∅';
export const givenOf = (type: string): readonly (readonly [given: unknown, text: string])[] => GIVEN[type] ?? [];
/** Literals alone: of what stands in a graph itself. */
export const literalsOf = (type: string): readonly (readonly [given: unknown, text: string])[] =>
  givenOf(type).filter(([given]) => typeof given !== 'object' || given === null || !('from' in given));
export const ALL = [...VALUES, ...OBJECTS];
/** Of a name that the original has twice, for values and for what may be null. */
export const wordOf = (type: string): 'Value' | 'Object' => (VALUES.includes(type) ? 'Value' : 'Object');
