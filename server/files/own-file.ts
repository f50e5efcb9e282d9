import { readFile } from 'node:fs/promises';
import { parseJson, utf8Text, WorldwireError, type Fault } from '../../engine/index.ts';
import { writeWhole } from './whole-file.ts';
import { whyUnread } from './why-unread.ts';

/**
 * What a JSON file of this machine's user holds that is read and written anew: undefined where there is none. What could not be written back as
 * it stood (bytes that are no UTF-8, a key that stands twice), or has not its form, is a fault.
 * Rejects with WW_CONFIG_INVALID, which says where the fault lies.
 * @param check gives the faults of its form
 * @param meaning sentence that tells what is lost with the file
 */
export async function readOwnFile(file: string, check: (value: unknown) => readonly Fault[], meaning = ''): Promise<unknown> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new WorldwireError('WW_CONFIG_INVALID', `${file} cannot be read: ${whyUnread(error)}`);
  });
  if (bytes === undefined) return undefined;
  try {
    const value = parseJson(utf8Text(bytes, file), file);
    const [fault] = check(value);
    if (fault === undefined) return value;
    throw new WorldwireError('WW_CONFIG_INVALID', fault.message);
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    const why = error.message.startsWith(`${file}:`) ? error.message.slice(file.length + 1) : error.message;
    throw new WorldwireError('WW_CONFIG_INVALID', `${file} is damaged: mend it, or take it away to begin anew (${why}).${meaning === '' ? '' : ` ${meaning}`}`);
  }
}

/**
 * Writes a file of this machine's user anew, for its owner alone, as `writeWhole` does. No other name serves for it: where it is read-only, the error
 * names all of its path, and what lets it be written again.
 */
export async function writeOwnFile(file: string, text: string): Promise<void> {
  try {
    await writeWhole(file, (write) => write(text), 0o600);
  } catch (error) {
    throw ofOwnFile(file, error);
  }
}

/** What went wrong at writing such a file, with its path where that is what to look at. */
export function ofOwnFile(file: string, error: unknown): unknown {
  if (!(error instanceof WorldwireError) || error.code !== 'WW_FILE_READ_ONLY') return error;
  return new WorldwireError('WW_FILE_READ_ONLY', `${file} is read-only, so it was not replaced: let it be written again (chmod u+w "${file}").`);
}
