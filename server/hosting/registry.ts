import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { createRegistry, WorldwireError, type Plugin, type Registry } from '../../engine/index.ts';

/**
 * The registry of a server: the built-in components and systems, and those of the plugins given: modules that export `plugin`, with
 * `components` and `systems`. Throws WW_CONFIG_INVALID where one cannot be loaded.
 */
export async function loadRegistry(plugins: readonly string[]): Promise<Registry> {
  const found: Plugin[] = [];
  for (const path of plugins) {
    try {
      const loaded = (await import(path.startsWith('file:') ? path : pathToFileURL(resolve(path)).href)) as { plugin?: Plugin };
      if (loaded.plugin === undefined) throw new Error('it does not export `plugin`, with `components` and `systems`');
      found.push(loaded.plugin);
    } catch (error) {
      throw new WorldwireError('WW_CONFIG_INVALID', `The plugin ${path} cannot be used: ${(error as Error).message}`);
    }
  }
  return createRegistry(...found);
}
