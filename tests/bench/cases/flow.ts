import type { Case } from '../figure.ts';
import { NODES, ROUNDS } from '../flow-plan.ts';
import { bestOf } from '../processes.ts';

export const FLOW: Case = {
  name: 'flow',
  async measure() {
    const [hand = 0, world = 0] = await bestOf([['flow-by-hand'], ['flow-world']]);
    const each = 1_000_000 / (NODES * ROUNDS);
    return [
      {
        name: 'flow: a chain of 1,000 arithmetic nodes',
        ours: world * each,
        baseline: hand * each,
        unit: 'ns a node',
        target: 1.25,
        bound: 'at most',
        against: 'the same arithmetic in one function by hand; ours with its tick, its loop and its fuel',
      },
    ];
  },
};
