import { isUtf8 } from 'node:buffer';
import { open, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createDoor, parseJson, restoreWorld, utf8Text, WorldwireError, type Registry, type WorldDoor } from '../../engine/index.ts';
import { writeFresh } from '../files/whole-file.ts';
import { whyUnread } from '../files/why-unread.ts';
import { sceneAsSaved, snapshotAsSaved } from '../saving/as-saved.ts';
import type { Log } from '../log/log.ts';
import { nameFault } from './recorded-forms.ts';
import { LONGEST_LINE } from './recorded-lines.ts';
import { replay } from './replay.ts';

/** Why connections are lost and users gone, to those who read of it in the world. */
export const RESTARTED = "the world's server was restarted";

/** Mode of a file that only its owner may read. */
const OWN = 0o600;

/** Bytes at the beginning of a file that tell what it is. */
const HEAD = 4096;

/** What to do with a file that was not written to its end. */
const ANOTHER = 'Take the world up from its recording, or from an older snapshot';

/** A file to take a world up from. */
export interface TakeUpFile {
  readonly kind: 'recording' | 'snapshot';
  /** What the world was called at its server; of a snapshot, what the file is called. */
  readonly name: string;
}

/** The state to take a world up from, and that which its recording began with. */
export interface TakenUp {
  readonly snapshot: string;
  readonly began: string | undefined;
}

/**
 * Looks what a file is. Rejects with WW_SNAPSHOT_INVALID where no world can be taken up from it, which says what it is instead or where it ends,
 * and with WW_RECORDING_INVALID where it is a recording of a world without a name.
 */
export async function takeUpFile(file: string): Promise<TakeUpFile> {
  const { head, size } = await headOf(file);
  const kind = /^\s*\{\s*"format"\s*:\s*"worldwire\/(\w+)"/.exec(head)?.[1];
  if (kind === 'recording') {
    const name = /"name":("(?:[^"\\]|\\.)*")/.exec(head)?.[1];
    // A name that is longer than what was read is refused with the rest of the head, when it is replayed.
    return { kind, name: name === undefined ? stem(file) : nameIn(name, file) };
  }
  if (kind === 'scene') throw refused(file, 'it is a scene, which `worldwire run` takes without --from');
  if (size === undefined) throw refused(file, 'it is a pipe or a device, which cannot be read twice');
  if (size === 0) throw refused(file, `it is empty: nothing was written to it. ${ANOTHER}`);
  if (!/^\s*(?:\{|$)/.test(head)) throw refused(file, 'it is neither');
  // The key that tells a snapshot stands behind its state, so that the file has to be read whole.
  if (formatOf(await textOf(file), file) === 'worldwire/snapshot') return { kind: 'snapshot', name: stem(file) };
  throw refused(file, 'it is neither');
}

/**
 * The snapshot that a world is taken up from: that of the file, or the state that a recording ends with, which is lived through again with every
 * peer switched off. A recording that was cut off in its last line, as by a kill, is taken up from what is whole, and the log says so. Rejects with
 * WW_RECORDING_INVALID where it is damaged before that, with WW_REPLAY_DIVERGED where it ends in another state, and with WW_SNAPSHOT_INVALID.
 */
export async function takeUpSnapshot(file: string, registry: Registry, log: Log): Promise<TakenUp> {
  const { kind } = await takeUpFile(file);
  if (kind === 'snapshot') return { snapshot: await textOf(file), began: undefined };
  let snapshot = '';
  const { header, tick, hash, expected, torn, warnings } = await replay(file, (began) => createDoor(restoreWorld(began, registry)), {
    last: async (door) => {
      snapshot = (await door.ask({ ask: 'snapshot' })).text;
    },
  });
  for (const warning of warnings) log.warn(`${file}: ${warning}`);
  if (expected !== undefined && expected !== hash)
    throw new WorldwireError(
      'WW_REPLAY_DIVERGED',
      `${file}: expected the state ${expected}, found ${hash} at tick ${tick}, so the world is not taken up from it.`,
    );
  if (torn !== undefined)
    log.warn(`${file}, line ${torn.line} (byte ${torn.byte}): ${torn.message}; the world is taken up from what is whole, at tick ${tick}`);
  return { snapshot, began: header.snapshot };
}

/**
 * Writes the state that a world has ended with, to be taken up from, to a file that must not be there yet. For its owner alone: it holds what has
 * passed through the world. Rejects with WW_FILE_EXISTS where the file is there.
 */
export async function writeNewState(file: string, door: Pick<WorldDoor, 'ask'>): Promise<void> {
  const { text } = await door.ask({ ask: 'snapshot' });
  await writeFresh(file, (write) => write(text), OWN);
}

/**
 * Whether a scene file holds what its world was taken up from, or what that began with: then a save over it takes nothing away that the world
 * does not know. One that has faults does not.
 */
export async function isFileOf(bytes: Buffer, file: string, { snapshot, began }: TakenUp, registry: Registry): Promise<boolean> {
  let scene: string;
  try {
    scene = await sceneAsSaved(utf8Text(bytes, file), file, registry);
  } catch {
    return false;
  }
  if (scene === (await snapshotAsSaved(snapshot, registry))) return true;
  return began !== undefined && scene === (await snapshotAsSaved(began, registry));
}

/** What a file begins with, without a byte order mark, and how many bytes it has; a pipe or a device has none. */
async function headOf(file: string): Promise<{ readonly head: string; readonly size: number | undefined }> {
  try {
    const handle = await open(file, 'r');
    try {
      const found = await handle.stat();
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
      return { head: withoutMark(buffer.toString('utf8', 0, bytesRead)), size: found.isFile() ? found.size : undefined };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** All of a file that may be a snapshot, without a byte order mark. */
async function textOf(file: string): Promise<string> {
  const { size } = await stat(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  // A snapshot is put together as one text, so that none is longer.
  if (size > LONGEST_LINE) throw refused(file, `it has ${size} bytes, and no snapshot has more than ${LONGEST_LINE}`);
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  if (!isUtf8(bytes)) throw refused(file, 'its bytes are not UTF-8');
  return withoutMark(bytes.toString('utf8'));
}

function withoutMark(text: string): string {
  return text.startsWith('\u{FEFF}') ? text.slice(1) : text;
}

function unreadable(file: string, error: unknown): WorldwireError {
  return new WorldwireError('WW_SNAPSHOT_INVALID', `${file} cannot be read: ${whyUnread(error)}`);
}

function refused(file: string, found: string): WorldwireError {
  return new WorldwireError('WW_SNAPSHOT_INVALID', `${file}: expected a recording or a snapshot to take the world up from; ${found}.`);
}

function formatOf(text: string, file: string): unknown {
  try {
    return (JSON.parse(text) as { format?: unknown } | null)?.format;
  } catch {
    throw refused(file, notJson(text, file));
  }
}

/** What stands at the end of a text that was cut off inside of a word, a number or an escape. */
const PART = /^(?:tr?u?|fa?l?s?|nu?l?|-|\\(?:u[0-9a-f]{0,3})?|[0-9.e+-]+)?$/i;

/** Where a text stops being JSON, in words. */
function notJson(text: string, file: string): string {
  try {
    parseJson(text, file);
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    const { line = 1, column = 1 } = error.faults[0] ?? {};
    const start = text.split('\n', line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    const at = start + column - 1;
    if (!PART.test(text.slice(at, at + 10))) return `it is not JSON: ${error.message.slice(file.length + 1)} (byte ${Buffer.byteLength(text.slice(0, at))})`;
  }
  const lines = text.split('\n').length;
  return `it is JSON that is cut off: the file ends at byte ${Buffer.byteLength(text)}, in line ${lines}, before what it holds does. ${ANOTHER}`;
}

/** The name in a recording's head. */
function nameIn(json: string, file: string): string {
  const fault = (found: string): WorldwireError =>
    new WorldwireError('WW_RECORDING_INVALID', `${file}, line 1 (byte 0): this is not the head of a recording: ${found}`);
  let name: string;
  try {
    name = String(JSON.parse(json));
  } catch {
    throw fault('name is not a text of JSON');
  }
  const wrong = nameFault(name);
  if (wrong !== undefined) throw fault(`name ${wrong}`);
  return name;
}

function stem(file: string): string {
  return basename(file)
    .replace(/\.json$/, '')
    .replace(/\.(?:snapshot|recording)$/, '');
}
