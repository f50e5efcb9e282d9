/** Clients that take nothing of what they are sent cost those nothing that do. */
import { expect, test } from 'vitest';
import { Trial } from './trial.ts';

test('where as much waits as may, a message to all closes those for which it waits, and reaches those who take what they are sent', () => {
  const trial = new Trial({ MaxBufferedAmount: 300 * 1024 * 1024 });
  trial.move({ do: 'tick' });
  trial.move({ do: 'listens' });
  for (let i = 0; i < 4; i++) trial.move({ do: 'comes' });
  trial.move({ do: 'tick' });
  // For the first of four, and for the second.
  trial.move({ do: 'waits', which: 200 * 1024 * 1024 });
  trial.move({ do: 'waits', which: 56 * 1024 * 1024 + 1 });
  trial.move({ do: 'tick' });
  expect(trial.field('BufferedAmount')).toBe(256 * 1024 * 1024 + 1);
  trial.move({ do: 'broadcast' });
  trial.move({ do: 'tick' });
  expect(trial.field('ClientCount')).toBe(3);
  expect(trial.field('MessagesSent')).toBe(3);
});
