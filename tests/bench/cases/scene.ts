import { ratioOf, type Case, type Figure, type Wishes } from '../figure.ts';
import { middleOf, pairsOf } from '../pairs.ts';
import { run } from '../processes.ts';

const LARGE = 100_000,
  HUGE = 1_000_000;
const BOUNDS = [2, 1.8] as const;
/** How many times as high a ratio may be at ten times the entities. */
const GROWTH = 1.1;

/** Load and save of a scene of so many entities. */
async function ways(entities: number, times: number, processes: number, targets: readonly [load: number, save: number]): Promise<Figure[]> {
  const load = middleOf(await pairsOf('scene-pairs', ['load', String(entities), String(times)], processes));
  const first = middleOf(await pairsOf('scene-pairs', ['first', String(entities), '1'], processes));
  const save = middleOf(await pairsOf('scene-pairs', ['save', String(entities), String(times)], processes));
  const many = `${entities.toLocaleString('en')} named entities`;
  return [
    { name: `load: ${many}`, ...load, unit: 'ms', target: targets[0], bound: 'at most', against: 'JSON.parse of the text' },
    { name: `first load of a process: ${many}`, ...first, unit: 'ms', target: targets[0], bound: 'at most', against: 'the first JSON.parse of the text' },
    { name: `save: ${many}`, ...save, unit: 'ms', target: targets[1], bound: 'at most', against: 'JSON.stringify of the value' },
  ];
}

export const SCENE: Case = {
  name: 'scene',
  async measure({ million }: Wishes) {
    const large = await ways(LARGE, 8, 5, BOUNDS);
    const { late, saved } = await run<{ late: number; saved: number }>('save-while-running');
    const ticks: Figure = {
      name: 'ticks late for a save',
      ours: late,
      baseline: saved,
      unit: 'ticks',
      target: 0,
      bound: 'at most',
      against: 'ticks that passed during it',
      ratio: late / saved,
    };
    if (!million) return [...large, ticks];
    const [load = 0, , save = 0] = large.map((figure) => Math.min(figure.target, Number((ratioOf(figure) * GROWTH).toFixed(2))));
    return [...large, ticks, ...(await ways(HUGE, 3, 2, [load, save]))];
  },
};
