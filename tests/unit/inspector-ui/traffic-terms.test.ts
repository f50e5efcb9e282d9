/** What is typed to find messages, and two messages line by line. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compared } from '../../../inspector-ui/traffic/lines-compared.ts';
import { readTerms } from '../../../inspector-ui/traffic/traffic-terms.ts';
import { samples } from '../../samples.ts';

describe('the box of the timeline', () => {
  test.each<[string, object]>([
    ['', {}],
    ['temp high', { text: ['temp', 'high'] }],
    ['"two words" -"not these"', { text: ['two words'], not: ['not these'] }],
    ['/temp: ?\\d+/ x', { match: 'temp: ?\\d+', text: ['x'] }],
    ['/a\\/b/', { match: 'a/b' }],
    ['$.temp>20', { json: [{ path: ['temp'], is: '>', value: 20 }] }],
    ['$.a.b[0]=on', { json: [{ path: ['a', 'b', 0], is: '=', value: 'on' }] }],
    ['$["a b"].ok=true', { json: [{ path: ['a b', 'ok'], is: '=', value: true }] }],
    ['$.a', { json: [{ path: ['a'], is: 'has' }] }],
    ['$.name~"my lamp"', { json: [{ path: ['name'], is: '~', value: 'my lamp' }] }],
    ['size>1k size<=2000', { least: 1_001, most: 2_000 }],
    ['-', { text: ['-'] }],
    ['a/b', { text: ['a/b'] }],
    ['"unclosed', { text: ['unclosed'] }],
    ['"temp":42 {"a":"b c"}', { text: ['"temp":42', '{"a":"b c"}'] }],
  ])('%s', (typed, filter) => {
    expect(readTerms(typed)).toEqual({ filter });
  });
  test('what is no place in JSON is told with what one is', () => {
    expect(readTerms('$.a..b')).toEqual({ fault: expect.stringMatching(/^Expected a place such as \$\.a\.b\[0\].*"\$\.a\.\.b" is none\.$/) as string });
  });
  test('whatever is typed is read, or told what is wrong with it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: fc.constantFrom(...Array.from('$./"-\\ab [0]=<>~size1k \t')) }), (typed) => {
        const read = readTerms(typed);
        if ('filter' in read) for (const text of [...(read.filter.text ?? []), ...(read.filter.not ?? [])]) expect(text).not.toBe('');
        else expect(read.fault.length).toBeGreaterThan(10);
      }),
      samples(500),
    );
  });
});

describe('two messages', () => {
  test('have what is alike once, and each what is its own', () => {
    expect(compared('{\n  "a": 1,\n  "b": 2\n}', '{\n  "a": 1,\n  "b": 3\n}').map(({ is, text }) => `${is} ${text}`)).toEqual([
      'same {',
      'same   "a": 1,',
      'before   "b": 2',
      'after   "b": 3',
      'same }',
    ]);
  });
  test('are both told whole, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = compared(before, after);
        const side = (other: string): string =>
          lines
            .filter(({ is }) => is !== other)
            .map((line) => line.text)
            .join('\n');
        expect([side('after'), side('before')]).toEqual([before, after]);
      }),
      samples(300),
    );
  });
});
