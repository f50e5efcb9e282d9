import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Case, Figure } from '../figure.ts';
import { run } from '../processes.ts';

/** Times that each side has its turn, of which the quickest counts; and starts in a turn, since a shell counts in hundredths of a second. */
const ROUNDS = 4,
  STARTS = 10;
// This is `dist/tests/bench/cases`.
const ROOT = join(import.meta.dirname, '../../../..');

/** Milliseconds of processor time that a program takes from its start to its end. The shell tells it of what it has run. */
function processorTime(...args: readonly string[]): number {
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', 'n=0; while [ $n -lt $0 ]; do "$@" >/dev/null || exit 1; n=$((n+1)); done; times', `${STARTS}`, process.execPath, ...args],
    { encoding: 'utf8' },
  );
  const times = /\n(\d+)m([\d.]+)s (\d+)m([\d.]+)s/.exec(stdout);
  if (status !== 0 || times === null) throw new Error(`node ${args.join(' ')}: ${stderr}`);
  const [userMinutes = 0, user = 0, systemMinutes = 0, system = 0] = times.slice(1).map(Number);
  return (((userMinutes + systemMinutes) * 60 + user + system) * 1000) / STARTS;
}

export const START: Case = {
  name: 'start',
  async measure() {
    const program = join(ROOT, 'bin/worldwire.js');
    const scene = join(ROOT, 'worlds/parlour.scene.json');
    const sides = [
      ['-e', '0'],
      [program, '--help'],
      [program, 'check', scene],
    ];
    const best = sides.map(() => Infinity);
    for (let round = 0; round < ROUNDS; round++)
      for (const [index, args] of sides.entries()) best[index] = Math.min(best[index] as number, processorTime(...args));
    const [bare = 0, help = 0, check = 0] = best;
    const thread = await run<number>('thread', [scene]);
    const idle = await run<number>('idle-worlds', [ROOT]);
    const against = 'node -e 0';
    const figure = (name: string, ours: number, target: number, unit = 'ms of processor time'): Figure => ({
      name,
      ours,
      baseline: bare,
      unit,
      target,
      bound: 'at most',
      against,
    });
    return [
      figure('worldwire --help', help, 3),
      figure('worldwire check, a small scene', check, 5),
      // Where node -e 0 takes 50 ms: 100 ms, and a twenty-fifth of a processor.
      figure('a world opens in a thread', thread, 2),
      figure('the example worlds, nobody looking', idle, 0.8, 'ms of processor time a second'),
    ];
  },
};
