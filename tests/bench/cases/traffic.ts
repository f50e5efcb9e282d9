import { echoPairs, echoSide, nothingMeasured } from '../echo-sides.ts';
import { amount, type Case } from '../figure.ts';
import { middleOf } from '../pairs.ts';

/** Processes that each side has, and pairs of stretches in each of them. */
const PROCESSES = 2,
  PLAN = { warmup: 2, pairs: 6 },
  IN_FLIGHT = 8;

/** What the timeline of all connections costs while nobody looks: messages that 5,000 clients of a world answer with it, and without. */
export const TRAFFIC: Case = {
  name: 'traffic',
  async measure() {
    const measured = nothingMeasured();
    for (let round = 0; round < PROCESSES; round++) {
      const without = await echoSide('echo-world');
      try {
        const kept = await echoSide('echo-world', 'traffic');
        try {
          await echoPairs(without, kept, IN_FLIGHT, PLAN, measured);
        } finally {
          kept.end();
        }
      } finally {
        without.end();
      }
    }
    const cost = middleOf(measured.costs);
    return [
      {
        name: `timeline that nobody looks at: 5,000 connections, ${IN_FLIGHT} in flight`,
        ...middleOf(measured.rates),
        unit: 'messages/s',
        target: 0.98,
        bound: 'at least',
        against: 'the same without a timeline',
        beside: `processor time of a message ${amount(cost.ours)} µs against ${amount(cost.baseline)}, ${cost.ratio.toFixed(2)}`,
      },
    ];
  },
};
