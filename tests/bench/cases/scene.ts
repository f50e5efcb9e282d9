import type { Case } from '../figure.ts';
import { bestOf, run } from '../processes.ts';

export const SCENE: Case = {
  name: 'scene',
  async measure() {
    const [parse = 0, load = 0, stringify = 0, save = 0] = await bestOf([
      ['scene-by-hand', 'parse'],
      ['scene-world', 'load'],
      ['scene-by-hand', 'stringify'],
      ['scene-world', 'save'],
    ]);
    const { late, saved } = await run<{ late: number; saved: number }>('save-while-running');
    return [
      { name: 'load: 100,000 named entities', ours: load, baseline: parse, unit: 'ms', target: 2, bound: 'at most', against: 'JSON.parse of the text' },
      {
        name: 'save: 100,000 named entities',
        ours: save,
        baseline: stringify,
        unit: 'ms',
        target: 1.8,
        bound: 'at most',
        against: 'JSON.stringify of the value',
      },
      {
        name: 'ticks late for a save',
        ours: late,
        baseline: saved,
        unit: 'ticks',
        target: 0,
        bound: 'at most',
        against: 'ticks that passed during it',
        ratio: late / saved,
      },
    ];
  },
};
