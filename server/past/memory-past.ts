import { performance } from 'node:perf_hooks';
import { WorldwireError, type LogEntry, type Step } from '../../engine/index.ts';
import { MOST_LOG } from './ghost.ts';
import type { Log } from '../log/log.ts';
import { PacedCopy, type Turns } from '../doors/paced-copy.ts';
import { Segment } from './past-segment.ts';
import { emptyTrack, marksOf, Sampler, type Passed, type Track } from './timeline.ts';

export interface MemoryPastOptions extends Turns {
  readonly tickRate: number;
  readonly log: Log;
}

/** How much is kept, at most: minutes of the world running, and bytes. */
export interface PastLimits {
  readonly milliseconds: number;
  readonly bytes: number;
  /** Least milliseconds between two snapshots. */
  readonly interval: number;
}
const LIMITS: PastLimits = { milliseconds: 5 * 60_000, bytes: 64 << 20, interval: 10_000 };
/** Part of the time that snapshots may take; and where much comes in, so that stretches must be short. */
const SHARE = 0.02,
  LARGEST_SHARE = 0.1;
/** With this part of the bytes taken the oldest go, so that there is room until they have gone. */
const FULL = 0.75;
/** A segment of more than this part of all bytes, or of so many steps, is long enough. */
const LARGEST_PART = 1 / 8,
  MOST_STEPS = 20_000;
/** A pause counts as so many milliseconds of the world running, at most. */
const LONGEST_TICK = 10_000;

/** Marks of these minutes, at most. */
const MOST_MARKS = 5000;

/** Puts half a second of ticks together. */
function samplerFor(tickRate: number): Sampler {
  return new Sampler(Math.max(1, Math.round(tickRate / 2)));
}

interface Captured {
  readonly segment: Segment;
  readonly copy: PacedCopy;
}

/** Where to begin, to see the world as it was at a tick, and how many steps to do from the very first one of all. */
export interface Route {
  readonly segment: Segment;
  /** Steps to have done, counted through all segments. */
  readonly until: number;
  /** The tick that is reached by them. */
  readonly tick: number;
}

/**
 * The last minutes of a world: its state from time to time, and every step since, so that another world can be brought to where it was
 * at any tick. The world itself notices nothing of it but the time that a snapshot takes.
 */
export class MemoryPast {
  readonly #options: MemoryPastOptions;
  readonly #limits: PastLimits;
  #segments: Segment[] = [];
  #sampler: Sampler;
  #track = emptyTrack();
  #active = false;
  #snapping: Promise<void> | undefined;
  /** When the last snapshot was taken, and how long that took. */
  #snapped = { at: 0, took: 0 };
  /** Milliseconds that the world has run since it is kept. */
  #ran = 0;
  #lastReal: number | undefined;
  #to = 0;
  readonly #ended = new Set<() => void>();

  constructor(options: MemoryPastOptions, limits: Partial<PastLimits> = {}) {
    this.#options = options;
    this.#limits = { ...LIMITS, ...limits };
    this.#sampler = samplerFor(options.tickRate);
  }

  /** Ticks that can be shown; null while nothing is kept. */
  get range(): { readonly from: number; readonly to: number } | null {
    const first = this.#segments[0];
    return first === undefined ? null : { from: first.tick, to: this.#to };
  }

  /** Whether anything is kept now. */
  get isKept(): boolean {
    return this.#segments.length > 0;
  }

  /** The stretches that are kept, oldest first; the newest may still be without its snapshot. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** Bytes that are kept, about. */
  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  /** Begins to keep what happens from now on; resolves when it does. */
  async begin(): Promise<void> {
    this.#active = true;
    await this.#startAnew();
  }

  /** Resolves when the first snapshot is written, so that there is a place to go back to. Only the newest may still be without. */
  async ready(): Promise<void> {
    if (this.#segments[0]?.snapshot === undefined) await this.#snapping;
  }

  /** Forgets all, and keeps nothing more. Who looks at it is told. */
  end(): void {
    this.#active = false;
    this.#forget();
  }

  /** A step has been done. */
  add(step: Step, passed: Passed): void {
    const segment = this.#segments.at(-1);
    if (segment === undefined) return;
    segment.add(step, passed.tick);
    this.#to = passed.tick;
    if (passed.timed) {
      this.#ran += Math.min(LONGEST_TICK, step.real - (this.#lastReal ?? step.real));
      this.#lastReal = step.real;
    }
    this.#mark(step, passed);
    if (this.#isDue(segment)) void this.#snap().catch(() => undefined);
    this.#trim();
  }

  /** A step failed: what the world is like now follows from nothing that is kept. */
  interrupt(): void {
    if (!this.#active || this.#segments.length === 0) return;
    this.#forget();
    void this.#startAnew().catch(() => undefined);
  }

  /** What happened, from afar. */
  get track(): Track {
    return this.#track;
  }

  /**
   * The way to a tick from the newest snapshot before it. `sooner` asks for one that lies so many steps further back, where there is one.
   * Throws WW_NOT_RECORDED where nothing is kept; a tick that is not kept becomes the nearest that is.
   */
  route(tick: number, sooner = 0): Route {
    const { range } = this;
    if (range === null) throw new WorldwireError('WW_NOT_RECORDED');
    const wanted = Math.min(Math.max(tick, range.from), range.to);
    let index = this.#segments.findLastIndex((segment) => segment.tick <= wanted && segment.snapshot !== undefined);
    const until = this.#upTo(wanted);
    while (index > 0 && until - (this.#segments[index] as Segment).first < sooner) index -= 1;
    return { segment: this.#segments[Math.max(0, index)] as Segment, until, tick: wanted };
  }

  /** How many steps of all lead to a tick at most. */
  #upTo(tick: number): number {
    const segment = this.#segments.findLast((each) => each.tick <= tick);
    return segment === undefined ? 0 : segment.first + segment.upTo(tick);
  }

  /** Steps from one to another, counted through all segments; undefined where they are no longer kept. */
  steps(from: number, to: number): Step[] | undefined {
    const out: Step[] = [];
    for (const segment of this.#segments) {
      const begin = Math.max(from, segment.first);
      if (begin !== from + out.length) continue;
      for (let at = begin; at < Math.min(to, segment.first + segment.length); at++) out.push(segment.step(at - segment.first));
    }
    return out.length === Math.max(0, to - from) ? out : undefined;
  }

  /** The world's log above a number, for a ghost, whose snapshot does not hold it. */
  async log(after = 0): Promise<readonly LogEntry[]> {
    return (await this.#options.ask({ ask: 'log', after, limit: MOST_LOG })).entries;
  }

  /** Calls when what is kept is forgotten. Returns what ends that. */
  onEnd(listener: () => void): () => void {
    this.#ended.add(listener);
    return () => this.#ended.delete(listener);
  }

  #mark(step: Step, passed: Passed): void {
    const { marks, samples } = this.#track;
    marks.push(...marksOf(step, passed));
    if (marks.length > MOST_MARKS * 1.2) marks.splice(0, marks.length - MOST_MARKS);
    const sample = passed.timed ? this.#sampler.add(passed) : undefined;
    if (sample !== undefined) samples.push(sample);
  }

  #forgetTrack(before: number): void {
    this.#track.samples = this.#track.samples.filter(({ tick, ticks }) => tick + ticks > before);
    this.#track.marks = this.#track.marks.filter(({ tick }) => tick >= before);
  }

  #isDue(segment: Segment): boolean {
    if (this.#snapping !== undefined || segment.length === 0) return false;
    const { interval, bytes } = this.#limits;
    const since = performance.now() - this.#snapped.at;
    const large = segment.bytes > bytes * LARGEST_PART;
    if (since < this.#snapped.took / (large ? LARGEST_SHARE : SHARE)) return false;
    return large || segment.length > MOST_STEPS || (since >= interval && this.#ran > segment.ran);
  }

  /** Begins with a snapshot, once the one before is out of the way. */
  async #startAnew(): Promise<void> {
    await this.#snapping;
    if (this.#active && this.#segments.length === 0) await this.#snap();
  }

  /** Begins a segment between two turns, and writes its snapshot down after that. Resolves when it has begun. */
  async #snap(): Promise<void> {
    const captured = this.#capture();
    this.#snapping = captured
      .then((made) => (made === undefined ? undefined : this.#write(made)))
      .catch((error: unknown) => this.#giveUp(error))
      .finally(() => {
        this.#snapping = undefined;
      });
    await captured;
  }

  async #capture(): Promise<Captured | undefined> {
    const begun: { segment?: Segment } = {};
    const copy = await PacedCopy.take(this.#options, 'state', ({ tick, took }) => {
      if (!this.#active) return;
      this.#snapped = { at: performance.now(), took };
      const before = this.#segments.at(-1);
      const segment = new Segment({ first: before === undefined ? 0 : before.first + before.length, tick, ran: this.#ran });
      this.#segments.push(segment);
      this.#to = tick;
      begun.segment = segment;
    });
    if (begun.segment !== undefined) return { segment: begun.segment, copy };
    await copy.release();
    return undefined;
  }

  async #write({ segment, copy }: Captured): Promise<void> {
    try {
      // One that has been forgotten meanwhile is not worth the time.
      await segment.write(copy.parts(() => this.#segments.includes(segment)));
    } finally {
      this.#snapped.took = copy.took;
      await copy.release();
    }
    this.#trim();
  }

  /** Drops the oldest segments that are past a bound; the newest one stays, whatever it takes. */
  #trim(): void {
    const { milliseconds, bytes } = this.#limits;
    let dropped = false;
    for (;;) {
      const second = this.#segments[1];
      // The second must reach as far back as is promised, and be written, before the first may go.
      if (second?.snapshot === undefined || (this.#ran - second.ran < milliseconds && this.bytes <= bytes * FULL)) break;
      this.#segments.shift();
      dropped = true;
    }
    if (this.bytes > bytes) {
      // So much comes in that no second snapshot was written in time.
      this.#giveUp(new WorldwireError('WW_LIMIT', `It takes more than ${bytes} bytes to keep even the last moments of this world.`));
      return;
    }
    if (dropped) this.#forgetTrack((this.#segments[0] as Segment).tick);
  }

  #giveUp(reason: unknown): void {
    if (!this.#active) return;
    this.#options.log.warn({ err: reason }, 'the last minutes are no longer kept');
    this.end();
  }

  #forget(): void {
    this.#segments = [];
    this.#sampler = samplerFor(this.#options.tickRate);
    this.#track = emptyTrack();
    this.#ran = 0;
    this.#lastReal = undefined;
    for (const listener of Array.from(this.#ended)) listener();
  }
}
