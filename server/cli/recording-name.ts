import { existsSync, mkdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { WorldwireError } from '../../engine/index.ts';
import { whyUnmade } from '../files/new-file.ts';

/** What a recording is called in a folder. */
const USUAL = '{world}-{date}-{time}.recording';

/**
 * The file that a world is recorded to. `pattern` is a file, in which `{world}`, `{date}` (2026-11-28) and `{time}` (20-15-02) stand for what they
 * say, or a folder, which is there or ends with a slash. Where several worlds are recorded and the name does not tell them apart, each gets its
 * name before the ending. A name that tells the time is counted on where there is such a file already; of another, the recorder refuses it.
 * Throws WW_CONFIG_INVALID where something else stands in braces, and WW_SAVE_FAILED where the folder cannot be made.
 */
export function recordingName(pattern: string, world: string, several: boolean, now = new Date()): string {
  const folder = /[\\/]$/.test(pattern) || isFolder(pattern);
  if (pattern === '')
    throw new WorldwireError('WW_CONFIG_INVALID', '--record "": expected a file, a folder, or a pattern such as {world}-{date}-{time}.recording.');
  if (folder) make(pattern);
  const whole = folder ? join(pattern, USUAL) : several && !pattern.includes('{world}') ? withWorld(pattern) : pattern;
  const two = (value: number): string => String(value).padStart(2, '0');
  const words: { readonly [word: string]: string } = {
    // A world's name may hold anything; in a file's name it leads to no other folder.
    world: world.replaceAll(/[\\/:\0]/g, '-'),
    date: `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`,
    time: [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('-'),
  };
  const name = whole.replaceAll(/\{(\w*)\}/g, (_all, word: string) => {
    const meant = Object.hasOwn(words, word) ? words[word] : undefined;
    if (meant === undefined)
      throw new WorldwireError('WW_CONFIG_INVALID', `--record ${pattern}: {${word}} stands for nothing; there are {world}, {date} and {time}.`);
    return meant;
  });
  if (!/\{(?:date|time)\}/.test(whole)) return name;
  const ending = extname(name);
  let free = name;
  for (let count = 2; existsSync(free); count++) free = `${name.slice(0, name.length - ending.length)}-${count}${ending}`;
  return free;
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new WorldwireError('WW_SAVE_FAILED', `No recording can be written to ${folder}: ${whyUnmade(error)}`);
  }
}

function withWorld(pattern: string): string {
  const ending = extname(pattern);
  return `${pattern.slice(0, pattern.length - ending.length)}-{world}${ending}`;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
