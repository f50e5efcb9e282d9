import type { Case } from '../figure.ts';
import { bestOf } from '../processes.ts';

/** A tick at the usual rate. */
const TICK = 1000 / 60;

export const INSTANCES: Case = {
  name: 'instances',
  async measure() {
    const [hand = 0, world = 0] = await bestOf([['instances-by-hand'], ['instances-world']]);
    return [
      {
        name: 'an edit of a template that 1,000 instances follow',
        ours: world,
        baseline: hand,
        unit: 'ms',
        target: 2,
        bound: 'at most',
        against: 'the same as a batch of 1,000 operations',
      },
      { name: 'the same, of a tick', ours: world, baseline: TICK, unit: 'ms', target: 1, bound: 'at most', against: 'a tick at 60 a second' },
    ];
  },
};
