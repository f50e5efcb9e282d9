import { segmentsIn, type KnownFiles } from '../journal/journal-folder.ts';
import { chainBefore, linkOf, type ChainLink } from '../journal/journal-chain.ts';
import type { SegmentHead } from '../journal/journal-lines.ts';
import type { Happened } from '../journal/mark-lines.ts';
import type { Log } from '../log/log.ts';

export interface JournalPastOptions {
  readonly folder: string;
  readonly log: Log;
  /** Whether the journal is written; false once it has ended. */
  readonly isWritten: () => boolean;
  /** Resolves when all that the world was given so far is with the system. */
  readonly written: () => Promise<void> | undefined;
  /** Writes a line of marks. */
  readonly note: (happened: Happened) => void;
  /** The tick that the world has come to. */
  readonly tick: () => number;
}

/** What a world's journal holds of its past: its segments as far back as each goes on from the one before, those of former lives included. */
export class JournalPast {
  readonly #options: JournalPastOptions;
  /** Oldest first. */
  #chain: ChainLink[] = [];
  #from: number | undefined;
  #to = 0;
  #looking: Promise<void> = Promise.resolve();
  #bytes = 0;
  readonly #known: KnownFiles = new Map();
  #isOver = false;

  constructor(options: JournalPastOptions) {
    this.#options = options;
  }

  /** The first tick that can be shown; undefined until that is known. */
  get from(): number | undefined {
    return this.#from;
  }
  /** The last one. */
  get to(): number {
    if (this.isWritten) this.#to = this.#options.tick();
    return this.#to;
  }
  get isWritten(): boolean {
    return !this.#isOver && this.#from !== undefined && this.#options.isWritten();
  }
  get isOver(): boolean {
    return this.#isOver;
  }
  /** Bytes that it takes. */
  get bytes(): number {
    return this.#bytes;
  }
  get folder(): string {
    return this.#options.folder;
  }
  /** The segments that lead to ticks, oldest first. */
  get chain(): readonly ChainLink[] {
    return this.#chain;
  }

  /** A segment begins. Of the first of this life those before it are looked up, beside the ticks. */
  begun(head: SegmentHead): void {
    // One that goes on from nothing begins anew, as where the disk had ended the one before.
    if (head.after === '') this.#chain = [];
    const isFirst = this.#chain.length === 0;
    this.#chain.push(linkOf(head));
    this.#looking = this.#looking
      .then(() => this.#look(isFirst && head.after !== '' ? head : undefined))
      .catch((error: unknown) => {
        this.#options.log.warn({ err: error }, 'how far back the journal goes is not known');
      });
  }

  /** Resolves when it is known how far back it goes. */
  async known(): Promise<void> {
    await this.#looking;
  }

  /** Resolves when what has happened so far can be read. */
  async written(): Promise<void> {
    if (this.isWritten) await this.#options.written();
  }

  note(happened: Happened): void {
    this.#options.note(happened);
  }

  close(): void {
    this.#isOver = true;
  }

  /** @param first the first segment of this life, where those before it are to be looked up */
  async #look(first: SegmentHead | undefined): Promise<void> {
    const { folder } = this.#options;
    if (first !== undefined) this.#chain = [...(await chainBefore(folder, first)), ...this.#chain];
    // What is trimmed is gone, its snapshot first; the newest is still being written, and that of this life's beginning is awaited by its world.
    const files = await segmentsIn(folder, this.#known);
    this.#bytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const there = new Map(files.map((each) => [each.number, each]));
    const newest = this.#chain.at(-1)?.segment;
    const begin = this.#chain.findIndex(({ segment }) => there.get(segment)?.hasSnapshot === true || segment === newest);
    this.#chain = this.#chain.slice(Math.max(0, begin));
    this.#from = this.#chain[0]?.tick;
  }
}
