/**
 * Times of day as people read them beside their own service's log: the server's clock at that step, in the time zone of whoever reads.
 * Twenty-four hours and figures alone, whatever the language of the browser, so that they can be compared and searched for.
 */

const two = (value: number): string => String(value).padStart(2, '0');

function dayOf(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** `14:03:22`, with `milliseconds` `14:03:22.401`; on another day than `today` with its date in front. */
export function wallWords(wall: number, options: { readonly milliseconds?: boolean; readonly today?: number } = {}): string {
  const date = new Date(wall),
    day = dayOf(date);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  const rest = options.milliseconds === true ? `.${String(date.getMilliseconds()).padStart(3, '0')}` : '';
  return `${day === dayOf(new Date(options.today ?? Date.now())) ? '' : `${day} `}${time}${rest}`;
}

/** The same in its two parts, the date empty where it is today's: a list that is narrow leaves that to where the pointer rests. */
export function wallParts(wall: number, milliseconds: boolean): { readonly day: string; readonly time: string } {
  const words = wallWords(wall, { milliseconds }),
    cut = words.lastIndexOf(' ') + 1;
  return { day: words.slice(0, cut), time: words.slice(cut) };
}

/** All of it: `2026-11-28 14:03:22.401 +01:00`, as a service's log might have it. */
export function wholeWallWords(wall: number): string {
  const date = new Date(wall),
    east = -date.getTimezoneOffset(),
    zone = `${east < 0 ? '-' : '+'}${two(Math.floor(Math.abs(east) / 60))}:${two(Math.abs(east) % 60)}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
  return `${dayOf(date)} ${time} ${zone}`;
}

/** Whether two are so close that seconds do not tell them apart. */
export function isClose(one: number | undefined, other: number | undefined): boolean {
  return one !== undefined && other !== undefined && Math.abs(one - other) < 1_000;
}
