import { session } from '../session/session.ts';

/** What a view told last of a world's real time, and when, by this page's stopwatch; and the server's time of day at it. */
let told: { readonly real: number; readonly at: number; readonly wall: number | undefined } | null = null;

for (const change of [session.entered, session.epoch, session.past])
  change.subscribe(() => {
    told = null;
  });

/** Takes note of the real milliseconds since the world began, as they are just told, and of the server's time of day. */
export function noteReal(real: number, wall: number | undefined): void {
  told = { real, at: performance.now(), wall };
}

/** Real milliseconds since the world began, now; of a world of the past those at which it stands. Null before any were told. */
export function realNow(): number | null {
  if (told === null) return null;
  return session.past.value === null ? told.real + performance.now() - told.at : told.real;
}

/** The time of day at which something was, by the server's clock; undefined where that cannot be said. */
export function wallOf(real: number): number | undefined {
  return told?.wall === undefined ? undefined : told.wall - (told.real - real);
}

/** A stretch of time in words: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function spanWords(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds),
    minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min${whole % 60 === 0 ? '' : ` ${whole % 60} s`}`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
