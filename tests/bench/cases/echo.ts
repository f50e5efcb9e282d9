import type { ChildProcess } from 'node:child_process';
import type { Stretch } from '../echo-plan.ts';
import { amount, type Case, type Figure } from '../figure.ts';
import { middleOf, type Pair } from '../pairs.ts';
import { firstLine, linesOf, start } from '../processes.ts';

/** Processes that each side has. */
const PROCESSES = 2;
const TICK_RATE = 60;
/**
 * By messages in flight, in this order: the part of a bare loop's rate that is promised, and how many pairs of stretches there are in each process. The
 * first ones are not told, since until then it is compiled.
 */
const PLANS = { 1: { target: 0.85, warmup: 2, pairs: 6 }, 8: { target: 0.95, warmup: 1, pairs: 4 } } as const;
type InFlight = keyof typeof PLANS;

interface Measured {
  readonly rates: Pair[];
  /** Microseconds of processor time of a message. */
  readonly costs: Pair[];
  ticks: number;
  seconds: number;
}

/** A client with an echo server of its own, all its sockets open, that goes for a stretch when it is told to. */
interface Side {
  go(inFlight: number): Promise<Stretch>;
  end(): void;
}

async function side(client: string): Promise<Side> {
  const children: ChildProcess[] = [start('echo-server')];
  const end = (): void => children.forEach((child) => child.stdin?.end());
  try {
    const { port } = await firstLine<{ port: number }>(children[0] as ChildProcess);
    const loop = start(client, [`ws://127.0.0.1:${port}/`]);
    children.unshift(loop);
    const lines = linesOf(loop);
    await lines.next<'ready'>();
    return {
      go(inFlight) {
        loop.stdin?.write(`${inFlight}\n`);
        return lines.next<Stretch>();
      },
      end,
    };
  } catch (error) {
    end();
    throw error;
  }
}

/** Stretches of both sides right behind each other, the one or the other first in turns, while the other is still. */
async function pairs(hand: Side, world: Side, inFlight: InFlight, measured: Measured): Promise<void> {
  const plan = PLANS[inFlight];
  for (let pair = 0; pair < plan.warmup + plan.pairs; pair++) {
    const early = pair % 2 === 0 ? await hand.go(inFlight) : undefined;
    const ours = await world.go(inFlight);
    const baseline = early ?? (await hand.go(inFlight));
    if (pair < plan.warmup) continue;
    measured.rates.push({ ours: ours.messages / ours.seconds, baseline: baseline.messages / baseline.seconds });
    measured.costs.push({ ours: ours.processor / ours.messages, baseline: baseline.processor / baseline.messages });
    measured.ticks += ours.ticks;
    measured.seconds += ours.seconds;
  }
}

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
    const measured: Record<InFlight, Measured> = { 1: { rates: [], costs: [], ticks: 0, seconds: 0 }, 8: { rates: [], costs: [], ticks: 0, seconds: 0 } };
    for (let round = 0; round < PROCESSES; round++) {
      const hand = await side('echo-by-hand');
      try {
        const world = await side('echo-world');
        try {
          for (const inFlight of [1, 8] as const) await pairs(hand, world, inFlight, measured[inFlight]);
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
