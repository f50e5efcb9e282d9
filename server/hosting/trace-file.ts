import { createWriteStream, type WriteStream } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { finished } from 'node:stream/promises';
import type { Span } from '../../engine/index.ts';
import type { Log } from '../log/log.ts';
import { discardNew, openNew } from '../files/new-file.ts';

/** Bytes that may wait for the disk; past them the trace ends, since it must not hold up what it shows. */
const MOST_UNWRITTEN = 16 << 20;

/** A stretch of time of the host, in milliseconds of `performance.now()`. */
export interface Stretch {
  readonly begun: number;
  readonly took: number;
}

/** What one step of a world came to. */
export interface TracedStep extends Stretch {
  readonly mode: 'tick' | 'pass';
  readonly tick: number;
  /** Inputs other than those of links. */
  readonly inputs: number;
  /** Turns of its systems, since the step began. */
  readonly spans: readonly Span[];
  /** Handing over what connections have brought, carrying out effects, and handing out what views are told. */
  readonly collect: Stretch;
  readonly effects: Stretch;
  readonly views: Stretch;
  /** Messages since the step before, and bytes that wait. */
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly queuedBytes: number;
}

/**
 * A file of what the worlds of a server do when, in Chrome's Trace Event Format (a list of events), which perfetto.dev and the browser's own
 * tools show. Each world is a thread in it. The list is valid up to its last line at any time: readers of the format do without its end.
 */
export class TraceFile {
  readonly #stream: WriteStream;
  readonly #file: string;
  readonly #log: Log;
  #worlds = 0;
  #ended = false;

  private constructor(stream: WriteStream, file: string, log: Log) {
    this.#stream = stream;
    this.#file = file;
    this.#log = log;
    stream.on('error', (error) => this.#giveUp(error.message));
    this.#write('[\n');
    this.#event({ ph: 'M', name: 'process_name', args: { name: 'worldwire' } });
  }

  /** Rejects with WW_FILE_EXISTS where there is such a file, since what was traced cannot be traced again; with WW_SAVE_FAILED where it cannot be written. */
  static async create(file: string, log: Log): Promise<TraceFile> {
    const handle = await openNew(file, 'trace', 'another');
    return new TraceFile(createWriteStream('', { fd: handle }), file, log);
  }

  /** What a world of this name is traced by. */
  world(name: string): WorldTrace {
    const thread = ++this.#worlds;
    this.#event({ ph: 'M', name: 'thread_name', tid: thread, args: { name } });
    return { step: (step) => this.#step(thread, name, step) };
  }

  /** Ends the file; resolves when all of it is on the disk, or will never be. */
  async end(): Promise<void> {
    if (this.#ended) return;
    // The format has no trailing comma, and knows no empty event; an instant says that the end was reached.
    this.#write(`${JSON.stringify({ ph: 'i', s: 'p', name: 'end', pid: process.pid, tid: 0, ts: micros(performance.now()) })}\n]\n`);
    // A disk that took the trace no longer does not take its end either.
    if (this.#ended) return;
    this.#ended = true;
    this.#stream.end();
    await finished(this.#stream).catch((error: unknown) => this.#log.error(`the trace ${this.#file} is not whole: ${(error as Error).message}`));
  }

  /** Takes an ended file away that is of a server which did not start, so that the next start finds its name free. */
  discard(): Promise<void> {
    return discardNew(this.#file);
  }

  #step(tid: number, world: string, step: TracedStep): void {
    if (this.#ended) return;
    const span = (name: string, cat: string, { begun, took }: Stretch, args?: object): void =>
      this.#event({ ph: 'X', name, cat, tid, ts: micros(begun), dur: micros(took), ...(args === undefined ? {} : { args }) });
    const { mode, tick, inputs, spans, collect, effects, views, messagesIn, messagesOut, queuedBytes } = step;
    if (collect.took > 0) span('collect', 'links', collect, { messagesIn });
    span(mode, 'step', step, { tick, inputs });
    for (const { system, begun, took } of spans) span(system, 'system', { begun: step.begun + begun, took });
    span('effects', 'links', effects, { messagesOut });
    if (views.took > 0) span('views', 'views', views);
    this.#event({ ph: 'C', name: `${world}: messages`, tid, ts: micros(step.begun), args: { in: messagesIn, out: messagesOut } });
    this.#event({ ph: 'C', name: `${world}: queued bytes`, tid, ts: micros(step.begun), args: { bytes: queuedBytes } });
  }

  #event(event: object): void {
    if (!this.#ended) this.#write(`${JSON.stringify({ pid: process.pid, tid: 0, ...event })},\n`);
  }

  #write(text: string): void {
    this.#stream.write(text);
    if (this.#stream.writableLength > MOST_UNWRITTEN) this.#giveUp(`the disk does not keep up: ${this.#stream.writableLength} bytes are unwritten`);
  }

  /** Gives the trace up where the disk fails: the worlds go on, and what was written so far can be read. */
  #giveUp(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#log.error(`the trace ${this.#file} ends here: ${reason}`);
    this.#stream.destroy();
  }
}

/** Where the steps of one world are told. */
export interface WorldTrace {
  step(step: TracedStep): void;
}

/** Microseconds with the fraction that the clock has, as the format wants its times. */
function micros(milliseconds: number): number {
  return Math.round(milliseconds * 1_000_000) / 1000;
}
