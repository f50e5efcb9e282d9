import { LAST_MOMENT, momentOf, TICKS } from './date-time.ts';
import { MONTHS } from './date-format.ts';

const DATE =
  '(?:(?<year>[0-9]{4})[-/.](?<month>[0-9]{1,2})[-/.](?<day>[0-9]{1,2})|(?<month2>[0-9]{1,2})[-/.](?<day2>[0-9]{1,2})[-/.](?<year2>[0-9]{4})|' +
  '(?:[A-Za-z]{3,9},? )?(?:(?<day3>[0-9]{1,2}) (?<name3>[A-Za-z]{3,9})|(?<name4>[A-Za-z]{3,9}) (?<day4>[0-9]{1,2}),?) (?<year3>[0-9]{4}))';
const TIME = '(?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2})(?::(?<second>[0-9]{1,2})(?:\\.(?<fraction>[0-9]{1,7})[0-9]{0,20})?)?(?: ?(?<half>[AaPp][Mm]))?';
const ZONE = '(?: ?(?<zone>Z|GMT|UTC|[+-][0-9]{2}:?[0-9]{2}))?';
const MOMENT = new RegExp(`^${DATE}(?:[T ] ?${TIME}${ZONE})?$`, 'i');

function monthOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const word = name.toLowerCase();
  const at = MONTHS.findIndex((month) => month.toLowerCase() === word || month.slice(0, 3).toLowerCase() === word);
  return String(at + 1);
}

/**
 * A text as a moment, of which there is one in all zones: what is told of a zone is taken away, and what has none is that of the whole world. Dates as
 * `2026-05-04`, `05/04/2026` (the month first), `4 May 2026`, `Mon, 04 May 2026`, `May 4, 2026`; behind it a time. Undefined where it is none.
 */
export function parseMoment(text: string): bigint | undefined {
  if (text.length > 100) return undefined;
  const found = MOMENT.exec(text.trim())?.groups;
  if (found === undefined) return undefined;
  const first = (...names: readonly string[]): string | undefined => names.map((name) => found[name]).find((each) => each !== undefined);
  const of = (value: string | undefined): number => Number(value ?? 0);
  const half = found['half']?.toUpperCase(),
    clock = of(found['hour']);
  if (half !== undefined && (clock < 1 || clock > 12)) return undefined;
  const moment = momentOf({
    year: of(first('year', 'year2', 'year3')),
    month: of(first('month', 'month2') ?? monthOf(first('name3', 'name4'))),
    day: of(first('day', 'day2', 'day3', 'day4')),
    hour: half === undefined ? clock : (clock % 12) + (half === 'PM' ? 12 : 0),
    minute: of(found['minute']),
    second: of(found['second']),
    fraction: of((found['fraction'] ?? '').padEnd(7, '0')),
  });
  const zone = /^([+-])([0-9]{2}):?([0-9]{2})$/.exec(found['zone'] ?? '');
  if (moment === undefined || zone === null) return moment;
  const [, sign, hours, minutes] = zone;
  if (of(hours) > 14 || of(minutes) > 59) return undefined;
  const away = BigInt(of(hours) * 60 + of(minutes)) * TICKS.minute,
    there = sign === '-' ? moment + away : moment - away;
  return there < 0n || there > LAST_MOMENT ? undefined : there;
}
