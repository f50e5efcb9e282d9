import { link, lstat, open, readdir, readlink, realpath, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { WorldwireError } from '../../engine/index.ts';
import { HOST_TAG, isThere } from './own-name.ts';

/** Writes a file's text, part by part: each is waited for before the next. */
export type Fill = (write: (text: string) => Promise<void>) => Promise<void>;

/** Where a file lies, and how large and old it is: what tells it from another without being read. */
export interface FileStamp {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtime: bigint;
}

/** The stamp of a file, through links; undefined where there is none. Rejects where it cannot be asked. */
export async function stampOf(file: string): Promise<FileStamp | undefined> {
  try {
    return stamped(await stat(file, { bigint: true }));
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function stamped(found: { readonly dev: bigint; readonly ino: bigint; readonly size: bigint; readonly mtimeNs: bigint }): FileStamp {
  return { dev: found.dev, ino: found.ino, size: found.size, mtime: found.mtimeNs };
}

export function isSameStamp(a: FileStamp | undefined, b: FileStamp | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino && a.size === b.size && a.mtime === b.mtime);
}

/** Whether an error says that there is no such file. */
export function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/**
 * Writes a file so that at any moment the old or the new one stands there whole: a new file beside it, flushed, renamed over it, and the
 * folder flushed. Through a link it writes what that leads to; mode and owner stay as far as the system lets us. Resolves with the stamp of what
 * was written. Rejects with WW_SAVE_FAILED, and with WW_FILE_READ_ONLY where the file's owner has made it so; the old file is then as it was.
 * @param fresh who may read a file that is new
 * @param last is asked when all is written, before it takes the old one's place; what it throws leaves the old one there
 */
export async function writeWhole(path: string, fill: Fill, fresh = 0o644, last?: () => Promise<void>): Promise<FileStamp> {
  const file = await targetOf(path);
  const found = await stat(file).catch(() => undefined);
  if (found !== undefined && (found.mode & 0o222) === 0)
    throw new WorldwireError('WW_FILE_READ_ONLY', `${basename(file)} is read-only, so it was not replaced: let it be written again (chmod u+w).`);
  return writeBeside(file, found ?? { mode: fresh }, fill, async (beside) => {
    await last?.();
    await rename(beside, file);
  });
}

/** The same for a file that must not be there yet: rejects with WW_FILE_EXISTS where it is, also where it has come meanwhile. */
export async function writeFresh(file: string, fill: Fill, fresh = 0o644): Promise<FileStamp> {
  const taken = new WorldwireError('WW_FILE_EXISTS', `There is a file ${basename(file)} already; choose another name.`);
  const there = (): Promise<boolean> =>
    lstat(file).then(
      () => true,
      () => false,
    );
  if (await there()) throw taken;
  return writeBeside(file, { mode: fresh }, fill, async (beside) => {
    try {
      await link(beside, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST' || (await there())) throw taken;
      // A file system without links.
      await rename(beside, file);
      return;
    }
    await unlink(beside);
  });
}

/** What a path leads to in the end, also where that is not there. */
export async function targetOf(path: string): Promise<string> {
  let at = resolve(path);
  for (let links = 0; links < 40; links++) {
    const real = await realpath(at).catch(() => undefined);
    if (real !== undefined) return real;
    const next = await readlink(at).catch(() => undefined);
    if (next === undefined) break;
    at = resolve(dirname(at), next);
  }
  // Its folder may be reached by a link, too.
  const folder = await realpath(dirname(at)).catch(() => dirname(at));
  return join(folder, basename(at));
}

/** Bytes that are encoded and written at a time. */
const SPACE = 64 * 1024;
const ENCODER = new TextEncoder();

/**
 * Adds a text to a file, encoded piece by piece into one space. A buffer for each part of a large file would be memory outside of the heap, for
 * which the collector looks through all of the heap every few parts.
 */
async function append(handle: FileHandle, text: string, space: Uint8Array): Promise<void> {
  for (let at = 0; at < text.length;) {
    const { read, written } = ENCODER.encodeInto(at === 0 ? text : text.slice(at), space);
    at += read;
    for (let done = 0; done < written;) done += (await handle.write(space, done, written - done)).bytesWritten;
  }
}

/** Files that this process is writing; what else bears its number was left by another. */
const writing = new Set<string>();

async function writeBeside(
  file: string,
  like: { readonly mode: number; readonly uid?: number; readonly gid?: number },
  fill: Fill,
  put: (beside: string) => Promise<void>,
): Promise<FileStamp> {
  const beside = join(dirname(file), `.${basename(file)}.worldwire-${HOST_TAG}-${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
  let handle: FileHandle | undefined;
  writing.add(beside);
  try {
    handle = await open(beside, 'wx', like.mode & 0o777);
    const to = handle;
    if (like.uid !== undefined && like.gid !== undefined) await liken(to, { mode: like.mode, uid: like.uid, gid: like.gid });
    const space = new Uint8Array(SPACE);
    await fill((text) => append(to, text, space));
    await to.sync();
    const stamp = stamped(await to.stat({ bigint: true }));
    await to.close();
    handle = undefined;
    await put(beside);
    await flushFolder(dirname(file));
    return stamp;
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await unlink(beside).catch(() => undefined);
    if (error instanceof WorldwireError) throw error;
    throw new WorldwireError('WW_SAVE_FAILED', `${basename(file)} could not be saved and is as it was: ${systemWords(error as Error)}`);
  } finally {
    writing.delete(beside);
  }
}

/**
 * What the system says went wrong, without the paths that Node names along with it: the new file beside has another name each time, so that the
 * same failure would be told as a new one, and means nothing to who reads it.
 */
export function systemWords({ message }: Error): string {
  return message.replace(/^([A-Z]\w*: [^,']+), \w+(?: '.*)?$/s, '$1');
}

/** Gives a new file the owner and mode of the one whose place it takes. Where its group cannot be kept, ours may do no more than anybody. */
async function liken(handle: FileHandle, like: { readonly mode: number; readonly uid: number; readonly gid: number }): Promise<void> {
  const own = await handle.stat();
  let { mode } = like;
  if (own.uid !== like.uid || own.gid !== like.gid) {
    const kept = await handle.chown(like.uid, like.gid).then(
      () => true,
      () =>
        handle.chown(own.uid, like.gid).then(
          () => true,
          () => false,
        ),
    );
    if (!kept && own.gid !== like.gid) mode = (mode & ~0o070) | ((mode & 0o007) << 3);
  }
  // What a file is opened with is cut down by the process's mask.
  await handle.chmod(mode & 0o777).catch(() => undefined);
}

/** A rename is durable when its folder is. Some systems cannot open folders; there the rename must do. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

const LEFT = /^\..+\.worldwire-([0-9a-f]{6})-(\d+)-[0-9a-f]{12}\.tmp$/;

/** Takes away what saves that were killed have left in a folder: files of our making, by a process of this machine that runs no more. Gives their names. */
export async function clearLeftovers(folder: string): Promise<string[]> {
  const cleared: string[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const [, tag, pid] = LEFT.exec(name) ?? [];
    if (tag !== HOST_TAG || pid === undefined) continue;
    const file = join(folder, name);
    if (Number(pid) === process.pid ? writing.has(file) : isThere(Number(pid))) continue;
    const gone = await unlink(file).then(
      () => true,
      () => false,
    );
    if (gone) cleared.push(name);
  }
  return cleared;
}
