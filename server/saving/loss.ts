import type { Unsaved } from './unsaved-edits.ts';

/** Edits that are in no scene file as their world ends. */
export interface Loss extends Unsaved {
  readonly world: string;
  /** Why saving them failed; null where nobody had asked for that. */
  readonly reason: string | null;
  /** Name of the file beside the world's own under which they were saved instead; null where they are on no disk. */
  readonly beside: string | null;
  /** Whether the world's journal holds them, so that they are there where it is run again. */
  readonly journal: boolean;
}

/** Tells in a line what was lost, or where it is. */
export function lossWords({ world, edits, since, reason, beside, journal }: Loss): string {
  const what = edits === 0 ? 'what its flows keep in it' : `${edits === 1 ? '1 edit' : `${edits} edits`} since ${timeOf(since)}`;
  const why = reason === null ? '' : `: ${reason}`;
  if (beside !== null) return `${world}: not saved to its file, but beside it as ${beside}: ${what}${why}`;
  if (journal) return `${world}: in no scene file, and kept in its journal: ${what}${why}; it goes on with that when it is run again`;
  return `${world}: not saved, and lost: ${what}${why}`;
}

/** Date and time of this machine's place. */
function timeOf(iso: string): string {
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}
