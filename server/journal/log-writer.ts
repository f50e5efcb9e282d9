import fs from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { systemWords } from '../files/whole-file.ts';

/** A file of the log, opened to append. */
interface LogFile {
  readonly handle: FileHandle;
  /** Bytes that were given to the system. */
  given: number;
}
interface Chunk {
  readonly file: LogFile;
  readonly lines: string[];
  bytes: number;
  /** How many lines of all are written with it. */
  upTo: number;
}
/** A chunk that the system is taking. */
interface Writing {
  readonly chunk: Chunk;
  /** Bytes of its file when the system has it all. */
  readonly end: number;
  isDone: boolean;
}
interface Waiting {
  readonly upTo: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Bytes that are written in the midst of a tick at most. */
const MOST_AT_ONCE = 1 << 17;
/** Milliseconds for writing them that are taken for a sign that the disk does not keep up, and for how many it is then left to a thread. */
const SLOW = 20,
  DISTRUST = 10_000;

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
  #file: LogFile | undefined;
  #queue: Chunk[] = [];
  #writing: Writing | undefined;
  #appended = 0;
  #written = 0;
  #durable = 0;
  #unwritten = 0;
  #flushing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** `performance.now()` at which the timer is to end. */
  #due = Infinity;
  /** `performance.now()` from which on what is written is taken at once. */
  #trustedFrom = 0;
  /** Files that hold something which is not flushed, in their order. */
  #unflushed = new Set<LogFile>();
  /** Files that nothing more comes to. */
  #over = new Set<LogFile>();
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

  /** What comes from now on goes to another file, which is empty and opened to append; the one before is closed when it is flushed. */
  to(handle: FileHandle): void {
    if (this.#file !== undefined) {
      this.#over.add(this.#file);
      this.#unflushed.add(this.#file);
      this.#arm();
    }
    this.#file = { handle, given: 0 };
  }

  /** Takes a line in; `push` has it written. */
  append(line: string): void {
    if (this.#failure !== undefined || this.#file === undefined) return;
    let chunk = this.#queue.at(-1);
    if (chunk === undefined || chunk.file !== this.#file) this.#queue.push((chunk = { file: this.#file, lines: [], bytes: 0, upTo: 0 }));
    chunk.lines.push(line, '\n');
    chunk.bytes += line.length + 1;
    chunk.upTo = ++this.#appended;
    this.#unwritten += line.length + 1;
  }

  /** Has what was taken in written. A process that has thousands of sockets to read looks at its timers seconds late, so what is due is flushed here. */
  push(): void {
    this.#look();
    this.#next();
    if (this.#due < Infinity && performance.now() >= this.#due) this.#flushNow();
  }

  /** Resolves when so many lines are with the system; undefined where they are. Resolves as well where that failed. */
  written(upTo: number): Promise<void> | undefined {
    if (this.#isSettled(upTo)) return undefined;
    this.push();
    if (this.#isSettled(upTo)) return undefined;
    return new Promise((resolve) => this.#writers.push({ upTo, resolve, reject: () => resolve() }));
  }

  #isSettled(upTo: number): boolean {
    return this.#written >= upTo || this.#failure !== undefined;
  }

  /** Resolves when so many lines are flushed; rejects, in words, where that failed. */
  flushed(upTo: number): Promise<void> {
    if (this.#durable >= upTo) return Promise.resolve();
    // What is written at once may fail at once.
    this.push();
    if (this.#failure !== undefined) return Promise.reject(new Error(this.#failure));
    this.#arm();
    return new Promise((resolve, reject) => this.#flushers.push({ upTo, resolve, reject }));
  }

  /** Writes and flushes all that there is, and closes the files. */
  async end(): Promise<void> {
    this.push();
    if (this.#written < this.#appended) await this.written(this.#appended);
    clearTimeout(this.#timer);
    await this.#flushing;
    if (this.#failure === undefined) await this.#flushAll();
    // After a failure, files that were over wait for a flush that does not come.
    const left = new Set([...this.#over, ...(this.#file === undefined ? [] : [this.#file])]);
    this.#file = undefined;
    this.#over.clear();
    for (const { handle } of left) await handle.close().catch(() => undefined);
  }

  /** Gives the system the next chunk, where it has the one before. */
  #next(): void {
    if (this.#writing !== undefined || this.#failure !== undefined) return;
    const chunk = this.#queue.shift();
    if (chunk === undefined) return;
    const bytes = Buffer.from(chunk.lines.join(''));
    if (this.#isQuick(bytes.length)) return this.#writeNow(chunk, bytes);
    const writing: Writing = { chunk, end: (chunk.file.given += bytes.length), isDone: false };
    this.#writing = writing;
    chunk.file.handle.appendFile(bytes).then(
      () => {
        this.#done(writing);
        this.#next();
      },
      (error: unknown) => this.#fail(`it cannot be written: ${systemWords(error as Error)}`),
    );
  }

  /**
   * Whether the system takes so many bytes as quickly as it copies them. That costs a tenth of handing them to a thread that does so, and on a busy machine
   * a hundredth; and effects have nothing to wait for. While a flush is under way the disk is asked, and may hang.
   */
  #isQuick(bytes: number): boolean {
    return bytes <= MOST_AT_ONCE && this.#flushing === undefined && performance.now() >= this.#trustedFrom;
  }

  #writeNow(chunk: Chunk, bytes: Buffer): void {
    const begun = performance.now();
    try {
      for (let at = 0; at < bytes.length;) at += fs.writeSync(chunk.file.handle.fd, bytes, at);
    } catch (error) {
      return this.#fail(`it cannot be written: ${systemWords(error as Error)}`);
    }
    chunk.file.given += bytes.length;
    const now = performance.now();
    if (now - begun > SLOW) this.#trustedFrom = now + DISTRUST;
    this.#taken(chunk);
    this.#next();
  }

  /**
   * Looks whether the system has what it was given. That it has is told by an event, which comes behind all sockets that have something to read; the length
   * of the file tells it in the midst of a tick. A length that cannot be had tells nothing.
   */
  #look(): void {
    const writing = this.#writing;
    if (writing === undefined) return;
    try {
      if (fs.fstatSync(writing.chunk.file.handle.fd).size >= writing.end) this.#done(writing);
    } catch {
      // What is wrong with the file is told as it is written.
    }
  }

  #done(writing: Writing): void {
    if (writing.isDone || this.#failure !== undefined) return;
    writing.isDone = true;
    this.#writing = undefined;
    this.#taken(writing.chunk);
  }

  #taken(chunk: Chunk): void {
    this.#written = chunk.upTo;
    this.#unwritten -= chunk.bytes;
    this.#totals.bytes += chunk.bytes;
    this.#unflushed.add(chunk.file);
    this.#arm();
    settle(this.#writers, this.#written);
  }

  #arm(): void {
    if (this.#failure !== undefined || this.#timer !== undefined) return;
    this.#due = performance.now() + this.#flush;
    this.#timer = setTimeout(() => this.#flushNow(), this.#flush);
  }

  #flushNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = Infinity;
    this.#flushing ??= this.#flushAll().finally(() => {
      this.#flushing = undefined;
      if (this.#unflushed.size > 0) this.#arm();
    });
  }

  async #flushAll(): Promise<void> {
    const upTo = this.#written,
      files = [...this.#unflushed];
    this.#unflushed.clear();
    try {
      const begun = performance.now();
      // One after another: what is durable is so with all before it.
      for (const { handle } of files) await handle.datasync();
      this.#totals.flushes += 1;
      this.#totals.seconds += (performance.now() - begun) / 1000;
      for (const file of files)
        if (this.#over.has(file) && !this.#isWanted(file)) {
          this.#over.delete(file);
          await file.handle.close();
        }
    } catch (error) {
      return this.#fail(`it cannot be flushed: ${systemWords(error as Error)}`);
    }
    this.#durable = upTo;
    settle(this.#flushers, upTo);
  }

  /** Whether something of it is still to be written or flushed. */
  #isWanted(file: LogFile): boolean {
    return this.#writing?.chunk.file === file || this.#unflushed.has(file) || this.#queue.some((chunk) => chunk.file === file);
  }

  #fail(reason: string): void {
    if (this.#failure !== undefined) return;
    this.#failure = reason;
    clearTimeout(this.#timer);
    this.#due = Infinity;
    this.#writing = undefined;
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
