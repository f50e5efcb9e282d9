import { opendir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { nearestName } from '../../engine/nearest.ts';

/** Names of a folder that are looked at: past them the folder is no place to look for a slip of the keyboard. */
const MOST_NAMES = 10_000;

/**
 * The path that was meant, perhaps, by one that leads nowhere: the first part of it that is not there is taken for the nearest name that is.
 * Undefined where none is near.
 * @param fits whether the name of a file is one that may be meant; a folder on the way always may
 */
export async function meantPath(path: string, fits: (name: string) => boolean): Promise<string | undefined> {
  const folder = dirname(path),
    name = basename(path);
  if (folder === path) return undefined;
  if (await isThere(folder)) {
    const near = await nearIn(folder, name, fits);
    return near === undefined ? undefined : join(folder, near);
  }
  const meant = await meantPath(folder, () => true);
  if (meant === undefined) return undefined;
  const whole = join(meant, name);
  return (await isThere(whole)) ? whole : undefined;
}

/** The same as the end of a message: `; did you mean PATH?`, from the folder that the process is in where that is shorter. Or nothing. */
export async function meantWords(path: string, fits: (name: string) => boolean): Promise<string> {
  const meant = await meantPath(path, fits);
  return meant === undefined ? '' : `; did you mean ${shorter(meant)}?`;
}

/** Scene files of a folder, by name, at most `most` of them; empty where it cannot be read. */
export async function scenesIn(folder: string, most: number): Promise<string[]> {
  const names = (await namesIn(folder)).filter(isScene).sort();
  return names.slice(0, most).map((name) => shorter(join(folder, name)));
}

/** Whether a name is one that a scene file may have. */
export function isScene(name: string): boolean {
  return name.endsWith('.json');
}

function shorter(path: string): string {
  const from = relative('.', path);
  return from.length < path.length ? from : path;
}

async function nearIn(folder: string, name: string, fits: (name: string) => boolean): Promise<string | undefined> {
  const names = (await namesIn(folder)).filter((each) => each !== name && fits(each));
  // An ending that was left out is more than a slip, and yet plain.
  return names.find((each) => each.startsWith(`${name}.`)) ?? nearestName(name, names);
}

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of await opendir(folder)) {
      names.push(name);
      if (names.length >= MOST_NAMES) break;
    }
  } catch {
    return [];
  }
  return names;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
