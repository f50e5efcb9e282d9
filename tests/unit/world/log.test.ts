import { expect, it } from 'vitest';
import { WorldLog } from '../../../engine/world/world-log.ts';

const ENTRY = { tick: 1, time: 0.5, level: 'info', entity: null, source: 'a test', message: 'said' } as const;

it('what is told later is what was told at once, with who set it off and the time of day where there are any', () => {
  const log = new WorldLog();
  log.write(ENTRY);
  log.write({ ...ENTRY, user: 'ann', entity: 'lamp', message: 'said by ann' });
  log.write({ ...ENTRY, tick: 2, wall: 1_000 });
  const fresh = log.takeNew();
  expect(fresh.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(log.after(0, 10)).toEqual({ entries: fresh, skipped: 0 });
  const later = new WorldLog();
  later.begin(2, fresh);
  expect(later.after(0, 10)).toEqual({ entries: fresh.slice(0, 2), skipped: 0 });
});

it('the newest 5,000 are kept at least, and what is kept no longer is counted', () => {
  const log = new WorldLog();
  for (let tick = 1; tick <= 20_000; tick++) {
    log.write({ ...ENTRY, tick, message: String(tick) });
    log.takeNew();
  }
  const { entries, skipped } = log.after(0, Infinity);
  expect(entries.length).toBeGreaterThanOrEqual(5_000);
  expect(entries.length).toBeLessThanOrEqual(6_000);
  expect(entries.length + skipped).toBe(20_000);
  expect(entries.map(({ tick, message }) => [tick, message])).toEqual(entries.map(({ seq }) => [seq, String(seq)]));
});
