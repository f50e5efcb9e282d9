import { readFile } from 'node:fs/promises';
import type { Plugin } from '../../engine/index.ts';
import { foldersAbove } from '../files/folders-above.ts';

interface Package {
  readonly name?: unknown;
  readonly peerDependencies?: { readonly [name: string]: unknown };
}

/** What the package of a plugin says of it: its name, and the versions of Worldwire that it works with, by its `peerDependencies`. */
export async function packageOf(plugin: URL): Promise<Pick<Plugin, 'name' | 'worldwire'>> {
  for (const folder of foldersAbove(plugin)) {
    const text = await readFile(new URL('package.json', folder), 'utf8').catch(() => undefined);
    if (text !== undefined) return saidBy(text);
  }
  return {};
}

/** What a package.json says of the plugin. One that cannot be read counts as saying nothing: npm, and not this, is there to complain of it. */
function saidBy(text: string): Pick<Plugin, 'name' | 'worldwire'> {
  try {
    const { name, peerDependencies = {} } = JSON.parse(text) as Package;
    const { worldwire } = peerDependencies;
    return {
      ...(typeof name === 'string' && name !== 'worldwire' ? { name } : {}),
      // `workspace:^`, `file:…` and addresses say nothing of versions.
      ...(typeof worldwire === 'string' && !worldwire.includes(':') ? { worldwire } : {}),
    };
  } catch {
    return {};
  }
}
