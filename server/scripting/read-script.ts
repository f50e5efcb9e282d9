import { createHash } from 'node:crypto';
import { constants, type BigIntStats } from 'node:fs';
import { open, readlink, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { LONGEST_SCRIPT_FILE, WorldwireError, type FilesAnswer } from '../../engine/index.ts';

/** Bytes that are read of a file at most: as many as its characters can have. */
const MOST_BYTES = 4 * LONGEST_SCRIPT_FILE;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A file of a script as it was found, in the form in which the world is told. */
export type Found = FilesAnswer['files'][number];
/** Where a file lies and how it looked from outside: as long as that is the same, it is not read again. */
export type Look = string;

/** Where a script's file lies: in the scene's folder or below it, through links. Throws WW_SCRIPT_FILE, in words that name no other folder. */
async function placeOf(folder: string, path: string): Promise<string> {
  const place = await realpath(join(folder, path)).catch((error: NodeJS.ErrnoException) => {
    throw new WorldwireError('WW_SCRIPT_FILE', whyNot(error));
  });
  const root = await realpath(folder);
  if (!place.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new WorldwireError('WW_SCRIPT_FILE', 'it leads out of the folder of the scene by a link, and so is not read');
  return place;
}

function whyNot({ code }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file in the folder of the scene';
  if (code === 'ELOOP') return 'it is a link that leads to itself';
  if (code === 'EACCES' || code === 'EPERM') return 'the server may not read it';
  return `it cannot be read (${code ?? 'for no reason that was told'})`;
}

/** How a file looks from outside. */
export async function lookAt(folder: string, path: string): Promise<Look> {
  try {
    const place = await placeOf(folder, path);
    const { dev, ino, size, mtimeNs, ctimeNs, mode } = await stat(place, { bigint: true });
    return [place, dev, ino, size, mtimeNs, ctimeNs, mode].join(' ');
  } catch (error) {
    return error instanceof WorldwireError ? error.message : whyNot(error as NodeJS.ErrnoException);
  }
}

/** Reads a script's file. What keeps it from being read is told in what is given. @param strip takes the types out of a text in TypeScript */
export async function readScript(folder: string, path: string, strip: (text: string, name: string) => string): Promise<Found> {
  try {
    const bytes = await bytesAt(folder, path);
    const version = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
    try {
      const text = /\.m?ts$/.test(path) ? strip(textOf(bytes), path) : textOf(bytes);
      if (text.length > LONGEST_SCRIPT_FILE) throw tooLong();
      return { path, version, text, error: '' };
    } catch (error) {
      return { path, version, text: null, error: said(error) };
    }
  } catch (error) {
    const why = said(error);
    return { path, version: `none ${createHash('sha256').update(why).digest('base64url').slice(0, 22)}`, text: null, error: why };
  }
}

function said(error: unknown): string {
  return (error instanceof WorldwireError ? error.message : whyNot(error as NodeJS.ErrnoException)).slice(0, 2000);
}

/** Times that a file is opened anew which is another by then: whoever saves it may have put the new one in its place just now. */
const ATTEMPTS = 3;

async function bytesAt(folder: string, path: string): Promise<Uint8Array> {
  for (let left = ATTEMPTS; left > 0; left--) {
    const bytes = await bytesOf(await placeOf(folder, path), () => placeOf(folder, path));
    if (bytes !== undefined) return bytes;
  }
  throw new WorldwireError('WW_SCRIPT_FILE', 'it was replaced while it was read');
}

/** What stands in a file; undefined where that was not in its place any more. @param again looks anew where it lies */
async function bytesOf(place: string, again: () => Promise<string>): Promise<Uint8Array | undefined> {
  // Links were followed already, and to open what is no file, such as a pipe, must not wait for somebody at its other end.
  const file = await open(place, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const opened = await file.stat({ bigint: true });
    if (!opened.isFile()) throw new WorldwireError('WW_SCRIPT_FILE', 'it is no file');
    // A folder above it may have been replaced by a link since: then what is open lies elsewhere.
    const at = await openedAt(file.fd);
    if (at === undefined ? !(await isAt(opened, await again())) : at !== place) return undefined;
    if (opened.size > MOST_BYTES) throw tooLong();
    const size = Number(opened.size);
    const bytes = new Uint8Array(MOST_BYTES < size + 1 ? MOST_BYTES : size + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length);
      length += bytesRead;
      if (bytesRead === 0 || length === bytes.length) return bytes.subarray(0, length);
    }
  } finally {
    await file.close();
  }
}

/** Where an open file lies; undefined where the system does not tell. */
async function openedAt(file: number): Promise<string | undefined> {
  return process.platform === 'linux' ? readlink(`/proc/self/fd/${file}`).catch(() => undefined) : undefined;
}

/** Whether an open file is the one that lies there. */
async function isAt({ dev, ino }: BigIntStats, place: string): Promise<boolean> {
  const found = await stat(place, { bigint: true });
  return found.dev === dev && found.ino === ino;
}

function tooLong(): WorldwireError {
  return new WorldwireError('WW_SCRIPT_FILE', `it has more than ${LONGEST_SCRIPT_FILE} characters, which a program may have`);
}

function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new WorldwireError('WW_SCRIPT_FILE', 'it is no text in UTF-8');
  }
}
