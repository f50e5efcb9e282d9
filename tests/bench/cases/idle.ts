import type { Case } from '../figure.ts';
import { bestOf } from '../processes.ts';

export const IDLE: Case = {
  name: 'idle',
  async measure() {
    const [alone = 0, among = 0] = await bestOf([
      ['clients-world', '0'],
      ['clients-world', '100000'],
    ]);
    return [
      {
        name: 'tick: 100 busy clients among 100,000 idle',
        ours: among * 1000,
        baseline: alone * 1000,
        unit: 'µs',
        target: 1.1,
        bound: 'at most',
        against: 'the 100 alone',
      },
    ];
  },
};
