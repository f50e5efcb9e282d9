import { unwatchFile, watchFile } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { WorldwireError, type AccessScope } from '../../engine/index.ts';
import type { Log } from '../log/log.ts';
import { locked, type LockTimes } from '../files/file-lock.ts';
import { ofOwnFile } from '../files/own-file.ts';
import { systemWords, writeWhole } from '../files/whole-file.ts';
import { apply, isDecided, joined, keptText, keyOf, readKept, sameBut, type Decision, type Edit, type Kept } from './kept-decisions.ts';

/** Milliseconds between two looks at whether somebody else has written the file. */
const LOOK = 400;
/** Milliseconds after which a new reason alone is written, so that a world that gives one after another costs little. */
const REASONS = 5000;
/** Milliseconds until what could not be written is tried again: so long at first, then twice as long each time, and never longer than this. */
const FIRST_AGAIN = 2000,
  LONGEST_AGAIN = 30_000;

/** How long things that fail are waited for. */
export interface DecisionTimes extends LockTimes {
  /** Milliseconds until what could not be written is tried again for the first time. Default 2,000. */
  readonly again?: number;
}

type DecisionLog = Pick<Log, 'error' | 'info'>;
type Changed = (scope: AccessScope, host: string, port: number) => void;

/**
 * The remembered decisions of a machine's own user, kept in a JSON file; without a file, for as long as the process runs. Several processes
 * may share the file (servers, joined agents, `worldwire access`, an editor): each writes only what it has changed into what stands there,
 * and what others write holds here within a second.
 */
export class Decisions {
  readonly #file: string | undefined;
  readonly #log: DecisionLog;
  readonly #times: DecisionTimes;
  readonly #watchers = new Set<Changed>();
  #kept: Kept = new Map();
  /** What was changed here and is not written yet, by key: no more than there are hosts and ports, however long it cannot be. */
  #edits = new Map<string, Edit>();
  #writing: Promise<void> = Promise.resolve();
  #isQueued = false;
  #late: NodeJS.Timeout | undefined;
  /** Why what was decided last is not in the file. */
  #failure: WorldwireError | undefined;
  #again: NodeJS.Timeout | undefined;
  #pause: number;
  #hasEnded = false;

  private constructor(file: string | undefined, log: DecisionLog, times: DecisionTimes, failure?: WorldwireError) {
    this.#file = file;
    this.#log = log;
    this.#times = times;
    this.#pause = times.again ?? FIRST_AGAIN;
    this.#failure = failure;
  }

  /** Reads what was decided before. A file that cannot be read is left alone and told: nothing is allowed by it, and nothing is written over it. */
  static async open(file: string | undefined, log: DecisionLog, times: DecisionTimes = {}): Promise<Decisions> {
    if (file === undefined) return new Decisions(undefined, log, times);
    try {
      const decisions = new Decisions(file, log, times);
      decisions.#kept = await readKept(file);
      return decisions;
    } catch (error) {
      log.error(
        { file, err: error },
        'the file of remembered access decisions is damaged: none of it holds, and new decisions are kept only while this process runs',
      );
      return new Decisions(undefined, log, times, coded(file, error));
    }
  }

  get(scope: AccessScope, host: string, port: number): Decision | undefined {
    return this.#kept.get(keyOf({ scope, host, port }));
  }

  /** Why not all that was decided is on the disk, in words; undefined where it is, or where no file was asked for. */
  get unwritten(): string | undefined {
    return this.#failure?.message;
  }

  get list(): readonly Decision[] {
    return [...this.#kept.values()];
  }

  /** Remembers a decision; it holds at once, and is written to the file in the background. */
  remember(decision: Decision): void {
    const key = keyOf(decision);
    const before = this.#kept.get(key);
    const { reason } = decision;
    if (before !== undefined && reason !== undefined && sameBut(before, decision)) this.#edit(key, { reason });
    else this.#edit(key, decision);
  }

  /** Takes a decision back. Says whether there was one. */
  forget(scope: AccessScope, host: string, port: number): boolean {
    const key = keyOf({ scope, host, port });
    if (!this.#kept.has(key)) return false;
    this.#edit(key, 'forget');
    return true;
  }

  /** Looks after the file and tells whose decisions others have changed. Returns what ends it. */
  watch(changed: Changed): () => void {
    const file = this.#file;
    if (file === undefined) return () => undefined;
    const look = (): void => {
      this.#writing = this.#writing.then(() => this.#reread(file));
    };
    this.#watchers.add(changed);
    watchFile(file, { interval: LOOK, persistent: false }, look);
    return () => {
      this.#watchers.delete(changed);
      unwatchFile(file, look);
    };
  }

  /**
   * Resolves when all that was decided is on the disk. Rejects with a WorldwireError (WW_SAVE_FAILED mostly) where it could not be written: it holds in
   * this process all the same, and is tried again until it is.
   */
  async settled(): Promise<void> {
    this.#queue();
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Writes what is not written yet, once more, and tries no more after that. What is lost is told by the log. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    clearTimeout(this.#again);
    this.#queue();
    await this.#writing;
    clearTimeout(this.#late);
    const lost = [...this.#edits].filter(([, edit]) => isDecided(edit));
    if (this.#file === undefined || lost.length === 0) return;
    this.#log.error(
      { file: this.#file, err: this.#failure, lost: lost.map(([key]) => key) },
      `${lost.length === 1 ? 'an access decision is' : `${lost.length} access decisions are`} lost with this process: what ${basename(this.#file)} says of ` +
        'the host and port holds again',
    );
  }

  #edit(key: string, edit: Edit): void {
    apply(this.#kept, key, edit);
    if (this.#file === undefined) return;
    const before = this.#edits.get(key);
    const isLate = !isDecided(edit) && (before === undefined || !isDecided(before));
    this.#edits.set(key, joined(before, edit));
    if (!isLate) this.#queue();
    else this.#late ??= setTimeout(() => this.#queue(), REASONS).unref();
  }

  #queue(): void {
    const file = this.#file;
    if (file === undefined || this.#isQueued || this.#edits.size === 0) return;
    clearTimeout(this.#late);
    this.#late = undefined;
    clearTimeout(this.#again);
    this.#isQueued = true;
    this.#writing = this.#writing
      .then(() => this.#write(file))
      .then(
        () => this.#hasWritten(file),
        (error: unknown) => this.#hasFailed(file, coded(file, error)),
      );
  }

  #hasWritten(file: string): void {
    if (this.#failure !== undefined) this.#log.info({ file }, 'the access decisions that could not be written down are on the disk now');
    this.#failure = undefined;
    this.#pause = this.#times.again ?? FIRST_AGAIN;
  }

  #hasFailed(file: string, failure: WorldwireError): void {
    // The same failure is told once, however often it is tried.
    if (this.#failure?.message !== failure.message)
      this.#log.error(
        { file, err: failure },
        'an access decision could not be written down: allowed or denied, it holds while this process runs, and writing is tried again every few ' +
          `seconds; were the process to end before, what ${basename(file)} says would hold again`,
      );
    this.#failure = failure;
    if (this.#hasEnded) return;
    this.#again = setTimeout(() => this.#queue(), this.#pause).unref();
    this.#pause = Math.min(LONGEST_AGAIN, this.#pause * 2);
  }

  /** Writes what was changed here into what stands in the file by now. */
  async #write(file: string): Promise<void> {
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await locked(file, (confirm) => this.#replace(file, confirm), this.#times);
    } finally {
      this.#isQueued = false;
    }
  }

  async #replace(file: string, confirm: () => Promise<void>): Promise<void> {
    this.#isQueued = false;
    const edits = this.#edits;
    this.#edits = new Map();
    try {
      const kept = (await exists(file)) ? await readKept(file) : new Map(this.#kept);
      for (const [key, edit] of edits) apply(kept, key, edit);
      await writeWhole(file, (write) => write(keptText(kept)), 0o600, confirm);
      this.#take(kept);
    } catch (error) {
      const since = this.#edits;
      this.#edits = edits;
      for (const [key, edit] of since) edits.set(key, joined(edits.get(key), edit));
      throw error;
    }
  }

  /** Takes in what others have written. A file that is gone or damaged changes nothing. */
  async #reread(file: string): Promise<void> {
    const kept = await readKept(file).catch(() => undefined);
    if (kept !== undefined && (await exists(file))) this.#take(kept);
  }

  /** What stands in the file holds, and over it what was changed here meanwhile; tells what is otherwise than it was known here. */
  #take(kept: Kept): void {
    for (const [key, edit] of this.#edits) apply(kept, key, edit);
    const before = this.#kept;
    this.#kept = kept;
    for (const key of new Set([...before.keys(), ...kept.keys()])) {
      const was = before.get(key),
        is = kept.get(key);
      const known = is ?? was;
      if (known === undefined || (was?.decision === is?.decision && was?.near === is?.near)) continue;
      for (const changed of this.#watchers) changed(known.scope, known.host, known.port);
    }
  }
}

function coded(file: string, error: unknown): WorldwireError {
  const told = ofOwnFile(file, error);
  if (told instanceof WorldwireError) return told;
  return new WorldwireError('WW_SAVE_FAILED', `${basename(file)} could not be saved and is as it was: ${systemWords(error as Error)}`);
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
