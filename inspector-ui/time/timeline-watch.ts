import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TimeCount, TimeMark, TimeSample } from '../../server/protocol.ts';
import { session } from '../session/session.ts';
import { stretch, ticksOf, type Ticks } from './stretch.ts';
import { kept, shownTick } from './travel.ts';

/** Milliseconds between two questions; while the server still reads; and at most, where a sample stands for long. */
const PERIOD = 1000,
  READING = 300,
  LONGEST = 10_000;
/** Milliseconds that another stretch or tick waits for more of its kind. */
const SOON = 120;
/** Samples of a stretch, at most. */
const MOST = 400;
/** How many ticks a sample may stand for, so that they stay the same ones as time goes on: the first that is enough. */
const EVERY = [1, 2, 5, 10, 30, 60];

function everyFor(ticks: number): number {
  const least = ticks / MOST;
  let every = EVERY.find((each) => each >= least);
  for (let next = 120; every === undefined; next *= 2) if (next >= least) every = next;
  return every;
}

/** What the stretch of time that is shown looks like from afar, asked for again and again while its element is in the page. */
export class TimelineWatch implements ReactiveController {
  samples: readonly TimeSample[] = [];
  /** How often what happened, by kind. */
  counts: readonly TimeCount[] = [];
  /** What happened next to the tick that is shown, oldest first. */
  marks: readonly TimeMark[] = [];
  /** Ticks that a sample stands for. */
  every = 30;
  bytes = 0;
  /** How much of it the server has read; undefined where that is all. */
  read: number | undefined;
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #ends: (() => void)[] = [];
  #asked = 0;
  #around = -1;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#ends = [
      ...[session.entered, session.epoch].map((change) => change.subscribe(() => this.#clear())),
      stretch.subscribe(() => this.#askSoon()),
      session.past.subscribe(() => this.#askSoon()),
    ];
    void this.#ask();
  }
  hostDisconnected(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#soon);
    for (const end of this.#ends) end();
    this.#clear();
  }
  hostUpdated(): void {
    // Where the list of what happened is another by now.
    if (session.past.value !== null && this.#around !== shownTick()) this.#askSoon();
  }

  /** The ticks of the stretch; null while nothing is kept. */
  get ticks(): Ticks | null {
    const range = kept();
    return range === null ? null : ticksOf(stretch.value, range, this.#rate);
  }

  /** The time of day at the server at a tick, as near as the samples around it tell; undefined where they do not. */
  wallAt(tick: number): number | undefined {
    const at = this.samples.findLastIndex((sample) => sample.tick <= tick);
    const before = this.samples[Math.max(0, at)],
      after = this.samples[Math.max(0, at) + 1] ?? this.samples[at - 1];
    if (before?.wall === undefined || after?.wall === undefined || after.tick === before.tick) return before?.wall;
    const share = (tick - before.tick) / (after.tick - before.tick);
    // A stretch in which the world stood still may lie between two samples: what went on at its pace is nearer than what would be between.
    return before.wall + (share > 1 || share < 0 || at < 0 ? ((tick - before.tick) * 1000) / this.#rate : share * (after.wall - before.wall));
  }

  get #rate(): number {
    return session.status.value?.tickRate ?? 60;
  }

  #askSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      void this.#ask();
    }, SOON);
  }

  async #ask(): Promise<void> {
    clearTimeout(this.#timer);
    let pause = PERIOD;
    const { ticks } = this;
    const asked = ++this.#asked;
    if (session.phase.value === 'online' && session.world.value !== null && ticks !== null) {
      this.#around = shownTick();
      const answer = await session.timeline({ ...ticks, every: everyFor(ticks.to - ticks.from), around: this.#around });
      // Another world may have been entered meanwhile, or another stretch be wanted.
      if (asked !== this.#asked) return;
      if (answer.ok && answer.range !== null) {
        this.every = answer.every;
        this.bytes = answer.bytes;
        this.samples = answer.samples;
        this.counts = answer.counts;
        this.marks = answer.marks.filter(({ tick }) => tick >= (answer.range?.from ?? 0));
        this.read = answer.read;
        pause = answer.read === undefined ? Math.min(LONGEST, Math.max(PERIOD, (answer.every / this.#rate) * 1000)) : READING;
        this.#host.requestUpdate();
      }
    }
    this.#timer = setTimeout(() => void this.#ask(), pause);
  }

  #clear(): void {
    this.samples = [];
    this.counts = [];
    this.marks = [];
    this.bytes = 0;
    this.read = undefined;
    this.#askSoon();
    this.#host.requestUpdate();
  }
}
