import { spawnSync } from 'node:child_process';
import { echoPairs, echoSide, nothingMeasured } from '../echo-sides.ts';
import { amount, type Case, type Figure } from '../figure.ts';
import { NODES, ROUNDS } from '../flow-plan.ts';
import { middleOf } from '../pairs.ts';
import { bestOf, run } from '../processes.ts';

/** Processes of what does not vary from one to the next, or takes long: each does it thousands of times. */
const FEW = 3;
const ECHO_PLAN = { warmup: 2, pairs: 5 };

/** A figure that is no ratio: as such it is held against its bound, and stands beside what the same takes without flows. */
function absolute(figure: Omit<Figure, 'bound' | 'ratio'>): Figure {
  return { ...figure, bound: 'at most', ratio: figure.ours };
}

async function arithmetic(): Promise<Figure> {
  const [hand = 0, world = 0] = await bestOf([['flow-by-hand'], ['flow-world']], FEW);
  const each = 1_000_000 / (NODES * ROUNDS);
  return {
    name: 'flow: a chain of 1,000 arithmetic nodes',
    ours: world * each,
    baseline: hand * each,
    unit: 'ns a node',
    target: 1.25,
    bound: 'at most',
    against: 'the same arithmetic in one function by hand; ours with its tick, its loop and its fuel',
  };
}

async function atTheDoor(): Promise<Figure> {
  const [hand = 0, flow = 0] = await bestOf(
    [
      ['flow-door', 'hand'],
      ['flow-door', 'flow'],
    ],
    FEW,
  );
  return {
    name: 'flow: a message read, computed with and answered',
    ours: 1e9 / flow,
    baseline: 1e9 / hand,
    unit: 'messages/s',
    target: 0.85,
    bound: 'at least',
    against: 'a listener by hand, at the door of a world as well',
  };
}

async function overSockets(): Promise<readonly Figure[]> {
  const system = await echoSide('echo-world');
  try {
    const flow = await echoSide('echo-flow-world');
    try {
      const figures: Figure[] = [];
      for (const inFlight of [1, 8]) {
        const measured = nothingMeasured();
        await echoPairs(system, flow, inFlight, ECHO_PLAN, measured);
        const cost = middleOf(measured.costs);
        figures.push({
          name: `flow: echo of 5,000 connections, ${inFlight} in flight`,
          ...middleOf(measured.rates),
          unit: 'messages/s',
          target: 0.9,
          bound: 'at least',
          against: 'the echo of a system, without a flow',
          beside: `processor time of a message ${amount(cost.ours)} µs against ${amount(cost.baseline)}, ${cost.ratio.toFixed(2)}`,
        });
      }
      return figures;
    } finally {
      flow.end();
    }
  } finally {
    system.end();
  }
}

async function idle(): Promise<Figure> {
  const [bare = 0, flows = 0] = await bestOf(
    [
      ['flow-idle', 'bare'],
      ['flow-idle', 'flows'],
    ],
    FEW,
  );
  return absolute({
    name: 'flow: a tick of 10,000 flows that are idle',
    ours: flows * 1_000,
    baseline: bare * 1_000,
    unit: 'µs',
    target: 10,
    against: 'the same world without flows',
  });
}

async function firing(): Promise<Figure> {
  const [hand = 0, flows = 0] = await bestOf([['flow-fires-by-hand'], ['flow-fires']], FEW);
  return absolute({
    name: 'flow: a tick of 10,000 flows with a FireOnTrue',
    ours: flows,
    baseline: hand,
    unit: 'ms',
    target: 1,
    against: 'a loop over as many numbers by hand',
  });
}

async function editing(): Promise<Figure> {
  const { middle, most, worst, baseline } = await run<{ middle: number; most: number; worst: number; baseline: number }>('flow-edits');
  return absolute({
    name: 'flow: a wire edited among 10,000 graphs, and run',
    ours: most,
    baseline,
    unit: 'ms',
    target: 2,
    against: 'the same graph as one function by hand, made anew and called',
    beside: `95 of 100 such ticks; the middle ${amount(middle)}, the worst ${amount(worst)}`,
  });
}

async function waiting(): Promise<Figure> {
  const { ours, baseline } = await run<{ ours: number; baseline: number }>('flow-waiting');
  return absolute({
    name: 'flow: each of 100,000 waiting chains, in a snapshot',
    ours,
    baseline,
    unit: 'bytes',
    target: 64,
    against: 'number, tick and value alone, as JSON',
  });
}

/** What a graph takes above its data in the scene's form, which a world holds for its editors. */
async function heap(kind: 'own' | 'alike', target: number): Promise<Figure> {
  const [held, rested, ran] = [
    await run<number>('flow-heap', [kind, 'held']),
    await run<number>('flow-heap', [kind, 'flow']),
    await run<number>('flow-heap', [kind, 'flow', 'run']),
  ];
  return absolute({
    name: `flow: heap of a graph of 40 nodes${kind === 'own' ? '' : ', with others alike'}`,
    ours: (rested - held) / 1_024,
    baseline: held / 1_024,
    unit: 'KB',
    target,
    against: 'the graph as the scene has it, which comes on top of it',
    beside: `once it has run ${amount((ran - held) / 1_024)}`,
  });
}

/** Milliseconds of processor time that `node -e 0` takes, which says how fast a machine is. */
function ofNothing(): number {
  const times = Array.from({ length: 5 }, () => {
    const script = 'const t=process.resourceUsage();console.log((t.userCPUTime+t.systemCPUTime)/1000)';
    return Number(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout);
  });
  return times.sort((a, b) => a - b)[2] as number;
}

export const FLOW: Case = {
  name: 'flow',
  async measure() {
    console.log(`node -e 0 takes ${amount(ofNothing())} ms of processor time here`);
    return [
      await arithmetic(),
      await atTheDoor(),
      ...(await overSockets()),
      await idle(),
      await firing(),
      await editing(),
      await waiting(),
      await heap('own', 2.5),
      await heap('alike', 1.2),
    ];
  },
};
