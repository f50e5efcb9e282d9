import type { Case } from '../figure.ts';
import { run } from '../processes.ts';

/** What all ticks of a second may take more for it, and a tick at the usual rate, in milliseconds. */
const ALLOWED = 20,
  TICK = 1000 / 60;
const PROCESSES = 5;

export const SENDS: Case = {
  name: 'sends',
  async measure() {
    let [ours, longest, hand] = [Infinity, Infinity, Infinity];
    for (let round = 0; round < PROCESSES; round++) {
      const [all, one] = await run<[number, number]>('sends-world');
      const [byHand] = await run<[number, number]>('sends-world', ['hand']);
      [ours, longest, hand] = [Math.min(ours, all), Math.min(longest, one), Math.min(hand, byHand)];
    }
    return [
      {
        name: 'something said to 1,000 clients by a template, all ticks of its second',
        ours,
        baseline: ALLOWED,
        unit: 'ms',
        target: 1,
        bound: 'at most',
        against: '20 ms',
      },
      { name: 'the same', ours, baseline: hand, unit: 'ms', target: 8, bound: 'at most', against: 'finished texts as 1,000 commands in one tick' },
      { name: 'the longest of its ticks', ours: longest, baseline: TICK, unit: 'ms', target: 0.25, bound: 'at most', against: 'a tick at 60 a second' },
    ];
  },
};
