import type { Case } from '../figure.ts';
import { bestOf } from '../processes.ts';

export const REMOVE: Case = {
  name: 'remove',
  async measure() {
    const [hand = 0, world = 0] = await bestOf([['remove-by-hand'], ['remove-world']]);
    return [
      {
        name: 'remove a parent of 10,000 children',
        ours: world,
        baseline: hand,
        unit: 'ms',
        target: 3,
        bound: 'at most',
        against: 'a walk over an intrusive list that takes each child out of bitECS',
      },
    ];
  },
};
