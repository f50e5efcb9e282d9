import type { Case } from '../figure.ts';
import { bestOf } from '../processes.ts';

export const MOTION: Case = {
  name: 'motion',
  async measure() {
    const [apart = 0, together = 0, world = 0, spinApart = 0, spinTogether = 0, spin = 0] = await bestOf([
      ['motion-by-hand', 'apart'],
      ['motion-by-hand', 'together'],
      ['motion-world'],
      ['spinner-by-hand', 'apart'],
      ['spinner-by-hand', 'together'],
      ['spinner-world'],
    ]);
    return [
      {
        name: 'motion: Position += Velocity, 100,000 entities',
        ours: world * 10,
        baseline: Math.min(apart, together) * 10,
        unit: 'ns an entity',
        target: 1.25,
        bound: 'at most',
        against: 'the loop by hand with a bitECS query',
      },
      {
        name: 'motion: Spinner, 100,000 entities',
        ours: spin * 10,
        baseline: Math.min(spinApart, spinTogether) * 10,
        unit: 'ns an entity',
        target: 1.1,
        bound: 'at most',
        against: 'the same loop by hand',
      },
    ];
  },
};
