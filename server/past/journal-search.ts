import { performance } from 'node:perf_hooks';
import { sameJson, WorldwireError, type FieldState, type World } from '../../engine/index.ts';
import type { ChainLink } from '../journal/journal-chain.ts';
import { snapshotFile } from '../journal/journal-folder.ts';
import { LifeReader } from '../journal/life-reader.ts';
import { readSnapshot } from '../journal/snapshot-file.ts';
import type { ChangePlace, FieldChange, FieldQuestion, Hole } from './field-change.ts';
import { seen, type SeenValue } from './field-change.ts';
import { FieldStretch } from './field-stretch.ts';

/** Where a change of a field is looked for in a journal, which the search reads by itself. */
export interface SearchErrand {
  readonly folder: string;
  /** The segments that the journal has, oldest first. */
  readonly chain: readonly ChainLink[];
  /** The last tick that is written. */
  readonly to: number;
  readonly question: FieldQuestion;
}

/** How far a search has come. */
export interface SearchProgress {
  /** The tick back to which all is looked through. */
  readonly from: number;
  /** How much of all that is kept is, from 0 to 1. */
  readonly share: number;
  /** Where one who gives up here can go on another time; left out before one segment is looked through. */
  readonly next?: ChangePlace;
  readonly found?: Found;
}

/** What a search came to: changes, or none in all that is kept. */
export interface Found {
  /** Newest first. */
  readonly changes: readonly FieldChange[];
  readonly from: number;
  readonly to: number;
  readonly now?: SeenValue;
  readonly holes: readonly Hole[];
  /** Whether something older is kept. */
  readonly next?: ChangePlace;
}

/** Steps between two looks at the clock. */
const AT_ONCE = 16;
/** Holes that are told. */
const MOST_HOLES = 100;
/** After all that a segment holds. */
const ITS_END = { step: Number.MAX_SAFE_INTEGER, part: 0 };

/**
 * Looks for the last changes of a field by living segments of a journal through once more, the newest first: the last change within one is the last
 * of all where those after it have none. No more than one world is there at a time.
 */
export class JournalSearch {
  readonly #restore: (snapshot: string) => World;
  readonly #errand: SearchErrand;
  readonly #work: AsyncGenerator<undefined, Found>;
  readonly #holes: Hole[] = [];
  /** What the stretch that is behind begins with. */
  #later: { readonly state: FieldState; readonly tick: number } | undefined;
  #now: SeenValue | undefined;
  #top: number;
  #from: number;
  #next: ChangePlace | undefined;
  /** The part of the stretch under way that is lived through. */
  #under = { from: 0, tick: 0 };

  constructor(restore: (snapshot: string) => World, errand: SearchErrand) {
    this.#restore = restore;
    this.#errand = errand;
    this.#top = this.#from = errand.to;
    this.#work = this.#search();
  }

  /** Goes on for about so many milliseconds. Rejects with WW_UNKNOWN_COMPONENT and WW_UNKNOWN_FIELD where there can be no such field. */
  async on(milliseconds: number): Promise<SearchProgress> {
    const end = performance.now() + milliseconds;
    for (;;) {
      const { done, value } = await this.#work.next();
      if (done === true) return { from: value.from, share: 1, found: value };
      if (performance.now() >= end) break;
    }
    const oldest = this.#errand.chain[0]?.tick ?? 0;
    const lived = Math.max(0, this.#under.tick - this.#under.from);
    const share = (this.#top - this.#from + lived) / Math.max(1, this.#top - oldest);
    return { from: this.#from, share: Math.min(1, share), ...(this.#next === undefined ? {} : { next: this.#next }) };
  }

  async *#search(): AsyncGenerator<undefined, Found> {
    const { chain, question, to } = this.#errand,
      { before, until = Infinity } = question;
    let last = before === undefined ? chain.findLastIndex(({ tick }) => tick <= until) : chain.findIndex(({ segment }) => segment === before.segment);
    // What has been trimmed since leaves nothing to look through.
    this.#top = this.#from = Math.min(to, before === undefined ? until : (chain[last + 1]?.tick ?? to));
    while (last >= 0) {
      const begun = yield* this.#begin(last);
      if (begun === undefined) break;
      const { stretch, first } = begun;
      yield* this.#live(stretch, first, last);
      this.#from = stretch.from;
      this.#next = { segment: (chain[first] as ChainLink).segment, step: 0, part: 0 };
      this.#under = { from: 0, tick: 0 };
      const changes = stretch.changes.toReversed().slice(0, question.limit);
      if (changes.length > 0) return this.#found(changes, (changes.at(-1) as FieldChange).place);
      this.#later = { state: stretch.began, tick: stretch.from };
      last = first - 1;
      yield;
    }
    return this.#found([], undefined);
  }

  #found(changes: readonly FieldChange[], next: ChangePlace | undefined): Found {
    return {
      changes,
      from: this.#from,
      to: this.#top,
      ...(this.#now === undefined ? {} : { now: this.#now }),
      holes: this.#holes,
      ...(next === undefined ? {} : { next }),
    };
  }

  /** The world at the beginning of a segment; where that cannot be brought back, of one before it, so that both are lived through. */
  async *#begin(last: number): AsyncGenerator<undefined, { readonly stretch: FieldStretch; readonly first: number } | undefined> {
    const { folder, chain, question } = this.#errand;
    for (let first = last; first >= 0; first--) {
      const text = await readSnapshot(snapshotFile(folder, (chain[first] as ChainLink).segment));
      const world = text === undefined ? undefined : this.#restored(text);
      if (world !== undefined) return { stretch: new FieldStretch(world, question), first };
      yield;
    }
    return undefined;
  }

  #restored(text: string): World | undefined {
    try {
      return this.#restore(text);
    } catch (error) {
      if (error instanceof WorldwireError) return undefined;
      throw error;
    }
  }

  async *#live(stretch: FieldStretch, first: number, last: number): AsyncGenerator<undefined> {
    const { folder, chain, question } = this.#errand,
      { before, until = Infinity } = question;
    const segments = chain.slice(first, last + 1).map(({ segment }) => segment);
    const reader = new LifeReader(folder);
    let segment = segments[0] as number,
      step = 0,
      count = 0;
    let hole: number | undefined;
    this.#under = { from: stretch.from, tick: stretch.from };
    for await (const event of reader.through(segments)) {
      if (event.kind === 'head') {
        // What it was like after a hole, only a state tells, and there is none up to the next stretch.
        if (hole !== undefined) break;
        ({ segment } = event.head);
        step = 0;
      } else if (event.kind === 'shed') hole ??= event.tick;
      if (event.kind !== 'steps') continue;
      for (const each of event.steps) {
        if (before?.segment === segment && step > before.step) return;
        if (before === undefined && (each.mode === 'tick' ? stretch.tick >= until : stretch.tick > until)) return this.#ended(stretch, undefined, segment);
        stretch.live(each, { segment, step });
        step += 1;
        if (++count % AT_ONCE !== 0) continue;
        this.#under = { from: stretch.from, tick: stretch.tick };
        yield;
      }
    }
    this.#ended(stretch, hole ?? (reader.missing.length > 0 ? stretch.tick : undefined), segment);
  }

  /** All of a stretch is lived through. @param hole the tick from which on it is not known what happened in it */
  #ended(stretch: FieldStretch, hole: number | undefined, segment: number): void {
    const later = this.#later;
    if (hole !== undefined) this.#hole(hole, later?.tick ?? this.#top);
    if (later === undefined) {
      if (this.#errand.question.before === undefined && hole === undefined) this.#now = seen(stretch.state.value);
    } else if (!isSame(stretch.state, later.state)) stretch.missed(later.state, later.tick, { segment, ...ITS_END });
  }

  #hole(from: number, to: number): void {
    if (to > from && this.#holes.length < MOST_HOLES) this.#holes.push({ from, to });
  }
}

function isSame(a: FieldState, b: FieldState): boolean {
  return a.value === undefined || b.value === undefined ? a.value === b.value : sameJson(a.value, b.value);
}
