import type { Unsaved } from './unsaved-edits.ts';

/** Edits that went with a world as it ended. */
export interface Loss extends Unsaved {
  readonly world: string;
  /** Why saving them failed; null where nobody had asked for that. */
  readonly reason: string | null;
  /** Name of the file beside the world's own under which they were saved instead; null where they are on no disk. */
  readonly beside: string | null;
}

/** Tells in a line what was lost. */
export function lossWords({ world, edits, since, reason, beside }: Loss): string {
  const what = edits === 0 ? 'what its flows keep in it' : `${edits === 1 ? '1 edit' : `${edits} edits`} since ${timeOf(since)}`;
  const why = reason === null ? '' : `: ${reason}`;
  if (beside !== null) return `${world}: not saved to its file, but beside it as ${beside}: ${what}${why}`;
  return `${world}: not saved, and lost: ${what}${why}`;
}

/** Date and time of this machine's place. */
function timeOf(iso: string): string {
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}
