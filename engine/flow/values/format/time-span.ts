import { byPicture, fractionOf } from './date-format.ts';
import { TICKS } from './date-time.ts';

/* Lengths of time as text. */

/** What a length of time is made of, without its sign. */
export function partsOfSpan(span: bigint) {
  const ticks = span < 0n ? -span : span;
  return {
    isNegative: span < 0n,
    days: Number(ticks / TICKS.day),
    hours: Number((ticks / TICKS.hour) % 24n),
    minutes: Number((ticks / TICKS.minute) % 60n),
    seconds: Number((ticks / TICKS.second) % 60n),
    fraction: Number(ticks % TICKS.second),
  };
}
const two = (value: number): string => String(value).padStart(2, '0');

/** A length of time by a format: `c`, `g`, `G`, or a picture; empty is `c`. Undefined where it is none. */
export function formatSpan(span: bigint, format: string): string | undefined {
  const { isNegative, days, hours, minutes, seconds, fraction } = partsOfSpan(span);
  const minus = isNegative ? '-' : '',
    digits = String(fraction).padStart(7, '0');
  switch (format) {
    case '':
    case 'c':
    case 't':
    case 'T':
      return `${minus}${days === 0 ? '' : `${days}.`}${two(hours)}:${two(minutes)}:${two(seconds)}${fraction === 0 ? '' : `.${digits}`}`;
    case 'g':
      return `${minus}${days === 0 ? '' : `${days}:`}${hours}:${two(minutes)}:${two(seconds)}${fraction === 0 ? '' : `.${digits.replace(/0+$/, '')}`}`;
    case 'G':
      return `${minus}${days}:${two(hours)}:${two(minutes)}:${two(seconds)}.${digits}`;
    default:
      if (format.length === 1) return undefined;
  }
  return byPicture(
    format,
    (letter, count) => {
      const padded = (value: number, most: number): string | undefined => (count > most ? undefined : String(value).padStart(count, '0'));
      switch (letter) {
        case 'd':
          return padded(days, 8);
        case 'h':
          return padded(hours, 2);
        case 'm':
          return padded(minutes, 2);
        case 's':
          return padded(seconds, 2);
        case 'f':
        case 'F':
          return fractionOf(fraction, letter, count);
        default:
          return undefined;
      }
    },
    true,
  );
}

/** A text as a length of time: `[-][d.]hh:mm[:ss[.fffffff]]`, or days alone; undefined where it is none. */
export function parseSpan(text: string): bigint | undefined {
  const only = /^\s*(-?)([0-9]{1,8})\s*$/.exec(text);
  const parts = /^\s*(-?)(?:([0-9]{1,8})[.:](?=[0-9]+:[0-9]+:))?([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.([0-9]{1,7}))?)?\s*$/.exec(text);
  const [, minus = '', days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = only ?? parts ?? [];
  if ((only ?? parts) === null || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const ticks =
    BigInt(days) * TICKS.day + BigInt(hours) * TICKS.hour + BigInt(minutes) * TICKS.minute + BigInt(seconds) * TICKS.second + BigInt(fraction.padEnd(7, '0'));
  const span = minus === '' ? ticks : -ticks;
  return BigInt.asIntN(64, span) === span ? span : undefined;
}
