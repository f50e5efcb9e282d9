import { open, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { WorldwireError } from '../../engine/index.ts';

/**
 * Opens a file that is not there yet, for its owner alone. A pipe or a device is opened as well, since it holds nothing that could be lost.
 * Rejects with WW_FILE_EXISTS, and with WW_SAVE_FAILED where it cannot be written.
 * @param what is written to it, as messages call it
 * @param instead what to name where there is such a file
 */
export async function openNew(path: string, what: string, instead: string): Promise<FileHandle> {
  return open(path, 'wx', 0o600).catch(async (error: unknown) => {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    if (isThere && (await isFolder(path)))
      throw new WorldwireError('WW_SAVE_FAILED', `The ${what} ${path} cannot be written: it is a folder; name a file in it, as ${join(path, `a.${what}`)}`);
    if (isThere && !(await isFile(path))) return open(path, 'w');
    if (isThere) throw new WorldwireError('WW_FILE_EXISTS', `There is a file ${path} already, and a ${what} never writes over one: name ${instead}.`);
    const isLost = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new WorldwireError('WW_SAVE_FAILED', `The ${what} ${path} cannot be written: ${isLost ? 'there is no such folder' : (error as Error).message}`);
  });
}

/** Takes a file away that was opened so and is of no use to anybody, so that its name is free; a pipe or a device stays. */
export async function discardNew(path: string): Promise<void> {
  if (await isFile(path)) await unlink(path).catch(() => undefined);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Whether something is no pipe or device; a link that leads nowhere counts as a file, too. */
async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => !found.isFIFO() && !found.isCharacterDevice() && !found.isSocket(),
    () => true,
  );
}
