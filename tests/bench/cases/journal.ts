import { echoPairs, echoSide, nothingMeasured, type Measured } from '../echo-sides.ts';
import type { Case, Figure } from '../figure.ts';
import { middleOf } from '../pairs.ts';
import { run } from '../processes.ts';

/** What a journal may leave of the rate of echoes. */
const LEFT = { all: 0.9, edits: 0.99 } as const;
const IN_FLIGHT = [1, 8] as const;

interface Ticks {
  readonly ticks: number;
  readonly late: number;
  readonly snapshots: number;
  readonly during: { readonly ticks: number; readonly late: number };
  readonly p95: number;
  readonly flush: number;
}

async function echoes(mode: 'all' | 'edits'): Promise<Figure[]> {
  const measured: Record<(typeof IN_FLIGHT)[number], Measured> = { 1: nothingMeasured(), 8: nothingMeasured() };
  for (let round = 0; round < 2; round++) {
    const without = await echoSide('echo-world');
    try {
      const kept = await echoSide('echo-world', mode);
      try {
        for (const inFlight of IN_FLIGHT) await echoPairs(without, kept, inFlight, { warmup: 2, pairs: 6 }, measured[inFlight]);
      } finally {
        kept.end();
      }
    } finally {
      without.end();
    }
  }
  return IN_FLIGHT.map((inFlight) => ({
    name: `journal ${mode}: echo, 5,000 connections, ${inFlight} in flight`,
    ...middleOf(measured[inFlight].rates),
    unit: 'messages/s',
    target: LEFT[mode],
    bound: 'at least',
    against: 'the same without a journal',
  }));
}

/** What a journal costs, and what it is good for. */
export const JOURNAL: Case = {
  name: 'journal',
  async measure() {
    const figures = [...(await echoes('all')), ...(await echoes('edits'))];
    const off = await run<Ticks>('journal-ticks', ['off']),
      all = await run<Ticks>('journal-ticks', ['all']);
    figures.push(
      {
        name: 'journal: late ticks at 100,000 entities',
        ours: all.late / all.ticks,
        baseline: off.late / off.ticks,
        ratio: Math.max(0, all.late / all.ticks - off.late / off.ticks) * all.ticks,
        unit: 'of all ticks',
        target: 0.5,
        bound: 'at most',
        against: 'the same without a journal; the figure is ticks',
        beside:
          `${all.late} of ${all.ticks} late, ${all.during.late} of ${all.during.ticks} while ${all.snapshots} snapshots were written; ` +
          `without ${off.late} of ${off.ticks}`,
      },
      {
        name: 'journal: an edit is durable, p95',
        ours: all.p95,
        baseline: all.flush,
        unit: 'ms',
        target: 2,
        bound: 'at most',
        against: 'the time after which it is flushed',
      },
    );
    const taken = await run<{ ours: number; baseline: number; messages: number }>('journal-taken-up');
    figures.push({
      name: 'journal: 100,000 entities are taken up',
      ours: taken.ours,
      baseline: taken.baseline,
      unit: 'ms',
      target: 2,
      bound: 'at most',
      against: 'loading the scene and the same steps from memory',
      beside: `${taken.messages} messages in 60 s of it`,
    });
    const day = await run<{ held: number[]; disk: number[]; kept: number; messages: number; last: number }>('journal-day');
    figures.push(
      {
        name: 'journal: what a day leaves in memory',
        ours: day.held.at(-1) ?? Infinity,
        baseline: day.held[1] ?? 0,
        unit: 'bytes',
        target: 1.1,
        bound: 'at most',
        against: 'after four hours',
        beside: `1,000 clients, ${day.messages} messages`,
      },
      {
        name: 'journal: what a day leaves on the disk',
        ours: Math.max(...day.disk, day.last),
        baseline: day.kept,
        unit: 'bytes',
        target: 1.2,
        bound: 'at most',
        against: '`journalKeep`, past which only what is needed stays',
      },
    );
    return figures;
  },
};
