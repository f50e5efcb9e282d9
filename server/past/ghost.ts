import { performance } from 'node:perf_hooks';
import { restoreWorld, type Answer, type LogEntry, type Question, type Registry, type Step, type WorldDoor } from '../../engine/index.ts';
import { openLocal } from '../doors/open-local.ts';
import { happenedIn, type Happened } from '../journal/mark-lines.ts';
import { IN_MEMORY, seen } from './field-change.ts';
import { FieldStretch, type StretchPart, type StretchSeen } from './field-stretch.ts';
import type { Progress } from './guide.ts';
import { JournalSearch, type SearchErrand, type SearchProgress } from './journal-search.ts';
import { JournalTravel, type Errand } from './journal-travel.ts';
import { unpacked } from './past-segment.ts';

/** Entries of the log that a ghost knows. */
export const MOST_LOG = 5000;

/** What a ghost begins from. */
export interface GhostSource {
  /** A state, packed; or the text of a scene. */
  readonly snapshot?: Uint8Array;
  readonly scene?: string;
  /** The log of the world it is a ghost of, as far as the ghost has not been given it before. */
  readonly log: readonly LogEntry[];
}

/** A world brought back to be looked at: nothing that it does leaves it. */
export interface GhostDoor {
  /** Puts it to where a snapshot is; views that it had are gone. */
  restore(source: GhostSource): Promise<void>;
  /** Lives through steps; resolves with the milliseconds that they took. */
  replay(steps: readonly Step[]): Promise<number>;
  /** Goes on towards a tick of a journal, which it reads by itself. Rejects with WW_NOT_RECORDED where no state before that can be read. */
  travel(errand: Errand): Promise<Progress>;
  /** Looks for when a field changed in a journal, for so many milliseconds; the first time with what is looked for, then going on with it. */
  search(errand: SearchErrand | undefined, milliseconds: number): Promise<SearchProgress>;
  /** The same in a stretch that is given to it part by part. */
  stretch(part: StretchPart): Promise<StretchSeen>;
  /** What the marks of segments of a journal tell. */
  happened(folder: string, segments: readonly number[]): Promise<readonly (readonly Happened[])[]>;
  ask<Q extends Question>(question: Q): Promise<Answer<Q>>;
  end(): Promise<void>;
}

/** A ghost in this thread. */
export class LocalGhost implements GhostDoor {
  readonly #registry: Registry;
  #door: WorldDoor | undefined;
  #log: readonly LogEntry[] = [];
  #travel: JournalTravel | undefined;
  #search: JournalSearch | undefined;
  #stretch: FieldStretch | undefined;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  async restore({ snapshot, scene, log }: GhostSource): Promise<void> {
    this.#log = [...this.#log, ...log].slice(-MOST_LOG);
    this.#travel = undefined;
    const from = snapshot === undefined ? { scene: (scene ?? '').replace(/^\uFEFF/, '') } : { snapshot: unpacked(snapshot) };
    this.#door = openLocal({ ...from, log: this.#log }, this.#registry).door;
  }

  async replay(steps: readonly Step[]): Promise<number> {
    const begun = performance.now();
    // Effects, updates and results of a past that has been: they are for nobody.
    for (const step of steps) await this.#open.step(step);
    return performance.now() - begun;
  }

  async travel(errand: Errand): Promise<Progress> {
    this.#travel ??= new JournalTravel((snapshot, log) => openLocal({ snapshot, log }, this.#registry).door);
    const progress = await this.#travel.on(errand);
    this.#door = this.#travel.door;
    return progress;
  }

  async search(errand: SearchErrand | undefined, milliseconds: number): Promise<SearchProgress> {
    if (errand !== undefined) this.#search = new JournalSearch((snapshot) => restoreWorld(snapshot, this.#registry), errand);
    if (this.#search === undefined) throw new Error('a search is begun first');
    return this.#search.on(milliseconds);
  }

  async stretch(part: StretchPart): Promise<StretchSeen> {
    const begun = performance.now();
    if ('snapshot' in part) this.#stretch = new FieldStretch(restoreWorld(unpacked(part.snapshot), this.#registry), part.question);
    const stretch = this.#stretch;
    if (stretch === undefined) throw new Error('a stretch begins with a state');
    if ('steps' in part) for (const [at, step] of part.steps.entries()) stretch.live(step, { segment: IN_MEMORY, step: part.first + at });
    return { changes: stretch.changes, now: seen(stretch.state.value), took: performance.now() - begun };
  }

  happened(folder: string, segments: readonly number[]): Promise<readonly (readonly Happened[])[]> {
    return Promise.all(segments.map((segment) => happenedIn(folder, segment)));
  }

  async ask<Q extends Question>(question: Q): Promise<Answer<Q>> {
    return this.#open.ask(question);
  }

  async end(): Promise<void> {
    this.#door = this.#travel = this.#search = this.#stretch = undefined;
  }

  get #open(): WorldDoor {
    if (this.#door === undefined) throw new Error('a ghost is restored first');
    return this.#door;
  }
}
