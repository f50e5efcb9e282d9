import type { FileHandle } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { systemWords } from '../files/whole-file.ts';

interface Chunk {
  readonly handle: FileHandle;
  readonly lines: string[];
  bytes: number;
  /** How many lines of all are written with it. */
  upTo: number;
}
interface Waiting {
  readonly upTo: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** What a log has cost: characters that were written, flushes, and the seconds that those took. */
export interface LogTotals {
  readonly bytes: number;
  readonly flushes: number;
  readonly seconds: number;
}

/**
 * Writes lines to files that follow each other, in their order: each is handed to the system as soon as that has taken what came before, and all of it is
 * flushed in groups. So what is written outlives this process, and what is flushed outlives the machine.
 */
export class LogWriter {
  readonly #flush: number;
  readonly #failed: (reason: string) => void;
  #handle: FileHandle | undefined;
  #queue: Chunk[] = [];
  #appended = 0;
  #written = 0;
  #durable = 0;
  #unwritten = 0;
  #pumping: Promise<void> | undefined;
  #flushing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Files that hold something which is not flushed, in their order. */
  #unflushed = new Set<FileHandle>();
  /** Files that nothing more comes to. */
  #over = new Set<FileHandle>();
  #failure: string | undefined;
  readonly #totals = { bytes: 0, flushes: 0, seconds: 0 };
  #writers: Waiting[] = [];
  #flushers: Waiting[] = [];

  /** @param flush milliseconds after which what is written is flushed. @param failed told once, when nothing more can be written */
  constructor(flush: number, failed: (reason: string) => void) {
    this.#flush = flush;
    this.#failed = failed;
  }

  /** Why nothing more is written, in words; undefined while it is. */
  get failure(): string | undefined {
    return this.#failure;
  }
  /** Lines that were given. */
  get appended(): number {
    return this.#appended;
  }
  /** How many of them are with the system, and on the disk. */
  get lines(): { readonly written: number; readonly durable: number } {
    return { written: this.#written, durable: this.#durable };
  }
  /** What was written and flushed so far. */
  get totals(): LogTotals {
    return this.#totals;
  }
  /** Characters that the system has not taken yet. */
  get unwritten(): number {
    return this.#unwritten;
  }

  /** What comes from now on goes to another file; the one before is closed when it is flushed. */
  to(handle: FileHandle): void {
    if (this.#handle !== undefined) {
      this.#over.add(this.#handle);
      this.#unflushed.add(this.#handle);
      this.#arm();
    }
    this.#handle = handle;
  }

  /** Takes a line in; `push` has it written. */
  append(line: string): void {
    if (this.#failure !== undefined || this.#handle === undefined) return;
    let chunk = this.#queue.at(-1);
    if (chunk === undefined || chunk.handle !== this.#handle) this.#queue.push((chunk = { handle: this.#handle, lines: [], bytes: 0, upTo: 0 }));
    chunk.lines.push(line, '\n');
    chunk.bytes += line.length + 1;
    chunk.upTo = ++this.#appended;
    this.#unwritten += line.length + 1;
  }

  /** Has what was taken in written. */
  push(): void {
    if (this.#queue.length > 0) this.#pumping ??= this.#pump();
  }

  /** Resolves when so many lines are with the system; undefined where they are. Resolves as well where that failed. */
  written(upTo: number): Promise<void> | undefined {
    if (this.#written >= upTo || this.#failure !== undefined) return undefined;
    this.push();
    return new Promise((resolve) => this.#writers.push({ upTo, resolve, reject: () => resolve() }));
  }

  /** Resolves when so many lines are flushed; rejects, in words, where that failed. */
  flushed(upTo: number): Promise<void> {
    if (this.#durable >= upTo) return Promise.resolve();
    if (this.#failure !== undefined) return Promise.reject(new Error(this.#failure));
    this.push();
    this.#arm();
    return new Promise((resolve, reject) => this.#flushers.push({ upTo, resolve, reject }));
  }

  /** Writes and flushes all that there is, and closes the files. */
  async end(): Promise<void> {
    while (this.#failure === undefined && (this.#pumping !== undefined || this.#queue.length > 0)) {
      this.push();
      await this.#pumping;
    }
    clearTimeout(this.#timer);
    await this.#flushing;
    if (this.#failure === undefined) await this.#flushAll();
    // After a failure, files that were over wait for a flush that does not come.
    const left = new Set([...this.#over, ...(this.#handle === undefined ? [] : [this.#handle])]);
    this.#handle = undefined;
    this.#over.clear();
    for (const handle of left) await handle.close().catch(() => undefined);
  }

  async #pump(): Promise<void> {
    try {
      for (let chunk = this.#queue.shift(); chunk !== undefined; chunk = this.#queue.shift()) {
        await chunk.handle.appendFile(chunk.lines.join(''));
        this.#written = chunk.upTo;
        this.#unwritten -= chunk.bytes;
        this.#totals.bytes += chunk.bytes;
        this.#unflushed.add(chunk.handle);
        this.#arm();
        settle(this.#writers, this.#written);
      }
    } catch (error) {
      this.#fail(`it cannot be written: ${systemWords(error as Error)}`);
    } finally {
      this.#pumping = undefined;
    }
  }

  #arm(): void {
    if (this.#failure !== undefined) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flushing ??= this.#flushAll().finally(() => {
        this.#flushing = undefined;
        if (this.#unflushed.size > 0) this.#arm();
      });
    }, this.#flush);
  }

  async #flushAll(): Promise<void> {
    const upTo = this.#written,
      handles = [...this.#unflushed];
    this.#unflushed.clear();
    try {
      const begun = performance.now();
      // One after another: what is durable is so with all before it.
      for (const handle of handles) await handle.datasync();
      this.#totals.flushes += 1;
      this.#totals.seconds += (performance.now() - begun) / 1000;
      for (const handle of handles)
        if (this.#over.has(handle) && !this.#queue.some((chunk) => chunk.handle === handle) && !this.#unflushed.has(handle)) {
          this.#over.delete(handle);
          await handle.close();
        }
    } catch (error) {
      return this.#fail(`it cannot be flushed: ${systemWords(error as Error)}`);
    }
    this.#durable = upTo;
    settle(this.#flushers, upTo);
  }

  #fail(reason: string): void {
    if (this.#failure !== undefined) return;
    this.#failure = reason;
    clearTimeout(this.#timer);
    this.#queue = [];
    this.#unwritten = 0;
    const error = new Error(reason);
    for (const { reject } of [...this.#writers.splice(0), ...this.#flushers.splice(0)]) reject(error);
    this.#failed(reason);
  }
}

/** Lets those go on who wait for no more than this. */
function settle(waiting: Waiting[], upTo: number): void {
  while (waiting[0] !== undefined && waiting[0].upTo <= upTo) waiting.shift()?.resolve();
}
