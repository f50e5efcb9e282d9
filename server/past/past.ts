import { WorldwireError, type Step } from '../../engine/index.ts';
import type { FieldHistory, FieldQuestion } from './field-change.ts';
import { searchField, type Searching } from './field-search.ts';
import type { GhostDoor } from './ghost.ts';
import type { Ghosts } from './ghosts.ts';
import type { Guide, PastRange } from './guide.ts';
import { JournalGuide } from './journal-guide.ts';
import type { JournalPast } from './journal-past.ts';
import { JournalTrack } from './journal-track.ts';
import { MarkWriter } from './mark-writer.ts';
import { MemoryGuide } from './memory-guide.ts';
import { MemoryPast, type MemoryPastOptions, type PastLimits } from './memory-past.ts';
import { drawn, type Passed, type Timeline, type TimelineQuestion } from './timeline.ts';

export interface PastOptions extends MemoryPastOptions {
  readonly ghosts: Ghosts;
  /** Its journal, where all that reaches the world is written to one. */
  readonly journal?: JournalPast;
}

/** What a world was like: as far back as its journal goes, and where it has none, the last minutes in memory while somebody has them kept. */
export class Past {
  /** The last minutes in memory. */
  readonly memory: MemoryPast;
  readonly #options: PastOptions;
  readonly #track: JournalTrack | undefined;
  readonly #marks: MarkWriter | undefined;
  readonly #ended = new Set<() => void>();
  #isOver = false;

  constructor(options: PastOptions, limits: Partial<PastLimits> = {}) {
    this.#options = options;
    this.memory = new MemoryPast(options, limits);
    const { journal, ghosts, tickRate } = options;
    if (journal !== undefined) {
      const track = new JournalTrack(journal, () => ghosts.reader());
      this.#track = track;
      this.#marks = new MarkWriter(tickRate, (happened) => {
        journal.note(happened);
        track.add(happened);
      });
    }
    this.memory.onEnd(() => {
      if (this.of !== 'journal') this.#tellEnd();
    });
  }

  /** From where it would be shown now. A journal that has ended serves on, as long as nothing newer is kept. */
  get of(): Guide['of'] | undefined {
    const { journal } = this.#options;
    if (this.#isOver) return undefined;
    if (journal?.from !== undefined && (journal.isWritten || !this.memory.isKept)) return 'journal';
    return this.memory.isKept ? 'memory' : undefined;
  }

  /** Ticks that can be shown; null while nothing is kept. */
  get range(): PastRange | null {
    const { of } = this,
      { journal } = this.#options;
    if (of === 'journal' && journal?.from !== undefined) return { from: journal.from, to: Math.max(journal.from, journal.to), of };
    const { range } = this.memory;
    return of !== 'memory' || range === null ? null : { ...range, of };
  }

  /** Whether anything of what happens is kept. */
  get isKept(): boolean {
    return this.memory.isKept || this.#options.journal?.isWritten === true;
  }

  /** Begins to keep what happens from now on, where no journal does so already; resolves when it does. */
  async begin(): Promise<void> {
    if (this.#options.journal?.isWritten !== true) await this.memory.begin();
  }

  /** Forgets what memory keeps, and keeps nothing more there. Who looks at it is told. */
  end(): void {
    this.memory.end();
  }

  /** Nothing can be shown any more: the world ends. */
  close(): void {
    this.#marks?.end();
    this.#isOver = true;
    this.memory.end();
    this.#options.journal?.close();
    this.#tellEnd();
  }

  add(step: Step, passed: Passed): void {
    if (this.memory.isKept) this.memory.add(step, passed);
    if (this.#options.journal?.isWritten === true) this.#marks?.add(step, passed);
  }

  /** A step failed: what the world is like now follows from nothing that memory keeps. */
  interrupt(): void {
    this.memory.interrupt();
  }

  /** What happened in a stretch of time, from afar. */
  timeline(question: TimelineQuestion): Timeline {
    const { range } = this,
      { journal } = this.#options;
    if (range?.of === 'journal' && this.#track !== undefined) return { range, bytes: journal?.bytes ?? 0, ...this.#track.timeline(question) };
    return { range, bytes: this.memory.bytes, ...drawn([this.memory.track], question) };
  }

  /** A world to be brought to where this one was. Rejects with WW_LIMIT where there are too many already. */
  ghost(): Promise<GhostDoor> {
    return this.#options.ghosts.make();
  }

  /**
   * What brings a ghost to ticks, as long as the past is kept where it is now. Throws WW_NOT_RECORDED where it is not kept.
   * @param cost milliseconds that a step takes in the world
   */
  guide(ghost: GhostDoor, cost: number): Guide {
    const { of } = this,
      { journal, tickRate } = this.#options;
    if (of === undefined) throw new WorldwireError('WW_NOT_RECORDED');
    if (of === 'memory' || journal === undefined) return new MemoryGuide(this.memory, ghost, { tickRate, cost });
    return new JournalGuide({ past: journal, log: (after) => this.memory.log(after), ghost, tickRate });
  }

  /** When a field changed last, and who did it. Rejects with WW_NOT_RECORDED where nothing is kept. */
  search(question: FieldQuestion, searching: Searching): Promise<FieldHistory> {
    const { of } = this,
      { journal } = this.#options;
    if (of === undefined) return Promise.reject(new WorldwireError('WW_NOT_RECORDED'));
    const past = of === 'journal' && journal !== undefined ? { of, journal } : { of: 'memory' as const, memory: this.memory };
    return searchField(past, this.#options, question, { ...searching, isOver: () => this.#isOver || searching.isOver() });
  }

  /** Calls when what is kept is forgotten. Returns what ends that. */
  onEnd(listener: () => void): () => void {
    this.#ended.add(listener);
    return () => this.#ended.delete(listener);
  }

  #tellEnd(): void {
    for (const listener of Array.from(this.#ended)) listener();
  }
}
