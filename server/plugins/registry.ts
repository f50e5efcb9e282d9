import { createRegistry, WorldwireError, type Plugin, type Registry } from '../../engine/index.ts';
import { giveOwnEngine } from './own-engine.ts';
import { refuseMissing, urlOf } from './plugin-files.ts';
import { packageOf } from './plugin-package.ts';
import { quickJs } from '../../sandbox/quickjs.ts';
import { OWN_PACKAGE } from '../files/own-package.ts';

/** What runs the scripts of a server's worlds. */
const SCRIPTS: Plugin = { sandbox: quickJs };
/** How long a plugin may load, in ms: some ask something of a network first. */
const PATIENCE = 30_000;

/**
 * The registry of a server: the built-in components and systems, and those of the plugins given: modules that export `plugin`, with
 * `components` and `systems`. What a plugin does not say of its name and its versions of Worldwire, its package says.
 * Throws WW_PLUGIN_NOT_FOUND where one is not there, WW_PLUGIN_INVALID where one cannot be loaded, or is not after `patience` (in ms), and that
 * and WW_PLUGIN_VERSION as `createRegistry` does.
 */
export async function loadRegistry(plugins: readonly string[], patience = PATIENCE): Promise<Registry> {
  const found: Plugin[] = [];
  await refuseMissing(plugins);
  if (plugins.length > 0) giveOwnEngine(OWN_PACKAGE);
  for (const path of plugins) {
    const url = urlOf(path);
    const known = await packageOf(url);
    try {
      const { plugin } = (await imported(url, patience)) as { readonly plugin?: Plugin };
      if (typeof plugin !== 'object' || plugin === null) throw new Error('it does not export `plugin`, with `components` and `systems`');
      found.push({ ...known, ...plugin });
    } catch (error) {
      // A plugin for another version may fail for what this one does not have: that its version does not fit is then what to tell.
      createRegistry(known);
      throw new WorldwireError('WW_PLUGIN_INVALID', `the plugin ${path} cannot be loaded: ${whyNot(error, path)}`);
    }
  }
  return createRegistry(SCRIPTS, ...found);
}

/**
 * A module, once its top-level await is over. Where nothing is left that could end that, Node would end the process without a word of whose it is;
 * where something else goes on beside it, it would wait for ever.
 */
async function imported(url: URL, patience: number): Promise<unknown> {
  const ends = new AbortController();
  const never = new Promise<never>((_, reject) => {
    const stuck = (): void => reject(new Error('its top-level await waits for what never comes'));
    const late = (): void => reject(new Error(`it is still not loaded after ${patience / 1000} s; its top-level await may wait for what never comes`));
    const timer = setTimeout(late, patience).unref();
    process.once('beforeExit', stuck);
    ends.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      process.off('beforeExit', stuck);
    });
  });
  try {
    return await Promise.race([import(url.href), never]);
  } finally {
    ends.abort();
  }
}

/** Why a module could not be loaded. Where its text has a fault Node keeps the place to itself, so the words say how to see it. */
function whyNot(error: unknown, path: string): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof SyntaxError && !error.message.includes(' export ') ? `${error.message}; node --check ${path} shows where` : error.message;
}
