import { grouped } from '../controls/words.ts';
import { session } from '../session/session.ts';

/** How long ago so many ticks are, in words. */
export function agoWords(ticks: number): string {
  const rate = Math.max(1, session.run.value?.rate ?? 60);
  const seconds = ticks / rate;
  if (ticks <= 1) return 'just now';
  if (seconds < 1) return `${grouped(ticks)} ticks ago`;
  return seconds < 90 ? `${Math.round(seconds)} s ago` : `${Math.round(seconds / 60)} min ago`;
}
