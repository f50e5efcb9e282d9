import { echoPairs, echoSide, nothingMeasured, type Measured } from '../echo-sides.ts';
import { amount, type Case, type Figure } from '../figure.ts';
import { middleOf } from '../pairs.ts';

/** Processes that each side has. */
const PROCESSES = 2;
const TICK_RATE = 60;
/**
 * By messages in flight, in this order: the part of a bare loop's rate that is promised, and how many pairs of stretches there are in each process. The
 * first ones are not told, since until then it is compiled.
 */
const PLANS = { 1: { target: 0.85, warmup: 2, pairs: 6 }, 8: { target: 0.95, warmup: 1, pairs: 4 } } as const;
type InFlight = keyof typeof PLANS;

function figures(inFlight: InFlight, { rates, costs, ticks, seconds }: Measured): Figure[] {
  const suffix = `5,000 connections, ${inFlight} in flight`;
  const cost = middleOf(costs);
  return [
    {
      name: `echo: ${suffix}`,
      ...middleOf(rates),
      unit: 'messages/s',
      target: PLANS[inFlight].target,
      bound: 'at least',
      against: 'a bare ws client loop',
      beside: `processor time of a message ${amount(cost.ours)} µs against ${amount(cost.baseline)}, ${cost.ratio.toFixed(2)}`,
    },
    { name: `ticks kept: ${suffix}`, ours: ticks / seconds, baseline: TICK_RATE, unit: 'ticks/s', target: 0.95, bound: 'at least', against: 'the tick rate' },
  ];
}

/**
 * Messages that 5,000 clients of a world have answered, beside those of as many bare ones. A machine can halve its rate for seconds at a time, so
 * that a rate is held against the one of the second before or after it.
 */
export const ECHO: Case = {
  name: 'echo',
  async measure() {
    const measured: Record<InFlight, Measured> = { 1: nothingMeasured(), 8: nothingMeasured() };
    for (let round = 0; round < PROCESSES; round++) {
      const hand = await echoSide('echo-by-hand');
      try {
        const world = await echoSide('echo-world');
        try {
          for (const inFlight of [1, 8] as const) await echoPairs(hand, world, inFlight, PLANS[inFlight], measured[inFlight]);
        } finally {
          world.end();
        }
      } finally {
        hand.end();
      }
    }
    return [...figures(1, measured[1]), ...figures(8, measured[8])];
  },
};
