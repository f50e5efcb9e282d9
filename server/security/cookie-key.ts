import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WorldwireError } from '../../engine/index.ts';
import type { Log } from '../log/log.ts';
import { writeFresh } from '../files/whole-file.ts';

const KEY = /^[A-Za-z0-9_-]{43}\n?$/;

/** A key that is good until the server ends. */
export function freshKey(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The key by which a server knows the cookies that it gave out, also those of its earlier starts: a file that only its owner reads, made once.
 * Where it cannot be kept, or is damaged, that is told, and cookies are good until the server ends.
 */
export async function cookieKey(file: string | undefined, log: Log): Promise<string> {
  if (file === undefined) return freshKey();
  try {
    return (await read(file)) ?? (await make(file));
  } catch (error) {
    log.error({ file, err: error }, 'the key of the cookies cannot be kept: whoever signs in is somebody new after the next start');
    return freshKey();
  }
}

async function read(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  if (!KEY.test(text)) throw new WorldwireError('WW_CONFIG_INVALID', `${file} is damaged: take it away to begin anew.`);
  // Whoever may read it can come as anybody whose secret they know.
  if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
  return text.trim();
}

/** Unless another process has made it at the same moment: then that one holds. */
async function make(file: string): Promise<string> {
  const key = freshKey();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    await writeFresh(file, (write) => write(`${key}\n`), 0o600);
    return key;
  } catch (error) {
    if (!(error instanceof WorldwireError) || error.code !== 'WW_FILE_EXISTS') throw error;
    return (await read(file)) ?? key;
  }
}
