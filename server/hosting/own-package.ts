import { readFileSync } from 'node:fs';

/** The package that this code belongs to. */
interface OwnPackage {
  /** Its folder. */
  readonly folder: URL;
  readonly version: string;
}

/** This package, wherever above this file its package.json lies: sources, and the files that they are bundled into, differ in depth. */
export const OWN_PACKAGE = find(new URL('.', import.meta.url));

function find(from: URL): OwnPackage {
  for (let folder = from; ; folder = new URL('..', folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as { name?: string; version?: string };
      if (name === 'worldwire' && version !== undefined) return { folder, version };
    } catch {
      /* not there: further up */
    }
    if (new URL('..', folder).href === folder.href) return { folder: from, version: 'unknown' };
  }
}
