import type { Case } from '../figure.ts';
import { bestOf } from '../processes.ts';

export const WRITE: Case = {
  name: 'write',
  async measure() {
    const [column = 0, write = 0, setValue = 0] = await bestOf([
      ['write-world', 'column'],
      ['write-world', 'write'],
      ['write-world', 'setValue'],
    ]);
    const common = { baseline: column * 10, unit: 'ns a field', bound: 'at most', against: 'the same by its column alone' } as const;
    return [
      { name: 'write: a checked field by its writer', ours: write * 10, target: 2, ...common },
      { name: 'write: the same by its name each time', ours: setValue * 10, target: 4, ...common },
    ];
  },
};
