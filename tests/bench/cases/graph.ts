import { amount, type Case, type Figure } from '../figure.ts';
import { run } from '../processes.ts';

/** Milliseconds of a tick at sixty a second. */
const TICK = 1000 / 60;
const PROCESSES = 3;

interface Ticks {
  readonly before: number;
  readonly graph: number;
  readonly ports: number;
  readonly after: number;
}

/** The least of each over some processes. */
async function ticks(): Promise<Ticks> {
  let best: Ticks = { before: Infinity, graph: Infinity, ports: Infinity, after: Infinity };
  for (let round = 0; round < PROCESSES; round++) {
    const each = await run<Ticks>('graph-watched');
    best = Object.fromEntries(Object.entries(each).map(([key, value]) => [key, Math.min(value, best[key as keyof Ticks])])) as unknown as Ticks;
  }
  return best;
}

/** A graph that runs, and those who look at it. */
export const GRAPH: Case = {
  name: 'graph',
  async measure(): Promise<readonly Figure[]> {
    const { before, graph, ports, after } = await ticks();
    const { down, both, flash } = await run<{ down: number; both: number; flash: number }>('graph-wire');
    const edits = await run<{ moved: number; wired: number; seen: number; baseline: number }>('graph-edits');
    const edit = { baseline: edits.baseline, unit: 'ms', bound: 'at most', against: 'its nodes are copied by hand with one of them another' } as const;
    return [
      { ...edit, name: 'graph: a node of 7,500 is moved', ours: edits.moved, target: 2 },
      { ...edit, name: 'graph: the same while somebody looks', ours: edits.seen, target: 3 },
      { ...edit, name: 'graph: a wire of 7,500 nodes leads elsewhere', ours: edits.wired, target: 30 },
      {
        name: 'graph: looking at 300 nodes that run',
        ours: graph * 1000,
        baseline: before * 1000,
        unit: 'µs a tick',
        target: 0.03,
        bound: 'at most',
        against: 'nobody looks; the ratio is their difference in ticks of 60 a second',
        ratio: (graph - before) / TICK,
      },
      {
        name: 'graph: and at the values of 40 ports',
        ours: ports * 1000,
        baseline: before * 1000,
        unit: 'µs a tick',
        target: 0.03,
        bound: 'at most',
        against: 'nobody looks; the ratio is their difference in ticks of 60 a second',
        ratio: (ports - before) / TICK,
      },
      {
        name: 'graph: the same once nobody looks any more',
        ours: after * 1000,
        baseline: before * 1000,
        unit: 'µs a tick',
        target: 1.1,
        bound: 'at most',
        against: 'nobody has looked yet',
      },
      {
        name: 'graph: an edit of one wire, as it is seen',
        ours: down,
        baseline: 250,
        unit: 'bytes',
        target: 1,
        bound: 'at most',
        against: '250 bytes',
        beside: `with the edit and its answer ${amount(both)}`,
      },
      { name: 'graph: a second of 300 wires that flash', ours: flash, baseline: 6_000, unit: 'bytes', target: 1, bound: 'at most', against: '6 kB' },
    ];
  },
};
