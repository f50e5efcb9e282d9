import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { utf8Text, WorldwireError } from '../../engine/index.ts';
import type { DifferenceSource } from './difference-worker.ts';
import type { Saver } from './saver.ts';
import type { FileDifference } from './scene-difference.ts';
import { startThread, threadFile } from '../doors/thread-calls.ts';
import { isGone } from '../files/whole-file.ts';

/** Bytes of a file that is compared, and milliseconds that this may take. */
const LARGEST = 64 << 20,
  PATIENCE = 60_000;

/** How a world's file differs from the world as a save would write it. Rejects with WW_TOO_LARGE where that is not to be found out. */
async function fileDifference(path: string, world: string, plugins: readonly string[]): Promise<FileDifference> {
  const tooLarge = (): WorldwireError => new WorldwireError('WW_TOO_LARGE', 'The file is too large to be compared with the world here.');
  let file: string;
  try {
    if ((await stat(path)).size > LARGEST || world.length > LARGEST) throw tooLarge();
    file = utf8Text(await readFile(path), basename(path));
  } catch (error) {
    if (isGone(error)) return { rows: [], total: 0, fault: 'The file is not there any more.' };
    if (error instanceof WorldwireError && error.code === 'WW_TOO_LARGE') throw error;
    return { rows: [], total: 0, fault: `The file cannot be read: ${(error as Error).message}` };
  }
  const ended = new AbortController();
  const data: DifferenceSource = { file, name: basename(path), world, plugins };
  const thread = startThread(threadFile('saving/difference-worker.js'), { data, name: 'difference', what: 'the comparison' }, ended.signal);
  const late = wait(PATIENCE, undefined, { ref: false, signal: ended.signal }).then(() => {
    throw tooLarge();
  });
  late.catch(() => undefined);
  try {
    return (await Promise.race([thread, late])).made as FileDifference;
  } finally {
    ended.abort();
  }
}

export interface ComparisonOptions {
  /** What the world is called. */
  readonly name: string;
  /** Modules whose components the file may hold. */
  readonly plugins: readonly string[] | undefined;
  readonly saver: Pick<Saver, 'file' | 'text'>;
}

/** Compares a world that runs with its file. Those who ask while it does are told the same. */
export class Comparison {
  readonly #options: ComparisonOptions;
  #going: Promise<FileDifference> | undefined;

  constructor(options: ComparisonOptions) {
    this.#options = options;
  }

  /** How the file differs from the world. Rejects with WW_SCENE_NOT_FOUND where that came without a file. */
  difference(): Promise<FileDifference> {
    this.#going ??= this.#compare().finally(() => {
      this.#going = undefined;
    });
    return this.#going;
  }

  async #compare(): Promise<FileDifference> {
    const { name, plugins = [], saver } = this.#options;
    const { file } = saver;
    if (file === undefined) throw new WorldwireError('WW_SCENE_NOT_FOUND', `The world ${name} came without a file.`);
    return fileDifference(file, await saver.text(), plugins);
  }
}
