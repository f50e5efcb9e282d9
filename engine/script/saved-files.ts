import { count, listOf, orNull, record, text, tuple } from '../world/form.ts';
import type { World } from '../world/world.ts';
import { SCRIPTS, type Scripts } from './state.ts';

/** Files of scripts as a snapshot holds them. */
export interface SavedFiles {
  readonly job: number;
  readonly name: string;
  readonly user: string;
  readonly known: readonly (readonly [path: string, version: string, text: string | null, error: string])[];
}

export const SAVED_FILES = record({ job: count, name: text, user: text, known: listOf(tuple(text, text, orNull(text), text), 'a list of files') });

export function saveFiles({ files }: Scripts): SavedFiles {
  const { job, name, user } = files;
  const known = Array.from(files.known, ([path, { version, text: program, error }]) => [path, version, program, error] as const);
  return { job, name, user, known: known.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

/** Files of a world whose scripts have been restored, and say which they use. Nobody else has any. */
export function loadFiles(world: World, { files }: Scripts, saved: SavedFiles | undefined): void {
  if (saved === undefined) return;
  for (const [path, version, program, error] of saved.known) if (files.usedBy.has(path)) files.known.set(path, { version, text: program, error });
  const { job, name, user } = saved;
  Object.assign(files, { job, name, user });
  world.jobs.restore(SCRIPTS, { holders: [files] });
}
