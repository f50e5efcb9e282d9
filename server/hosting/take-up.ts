import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createDoor, restoreWorld, utf8Text, WorldwireError, type Registry, type WorldDoor } from '../../engine/index.ts';
import { writeFresh, writeWhole } from '../files/whole-file.ts';
import { sceneAsSaved, snapshotAsSaved } from './as-saved.ts';
import type { Log } from '../log/log.ts';
import { replay } from './replay.ts';

/** Why connections are lost and users gone, to those who read of it in the world. */
export const RESTARTED = "the world's server was restarted";

/** Mode of a file that only its owner may read. */
const OWN = 0o600;

/** Bytes at the beginning of a file that tell what it is. */
const HEAD = 4096;

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

/** Looks what a file is. Rejects with WW_SNAPSHOT_INVALID where no world can be taken up from it. */
export async function takeUpFile(file: string): Promise<TakeUpFile> {
  const head = await headOf(file);
  const kind = /^\s*\{\s*"format"\s*:\s*"worldwire\/(\w+)"/.exec(head)?.[1];
  if (kind === 'recording') {
    const name = /"name":("(?:[^"\\]|\\.)*")/.exec(head)?.[1];
    return { kind, name: name === undefined ? stem(file) : String(JSON.parse(name)) };
  }
  // The key that tells a snapshot stands behind its state, so that the file has to be read whole.
  if (kind !== 'scene' && formatOf(await readFile(file, 'utf8')) === 'worldwire/snapshot') return { kind: 'snapshot', name: stem(file) };
  const found = kind === 'scene' ? 'it is a scene, which `worldwire run` takes without --from' : 'it is neither';
  throw new WorldwireError('WW_SNAPSHOT_INVALID', `${file}: expected a recording or a snapshot to take the world up from; ${found}.`);
}

/**
 * The snapshot that a world is taken up from: that of the file, or the state that a recording ends with, which is lived through again with every
 * peer switched off. A recording that was cut off in its last line, as by a kill, is taken up from what is whole, and the log says so. Rejects with
 * WW_RECORDING_INVALID where it is damaged before that, with WW_REPLAY_DIVERGED where it ends in another state, and with WW_SNAPSHOT_INVALID.
 */
export async function takeUpSnapshot(file: string, registry: Registry, log: Log): Promise<TakenUp> {
  const { kind } = await takeUpFile(file);
  if (kind === 'snapshot') return { snapshot: await readFile(file, 'utf8'), began: undefined };
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
 * Writes the state that a world has ended with, to be taken up from; what stood there before goes. For its owner alone: it holds what
 * has passed through the world.
 */
export async function writeState(file: string, door: Pick<WorldDoor, 'ask'>): Promise<void> {
  const { text } = await door.ask({ ask: 'snapshot' });
  await writeWhole(file, (write) => write(text), OWN);
}

/** The same to a file that must not be there yet. Rejects with WW_FILE_EXISTS where it is. */
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

async function headOf(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new WorldwireError('WW_SNAPSHOT_INVALID', `${file} cannot be read: ${(error as Error).message}`);
  }
}

function formatOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { format?: unknown } | null)?.format;
  } catch {
    return undefined;
  }
}

function stem(file: string): string {
  return basename(file)
    .replace(/\.json$/, '')
    .replace(/\.(?:snapshot|recording)$/, '');
}
