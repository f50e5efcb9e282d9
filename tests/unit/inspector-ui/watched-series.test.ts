/** What the watch panel makes of the values that it was told: lines for plots, small lines for rows, and a table. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, ValueSample } from '../../../server/protocol.ts';
import { csvOf } from '../../../inspector-ui/watching/csv.ts';
import { evened, linesOf, smallLine } from '../../../inspector-ui/watching/lines.ts';
import { Series } from '../../../inspector-ui/watching/series.ts';
import { shortValue } from '../../../inspector-ui/watching/value-words.ts';
import { samples } from '../../samples.ts';

function seriesOf(...told: readonly (readonly [real: number, value: Json])[]): Series {
  const series = new Series();
  series.add(told.map(([real, value], at): ValueSample => [at + 1, real, value]));
  return series;
}

describe('a series', () => {
  test('a value holds until the next one', () => {
    const series = seriesOf([10, 1], [20, 5], [40, 2]);
    expect([9, 10, 19, 20, 39, 40, 1e9].map((real) => series.values[series.placeAt(real)])).toEqual([undefined, 1, 1, 5, 5, 2, 2]);
  });
  test('what is told again, as by a view that was opened anew, is known already', () => {
    const series = seriesOf([10, 1], [20, 5]);
    series.add([[2, 20, 5]]);
    series.add([[9, 90, 5]]);
    expect(series.reals).toEqual([10, 20]);
  });
  test('the range of a time counts the value that it begins with', () => {
    const series = seriesOf([0, 9], [20, 5], [40, 2]);
    expect([series.range(10, 30), series.range(20, 30), series.range(50, 60), seriesOf().range(0, 9)]).toEqual([[5, 9], [5, 5], [2, 2], null]);
  });
  test('of very many values the newest are kept', () => {
    const series = new Series();
    for (let at = 0; at < 40_000; at++) series.add([[at, at, at % 2 === 0]]);
    expect(series.values.length).toBeLessThanOrEqual(38_000);
    expect(series.reals.at(-1)).toBe(39_999);
  });
});

describe('lines', () => {
  test('several have their values at the moments of all of them', () => {
    const lines = linesOf([seriesOf([0, 1], [20, 3]), seriesOf([10, true], [30, 'text'])], 0, 40);
    expect(lines.moments).toEqual([0, 10, 20, 30, 40]);
    expect(lines.values).toEqual([
      [1, 1, 3, 3, 3],
      [null, 1, 1, null, null],
    ]);
  });
  test('of more values than can be drawn the least and the greatest of each stretch are', () => {
    const spike = 4_711;
    const many = Array.from({ length: 20_000 }, (_, at): [number, number] => [at, at === spike ? 1_000 : at % 3]);
    const { moments, values } = linesOf([seriesOf(...many)], 0, 20_000);
    expect(moments.length).toBe(1_000);
    expect(Math.max(...(values[0] as number[]))).toBe(1_000);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
  });
  test('no value that was drawn one by one is lost, and none is made up, however many there are', () => {
    const told = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: -50, max: 50 })), { minLength: 1, maxLength: 3_000 });
    fc.assert(
      fc.property(told, (steps) => {
        let real = 0;
        const series = seriesOf(...steps.map(([gap, value]): [number, number] => [(real += gap), value]));
        const drawn = (linesOf([series], 0, Math.max(1, real)).values[0] ?? []).filter((value) => value !== null);
        const [least, most] = series.range(0, real) ?? [0, 0];
        expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([least, most]);
      }),
      samples(60),
    );
  });
  test('lines of unlike sizes fill the same height, a flat one lies in its middle, and gaps stay', () => {
    expect(evened([10, null, 20, 15])).toEqual([0, null, 1, 0.5]);
    expect(evened([7, 7])).toEqual([0.5, 0.5]);
  });
  test('the small line of a row begins where values are known', () => {
    expect(smallLine(seriesOf([50, 0], [75, 4]), 0, 100, 4)).toEqual([0, 1, 1]);
    expect(smallLine(seriesOf(), 0, 100, 4)).toEqual([]);
  });
});

describe('the table', () => {
  const wall = (real: number): number => 1_700_000_000_000 + real;
  test('has a line for each moment at which something changed, with what all were then', () => {
    const text = csvOf(
      [
        { name: 'Lamp.FloatValue.Value', series: seriesOf([0, 1], [20, 3]) },
        { name: 'Torch, left', series: seriesOf([10, true]) },
      ],
      0,
      100,
      wall,
    );
    expect(text).toBe(
      'time,tick,real,Lamp.FloatValue.Value,"Torch, left"\r\n' +
        '2023-11-14T22:13:20.000Z,1,0,1,\r\n' +
        '2023-11-14T22:13:20.010Z,1,10,1,true\r\n' +
        '2023-11-14T22:13:20.020Z,2,20,3,true\r\n',
    );
  });
  test('a text stays a text: quoted where it must be, and never a formula', () => {
    const text = csvOf([{ name: 'a', series: seriesOf([0, '=HYPERLINK("x")'], [1, 'two\nlines'], [2, -5]) }], 0, 9, () => undefined);
    expect(text).toBe('time,tick,real,a\r\n,1,0,"\'=HYPERLINK(""x"")"\r\n,2,1,"two\nlines"\r\n,3,2,-5\r\n');
  });
});

test('a value is written short', () => {
  expect([0.1 + 0.2, 3, true, null, undefined, [1, 2.5, 0.3333333333], 'on', { a: 1 }, 'x'.repeat(100)].map(shortValue)).toEqual([
    '0.3',
    '3',
    'true',
    'not there',
    '',
    '1, 2.5, 0.3333333',
    'on',
    '{"a":1}',
    `${'x'.repeat(60)}…`,
  ]);
});
