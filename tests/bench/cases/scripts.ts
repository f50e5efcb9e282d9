import type { Case, Figure } from '../figure.ts';
import { bestOf, run } from '../processes.ts';

const FEW = 3;

async function each(): Promise<readonly Figure[]> {
  const [bare = 0, counted = 0] = await bestOf(
    [
      ['scripts-world', 'each', 'bare'],
      ['scripts-world', 'each', 'counted'],
    ],
    FEW,
  );
  const both = { ours: counted, baseline: bare, unit: 'ms a tick', bound: 'at most', against: 'the same machines, whose loops are not counted' } as const;
  return [
    { ...both, name: 'scripts: 200 that read and write a field', target: 2.5, ratio: counted },
    { ...both, name: 'scripts: what counting takes', target: 1.4 },
  ];
}

async function many(): Promise<Figure> {
  const [bare = 0, counted = 0] = await bestOf(
    [
      ['scripts-world', 'many', 'bare'],
      ['scripts-world', 'many', 'counted'],
    ],
    FEW,
  );
  return {
    name: 'scripts: one over 1,000 entities',
    ours: counted,
    baseline: bare,
    unit: 'ms a tick',
    target: 1,
    bound: 'at most',
    ratio: counted,
    against: 'the same machine, whose loops are not counted',
  };
}

async function start(): Promise<readonly Figure[]> {
  const told: { milliseconds: number; megabytes: number }[] = [];
  for (let at = 0; at < FEW; at++) told.push((await run('scripts-start')) as { milliseconds: number; megabytes: number });
  const milliseconds = Math.min(...told.map((each) => each.milliseconds)),
    megabytes = Math.min(...told.map((each) => each.megabytes));
  const empty = { baseline: 0, bound: 'at most', against: 'no script' } as const;
  return [
    { ...empty, name: 'scripts: one begins', ours: milliseconds, unit: 'ms', target: 3.5, ratio: milliseconds },
    { ...empty, name: 'scripts: memory of one', ours: megabytes, unit: 'MB', target: 0.6, ratio: megabytes },
  ];
}

/** Milliseconds between two ticks of sixty a second that 200 scripts leave free. */
const FREE = 15;

async function copy(): Promise<readonly Figure[]> {
  const told: { copy: number; part: number }[] = [];
  for (let at = 0; at < FEW; at++) told.push((await run('scripts-copy')) as { copy: number; part: number });
  const least = (name: 'copy' | 'part'): number => Math.min(...told.map((each) => each[name]));
  const free = { baseline: FREE, unit: 'ms', bound: 'at most', target: 1, against: 'what is free between two ticks' } as const;
  return [
    { ...free, name: 'scripts: a copy of 200 for a snapshot', ours: least('copy'), ratio: least('copy') / FREE },
    { ...free, name: 'scripts: the longest part of its text', ours: least('part'), ratio: least('part') / FREE },
  ];
}

async function door(): Promise<Figure> {
  const [hand = 0, script = 0] = await bestOf([['scripts-door', 'hand'], ['scripts-door']], FEW);
  return {
    name: 'scripts: a message said back, over a listener',
    ours: script,
    baseline: hand,
    unit: 'µs',
    target: 15,
    bound: 'at most',
    ratio: script - hand,
    against: 'a listener by hand, at the door of a world as well',
  };
}

/** What scripts take. */
export const SCRIPTS: Case = {
  name: 'scripts',
  measure: async () => [...(await each()), await many(), ...(await start()), ...(await copy()), await door()],
};
