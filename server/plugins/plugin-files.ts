import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { WorldwireError, type Fault } from '../../engine/index.ts';
import { meantWords } from '../files/meant-path.ts';

/** Names under which the module of a plugin mostly lies in its folder. */
const MODULES = ['index.js', 'index.mjs', 'dist/index.js'];

/** Where a plugin lies that is named by a path or a `file:` URL. */
export function urlOf(plugin: string): URL {
  return plugin.startsWith('file:') ? new URL(plugin) : pathToFileURL(plugin);
}

/** Throws WW_PLUGIN_NOT_FOUND where there is no file at the path of a plugin, with all of them that are so. */
export async function refuseMissing(plugins: readonly string[]): Promise<void> {
  const faults: Fault[] = [];
  for (const plugin of plugins) {
    const wrong = await wrongAbout(plugin);
    if (wrong !== undefined) faults.push({ path: '', expected: 'a JavaScript file', message: `the plugin ${plugin} ${wrong}` });
  }
  const [first] = faults;
  if (first !== undefined)
    throw new WorldwireError(
      'WW_PLUGIN_NOT_FOUND',
      faults.length === 1 ? first.message : `${faults.length} plugins are not there, the first of them: ${first.message}`,
      faults,
    );
}

async function wrongAbout(plugin: string): Promise<string | undefined> {
  const path = fileURLToPath(urlOf(plugin));
  const found = await stat(path).catch(() => undefined);
  // Through symbolic links, so that a link that leads nowhere is not there.
  if (found === undefined) return `is not there${await meantWords(path, (name) => /\.[cm]?[jt]s$/.test(name) || !name.includes('.'))}`;
  if (!found.isDirectory()) return undefined;
  for (const module of MODULES) {
    const isFile = await stat(join(path, module)).then(
      (inside) => inside.isFile(),
      () => false,
    );
    if (isFile) return `is a folder; name the module in it: ${join(plugin, module)}`;
  }
  return 'is a folder; name the module in it that exports `plugin`';
}
