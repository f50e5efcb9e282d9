import { deflateSync, inflateSync } from 'node:zlib';
import { performance } from 'node:perf_hooks';
import { WorldwireError, type LogEntry, type Step, type View, type WorldDoor } from '../../engine/index.ts';
import type { ChainLink } from '../journal/journal-chain.ts';
import { snapshotFile } from '../journal/journal-folder.ts';
import { LifeReader, type LifeEvent, type LifePlace } from '../journal/life-reader.ts';
import { readSnapshot } from '../journal/snapshot-file.ts';
import { GATHER, KEEPERS, type Progress } from './guide.ts';

/** Where a ghost is to go in a journal, which it reads by itself. */
export interface Errand {
  readonly folder: string;
  /** The segments that lead there, oldest first. */
  readonly chain: readonly ChainLink[];
  readonly tick: number;
  /** What is to have gathered by then, and over how many ticks at most. */
  readonly gathering: readonly (readonly [key: string, what: View])[];
  readonly furthest: number;
  /** The log of the world, as far as the ghost has not been given it before. */
  readonly log: readonly LogEntry[];
  /** How long it may be on its way before it answers. */
  readonly milliseconds: number;
  /** Whether it is on its way there already. */
  readonly goesOn: boolean;
}

/** A state on the way, to go on from sooner than from the snapshot of its segment. */
interface Waypoint {
  readonly tick: number;
  /** Place of the event whose steps are under way, and how many of them are done. */
  readonly place: LifePlace;
  readonly done: number;
  readonly packed: Uint8Array;
  readonly log: readonly LogEntry[];
}
type Start = { readonly tick: number; readonly link: ChainLink } | { readonly tick: number; readonly waypoint: Waypoint };

/** Entries of the log that go along. */
const MOST_LOG = 5000;
/** Milliseconds of steps, and times what it takes, after which a state on the way is kept; and how many bytes of them. */
const WAYPOINT = 400,
  WAYPOINT_TIMES = 5,
  WAYPOINT_BYTES = 48 << 20;

/** A world that is brought to ticks of its journal: from the newest state before, by the lines up to there. */
export class JournalTravel {
  readonly #restore: (snapshot: string, log: readonly LogEntry[]) => WorldDoor;
  #door: WorldDoor | undefined;
  #log: readonly LogEntry[] = [];
  #folder = '';
  #tick = 0;
  #began = 0;
  #reader: LifeReader | undefined;
  #events: AsyncGenerator<LifeEvent> | undefined;
  /** The steps that are under way, where they were read, and how many are done. */
  #steps: readonly Step[] = [];
  #place: LifePlace | undefined;
  #done = 0;
  #kept = new Set<string>();
  /** Milliseconds that a step takes, and that all took since the last state on the way. */
  #cost = 0.02;
  #lived = 0;
  #snapshotCost = 20;
  #waypoints: Waypoint[] = [];

  constructor(restore: (snapshot: string, log: readonly LogEntry[]) => WorldDoor) {
    this.#restore = restore;
  }

  /** The world as it is on the way. */
  get door(): WorldDoor | undefined {
    return this.#door;
  }

  /** Goes on for some time. Rejects with WW_NOT_RECORDED where no state before that tick can be read. */
  async on(errand: Errand): Promise<Progress> {
    const end = performance.now() + errand.milliseconds;
    if (errand.folder !== this.#folder) this.#waypoints = [];
    this.#log = [...this.#log, ...errand.log].slice(-MOST_LOG);
    let restored = false;
    const isGathered = errand.gathering.every(([key]) => this.#kept.has(key));
    if (this.#door === undefined || errand.folder !== this.#folder || !isGathered || (!errand.goesOn && !this.#isNearer(errand))) {
      await this.#begin(errand, this.#soonerFor(errand));
      restored = true;
    } else if (!errand.goesOn) this.#began = this.#tick;
    for (;;) {
      const came = await this.#live(errand, end);
      if (came === 'later') return { share: (this.#tick - this.#began) / Math.max(1, errand.tick - this.#began), restored };
      // What does not go on from here may go on from the state of a later segment.
      if (came === 'there' || !errand.chain.some(({ tick }) => tick > this.#tick)) return { reached: this.#tick, share: 1, restored };
      const before = this.#tick;
      await this.#begin(errand, 0);
      restored = true;
      if (this.#tick <= before) return { reached: this.#tick, share: 1, restored };
    }
  }

  /** Whether it comes to a tick sooner by going on than from the newest state before that. */
  #isNearer({ tick, chain }: Errand): boolean {
    if (tick < this.#tick) return false;
    const start = this.#starts(chain).findLast((each) => each.tick <= tick);
    return start === undefined || (start.tick - this.#tick) * this.#cost < GATHER;
  }

  #soonerFor({ gathering, furthest }: Errand): number {
    return gathering.length === 0 ? 0 : Math.min(furthest, GATHER / this.#cost);
  }

  /** States to begin from, oldest first. */
  #starts(chain: readonly ChainLink[]): Start[] {
    const links = chain.map((link) => ({ tick: link.tick, link })),
      waypoints = this.#waypoints.map((waypoint) => ({ tick: waypoint.tick, waypoint }));
    return [...links, ...waypoints].sort((a, b) => a.tick - b.tick);
  }

  /** Begins from the newest state that lies so many ticks before, or from the oldest. */
  async #begin(errand: Errand, sooner: number): Promise<void> {
    const starts = this.#starts(errand.chain).filter(({ tick }) => tick <= errand.tick);
    const far = starts.filter(({ tick }) => tick <= errand.tick - sooner);
    for (const start of (far.length > 0 ? far : starts.slice(0, 1)).toReversed()) if (await this.#beginAt(start, errand)) return;
    throw new WorldwireError('WW_NOT_RECORDED', `No state before tick ${errand.tick} can be read in the journal.`);
  }

  async #beginAt(start: Start, { folder, gathering }: Errand): Promise<boolean> {
    const isWaypoint = 'waypoint' in start;
    const text = isWaypoint ? inflateSync(start.waypoint.packed).toString('utf8') : await readSnapshot(snapshotFile(folder, start.link.segment));
    if (text === undefined) return false;
    this.#leaveLines();
    try {
      this.#door = this.#restore(text, isWaypoint ? start.waypoint.log : this.#log);
    } catch {
      // One of another version of Worldwire, or with components that are no longer there: the one before it may serve.
      return false;
    }
    this.#folder = folder;
    this.#tick = this.#began = start.tick;
    this.#lived = 0;
    this.#steps = [];
    this.#done = 0;
    this.#place = isWaypoint ? start.waypoint.place : { segment: start.link.segment, lines: 0, sum: '', seq: 0, real: 0, wall: 0, epoch: '' };
    if (isWaypoint) {
      await this.#next([start.waypoint.place.segment]);
      this.#done = start.waypoint.done;
    }
    // Before it goes on, so that what passes from here on is heard.
    let number = KEEPERS;
    if (gathering.length > 0) await this.#door.ask({ ask: 'look', views: gathering.map(([, what]) => ({ type: 'open', view: number++, what })) });
    this.#kept = new Set(gathering.map(([key]) => key));
    return true;
  }

  /** Lives on up to the last step that belongs to the tick; `later` where the time is up, `end` where nothing more can be read. */
  async #live({ tick, chain }: Errand, end: number): Promise<'there' | 'later' | 'end'> {
    const door = this.#door as WorldDoor;
    const segments = chain.map(({ segment }) => segment);
    // What was read to its end may have been gone on with since.
    for (let again = true; ;) {
      if (this.#done >= this.#steps.length && !(await this.#next(segments))) {
        if (this.#tick >= tick && !again) return 'there';
        if (!again) return 'end';
        again = false;
        continue;
      }
      const begun = performance.now();
      let count = 0,
        isThere = false;
      for (; this.#done < this.#steps.length && !isThere && (count % 16 !== 0 || performance.now() < end); count++) {
        const step = this.#steps[this.#done] as Step;
        if (step.mode === 'tick' ? this.#tick >= tick : this.#tick > tick) isThere = true;
        else {
          this.#done += 1;
          await this.#step(door, step);
        }
      }
      const took = performance.now() - begun;
      this.#lived += took;
      if (count > 0) this.#cost = Math.max(0.002, 0.5 * this.#cost + 0.5 * (took / count));
      if (isThere) return 'there';
      if (this.#lived > Math.max(WAYPOINT, this.#snapshotCost * WAYPOINT_TIMES)) await this.#keepWaypoint();
      if (performance.now() >= end) return 'later';
    }
  }

  async #step(door: WorldDoor, step: Step): Promise<void> {
    try {
      this.#tick = (await door.step(step)).tick;
    } catch {
      // The world that wrote it down had it fail as well, and went on.
      this.#tick = (await door.ask({ ask: 'clock' })).tick;
    }
  }

  /** Reads the next steps; false where there are none now. @param segments those that lead on */
  async #next(segments: readonly number[]): Promise<boolean> {
    const from = this.#place as LifePlace;
    if (this.#reader === undefined) {
      this.#reader = new LifeReader(this.#folder, from.lines === 0 ? undefined : from);
      this.#events = this.#reader.through([from.segment, ...segments.filter((segment) => segment > from.segment)]);
    }
    for (;;) {
      const place: LifePlace = this.#reader.place.lines === 0 ? from : this.#reader.place;
      const next = await this.#events?.next().catch(() => undefined);
      // From where messages were left out for a disk that is too slow, what the world was like is not known until its next state.
      if (next === undefined || next.done === true || next.value.kind === 'shed') {
        // More may have been written when it is asked again: it is read on from here.
        this.#leaveLines();
        this.#place = place;
        this.#steps = [];
        this.#done = 0;
        return false;
      }
      if (next.value.kind !== 'steps') continue;
      this.#place = place;
      this.#steps = next.value.steps;
      this.#done = 0;
      return true;
    }
  }

  #leaveLines(): void {
    void this.#events?.return(undefined).catch(() => undefined);
    this.#reader = this.#events = undefined;
  }

  async #keepWaypoint(): Promise<void> {
    const door = this.#door as WorldDoor;
    const begun = performance.now();
    const { text } = await door.ask({ ask: 'snapshot' });
    const { entries } = await door.ask({ ask: 'log', after: 0, limit: MOST_LOG });
    const waypoint = { tick: this.#tick, place: this.#place as LifePlace, done: this.#done, packed: deflateSync(text, { level: 1 }), log: entries };
    this.#snapshotCost = performance.now() - begun;
    this.#lived = 0;
    if (this.#waypoints.some(({ tick }) => tick === waypoint.tick)) return;
    this.#waypoints = [...this.#waypoints, waypoint].sort((a, b) => a.tick - b.tick);
    const size = (): number => this.#waypoints.reduce((sum, { packed }) => sum + packed.length, 0);
    // Those that lie furthest from here go first.
    while (this.#waypoints.length > 1 && size() > WAYPOINT_BYTES) {
      const [first, last] = [this.#waypoints[0] as Waypoint, this.#waypoints.at(-1) as Waypoint];
      if (this.#tick - first.tick > last.tick - this.#tick) this.#waypoints.shift();
      else this.#waypoints.pop();
    }
  }
}
