/** The command line of the bench says what there is, and refuses what there is not, before anything is measured. */
import { expect, test } from 'vitest';
import { readWishes } from '../../bench/wishes.ts';

const CASES = ['motion', 'echo'];

test('--help tells every option and every name, wherever it stands', () => {
  for (const argv of [['--help'], ['echo', '-h']]) {
    const told = readWishes(argv, CASES);
    expect(told).toMatchObject({ code: 0 });
    for (const word of ['--json FILE', '--minutes N', '--million', 'motion, echo'])
      expect(told).toMatchObject({ text: expect.stringContaining(word) as string });
  }
});

test.each([
  [['--jsn', 'x'], 'there is no option --jsn'],
  [['ehco'], 'nothing is called ehco'],
  [['--minutes', 'x'], '--minutes takes a number above 0'],
  [['--json'], '--json takes the name of a file'],
])('%j is refused, and where to look is told', (argv, words) => {
  expect(readWishes(argv, CASES)).toEqual({ text: `bench: ${words}; npm run bench -- --help tells what there is`, code: 2 });
});

test('what is asked for is taken', () => {
  expect(readWishes(['--', 'echo', '--minutes', '2', '--million', '--json', 'x.json'], CASES)).toEqual({
    names: ['echo'],
    minutes: 2,
    million: true,
    file: 'x.json',
  });
  expect(readWishes([], CASES)).toEqual({ names: [], minutes: 1, million: false, file: undefined });
});
