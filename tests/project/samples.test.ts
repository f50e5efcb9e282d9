import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampling } from '../samples.ts';

test('few samples, the same in every run, are tried by npm test; all of them, others each time, where FUZZ_RUNS says so', () => {
  const usual = sampling({});
  expect(usual.samples(20_000).numRuns).toBe(2_000);
  expect(usual.samples(300).numRuns).toBe(50);
  expect(usual.samples(40).numRuns).toBe(40);
  expect(sampling({}).samples(300)).toEqual(usual.samples(300));
  const [one, other] = [sampling({ FUZZ_RUNS: '1000000' }), sampling({ FUZZ_RUNS: '1000000' })];
  expect([one.atDoors, one.samples(20_000).numRuns, one.samples(300).numRuns]).toEqual([1_000_000, 20_000, 300]);
  expect(one.seed).not.toBe(other.seed);
});

test('a failure names the seed, which tries the same inputs again', () => {
  const failure = (environment: { readonly [name: string]: string }): string => {
    try {
      fc.assert(
        fc.property(fc.integer(), (value) => value % 7 !== 0 || value === 0),
        sampling(environment).samples(500),
      );
    } catch (error) {
      return (error as Error).message;
    }
    return 'held';
  };
  const first = failure({ FUZZ_RUNS: '10' });
  const [, seed = ''] = /seed: (\d+)/.exec(first) ?? [];
  expect(seed).not.toBe('');
  expect(failure({ FUZZ_RUNS: '10', FUZZ_SEED: seed })).toBe(first);
  expect(failure({})).toContain('seed: 20260101');
});

test('what is no number is refused by its name', () => {
  expect(() => sampling({ FUZZ_RUNS: 'many' })).toThrow('FUZZ_RUNS: expected a whole number, found "many"');
  expect(sampling({ FUZZ_RUNS: '' }).atDoors).toBe(2_000);
});
