import { readFile, rename, unlink } from 'node:fs/promises';
import type { WorldDoor } from '../../engine/index.ts';
import { isGone, writeWhole } from '../files/whole-file.ts';
import { hashOf, type SceneFile } from './scene-file.ts';

/** Mode of a file that only its owner may read. */
const OWN = 0o600;

/** What stands beside a state: which one it is, and by which content the world that left it knew its scene file. */
interface Beside {
  readonly state: string;
  readonly scene: string;
}

/** A state that a server has left, taken by the next one. */
export interface LeftState {
  /** The file that holds it now. */
  readonly file: string;
  /** Whether a scene file has the very content that the world knew it by, whatever its systems have made of the world since it was read. */
  knows(scene: SceneFile): boolean;
  /** Takes it away. */
  discard(): Promise<void>;
}

/**
 * Leaves the state that a world has ended with for the next server; what stood there before goes. For its owner alone: it holds what has
 * passed through the world. Where the scene file is still what the world knows, that is noted beside it.
 */
export async function leaveState(file: string, door: Pick<WorldDoor, 'ask'>, scene: SceneFile | undefined): Promise<void> {
  const { text } = await door.ask({ ask: 'snapshot' });
  await writeWhole(file, (write) => write(text), OWN);
  if (scene === undefined || (await scene.look(true)) !== 'same') return;
  const beside: Beside = { state: hashOf(text), scene: scene.hash };
  await writeWhole(besideOf(file), (write) => write(`${JSON.stringify(beside)}\n`), OWN);
}

/**
 * Takes a state that was left, once: a server that is killed leaves none, and this one would then be older than its scene file. Undefined where
 * there is none.
 */
export async function takeLeftState(file: string): Promise<LeftState | undefined> {
  const taken = `${file}.taken`;
  try {
    await rename(file, taken);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
  const beside = await read(besideOf(file));
  const isOfIt = beside !== undefined && beside.state === hashOf(await readFile(taken).catch(() => ''));
  return {
    file: taken,
    knows: (scene) => isOfIt && beside.scene === scene.hash,
    discard: async () => {
      for (const path of [taken, besideOf(file)]) await unlink(path).catch(() => undefined);
    },
  };
}

function besideOf(file: string): string {
  return `${file}.scene`;
}

/** What stands beside a state; undefined where that is nothing that can be read, so that the contents are compared. */
async function read(file: string): Promise<Beside | undefined> {
  try {
    const found = JSON.parse(await readFile(file, 'utf8')) as Partial<Beside>;
    return typeof found.state === 'string' && typeof found.scene === 'string' ? { state: found.state, scene: found.scene } : undefined;
  } catch {
    return undefined;
  }
}
