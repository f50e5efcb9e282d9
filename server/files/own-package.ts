import { readFileSync } from 'node:fs';
import { foldersAbove } from './folders-above.ts';

/** The folder of this package, wherever above this file its package.json lies: sources, and the files that they are bundled into, differ in depth. */
export const OWN_PACKAGE = find();

function find(): URL {
  for (const folder of foldersAbove(import.meta.url)) {
    try {
      const { name } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as { readonly name?: string };
      if (name === 'worldwire') return folder;
    } catch {
      /* not there: further up */
    }
  }
  return new URL('.', import.meta.url);
}
