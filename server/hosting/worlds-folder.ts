import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { WorldwireError } from '../../engine/index.ts';
import { FILE_NAME } from '../saving/file-name.ts';

/**
 * The real path of a scene file in the worlds folder. Links that lead out of it do not pass. Rejects with WW_FORBIDDEN where there is no such folder,
 * and with WW_SCENE_NOT_FOUND where that holds no such file.
 */
export async function fileInFolder(folder: string | undefined, path: string): Promise<string> {
  if (folder === undefined) throw new WorldwireError('WW_FORBIDDEN', 'No folder of worlds is configured (worldsFolder), so no file is opened by its path.');
  const missing = new WorldwireError('WW_SCENE_NOT_FOUND', `The worlds folder holds no ${JSON.stringify(path)}.`);
  if (path.includes('\0') || !path.endsWith('.json')) throw missing;
  const root = await realpath(folder).catch(() => {
    throw missing;
  });
  const file = await realpath(resolve(root, path)).catch(() => {
    throw missing;
  });
  const inside = relative(root, file);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) throw missing;
  return file;
}

/**
 * The path of a new file of the worlds folder; it lies in that itself. Rejects with WW_FORBIDDEN where there is no such folder, and with WW_FILE_NAME where it
 * cannot be called so.
 */
export async function newInFolder(folder: string | undefined, name: string): Promise<string> {
  if (folder === undefined) throw new WorldwireError('WW_FORBIDDEN', 'No folder of worlds is configured (worldsFolder), so no file is made there.');
  if (!FILE_NAME.test(name)) throw new WorldwireError('WW_FILE_NAME');
  const root = await realpath(folder).catch(() => {
    throw new WorldwireError('WW_SCENE_NOT_FOUND', 'The worlds folder is not there.');
  });
  return join(root, name);
}
