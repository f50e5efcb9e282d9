import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { HOST, WorldwireError, type Step } from '../../engine/index.ts';
import { discardNew, openNew } from '../files/new-file.ts';
import { nameFault } from './recorded-forms.ts';
import { RecordWriter, RECORDING_VERSION, seal, sealText, StepWords, type RecordingEnd, type RecordingHeader } from './recording.ts';
import { VERSION } from '../../engine/version.ts';

/** Bytes that are put together for the disk; with more unwritten, the world waits. */
const HIGH_WATER = 1 << 20;
/** Milliseconds that a world waits for a disk that does not keep up, unless it is told otherwise. */
const PATIENCE = 1000;
/** Unwritten bytes past which a recording is given up. */
const MOST_UNWRITTEN = 64 << 20;

/** Writes down all that a world is given, so that it can be lived through again with every peer switched off. */
export class Recorder {
  readonly #stream: WriteStream;
  readonly #file: string;
  readonly #writer: RecordWriter;
  readonly #patience: number;
  #sum = '';
  #seq = 0;
  #failure: Error | undefined;
  /** The world has waited for the disk in vain. Until the disk has caught up, it does not wait again. */
  #stalled = false;

  private constructor(stream: WriteStream, file: string, writer: RecordWriter, patience: number) {
    this.#stream = stream;
    this.#file = file;
    this.#writer = writer;
    this.#patience = patience;
    stream.on('error', (error) => {
      this.#failure = error;
    });
    stream.on('drain', () => {
      this.#stalled = false;
    });
  }

  /**
   * Begins a recording with the world as it is. Rejects with WW_FILE_EXISTS where the file is there already, since that may be a
   * recording which nobody can make again.
   */
  static async create(
    file: string,
    from: { world: string; name: string; epoch: string; tickRate: number; snapshot: string },
    patience = PATIENCE,
  ): Promise<Recorder> {
    // Whoever reads a recording refuses such a name, so that none is begun in it.
    const fault = nameFault(from.name);
    if (fault !== undefined)
      throw new WorldwireError('WW_SAVE_FAILED', `The recording ${file} cannot be written: its world's name ${fault}. Give the world's file another name.`);
    // Opened first, so that a wrong path is told before the world begins to run. What passed through a world is nobody else's to read.
    const handle = await openNew(file, 'recording', 'another, a folder, or a pattern such as {world}-{date}-{time}.recording');
    const recorder = new Recorder(createWriteStream('', { fd: handle, highWaterMark: HIGH_WATER }), file, new RecordWriter(from), patience);
    const header: RecordingHeader = {
      format: 'worldwire/recording',
      version: RECORDING_VERSION,
      world: from.world,
      name: from.name,
      epoch: from.epoch,
      tickRate: from.tickRate,
      engine: VERSION,
      node: process.version,
      started: new Date().toISOString(),
      snapshot: from.snapshot,
    };
    // A large world's snapshot is written before its first step, and does not count as what the disk is behind with.
    const failure = await recorder.#begin(header);
    if (!(failure instanceof Error)) return recorder;
    // A file without a recording's head is of no use to anybody, and would keep the next recording from its name.
    await discardNew(file);
    throw new WorldwireError('WW_SAVE_FAILED', `The recording ${file} cannot be written: ${failure.message}`);
  }

  /** Resolves when the disk has caught up, or has been waited for long enough; undefined where there is nothing to wait for. */
  room(): Promise<void> | undefined {
    const stream = this.#stream;
    if (!stream.writableNeedDrain || this.#stalled || this.#failure !== undefined) return undefined;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(patience);
        for (const event of ['drain', 'error', 'close']) stream.off(event, done);
        resolve();
      };
      const patience = setTimeout(() => {
        this.#stalled = true;
        done();
      }, this.#patience);
      for (const event of ['drain', 'error', 'close']) stream.on(event, done);
    });
  }

  /** Whether writing failed, so that nothing more can be written. */
  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /** Why this recording cannot go on, in words; undefined while it can. */
  get trouble(): string | undefined {
    if (this.#failure !== undefined) return `it cannot be written: ${this.#failure.message}`;
    const unwritten = this.#stream.writableLength;
    return this.#stalled && unwritten > MOST_UNWRITTEN ? `the disk does not keep up: ${unwritten} bytes are unwritten` : undefined;
  }

  /** Writes down the step that begins at this tick. */
  step(tick: number, step: Step, words = new StepWords(step)): void {
    for (const record of words.records) this.#record(tick, record);
  }

  /** Ends it without an end, since there is no state to take the hash of; resolves when all is on the disk. */
  async cut(): Promise<void> {
    this.#stream.end();
    await finished(this.#stream).catch(() => undefined);
  }

  /** Writes down the state's hash as the last record; resolves when all is on the disk. */
  async end(end: RecordingEnd): Promise<void> {
    this.#record(end.tick, JSON.stringify({ author: HOST, payload: { end } }).slice(1));
    this.#stream.end();
    await finished(this.#stream).catch((error: unknown) => {
      this.#failure ??= error as Error;
    });
    if (this.#failure !== undefined) throw new WorldwireError('WW_SAVE_FAILED', `The recording ${this.#file} is incomplete: ${this.#failure.message}`);
  }

  #record(tick: number, record: string): void {
    if (this.#failure === undefined) this.#put(sealText(this.#sum, this.#writer.text(this.#seq++, tick, record)));
  }

  /** Writes the head; resolves with why that failed when the system has taken it, or has not. */
  #begin(header: RecordingHeader): Promise<Error | null | undefined> {
    return new Promise((resolve) => this.#write(header, resolve));
  }

  #write(content: object, done?: (error: Error | null | undefined) => void): void {
    if (this.#failure !== undefined) return done?.(this.#failure);
    this.#put(seal(this.#sum, content), done);
  }

  #put({ line, sum }: { readonly line: string; readonly sum: string }, done?: (error: Error | null | undefined) => void): void {
    this.#sum = sum;
    this.#stream.write(`${line}\n`, done);
  }
}
