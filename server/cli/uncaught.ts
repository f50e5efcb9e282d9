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
    // An error may be anything, one that cannot be read included; what can be saved is saved all the same.
    try {
      say('', ...uncaughtLines(readable(error), plugins));
    } catch {
      say('', `WW_PLUGIN_UNCAUGHT something was thrown that cannot be read, and nothing caught it. ${ERRORS.WW_PLUGIN_UNCAUGHT[1]}`);
    } finally {
      end();
    }
  };
  process.on('uncaughtException', uncaught);
  return () => void process.off('uncaughtException', uncaught);
}

/**
 * Tells that the process ends though nobody here ends it, so that a plugin does. Nothing can be saved any more by then; whoever runs it must at least learn
 * of it, so that the process does not end with 0 either. To be called as it exits.
 * @param lost lines that say what is on no disk
 */
export function tellOfExit(code: number, lost: readonly string[]): void {
  say('', `WW_PLUGIN_EXIT a plugin has ended the process, by process.exit(${code}).`, ERRORS.WW_PLUGIN_EXIT[1], ...lost);
  // Of a code the system keeps eight bits.
  process.exitCode = code % 256 === 0 ? 1 : code;
}

/** Tells of an error that nothing caught: which plugin has left it, where its stack says so, and the stack. */
export function uncaughtLines(error: unknown, plugins: readonly string[]): string[] {
  const places = error instanceof Error ? placesOf(error) : [];
  for (const { url, line, column } of places) {
    const plugin = url === undefined ? undefined : plugins.find((each) => belongs(url, urlOf(each)));
    if (url === undefined || plugin === undefined) continue;
    return [
      ...stackLines(`WW_PLUGIN_UNCAUGHT the plugin ${pathOf(plugin)} has left an error that nothing catches, at ${pathOf(url)}:${line}:${column}:`, error),
      ERRORS.WW_PLUGIN_UNCAUGHT[1],
    ];
  }
  if (places.some(({ url }) => url !== undefined) || plugins.length === 0) return failureLines(error);
  // Whose it is cannot be told, and that it is one of these is more likely than that it is ours.
  const which = plugins.length === 1 ? `the plugin ${pathOf(plugins[0] as string)}` : `one of the plugins (${plugins.map(pathOf).join(', ')})`;
  return [
    ...stackLines(`WW_PLUGIN_UNCAUGHT ${which} has left an error that nothing catches, most likely; it does not say where it comes from:`, error),
    ERRORS.WW_PLUGIN_UNCAUGHT[1],
  ];
}

/** Characters of an error's words that are told, lines of its stack that are looked at, and the longest of those. */
const MOST_WORDS = 10_000,
  MOST_LINES = 100,
  LONGEST_LINE = 1_000;

/** The error itself where its stack is a text, as it should be; else one with what can be said of it. Throws where nothing can. */
function readable(error: unknown): unknown {
  if (typeof error === 'string') return error.slice(0, MOST_WORDS);
  if (!(error instanceof Error)) return typeof error === 'object' && error !== null ? `${Object.prototype.toString.call(error)} was thrown` : error;
  const { name, message, stack } = error as { name: unknown; message: unknown; stack?: unknown };
  if (typeof stack === 'string' && stack.length <= MOST_WORDS && typeof message === 'string') return error;
  const plain = new Error(String(message).slice(0, MOST_WORDS));
  plain.name = String(name).slice(0, LONGEST_LINE);
  const frames = typeof stack === 'string' ? framesOf(stack, String(message)) : [];
  plain.stack = [`${plain.name}: ${plain.message}`, ...frames].join('\n');
  return plain;
}

/** The lines of a stack that say where it has been. What the error says stands before them and may quote anything, lines that look like these included. */
function framesOf(stack: string, message: string): string[] {
  const at = message === '' ? -1 : stack.indexOf(message);
  const lines = (at < 0 ? stack : stack.slice(at + message.length)).slice(0, MOST_LINES * LONGEST_LINE).split('\n', MOST_LINES + 1);
  return lines.filter((line) => line.startsWith('    at ') && line.length <= LONGEST_LINE);
}

/** Files, lines and columns that a stack names. */
function placesOf(error: Error): { readonly url: string | undefined; readonly line: string; readonly column: string }[] {
  return framesOf(error.stack ?? '', error.message).flatMap((frame) => {
    const found = /([^(]+):(\d+):(\d+)\)?$/.exec(frame.replace(/^ {4}at (?:async )?/, ''));
    return found === null ? [] : [{ url: urlOf((found[1] as string).trim()), line: found[2] as string, column: found[3] as string }];
  });
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
