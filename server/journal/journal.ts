import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Input, Step, WorldDoor } from '../../engine/index.ts';
import { VERSION } from '../../engine/version.ts';
import { PacedCopy, standing, type Turns } from '../doors/paced-copy.ts';
import { flushFolder, systemWords } from '../files/whole-file.ts';
import type { Log } from '../log/log.ts';
import { RecordWriter, seal, sealText, StepWords } from '../recording/recording.ts';
import { FileClaim } from '../saving/file-claim.ts';
import { logFile, prepareFolder, segmentNames, snapshotFile, trim, type JournalKeep, type KnownFiles } from './journal-folder.ts';
import { JOURNAL_VERSION, type JournalMode, type SegmentHead } from './journal-lines.ts';
import { EditMarks, type Reached } from './edit-marks.ts';
import { LogWriter, type LogTotals } from './log-writer.ts';
import { packLog } from './packed-logs.ts';
import { QuietSteps } from './quiet-steps.ts';
import type { Happened } from './mark-lines.ts';
import { writeSnapshot } from './snapshot-file.ts';
import { SnapshotRhythm } from './snapshot-rhythm.ts';

/** Where and how a world's journal is written. */
export interface JournalSettings {
  readonly folder: string;
  readonly mode: JournalMode;
  /** Checksum of the last line of the life that the world goes on from, where it was taken up from this journal. */
  readonly after?: string;
  /** Milliseconds after which what was written is flushed. */
  readonly flush: number;
  readonly keep: JournalKeep;
}

export interface JournalOptions extends JournalSettings, Turns {
  readonly about: { readonly world: string; readonly name: string; readonly epoch: string; readonly tickRate: number };
  readonly door: Pick<WorldDoor, 'ask'>;
  /** Told of each segment as it begins. */
  readonly begun?: (head: SegmentHead) => void;
  /** By which content the world knows its scene file; empty where it knows none. */
  readonly scene: () => string;
  readonly log: Log;
  /** Tells the world's log, and so the server's. */
  readonly note: (level: 'error' | 'warn', message: string) => void;
}

/** Whether what was asked for outlives a crash of the machine, and why not. */
export interface Durability {
  readonly durable: boolean;
  readonly reason?: string;
}

/** How a journal stands: `behind`, effects of the world no longer wait for it; `ended`, nothing more is written, and why. */
export type JournalState = { readonly state: 'on' | 'behind' } | { readonly state: 'ended'; readonly reason: string };

/** Inputs that no person made: where edits alone are written, they are left out. */
const NOBODYS: ReadonlySet<Input['type']> = new Set(['link', 'ran', 'access', 'accessChanged']);
/** Why a journal ends with its world. */
const WORLD_ENDED = 'the world has ended';
/** Milliseconds that effects wait for a disk that does not take their cause. */
const PATIENCE = 1000;
/** Characters that the system has not taken past which messages are left out, and past which a journal ends. */
const MUCH_UNWRITTEN = 16 << 20,
  MOST_UNWRITTEN = 64 << 20;
/** Milliseconds after which steps that nothing reached are written, at least: of them a crash takes ticks alone. */
const QUIET = 1000;

/** What reaches a world, on disk as it comes in, so that the world can be taken up from any end. */
export class Journal {
  readonly #options: JournalOptions;
  readonly #writer: LogWriter;
  readonly #records: RecordWriter;
  readonly #edits = new EditMarks();
  #claim: FileClaim | undefined;
  #ended: string | undefined;
  #isBehind = false;
  #segment = 0;
  #seq = 0;
  #sum = '';
  readonly #quiet: QuietSteps;
  #scene = '';
  readonly #rhythm: SnapshotRhythm;
  /** Whether messages are left out, since the disk does not keep up. */
  #sheds = false;
  #snapping: Promise<void> | undefined;
  #tidying: Promise<void> | undefined;
  readonly #known: KnownFiles = new Map();

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#records = new RecordWriter(options.about);
    this.#rhythm = new SnapshotRhythm(options.keep.bytes);
    this.#writer = new LogWriter(options.flush, (reason) => this.#end(reason));
    this.#quiet = new QuietSteps(
      (quiet) => this.#append({ seq: this.#seq++, quiet }),
      Math.max(QUIET, options.flush),
      () => this.#writer.push(),
    );
  }

  get state(): JournalState {
    if (this.#ended !== undefined) return { state: 'ended', reason: this.#ended };
    return { state: this.#isBehind || this.#sheds ? 'behind' : 'on' };
  }

  /** Whether it holds all that its world was given, or will in a moment: while it is on, and where it has ended with the world and not before. */
  get holdsAll(): boolean {
    if (this.#ended !== undefined) return this.#ended === WORLD_ENDED && this.#writer.failure === undefined;
    return !this.#isBehind && !this.#sheds;
  }

  /** What it has written, and not yet. */
  get totals(): LogTotals & { readonly unwritten: number } {
    return { ...this.#writer.totals, unwritten: this.#writer.unwritten };
  }

  /** An edit has got this number in the step that was given last. */
  edited(edit: number): void {
    if (this.#ended === undefined) this.#edits.made(edit, this.#writer.appended);
  }
  /** How far what was edited is on the disk. */
  get reached(): Reached {
    const { written, durable } = this.#writer.lines;
    return this.#edits.reached(written, durable);
  }

  /**
   * Begins a life of the world with its state; resolves when that is on the disk. Where it cannot be written, the world is told, and goes on without.
   * Rejects with WW_FILE_IN_USE where another server writes to the folder.
   * @param last real time and clock of the step before the first that is written
   * @param turns those of a world that runs. Default: nobody turns it yet
   */
  async open(last: () => { readonly real: number; readonly wall: number }, turns: Turns = standing(this.#options.door)): Promise<void> {
    const { folder, about } = this.#options;
    try {
      await prepareFolder(folder);
      this.#claim = await FileClaim.take(join(folder, 'journal'), about.name);
      const begun = performance.now();
      const first = ((await segmentNames(folder)).at(-1)?.number ?? 0) + 1;
      const handle = await this.#newLog(first);
      const copy = await PacedCopy.take(turns, 'state', ({ tick, edits }) => {
        this.#quiet.since(last());
        this.#begin(first, handle, tick, this.#options.after ?? '');
        this.#edits.begin(edits);
      });
      try {
        await this.#writer.flushed(this.#writer.appended);
        const bytes = await writeSnapshot(snapshotFile(folder, this.#segment), copy.parts());
        this.#rhythm.written({ took: performance.now() - begun, bytes });
      } finally {
        await copy.release();
      }
      this.#tidying = this.#tidy();
    } catch (error) {
      if ((error as { readonly code?: unknown }).code === 'WW_FILE_IN_USE') throw error;
      this.#end(`it cannot be written: ${systemWords(error as Error)}`);
    }
  }

  /** Writes down the step that begins at this tick. @param inWords the step in words, where others write it as well */
  step(tick: number, given: Step, inWords?: StepWords): void {
    if (this.#ended !== undefined || this.#segment === 0) return;
    const step = this.#options.mode === 'all' && !this.#sheds ? given : peoples(given);
    if (step === undefined) return;
    if (step.inputs.length === 0) return this.#quiet.add(step);
    this.#quiet.write();
    const words = inWords?.step === step ? inWords : new StepWords(step);
    for (const record of words.records) this.#put(sealText(this.#sum, this.#records.text(this.#seq++, tick, record)));
    this.#quiet.since(step);
    this.#writer.push();
    if (this.#writer.unwritten > MOST_UNWRITTEN) this.#end(`the disk does not keep up: ${this.#writer.unwritten} characters are unwritten`);
    else if (this.#writer.unwritten > MUCH_UNWRITTEN) this.#shed(tick);
  }

  /** A step was done, in so many milliseconds. */
  lived(took: number, { inputs }: Step): void {
    if (this.#ended !== undefined || this.#segment === 0) return;
    this.#rhythm.lived(took, inputs.length === 0);
    if (this.#snapping !== undefined) return;
    // What was left out is in no record, so that only a snapshot makes the journal whole again.
    if (this.#sheds ? this.#writer.unwritten === 0 : this.#rhythm.isDue) this.#snapping = this.#snap().finally(() => (this.#snapping = undefined));
  }

  /** What effects of the last step wait for: that it is written, but not for a disk that does not take it. Undefined where there is nothing to wait for. */
  written(): Promise<void> | undefined {
    if (this.#ended !== undefined) return undefined;
    this.#quiet.write();
    const written = this.#writer.written(this.#writer.appended);
    if (written === undefined) {
      if (this.#isBehind) this.#caughtUp();
      return undefined;
    }
    if (this.#isBehind) return undefined;
    let patience: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => {
      patience = setTimeout(() => {
        if (this.#ended === undefined && !this.#isBehind) this.#fallBehind();
        resolve();
      }, PATIENCE);
    });
    return Promise.race([written, tooLong]).finally(() => clearTimeout(patience));
  }

  /** Resolves when all that the world was given so far outlives this machine; rejects, in words, where it does not. */
  async durable(): Promise<void> {
    if (this.#ended !== undefined) throw new Error(this.#ended);
    this.#quiet.write();
    await this.#writer.flushed(this.#writer.appended);
  }

  /** Notes what became of a save, or what happened, between two steps. */
  note(mark: { readonly copied: true } | { readonly saved: true } | Happened): void {
    if (this.#ended !== undefined || this.#segment === 0) return;
    this.#quiet.write();
    this.#append({ seq: this.#seq++, ...mark });
    this.#writer.push();
  }

  /** Notes by which content the world knows its scene file from now on, before that is put in its place; resolves when that is on the disk. */
  async sceneIs(hash: string): Promise<void> {
    if (this.#ended !== undefined || this.#segment === 0 || hash === this.#scene) return;
    this.#scene = hash;
    this.#quiet.write();
    this.#append({ seq: this.#seq++, scene: hash });
    await this.durable().catch(() => undefined);
  }

  /** Ends it with the state's hash, where the world still has one; resolves when all is on the disk. */
  async end(): Promise<void> {
    await Promise.all([this.#snapping, this.#tidying]);
    if (this.#ended === undefined && this.#segment > 0) {
      await this.sceneIs(this.#options.scene());
      this.#quiet.write();
      const end = await this.#options.door.ask({ ask: 'hash' }).catch(() => undefined);
      if (end !== undefined) this.#append({ seq: this.#seq++, end: { hash: end.hash, tick: end.tick } });
      this.#ended = WORLD_ENDED;
      await this.#writer.end();
    }
    this.#quiet.drop();
    await this.#claim?.release();
    this.#claim = undefined;
  }

  #append(content: object): void {
    this.#put(seal(this.#sum, content));
  }

  #put({ line, sum }: { readonly line: string; readonly sum: string }): void {
    this.#sum = sum;
    this.#rhythm.appended(line.length);
    this.#writer.append(line);
  }

  /** The file of a segment's log, whose name is on the disk. */
  async #newLog(segment: number): Promise<FileHandle> {
    const { folder } = this.#options;
    const handle = await open(logFile(folder, segment), 'ax', 0o600);
    await flushFolder(folder);
    return handle;
  }

  /** Begins a segment: what is written from now on goes to its log. @param after checksum of the line that it follows */
  #begin(segment: number, handle: FileHandle, tick: number, after: string): void {
    const { mode, about, scene } = this.#options;
    if (this.#sheds) this.#options.note('warn', 'the journal has caught up with the world, and is whole again from here on');
    this.#sheds = false;
    this.#rhythm.begun();
    this.#segment = segment;
    this.#writer.to(handle);
    this.#sum = '';
    this.#scene = scene();
    const head: SegmentHead = {
      format: 'worldwire/journal',
      version: JOURNAL_VERSION,
      ...about,
      mode,
      segment,
      seq: this.#seq,
      tick,
      after,
      scene: this.#scene,
      ...this.#quiet.last,
      engine: VERSION,
      node: process.version,
      started: new Date().toISOString(),
    };
    this.#append(head);
    this.#options.begun?.(head);
  }

  /** Goes on in a new segment, whose snapshot is written beside the ticks: until it is whole, the one before serves. */
  async #snap(): Promise<void> {
    const { folder } = this.#options;
    try {
      const next = this.#segment + 1;
      const handle = await this.#newLog(next);
      const copy = await PacedCopy.take(this.#options, 'state', ({ tick }) => {
        this.#quiet.write();
        this.#begin(next, handle, tick, this.#sum);
      });
      try {
        const bytes = await writeSnapshot(
          snapshotFile(folder, next),
          copy.parts(() => this.#ended === undefined),
        );
        this.#rhythm.written({ took: copy.took, bytes });
      } finally {
        await copy.release();
      }
      await this.#tidy();
    } catch (error) {
      this.#end(`its snapshot cannot be written: ${systemWords(error as Error)}`);
    }
  }

  /** Packs logs that are over, and takes away what is past the bound. What cannot be done of it is done another time: nothing depends on it. */
  async #tidy(): Promise<void> {
    const { folder, keep } = this.#options;
    try {
      await this.#writer.flushed(this.#writer.appended);
      const segments = await segmentNames(folder);
      for (const { number, hasLog, isPacked } of segments) if (hasLog && !isPacked && number < this.#segment) await packLog(logFile(folder, number));
      await trim(folder, keep, Date.now(), this.#known);
    } catch (error) {
      if (this.#ended === undefined) this.#options.log.warn({ world: this.#options.about.name, err: error }, 'the journal could not be tidied');
    }
  }

  #shed(tick: number): void {
    if (this.#sheds || this.#options.mode !== 'all') return;
    this.#append({ seq: this.#seq++, shed: tick });
    this.#sheds = true;
    this.#options.note(
      'warn',
      'the disk is slower than the world: messages are left out of the journal until it has caught up, what people do is still written',
    );
  }
  #fallBehind(): void {
    this.#isBehind = true;
    this.#options.note('warn', `the journal is behind: the disk has taken nothing for ${PATIENCE / 1000} s, and the world does not wait for it any longer`);
  }
  #caughtUp(): void {
    this.#isBehind = false;
    this.#options.note('warn', 'the journal has caught up with the world');
  }

  #end(reason: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#quiet.drop();
    this.#options.note('error', `the journal ends, and the world goes on without: ${reason}. From now on only what is saved outlives a crash (WW_SAVE_FAILED)`);
    void this.#writer.end().catch(() => undefined);
  }
}

/** What of a step people did, as a step without time; undefined where that is nothing. */
function peoples(step: Step): Step | undefined {
  const inputs = step.inputs.filter(({ input }) => !NOBODYS.has(input.type));
  return inputs.length === 0 ? undefined : { mode: 'pass', real: step.real, ...(step.wall === undefined ? {} : { wall: step.wall }), inputs };
}
