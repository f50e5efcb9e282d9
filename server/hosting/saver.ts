import { open, realpath, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { WorldwireError, type Answer, type Question } from '../../engine/index.ts';
import type { Log } from './log.ts';

type Ask = <Q extends Question>(question: Q) => Promise<Answer<Q>>;

export interface SaverOptions {
  /** File to save to; without one, saving is refused. */
  readonly file: string | undefined;
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
const FIRST_PART = 200,
  LARGEST_PART = 20_000;

/** Saves a world beside its ticks: a copy is taken at once, its text is made in parts between ticks, and the file appears whole or not at all. */
export class Saver {
  readonly #options: SaverOptions;
  #timer: NodeJS.Timeout | undefined;
  /** Tick of the last save that went through; undefined after one that did not. */
  #savedTick: number | undefined;
  #saving: Promise<{ tick: number; file: string }> | undefined;

  constructor(options: SaverOptions) {
    this.#options = options;
  }

  /** @param tick tick at which the file is as the world is */
  start(tick: number): void {
    this.#savedTick = tick;
    if (this.#options.interval <= 0 || this.#options.file === undefined) return;
    this.#timer = setInterval(() => void this.#autosave(), this.#options.interval * 1000);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Resolves when the file is durable. One that is asked for while another goes on begins after it, since it is to hold what came meanwhile. */
  async save(): Promise<{ tick: number; file: string }> {
    while (this.#saving !== undefined) await this.#saving.catch(() => undefined);
    this.#saving = this.#save(this.#options.ask, this.#options.gap, this.#options.exclusive).finally(() => {
      this.#saving = undefined;
    });
    return this.#saving;
  }

  /** The last save of a world whose ticks have ended. */
  async saveLast(door: { ask: Ask }): Promise<void> {
    await this.#saving?.catch(() => undefined);
    await this.#save(
      (question) => door.ask(question),
      () => Promise.resolve(),
      (job) => job(),
    );
  }

  async #autosave(): Promise<void> {
    if (this.#saving !== undefined) return;
    try {
      // A world changes by itself as well as by edits; one that stands still and was not edited has nothing new.
      const { tick, unsaved } = await this.#options.ask({ ask: 'status' });
      if (unsaved || tick !== this.#savedTick) await this.save();
    } catch (error) {
      this.#options.log.error({ err: error }, 'the world could not be saved');
    }
  }

  async #save(ask: Ask, gap: SaverOptions['gap'], exclusive: SaverOptions['exclusive']): Promise<{ tick: number; file: string }> {
    const { file, log } = this.#options;
    if (file === undefined) throw new WorldwireError('WW_SAVE_FAILED', 'This world came without a file, so there is nowhere to save it to.');
    this.#savedTick = undefined;
    await gap(COPY);
    const { tick, capture } = await exclusive(async () => ({ tick: (await ask({ ask: 'status' })).tick, ...(await ask({ ask: 'capture' })) }));
    let durable = false;
    try {
      await writeWhole(file, async (write) => {
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

/**
 * Writes a file so that at any moment the old or the new one stands there whole: a new file beside it, flushed, renamed over it, and the
 * folder flushed. Rejects with WW_SAVE_FAILED, the old file being as it was.
 */
export async function writeWhole(path: string, fill: (write: (text: string) => Promise<void>) => Promise<void>): Promise<void> {
  const file = await realpath(path).catch(() => path);
  const mode = await stat(file).then(
    (found) => found.mode & 0o777,
    () => undefined,
  );
  const beside = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  let handle: FileHandle | undefined;
  try {
    handle = await open(beside, 'wx', mode ?? 0o644);
    const to = handle;
    await fill(async (text) => {
      await to.appendFile(text);
    });
    await handle.sync();
    await handle.close();
    handle = undefined;
    await rename(beside, file);
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
