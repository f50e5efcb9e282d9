import { open, unlink } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type { HistoryRow } from '../../engine/index.ts';
import { PacedCopy, type Turns } from '../doors/paced-copy.ts';
import { systemWords } from '../files/whole-file.ts';
import type { Log } from '../log/log.ts';
import type { SavedFile } from '../saving/saver.ts';
import { EditTally, type Tally } from './edit-tally.ts';
import { superfluous } from './version-keep.ts';
import { clearHalf, readVersion, versionFile, versionsIn, writeVersion, type Version, type VersionHead, type VersionReason } from './version-file.ts';

/** Where and how the versions of a scene are kept. */
export interface VersionsSettings {
  readonly folder: string;
  /** Bytes that all of them may take together. */
  readonly bytes: number;
  /** Least milliseconds between two states that are kept by themselves. Default a minute. */
  readonly interval?: number;
}

export interface VersionsOptions extends VersionsSettings, Turns {
  readonly log: Pick<Log, 'warn'>;
  /** Tells the world's log, and so the server's. */
  readonly note: (level: 'info' | 'warn', message: string) => void;
}

/** What is in a file was edited by nobody who is known. */
const NOBODYS: Tally = { authors: [], changes: [], edits: 0 };

const INTERVAL = 60_000;
/** Part of the time that states which are kept by themselves may take. */
const SHARE = 0.02;
/** Bytes of a file that is kept before it is written over. */
const LARGEST_FILE = 1 << 30,
  READ = 1 << 16;

/**
 * The versions of a world's scene: what each save wrote, and in between its state from time to time, where there were edits. They lie beside its journal,
 * and the scene file is never written by them.
 */
export class Versions {
  readonly #options: VersionsOptions;
  readonly #tally = new EditTally();
  #list: readonly Version[] = [];
  #next = 1;
  #opened: Promise<void> = Promise.resolve();
  /** One is written at a time. */
  #work: Promise<unknown> = Promise.resolve();
  /** What the copy holds that is being saved. */
  #saving: Tally | undefined;
  #timer: NodeJS.Timeout | undefined;
  #took = 0;
  #trouble: string | undefined;
  #ended = false;

  constructor(options: VersionsOptions) {
    this.#options = options;
  }

  /**
   * Looks for those that are there, and keeps what the scene file holds where that is none of them, as where another program has changed it.
   * @param file the scene file, and the first letters of its SHA-256
   * @param history what there is to be undone of a former process
   */
  open(file: { readonly path: string; readonly hash: string } | undefined, history: readonly HistoryRow[] = []): Promise<void> {
    this.#opened = this.#open(file, history).catch((error: unknown) => this.#failed(error));
    return this.#opened;
  }

  /** All of them, oldest first. */
  async list(): Promise<readonly Version[]> {
    await this.#opened;
    return this.#list;
  }

  /** The text of one. Rejects with WW_NO_VERSION. */
  read(number: number): Promise<{ readonly head: VersionHead; readonly text: string }> {
    return readVersion(this.#options.folder, number);
  }

  /** Somebody has come, under this name. */
  came(userId: string, name: string): void {
    this.#tally.came(userId, name);
  }

  /** Somebody has edited the world. */
  edited(userId: string, group: string | undefined): void {
    this.#tally.edited(userId, group);
    if (this.#timer !== undefined || this.#ended) return;
    const { interval = INTERVAL } = this.#options;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.keep('state');
      },
      Math.max(interval, this.#took / SHARE),
    );
    this.#timer.unref();
  }

  /** What the log says of an edit. */
  told(words: string): void {
    this.#tally.told(words);
  }

  /** What is being saved is the world as it is now. */
  copied(): void {
    if (this.#saving !== undefined) this.#tally.giveBack(this.#saving);
    this.#saving = this.#tally.take();
  }

  /** It lies in its file: what stands there is kept. Resolves when it was read; never rejects. */
  saved({ path, sha256, tick, byItself }: SavedFile): Promise<void> {
    const tally = this.#saving ?? this.#tally.take();
    this.#saving = undefined;
    return this.#write(tally, byItself ? 'autosave' : 'save', partsOf(path), { tick }, (found) => {
      if (found !== sha256) throw new Error('the file was changed as it was read again');
      return true;
    });
  }

  /** Keeps what stands in a file that is about to be written over. Never rejects. */
  keepFile(path: string): Promise<void> {
    return this.#write(NOBODYS, 'file', partsOf(path), {}, (sha256) => !this.#list.some((each) => each.sha256 === sha256));
  }

  /** Keeps the world as it is, where it was edited since the last version. Never rejects. */
  async keep(why: Extract<VersionReason, 'state' | 'before'>): Promise<void> {
    // What moves by itself is edited by nobody, and is lost all the same where something takes its place.
    if ((this.#tally.count === 0 && why !== 'before') || this.#ended) return;
    const begun = performance.now();
    let tally = NOBODYS;
    try {
      const copy = await PacedCopy.take(this.#options, 'scene', () => {
        tally = this.#tally.take();
      });
      try {
        await this.#write(tally, why, copy.parts(), { tick: copy.tick }, () => true);
      } finally {
        await copy.release();
        this.#took = Math.max(copy.took, (performance.now() - begun) / 10);
      }
    } catch (error) {
      this.#tally.giveBack(tally);
      this.#failed(error);
    }
  }

  /** Resolves when what is being written is on the disk. Nothing more is kept. */
  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#opened;
    await this.#work;
  }

  async #open(file: { readonly path: string; readonly hash: string } | undefined, history: readonly HistoryRow[]): Promise<void> {
    const { folder, note } = this.#options;
    await clearHalf(folder);
    const { versions, skipped } = await versionsIn(folder);
    this.#list = versions;
    // What is none of ours decides no number: where it has the next one, that is passed over as it is taken.
    this.#next = Math.max(0, ...versions.map(({ number }) => number)) + 1;
    for (const words of skipped.slice(0, MOST_TOLD)) note('warn', `of the versions of this scene: ${words}, so it is left out`);
    if (skipped.length > MOST_TOLD) note('warn', `of the versions of this scene ${skipped.length - MOST_TOLD} more files are left out`);
    const last = versions.at(-1)?.tick ?? -1;
    this.#tally.takeUp(history.filter(({ tick }) => tick > last));
    if (file !== undefined && !versions.some(({ sha256 }) => sha256.startsWith(file.hash))) await this.keepFile(file.path);
    else await this.#trim();
  }

  #write(
    tally: Tally,
    why: VersionReason,
    parts: AsyncIterable<string | Uint8Array>,
    more: { readonly tick?: number },
    isWanted: (sha256: string) => boolean,
  ): Promise<void> {
    const writing = this.#work.then(async () => {
      try {
        const newest = this.#list.at(-1);
        const version = await writeVersion(
          this.#options.folder,
          parts,
          () => ({ why, at: new Date().toISOString(), ...more, ...tally }),
          this.#next,
          (sha256) => isWanted(sha256) && sha256 !== newest?.sha256,
        );
        if (version !== undefined) {
          this.#list = [...this.#list, version];
          this.#next = version.number + 1;
        }
        await this.#trim();
        this.#trouble = undefined;
      } catch (error) {
        this.#tally.giveBack(tally);
        this.#failed(error);
      }
    });
    this.#work = writing;
    return writing;
  }

  async #trim(): Promise<void> {
    const { folder, bytes } = this.#options;
    const gone = new Set(superfluous(this.#list, bytes, Date.now()));
    for (const number of gone) await unlink(versionFile(folder, number)).catch(() => undefined);
    if (gone.size > 0) this.#list = this.#list.filter(({ number }) => !gone.has(number));
  }

  #failed(error: unknown): void {
    const reason = error instanceof Error ? systemWords(error) : String(error);
    // A world that is closing answers nobody.
    if (this.#ended || reason === this.#trouble) return;
    this.#trouble = reason;
    this.#options.log.warn({ err: error }, 'no version was kept');
    this.#options.note('warn', `no version of this scene was kept: ${reason}`);
  }
}

/** What stands in a file, part by part; it is opened when the first one is asked for. */
async function* partsOf(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size > LARGEST_FILE) throw new Error(`the file has ${size} bytes, more than are kept`);
    for (;;) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(READ), 0, READ);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Files that are no versions and are told one by one. */
const MOST_TOLD = 5;
