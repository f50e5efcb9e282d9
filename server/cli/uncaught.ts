import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ERRORS } from '../../engine/index.ts';
import { foldersAbove } from '../files/folders-above.ts';
import { OWN_PACKAGE } from '../files/own-package.ts';
import { failureLines, stackLines } from './failure.ts';
import { say } from './output.ts';

/**
 * Ends in good order at an error that nothing catches, as of a timer or a promise that a plugin has begun: nobody knows what it left half done, so the
 * process does not go on with it, and what can be saved is saved. Only the first is told; what follows while the process ends follows from it, mostly.
 * @param plugins files that were loaded as plugins
 * @param end begins to end the process, which then does not end with 0
 * @returns lets go of it again
 */
export function endOnUncaught(plugins: readonly string[], end: () => void): () => void {
  let told = false;
  const uncaught = (error: unknown): void => {
    if (told) return;
    told = true;
    say('', ...uncaughtLines(error, plugins));
    end();
  };
  process.on('uncaughtException', uncaught);
  return () => void process.off('uncaughtException', uncaught);
}

/** Tells of an error that nothing caught: which plugin has left it, where its stack says so, and the stack. */
export function uncaughtLines(error: unknown, plugins: readonly string[]): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const places = Array.from(stack.matchAll(/^ {4}at (?:.*\()?(.+?):(\d+):(\d+)\)?$/gm), ([, file = '', line, column]) => ({ url: urlOf(file), line, column }));
  for (const { url, line, column } of places) {
    const plugin = url === undefined ? undefined : plugins.find((each) => belongs(url, urlOf(each)));
    if (url === undefined || plugin === undefined) continue;
    return [
      ...stackLines(`WW_PLUGIN_UNCAUGHT the plugin ${pathOf(plugin)} has left an error that nothing catches, at ${pathOf(url)}:${line}:${column}:`, error),
      ERRORS.WW_PLUGIN_UNCAUGHT[1],
    ];
  }
  if (places.length > 0 || plugins.length === 0) return failureLines(error);
  // Whose it is cannot be told, and that it is one of these is more likely than that it is ours.
  const which = plugins.length === 1 ? `the plugin ${pathOf(plugins[0] as string)}` : `one of the plugins (${plugins.map(pathOf).join(', ')})`;
  return [
    ...stackLines(`WW_PLUGIN_UNCAUGHT ${which} has left an error that nothing catches, most likely; it does not say where it comes from:`, error),
    ERRORS.WW_PLUGIN_UNCAUGHT[1],
  ];
}

/** Whether a file is that of a plugin, or lies in its package and is neither ours nor what npm has put there. */
function belongs(url: string, plugin: string | undefined): boolean {
  if (plugin === undefined || url === plugin) return plugin !== undefined;
  const folder = packageFolder(plugin);
  if (!url.startsWith(folder) || url.slice(folder.length).includes('node_modules/')) return false;
  return !url.startsWith(OWN_PACKAGE.href);
}

/** The folder of the package that a file belongs to; its own folder where it belongs to none. */
function packageFolder(file: string): string {
  for (const folder of foldersAbove(file)) if (existsSync(new URL('package.json', folder))) return folder.href;
  return new URL('.', file).href;
}

/** A file as stacks and the command line name it; undefined for what is none, such as `node:timers`. */
function urlOf(file: string): string | undefined {
  if (file.startsWith('file:')) return file;
  return /^(?:\/|[A-Za-z]:[\\/])/.test(file) ? pathToFileURL(file).href : undefined;
}

function pathOf(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(file) : file;
}
