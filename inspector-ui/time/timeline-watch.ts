import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TimeMark, TimeSample } from '../../server/protocol.ts';
import { session } from '../session/session.ts';

const PERIOD = 1_000;

/** What the kept minutes look like from afar, asked for once a second while its element is in the page. */
export class TimelineWatch implements ReactiveController {
  samples: readonly TimeSample[] = [];
  /** What the log tells, oldest first. */
  marks: readonly TimeMark[] = [];
  /** Ticks that a sample stands for. */
  every = 30;
  bytes = 0;
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setInterval> | undefined;
  #ends: (() => void)[] = [];
  #asked = 0;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#timer = setInterval(() => void this.#ask(), PERIOD);
    this.#ends = [session.entered, session.epoch].map((change) => change.subscribe(() => this.#clear()));
    void this.#ask();
  }
  hostDisconnected(): void {
    clearInterval(this.#timer);
    for (const end of this.#ends) end();
    this.#clear();
  }

  /** The sample that a tick belongs to. */
  at(tick: number): TimeSample | undefined {
    const found = this.samples.findLast((sample) => sample.tick <= tick);
    return found !== undefined && tick < found.tick + this.every * 2 ? found : undefined;
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

  async #ask(): Promise<void> {
    if (session.phase.value !== 'online' || session.world.value === null) return;
    const asked = ++this.#asked;
    const after = this.samples.at(-1)?.tick ?? -1;
    const answer = await session.timeline(after);
    // Another world may have been entered meanwhile.
    if (!answer.ok || asked !== this.#asked) return;
    const { range, marks, samples } = answer;
    if (range === null) {
      this.#clear();
      return;
    }
    this.every = answer.every;
    this.bytes = answer.bytes;
    this.samples = [...this.samples, ...samples].filter((sample) => sample.tick + answer.every > range.from);
    this.marks = [...this.marks.filter(({ tick }) => tick <= after), ...marks].filter(({ tick }) => tick >= range.from);
    this.#host.requestUpdate();
  }

  #clear(): void {
    this.#asked += 1;
    this.samples = [];
    this.marks = [];
    this.bytes = 0;
    this.#host.requestUpdate();
  }
}
