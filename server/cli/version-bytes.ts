import type { Config } from './config.ts';

/** Bytes that the versions of a scene may take; 0 where none are kept. */
export function versionBytes({ megabytes = 200 }: NonNullable<Config['versionsKeep']>): number {
  return megabytes * 1e6;
}
