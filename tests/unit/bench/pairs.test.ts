import { expect, test } from 'vitest';
import { middleOf, type Pair } from '../../bench/pairs.ts';

test('a machine that is slow for a while, and one lucky baseline, move neither ratio nor times', () => {
  const usual: Pair[] = Array.from({ length: 9 }, () => ({ ours: 150, baseline: 75 }));
  const slow: Pair[] = Array.from({ length: 4 }, () => ({ ours: 450, baseline: 225 }));
  expect(middleOf([...slow, ...usual, { ours: 150, baseline: 50 }])).toEqual({ ours: 150, baseline: 75, ratio: 2 });
});

test('of an even number the middle is between the two in the middle', () => {
  expect(
    middleOf([
      { ours: 10, baseline: 10 },
      { ours: 40, baseline: 20 },
    ]),
  ).toEqual({ ours: 25, baseline: 15, ratio: 1.5 });
});
