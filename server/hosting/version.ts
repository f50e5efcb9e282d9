import { readFileSync } from 'node:fs';

/** Version of this package, read from its package.json wherever that lies above this file (sources and dist differ in depth). */
export const VERSION = readVersion();

function readVersion(): string {
  for (const up of ['../../package.json', '../../../package.json']) {
    try {
      const found = JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8')) as { name?: string; version?: string };
      if (found.name === 'worldwire' && found.version !== undefined) return found.version;
    } catch {
      /* not there: one further up */
    }
  }
  return 'unknown';
}
