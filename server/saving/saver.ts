import { FILE_NAME } from './file-name.ts';
import { performance } from 'node:perf_hooks';
import { basename, dirname, join } from 'node:path';
import { WorldwireError, type WorldDoor } from '../../engine/index.ts';
import { FileClaim } from './file-claim.ts';
import type { FileStatus } from './file-status.ts';
import { FileWatch } from './file-watch.ts';
import type { Log } from '../log/log.ts';
import { PacedCopy, savedText, standing, type Turns } from '../doors/paced-copy.ts';
import { SceneFile, Styler } from './scene-file.ts';
import { SecretHeaders } from './secret-headers.ts';
import { isUnsaved, UnsavedEdits } from './unsaved-edits.ts';
import { writeFresh, writeWhole, type Fill } from '../files/whole-file.ts';

/** Where and when a world was saved. */
export interface Saved {
  readonly tick: number;
  readonly file: string;
}
/** A scene file that a world was read from, and the claim on it. */
export interface OwnFile {
  readonly file: SceneFile;
  readonly claim: FileClaim;
}

/** Is told of each save, so that another life of the world knows what of it is saved. */
export interface SaveWitness {
  /** What is being saved is the world as it is now, between two steps. */
  copied(): void;
  /** By which content the world will know its file; resolves when that is written down. The file is put in its place after that. */
  replacing(hash: string): Promise<void>;
  /** It is there. What this resolves with is waited for before another save begins. */
  saved(what: SavedFile): Promise<void> | undefined;
  /** What another program has put into the file is about to be written over, as a person wants it. */
  overwriting(path: string): Promise<void>;
}

/** What a save has put on the disk. */
export interface SavedFile {
  readonly path: string;
  readonly sha256: string;
  readonly tick: number;
  /** Nobody has asked for it. */
  readonly byItself: boolean;
}

export interface SaverOptions extends Turns {
  /** What the world is called, for whoever finds its file taken. */
  readonly world: string;
  /** Tells this run of the world from others under its name. */
  readonly life: string;
  /** File to save to; without one, saving is refused until `saveAs` has given one. */
  readonly own: OwnFile | undefined;
  /** Folder that a world without a file is saved to by `saveAs`; without one that is refused. */
  readonly folder?: string | undefined;
  /** Folder in which files of several names are noted as taken. */
  readonly claims?: string | undefined;
  /** Seconds between saves of a world that was edited; 0 is never. */
  readonly interval: number;
  readonly log: Log;
  /** Tells the world that it is about to be saved, or was. Resolves once it has taken that in. */
  readonly tell: (what: 'saving' | 'saved') => Promise<void>;
  /** Who writes down how the world stands to its file; nobody by default. */
  readonly witness?: SaveWitness | undefined;
  /** Tells the world's log, and so the server's. */
  readonly note: (level: 'info' | 'warn' | 'error', message: string) => void;
}

/** What a world may be saved as: a scene file's name, in no other folder. */
/** Where a last save fails by one of these, only the file itself is in the way: the edits can be written to another file beside it. */
const RESCUABLE: ReadonlySet<string> = new Set(['WW_FILE_CHANGED', 'WW_FILE_READ_ONLY', 'WW_FILE_IN_USE']);

/** Saves since the start: those that are on the disk, those that failed, and the seconds that the former took together. */
export interface SaveTotals {
  readonly done: number;
  readonly failed: number;
  readonly seconds: number;
}

/**
 * Saves a world beside its ticks: a copy is taken at once, its text is made in parts between ticks, and the file appears whole or not at all.
 * It never writes over what another program has put there, unless a person has said so.
 */
export class Saver {
  /** Which of its world's edits are on no disk. */
  readonly edits = new UnsavedEdits();
  readonly #options: SaverOptions;
  readonly #watch: FileWatch;
  #autosaving: NodeJS.Timeout | undefined;
  #saving: Promise<Saved> | undefined;
  #own: OwnFile | undefined;
  /** What is done with the file that was saved last, before another one takes its place. */
  #kept: Promise<void> | undefined;
  /** Whether nobody has asked for the save that goes on. */
  #byItself = false;
  /** Why the last save that nobody asked for failed, until one succeeds. */
  #trouble: string | undefined;
  readonly #totals = { done: 0, failed: 0, seconds: 0 };
  /** Files of which it was said that they hold what looks like secrets. */
  readonly #secretsTold = new Set<string>();

  constructor(options: SaverOptions) {
    this.#options = options;
    this.#own = options.own;
    this.#watch = new FileWatch({ file: () => (this.#saving === undefined ? this.#own?.file : undefined), note: options.note });
  }

  get file(): string | undefined {
    return this.#own?.file.path;
  }
  get totals(): SaveTotals {
    return this.#totals;
  }
  get own(): OwnFile | undefined {
    return this.#own;
  }

  /** How the world stands to its file. */
  get status(): FileStatus {
    const { file } = this.#own ?? {};
    const { last, saved, count, takenUp } = this.edits;
    return {
      name: file === undefined ? null : basename(file.path),
      life: this.#options.life,
      edits: last,
      savedEdits: saved,
      unsaved: count,
      hash: file?.hash ?? '',
      state: file?.state ?? 'same',
      ...(takenUp === undefined ? {} : { takenUp }),
      trouble: this.#trouble ?? null,
    };
  }

  start(): void {
    this.#watch.start();
    if (this.#options.interval <= 0) return;
    this.#autosaving = setInterval(() => void this.#autosave(), this.#options.interval * 1000);
    this.#autosaving.unref();
  }

  stop(): void {
    clearInterval(this.#autosaving);
    this.#watch.stop();
  }

  /** Lets the file go, for other servers. */
  async release(): Promise<void> {
    await this.#own?.claim.release();
  }

  /**
   * Saves to the world's file. Rejects with WW_SAVE_FAILED; with WW_FILE_CHANGED where that is another than was read or saved last, unless
   * `overwrite` says that this is known; with WW_FILE_READ_ONLY, and with WW_FILE_IN_USE where another server has it by now.
   */
  async save(overwrite = false): Promise<Saved> {
    return this.#next(() => this.#saveOwn(overwrite, this.#options));
  }

  /**
   * Saves to a file of another name beside the world's own, or in the folder of worlds where it has none; that one is its file from then on.
   * Rejects with WW_FILE_NAME, and with WW_FILE_EXISTS where another file has the name.
   */
  async saveAs(name: string): Promise<Saved> {
    if (!FILE_NAME.test(name)) throw new WorldwireError('WW_FILE_NAME');
    return this.#next(async () => {
      const own = this.#own;
      if (own !== undefined && basename(own.file.path) === name) return this.#saveOwn(false, this.#options);
      const folder = own === undefined ? this.#options.folder : dirname(own.file.path);
      if (folder === undefined)
        throw new WorldwireError(
          'WW_SAVE_FAILED',
          'This world came without a file, and no folder of worlds is configured (worldsFolder), so there is nowhere to save it to.',
        );
      const path = join(folder, name);
      const claim = await FileClaim.take(path, this.#options.world, this.#options.claims);
      const next = { file: SceneFile.fresh(path), claim };
      try {
        const saved = await this.#write(next.file, (fill) => writeFresh(path, fill), this.#options);
        this.#own = next;
        await own?.claim.release();
        return saved;
      } catch (error) {
        await claim.release();
        throw error;
      }
    });
  }

  /** What a save would write now. */
  text(): Promise<string> {
    return savedText(this.#options);
  }

  async #next(act: () => Promise<Saved>, byItself = false): Promise<Saved> {
    while (this.#saving !== undefined || this.#kept !== undefined) {
      await this.#saving?.catch(() => undefined);
      await this.#keptLast();
    }
    this.#byItself = byItself;
    this.#saving = this.#counted(act).finally(() => {
      this.#saving = undefined;
    });
    return this.#saving;
  }

  /** Resolves when what was saved last may be written over. */
  async #keptLast(): Promise<void> {
    const kept = this.#kept;
    await kept;
    if (this.#kept === kept) this.#kept = undefined;
  }

  async #counted(act: () => Promise<Saved>): Promise<Saved> {
    const begun = performance.now();
    try {
      const saved = await act();
      this.#totals.done += 1;
      this.#totals.seconds += (performance.now() - begun) / 1000;
      return saved;
    } catch (error) {
      this.#totals.failed += 1;
      throw error;
    }
  }

  /**
   * The last save of a world whose ticks have ended, where it has been edited or keeps something by itself. Gives undefined where all is on the disk
   * then; else why not, and under which name it was put beside its file instead, if that could be done.
   */
  async saveLast(door: Pick<WorldDoor, 'ask'>): Promise<{ readonly reason: string; readonly beside?: string } | undefined> {
    await this.#saving?.catch(() => undefined);
    await this.#keptLast();
    if (!isUnsaved(await door.ask({ ask: 'status' }))) return undefined;
    const alone = standing(door);
    try {
      await this.#saveOwn(false, alone);
      return undefined;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const file = this.#own?.file;
      if (file === undefined || !(error instanceof WorldwireError) || !RESCUABLE.has(error.code)) return { reason };
      const name = besideName(file.path, new Date());
      const path = join(dirname(file.path), name);
      return this.#write(SceneFile.fresh(path), (fill) => writeFresh(path, fill), alone).then(
        () => ({ reason, beside: name }),
        () => ({ reason }),
      );
    }
  }

  /** Nobody asks for it, so nothing that is another's is written over; a world that nobody has edited, and that keeps nothing, is not written at all. */
  async #autosave(): Promise<void> {
    if (this.#saving !== undefined || this.#own === undefined) return;
    try {
      if (isUnsaved(await this.#options.ask({ ask: 'status' }))) await this.#next(() => this.#saveOwn(false, this.#options), true);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason === this.#trouble) return;
      this.#trouble = reason;
      this.#options.note('error', `the world is not saved by itself: ${reason}`);
    }
  }

  async #saveOwn(overwrite: boolean, turns: Turns): Promise<Saved> {
    if (this.#own === undefined)
      throw new WorldwireError('WW_SAVE_FAILED', 'This world came without a file, so there is nowhere to save it to; save it under a name first.');
    const { file, claim } = this.#own;
    const refuse = async (): Promise<void> => {
      if (overwrite || (await file.look(true)) === 'same') return;
      const since = file.foreign && file.state === 'changed' ? '' : ' since this world read or saved it';
      throw new WorldwireError(
        'WW_FILE_CHANGED',
        `${file.name} ${file.otherness}${since}, so nothing was written: look at the difference, then reload, save under another name, or overwrite it.`,
      );
    };
    await refuse();
    await claim.confirm();
    if (overwrite && (await file.look(true)) === 'changed') await this.#options.witness?.overwriting(file.path);
    // Looked at once more when all is written, for the text of a large world takes its time.
    return this.#write(file, (fill) => writeWhole(file.path, fill, undefined, refuse), turns);
  }

  async #write(file: SceneFile, write: (fill: Fill) => ReturnType<typeof writeWhole>, turns: Turns): Promise<Saved> {
    const { log } = this.#options;
    const styler = new Styler(this.#own?.file.style ?? file.style);
    const secrets = new SecretHeaders();
    // A world whose ticks have ended takes nothing in any more.
    const runs = turns === this.#options;
    if (runs) await this.#options.tell('saving');
    const copy = await PacedCopy.take(turns, 'scene', () => {
      this.edits.going();
      this.#options.witness?.copied();
    });
    try {
      const stamp = await copy.onDisk(() =>
        write(async (put) => {
          for await (const text of copy.parts()) {
            secrets.look(text);
            await put(styler.next(text));
          }
          await put(styler.end());
          await this.#options.witness?.replacing(styler.hash.slice(0, 16));
        }),
      );
      file.written(stamp, styler.hash);
      this.#kept = this.#options.witness?.saved({ path: file.path, sha256: styler.hash, tick: copy.tick, byItself: this.#byItself });
      this.edits.written(copy.edits);
      this.#watch.written();
      log.info({ tick: copy.tick, file: basename(file.path) }, 'saved');
      if (runs) void this.#options.tell('saved');
      if (this.#trouble !== undefined) this.#options.note('info', 'the world is saved again');
      this.#trouble = undefined;
      this.#tellSecrets(file, secrets.names);
      return { tick: copy.tick, file: file.path };
    } catch (error) {
      this.edits.failed();
      if (!(error instanceof WorldwireError) || error.code !== 'WW_FILE_READ_ONLY') throw error;
      // Of all files that are written, a world's own is the one that another name serves for as well.
      throw new WorldwireError('WW_FILE_READ_ONLY', error.message.replace(/\.$/, ', or save under another name.'));
    }
  }

  /** Warns, once for each file, of Headers in it that look like secrets. */
  #tellSecrets(file: SceneFile, names: readonly string[]): void {
    if (names.length === 0 || this.#secretsTold.has(file.path)) return;
    this.#secretsTold.add(file.path);
    this.#options.note(
      'warn',
      `${basename(file.path)} was saved with Headers that look like secrets (${names.join(', ')}): whoever can read the file can use them; keep it ` +
        'out of what you share',
    );
  }
}

/** `garden.scene.json` is put aside as `garden.unsaved-20261128-201500.scene.json`. */
function besideName(file: string, now: Date): string {
  const name = basename(file);
  const ending = /(?:\.scene)?\.json$/i.exec(name)?.[0] ?? '';
  const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${name.slice(0, name.length - ending.length)}.unsaved-${time}${ending === '' ? '.scene.json' : ending}`;
}
