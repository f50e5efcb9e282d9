import { run } from './processes.ts';

/** What one thing took, and its baseline right before it, in one process. */
export interface Pair {
  readonly ours: number;
  readonly baseline: number;
}

/** Pairs from so many processes, each of which tells a list of them. */
export async function pairsOf(loop: string, args: readonly string[], processes: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round < processes; round++) pairs.push(...(await run<Pair[]>(loop, args)));
  return pairs;
}

/**
 * The middle of what each took, and of their ratios. A ratio of two bests moves with the luck of either, and a machine is slower for seconds at
 * a time: of two that followed each other both were.
 */
export function middleOf(pairs: readonly Pair[]): Pair & { readonly ratio: number } {
  return {
    ours: median(pairs.map(({ ours }) => ours)),
    baseline: median(pairs.map(({ baseline }) => baseline)),
    ratio: median(pairs.map(({ ours, baseline }) => ours / baseline)),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}
