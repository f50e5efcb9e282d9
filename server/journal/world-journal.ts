import type { Step } from '../../engine/index.ts';
import type { StepWords } from '../recording/recording.ts';
import type { Reached } from './edit-marks.ts';
import { Journal, type JournalOptions, type JournalState } from './journal.ts';
import type { LogTotals } from './log-writer.ts';
import type { Happened } from './mark-lines.ts';

/** The journal of a running world: one that a failing disk has ended begins again once a save has come to a disk, since a journal may then as well. */
export class WorldJournal {
  readonly #options: JournalOptions;
  #current: Journal;
  /** One that begins; what it is given counts once the state that it begins with is whole. */
  #next: Journal | undefined;
  #beginning: Promise<void> | undefined;
  #last = { real: 0, wall: 0 };
  #isOver = false;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#current = new Journal(options);
  }

  get state(): JournalState {
    return this.#current.state;
  }
  get holdsAll(): boolean {
    return this.#current.holdsAll;
  }
  get totals(): LogTotals & { readonly unwritten: number } {
    return this.#current.totals;
  }
  get reached(): Reached {
    return this.#current.reached;
  }

  /** Begins a life of the world, as `Journal.open` does. @param real time that the world has behind it */
  async open(real: number): Promise<void> {
    this.#last = { real, wall: 0 };
    await this.#current.open(() => this.#last);
  }

  /** Writes down the step that begins at this tick. */
  step(tick: number, step: Step, words?: StepWords): void {
    this.#given.step(tick, step, words);
    this.#last = { real: step.real, wall: step.wall ?? this.#last.wall };
  }
  /** That step was done, in so many milliseconds. */
  lived(took: number, step: Step): void {
    this.#given.lived(took, step);
  }
  /** An edit has got this number in the step that was given last. */
  edited(edit: number): void {
    this.#given.edited(edit);
  }
  written(): Promise<void> | undefined {
    return this.#current.written();
  }
  durable(): Promise<void> {
    return this.#current.durable();
  }

  copied(): void {
    this.#given.note({ copied: true });
  }
  sceneIs(hash: string): Promise<void> {
    return this.#given.sceneIs(hash);
  }
  saved(): void {
    this.#given.note({ saved: true });
    if (this.#current.state.state === 'ended' && !this.#isOver) this.#beginning ??= this.#again().finally(() => (this.#beginning = undefined));
  }

  /** Notes what happened, for who looks at the track of its time. */
  happened(what: Happened): void {
    this.#given.note(what);
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#beginning;
    await this.#current.end();
  }

  get #given(): Journal {
    return this.#next ?? this.#current;
  }

  async #again(): Promise<void> {
    const { after: _formerLife, ...options } = this.#options;
    // It lets go of the folder, and of what it held of its files.
    await this.#current.end();
    const next = new Journal(options);
    this.#next = next;
    await next.open(() => this.#last, options).catch(() => undefined);
    this.#next = undefined;
    this.#current = next;
    if (next.state.state === 'on') options.note('warn', 'the journal has begun again');
  }
}
