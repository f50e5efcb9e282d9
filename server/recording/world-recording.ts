import { setTimeout } from 'node:timers/promises';
import type { Step } from '../../engine/index.ts';
import type { HostedDoor } from '../doors/hosted-door.ts';
import type { Log } from '../log/log.ts';
import { Recorder } from './recorder.ts';
import type { StepWords } from './recording.ts';

export interface WorldRecordingOptions {
  /** File to record to; none where nothing is recorded. */
  readonly file: string | undefined;
  /** Milliseconds that a step waits for the disk; undefined for as many as is usual. */
  readonly patience: number | undefined;
  readonly door: HostedDoor;
  readonly log: Log;
  /** Tells the world's log, and so the server's. */
  readonly note: (level: 'error', message: string) => void;
  readonly about: { readonly world: string; readonly name: string; readonly epoch: string; readonly tickRate: number };
}

/** Milliseconds that a world which closes waits for the rest of a recording that was given up. */
const REST = 2000;

/** The recording of a world that runs, for as long as its disk keeps up. */
export class WorldRecording {
  readonly #options: WorldRecordingOptions;
  #recorder: Recorder | undefined;
  #opened = false;
  /** The end of a recording that was given up, until it is on the disk. */
  #rest: Promise<void> | undefined;

  constructor(options: WorldRecordingOptions) {
    this.#options = options;
  }

  get active(): boolean {
    return this.#recorder !== undefined;
  }

  /** Opens the file, once. Rejects with WW_SAVE_FAILED where it cannot be written. */
  async open(): Promise<void> {
    const { file, patience, door, about } = this.#options;
    if (file === undefined || this.#opened) return;
    this.#opened = true;
    const { text } = await door.ask({ ask: 'snapshot' });
    this.#recorder = await Recorder.create(file, { ...about, snapshot: text }, patience);
  }

  /**
   * What a step has to wait for before it is taken: a disk that is behind, but not for long. A recording that cannot go on ends before that step,
   * with the state's hash where it can still be written, and the world goes on. Undefined where there is nothing to wait for.
   */
  before(tick: number): Promise<void> | undefined {
    const recorder = this.#recorder;
    if (recorder === undefined) return undefined;
    const room = recorder.room();
    if (room === undefined && recorder.trouble === undefined) return undefined;
    return (room ?? Promise.resolve()).then(() => (recorder.trouble === undefined ? undefined : this.#giveUp(recorder, recorder.trouble, tick)));
  }

  /** Writes down the step that begins at this tick. */
  step(tick: number, step: Step, words?: StepWords): void {
    this.#recorder?.step(tick, step, words);
  }

  /** Ends it with the state's hash; resolves when it is on the disk. */
  async end(): Promise<void> {
    const recorder = this.#recorder;
    if (recorder !== undefined) await this.#lastOf(recorder);
    else if (this.#rest !== undefined) await Promise.race([this.#rest, setTimeout(REST, undefined, { ref: false })]);
  }

  /** A world that went with its thread leaves no hash behind: what was recorded up to there is replayed as one that was cut off. */
  async #lastOf(recorder: Recorder): Promise<void> {
    const { door } = this.#options;
    try {
      await recorder.end(await door.ask({ ask: 'hash' }));
    } catch (error) {
      await recorder.cut();
      if (door.thread?.dead === undefined) throw error;
    }
  }

  async #giveUp(recorder: Recorder, reason: string, tick: number): Promise<void> {
    const { log, door, note } = this.#options;
    this.#recorder = undefined;
    note('error', `the recording ends at tick ${tick}, and the world goes on: ${reason} (WW_SAVE_FAILED)`);
    if (recorder.failed) return;
    const failed = (error: unknown): void => log.error({ err: error }, 'the recording could not be ended');
    try {
      const end = { ...(await door.ask({ ask: 'hash' })), reason };
      // The end is not waited for, since the disk may never take it.
      this.#rest = recorder.end(end).catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}
