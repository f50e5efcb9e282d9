/*
 * Moments and lengths of time as the original has them: ticks of 100 nanoseconds, of a moment since the first of January of the year 1. They are whole
 * numbers of 64 bits. There is one time zone, and no clock: a moment comes from a text, a literal or a message.
 */

export const TICKS = { millisecond: 10_000n, second: 10_000_000n, minute: 600_000_000n, hour: 36_000_000_000n, day: 864_000_000_000n } as const;
/** The last moment of the year 9999. */
export const LAST_MOMENT = 3_155_378_975_999_999_999n;

/** A moment in parts. Months and days count from 1, days of the week from Sunday. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Ticks of a second. */
  readonly fraction: number;
}

/** Days from the first of January of the year 1 to the first day of a month. */
function daysBefore(year: number, month: number): number {
  const past = year - 1;
  const leaps = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  return past * 365 + leaps + (BEFORE_MONTH[month - 1] as number) + (month > 2 && isLeap(year) ? 1 : 0);
}
const BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
function daysIn(year: number, month: number): number {
  return month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The parts of a moment. */
export function civilOf(moment: bigint): Civil {
  const days = Number(moment / TICKS.day),
    rest = Number(moment % TICKS.day);
  // A year of the calendar's mean is never longer than this, so that the guess is too early, by a year at most.
  let year = Math.max(1, Math.floor((days - 1) / 365.2425));
  while (year < 9999 && daysBefore(year + 1, 1) <= days) year++;
  let month = 1;
  while (month < 12 && daysBefore(year, month + 1) <= days) month++;
  const seconds = Math.floor(rest / 10_000_000);
  return {
    year,
    month,
    day: days - daysBefore(year, month) + 1,
    weekday: (days + 1) % 7,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    fraction: rest % 10_000_000,
  };
}

/** The moment that parts tell; undefined where there is no such day or time. */
export function momentOf(civil: Omit<Civil, 'weekday'>): bigint | undefined {
  const { year, month, day, hour, minute, second, fraction } = civil;
  const isDay = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!isDay || hour > 23 || minute > 59 || second > 59) return undefined;
  const seconds = (hour * 60 + minute) * 60 + second;
  return BigInt(daysBefore(year, month) + day - 1) * TICKS.day + BigInt(seconds) * TICKS.second + BigInt(fraction);
}
