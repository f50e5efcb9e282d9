import { constants } from 'node:fs';
import { open, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { WorldwireError } from '../../engine/index.ts';

/** What the system says where no file can be made, in words. */
const REASONS: { readonly [code: string]: string } = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'what it names as a folder is a file',
  EEXIST: 'what it names as a folder is a file',
  EACCES: 'this user may not write there',
  EROFS: 'that file system is only to be read',
  ENAMETOOLONG: 'its name is too long',
};

/** Why no file or folder could be made, in words that follow "cannot be written: ". */
export function whyUnmade(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}

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
    if (isThere && (await isPipe(path))) return openPipe(path, what);
    if (isThere && !(await isFile(path))) return open(path, 'w');
    if (isThere) throw new WorldwireError('WW_FILE_EXISTS', `There is a file ${path} already, and a ${what} never writes over one: name ${instead}.`);
    throw new WorldwireError('WW_SAVE_FAILED', `The ${what} ${path} cannot be written: ${whyUnmade(error)}`);
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

async function isPipe(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFIFO(),
    () => false,
  );
}

/** Milliseconds that a pipe has to be read by somebody, and between two looks whether it is. */
const UNREAD = 5000,
  LOOK = 50;

/** Opens a pipe that somebody reads. To open another would wait for a reader, and no signal but SIGKILL would end a process that does. */
async function openPipe(path: string, what: string): Promise<FileHandle> {
  for (let waited = 0; ; waited += LOOK) {
    const reached = await open(path, constants.O_WRONLY | constants.O_NONBLOCK).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
      return undefined;
    });
    if (reached === undefined && waited >= UNREAD)
      throw new WorldwireError('WW_SAVE_FAILED', `The ${what} ${path} cannot be written: it is a pipe that nobody reads; start what reads it first`);
    if (reached === undefined) {
      await setTimeout(LOOK);
      continue;
    }
    // The reader sees no end while one of the two is open.
    try {
      return await open(path, 'w');
    } finally {
      await reached.close();
    }
  }
}

/** Whether something is no pipe or device; a link that leads nowhere counts as a file, too. */
async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => !found.isFIFO() && !found.isCharacterDevice() && !found.isSocket(),
    () => true,
  );
}
