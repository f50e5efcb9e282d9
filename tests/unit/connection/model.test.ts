import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples } from '../../samples.ts';
import { command, set } from './rig.ts';
import { action, Trial } from './trial.ts';

describe('a client through any history', () => {
  it('keeps its promises', () => {
    fc.assert(
      fc.property(fc.constantFrom('host', 'mika', 'mika'), fc.array(action, { minLength: 1, maxLength: 60, size: 'max' }), (user, actions) => {
        const trial = new Trial(user);
        for (const each of actions) {
          if (each.do === 'remove' || each.do === 'undo') trial.removals++;
          trial.do(each);
        }
        if (!trial.exists()) return;
        trial.settle();
        trial.inputs.push(command('Connect'));
        trial.settle();
        expect(trial.rig.state()).toBe(trial.isWanted() ? 'Open' : 'Idle');
        expect(trial.removals > 0 || trial.expected.length === 0, 'every message received has been handed out').toBe(true);
        trial.inputs.push(set('Enabled', false));
        trial.settle();
        expect(trial.live()).toBeUndefined();
        expect(trial.rig.state()).toBe('Idle');
        for (let i = 0; i < 3; i++) trial.step('tick', 100_000);
        expect(trial.live()).toBeUndefined();
      }),
      samples(400),
    );
  });
});
