import { pathToFileURL } from 'node:url';
import { createRegistry, WorldwireError, type Plugin, type Registry } from '../../engine/index.ts';
import { giveOwnEngine } from './own-engine.ts';
import { packageOf } from './plugin-package.ts';
import { OWN_PACKAGE } from './own-package.ts';

/**
 * The registry of a server: the built-in components and systems, and those of the plugins given: modules that export `plugin`, with
 * `components` and `systems`. What a plugin does not say of its name and its versions of Worldwire, its package says.
 * Throws WW_PLUGIN_INVALID where one cannot be loaded, and that and WW_PLUGIN_VERSION as `createRegistry` does.
 */
export async function loadRegistry(plugins: readonly string[]): Promise<Registry> {
  const found: Plugin[] = [];
  if (plugins.length > 0) giveOwnEngine(OWN_PACKAGE);
  for (const path of plugins) {
    const url = path.startsWith('file:') ? new URL(path) : pathToFileURL(path);
    const known = await packageOf(url);
    try {
      const { plugin } = (await import(url.href)) as { readonly plugin?: Plugin };
      if (typeof plugin !== 'object' || plugin === null) throw new Error('it does not export `plugin`, with `components` and `systems`');
      found.push({ ...known, ...plugin });
    } catch (error) {
      // A plugin for another version may fail for what this one does not have: that its version does not fit is then what to tell.
      createRegistry(known);
      throw new WorldwireError('WW_PLUGIN_INVALID', `the plugin ${path} cannot be loaded: ${whyNot(error, path)}`);
    }
  }
  return createRegistry(...found);
}

/** Why a module could not be loaded. Where its text has a fault Node keeps the place to itself, so the words say how to see it. */
function whyNot(error: unknown, path: string): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof SyntaxError && !error.message.includes(' export ') ? `${error.message}; node --check ${path} shows where` : error.message;
}
