import { describe, expect, test } from 'vitest';
import { isClose, wallWords, wholeWallWords } from '../../../inspector-ui/controls/wall-words.ts';

// In the time zone of whoever reads, whichever that is here.
const at = (day: number, hour: number, minute: number, second: number, millisecond: number): number =>
  new Date(2026, 10, day, hour, minute, second, millisecond).getTime();

describe('a time of day', () => {
  const today = at(28, 12, 0, 0, 0);

  test('is in figures that a log has as well, with its date only where that is another', () => {
    expect(wallWords(at(28, 9, 3, 7, 41), { today })).toBe('09:03:07');
    expect(wallWords(at(28, 0, 0, 0, 0), { today })).toBe('00:00:00');
    expect(wallWords(at(27, 23, 59, 59, 999), { today })).toBe('2026-11-27 23:59:59');
    expect(wallWords(at(28, 9, 3, 7, 41), { today, milliseconds: true })).toBe('09:03:07.041');
  });

  test('is told whole with its zone, so that it names one moment', () => {
    const words = wholeWallWords(at(28, 9, 3, 7, 41));
    expect(words).toMatch(/^2026-11-28 09:03:07\.041 [+-]\d\d:\d\d$/);
    expect(Date.parse(words.replace(' ', 'T').replace(' ', ''))).toBe(at(28, 9, 3, 7, 41));
  });

  test('needs its milliseconds where another is within the same second, and none where there is nothing to tell apart', () => {
    expect(isClose(1_000, 1_999)).toBe(true);
    expect(isClose(1_000, 2_000)).toBe(false);
    expect(isClose(1_000, undefined)).toBe(false);
  });
});
