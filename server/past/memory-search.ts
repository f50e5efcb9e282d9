import { IN_MEMORY, type ChangePlace, type FieldChange, type FieldQuestion, type SeenValue } from './field-change.ts';
import type { GhostDoor } from './ghost.ts';
import { SLICE } from './guide.ts';
import type { Found, SearchProgress } from './journal-search.ts';
import type { MemoryPast } from './memory-past.ts';
import type { Segment } from './past-segment.ts';

/** Steps that are done at once at first. */
const FIRST_STEPS = 100,
  MOST_STEPS = 5_000;

/** Looks for the last changes of a field in what memory keeps: the newest stretch first, each lived through in the thread of a ghost. */
export class MemorySearch {
  readonly #past: MemoryPast;
  readonly #ghost: GhostDoor;
  readonly #question: FieldQuestion;
  #top: number;
  /** Whether nothing was looked through yet, and nobody before has asked. */
  #isFirst: boolean;
  #from: number;
  /** Up to which step all is to be looked through, counted through all that is kept; that one is not. */
  #until: number | undefined;
  #next: ChangePlace | undefined;
  #cost = SLICE / FIRST_STEPS;
  #now: SeenValue | undefined;
  /** What is lived through now, and where that has come to. */
  #under: { readonly segment: Segment; readonly end: number; done: number } | undefined;

  constructor(past: MemoryPast, ghost: GhostDoor, question: FieldQuestion) {
    this.#past = past;
    this.#ghost = ghost;
    this.#question = question;
    this.#top = this.#from = past.range?.to ?? 0;
    this.#next = question.before;
    const { before, until } = question;
    if (until !== undefined) this.#top = this.#from = Math.min(this.#top, until);
    this.#until = before !== undefined ? before.step + 1 : until === undefined || past.range === null ? undefined : past.route(until).until;
    this.#isFirst = before === undefined;
  }

  /** Goes on for some milliseconds. */
  async on(): Promise<SearchProgress> {
    this.#under ??= await this.#begin();
    const under = this.#under;
    if (under === undefined) return this.#over([], undefined);
    const { segment, end, done } = under;
    if (done < end) {
      const count = Math.min(end - done, Math.max(1, Math.min(MOST_STEPS, Math.round(SLICE / this.#cost))));
      const steps = this.#past.steps(done, done + count);
      // They were dropped meanwhile, and all before them.
      if (steps === undefined) return this.#over([], undefined);
      const { took } = await this.#ghost.stretch({ steps, first: done });
      this.#cost = Math.max(0.002, 0.5 * this.#cost + 0.5 * (took / count));
      under.done += count;
      return this.#progress((done + count - segment.first) / Math.max(1, end - segment.first));
    }
    const { changes, now } = await this.#ghost.stretch({ steps: [], first: done });
    if (this.#isFirst) this.#now = now;
    this.#isFirst = false;
    this.#until = segment.first;
    this.#next = { segment: IN_MEMORY, step: segment.first, part: 0 };
    this.#from = segment.tick;
    this.#under = undefined;
    const newest = changes.toReversed().slice(0, this.#question.limit);
    return newest.length === 0 ? this.#progress(0) : this.#over(newest, newest.at(-1)?.place);
  }

  /** The newest state from which something is left to be looked through, in the ghost. */
  async #begin(): Promise<{ readonly segment: Segment; readonly end: number; done: number } | undefined> {
    await this.#past.ready();
    const { segments } = this.#past,
      last = segments.at(-1);
    const all = last === undefined ? 0 : last.first + last.length;
    const end = Math.min(this.#until ?? all, all);
    // Of a world that has just begun to be recorded, the state alone is there.
    const segment = segments.findLast(({ snapshot, first }) => snapshot !== undefined && (first < end || (this.#isFirst && first === end)));
    if (segment?.snapshot === undefined) return undefined;
    await this.#ghost.stretch({ snapshot: segment.snapshot, question: this.#question });
    return { segment, end, done: segment.first };
  }

  /** @param share the part of the stretch under way that is behind it */
  #progress(share: number): SearchProgress {
    const oldest = this.#past.range?.from ?? this.#from,
      all = Math.max(1, this.#top - oldest);
    const under = this.#under === undefined ? 0 : (this.#from - this.#under.segment.tick) * share;
    return { from: this.#from, share: Math.min(1, (this.#top - this.#from + under) / all), ...(this.#next === undefined ? {} : { next: this.#next }) };
  }

  #over(changes: readonly FieldChange[], next: ChangePlace | undefined): SearchProgress {
    const found: Found = {
      changes,
      from: this.#from,
      to: this.#top,
      ...(this.#now === undefined ? {} : { now: this.#now }),
      holes: [],
      ...(next === undefined ? {} : { next }),
    };
    return { from: this.#from, share: 1, found };
  }
}
