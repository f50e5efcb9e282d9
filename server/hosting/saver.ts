import { link, lstat, open, realpath, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { WorldwireError, type Answer, type Question } from '../../engine/index.ts';
import type { Log } from './log.ts';

type Ask = <Q extends Question>(question: Q) => Promise<Answer<Q>>;

export interface SaverOptions {
  /** File to save to; without one, saving is refused until `saveAs` has given one. */
  readonly file: string | undefined;
  /** Folder that a world without a file is saved to by `saveAs`; without one that is refused. */
  readonly folder?: string | undefined;
  /** Seconds between saves of a changed world; 0 is never. */
  readonly interval: number;
  readonly log: Log;
  readonly ask: Ask;
  /** Resolves between two ticks with so many milliseconds to spare. */
  readonly gap: (least: number) => Promise<void>;
  readonly exclusive: <T>(job: () => Promise<T>) => Promise<T>;
}

/** Milliseconds that writing a part may take of the time between two ticks; and how many the copy at the beginning would like to have. */
const SLICE = 2,
  COPY = 12;
/** What a world may be saved as: a scene file's name, in no other folder. */
const FILE_NAME = /^\w[\w .-]*\.scene\.json$/;
const FIRST_PART = 200,
  LARGEST_PART = 20_000;

/** Saves a world beside its ticks: a copy is taken at once, its text is made in parts between ticks, and the file appears whole or not at all. */
export class Saver {
  readonly #options: SaverOptions;
  #timer: NodeJS.Timeout | undefined;
  /** Tick of the last save that went through; undefined after one that did not. */
  #savedTick: number | undefined;
  #saving: Promise<{ tick: number; file: string }> | undefined;

  #file: string | undefined;

  constructor(options: SaverOptions) {
    this.#options = options;
    this.#file = options.file;
  }

  get file(): string | undefined {
    return this.#file;
  }

  /** @param tick tick at which the file is as the world is */
  start(tick: number): void {
    this.#savedTick = tick;
    if (this.#options.interval <= 0) return;
    this.#timer = setInterval(() => void this.#autosave(), this.#options.interval * 1000);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Resolves when the file is durable. One that is asked for while another goes on begins after it, since it is to hold what came meanwhile. */
  async save(): Promise<{ tick: number; file: string }> {
    return this.#next(() => {
      if (this.#file === undefined)
        throw new WorldwireError('WW_SAVE_FAILED', 'This world came without a file, so there is nowhere to save it to; save it under a name first.');
      return this.#save(this.#file, false, this.#options);
    });
  }

  /**
   * Saves to a file of another name beside the world's own, or in the folder of worlds where it has none; that one is its file from then on.
   * Rejects with WW_FILE_NAME, and with WW_FILE_EXISTS where another file has the name.
   */
  async saveAs(name: string): Promise<{ tick: number; file: string }> {
    if (!FILE_NAME.test(name)) throw new WorldwireError('WW_FILE_NAME');
    return this.#next(async () => {
      const own = this.#file;
      const folder = own === undefined ? this.#options.folder : dirname(own);
      if (folder === undefined)
        throw new WorldwireError(
          'WW_SAVE_FAILED',
          'This world came without a file, and no folder of worlds is configured (worldsFolder), so there is nowhere to save it to.',
        );
      const file = own !== undefined && basename(own) === name ? own : join(folder, name);
      const saved = await this.#save(file, file !== own, this.#options);
      this.#file = file;
      return saved;
    });
  }

  async #next(act: () => Promise<{ tick: number; file: string }>): Promise<{ tick: number; file: string }> {
    while (this.#saving !== undefined) await this.#saving.catch(() => undefined);
    this.#saving = (async () => act())().finally(() => {
      this.#saving = undefined;
    });
    return this.#saving;
  }

  /** The last save of a world whose ticks have ended. */
  async saveLast(door: { ask: Ask }): Promise<void> {
    await this.#saving?.catch(() => undefined);
    if (this.#file !== undefined)
      await this.#save(this.#file, false, { ask: (question) => door.ask(question), gap: () => Promise.resolve(), exclusive: (job) => job() });
  }

  async #autosave(): Promise<void> {
    if (this.#saving !== undefined || this.#file === undefined) return;
    try {
      // A world changes by itself as well as by edits; one that stands still and was not edited has nothing new.
      const { tick, unsaved } = await this.#options.ask({ ask: 'status' });
      if (unsaved || tick !== this.#savedTick) await this.save();
    } catch (error) {
      this.#options.log.error({ err: error }, 'the world could not be saved');
    }
  }

  /** @param fresh the file must not be there yet */
  async #save(file: string, fresh: boolean, { ask, gap, exclusive }: Pick<SaverOptions, 'ask' | 'gap' | 'exclusive'>): Promise<{ tick: number; file: string }> {
    const { log } = this.#options;
    this.#savedTick = undefined;
    await gap(COPY);
    const { tick, capture } = await exclusive(async () => ({ tick: (await ask({ ask: 'status' })).tick, ...(await ask({ ask: 'capture' })) }));
    let durable = false;
    try {
      await (fresh ? writeFresh : writeWhole)(file, async (write) => {
        let size = FIRST_PART,
          first = true;
        for (let done = false; !done;) {
          await gap(first ? COPY : SLICE);
          first = false;
          const begun = performance.now();
          const part = await ask({ ask: 'pull', capture, entities: size });
          const took = performance.now() - begun;
          size = Math.round(Math.min(LARGEST_PART, Math.max(20, size * Math.min(4, Math.max(0.25, SLICE / 2 / Math.max(took, 0.01))))));
          done = part.done;
          await write(part.text);
        }
      });
      durable = true;
    } finally {
      // What was not written is still unsaved, and its copy must not stay behind.
      await ask({ ask: 'release', capture, durable }).catch(() => undefined);
    }
    this.#savedTick = tick;
    log.info({ tick, file: basename(file) }, 'saved');
    return { tick, file };
  }
}

type Fill = (write: (text: string) => Promise<void>) => Promise<void>;

/**
 * Writes a file so that at any moment the old or the new one stands there whole: a new file beside it, flushed, renamed over it, and the
 * folder flushed. Rejects with WW_SAVE_FAILED, the old file being as it was.
 * @param fresh who may read a file that is new; one that is there stays as it is
 */
export async function writeWhole(path: string, fill: Fill, fresh = 0o644): Promise<void> {
  const file = await realpath(path).catch(() => path);
  const mode = await stat(file).then(
    (found) => found.mode & 0o777,
    () => undefined,
  );
  await writeBeside(file, mode ?? fresh, fill, (beside) => rename(beside, file));
}

/** The same for a file that must not be there yet: rejects with WW_FILE_EXISTS where it is, also where it has come meanwhile. */
async function writeFresh(file: string, fill: Fill): Promise<void> {
  const taken = new WorldwireError('WW_FILE_EXISTS', `There is a file ${basename(file)} already; choose another name.`);
  const isThere = (): Promise<boolean> =>
    lstat(file).then(
      () => true,
      () => false,
    );
  if (await isThere()) throw taken;
  await writeBeside(file, 0o644, fill, async (beside) => {
    try {
      await link(beside, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST' || (await isThere())) throw taken;
      // A file system without links.
      await rename(beside, file);
      return;
    }
    await unlink(beside);
  });
}

async function writeBeside(file: string, mode: number, fill: Fill, put: (beside: string) => Promise<void>): Promise<void> {
  const beside = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  let handle: FileHandle | undefined;
  try {
    handle = await open(beside, 'wx', mode);
    const to = handle;
    await fill(async (text) => {
      await to.appendFile(text);
    });
    await handle.sync();
    await handle.close();
    handle = undefined;
    await put(beside);
    await flushFolder(dirname(file));
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await unlink(beside).catch(() => undefined);
    if (error instanceof WorldwireError) throw error;
    throw new WorldwireError('WW_SAVE_FAILED', `${basename(file)} could not be saved and is as it was: ${(error as Error).message}`);
  }
}

/** A rename is durable when its folder is. Some systems cannot open folders; there the rename must do. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
