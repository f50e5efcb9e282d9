import { performance } from 'node:perf_hooks';
import type { Step } from '../../engine/index.ts';
import { MARK_KINDS, type Happened, type Mark } from '../journal/mark-lines.ts';
import { marksOf, Sampler, type Passed } from './timeline.ts';

/** Seconds of ticks that a sample stands for. */
const SAMPLE = 5;
/** Milliseconds between two lines, and in which so many marks are told in words; the others are counted. */
const PAUSE = 500,
  SPAN = 5000,
  MOST_IN_SPAN = 40;

/** Puts what happens in a world together to lines of its journal: soon after it happened, and no more of them than the track of a day can hold. */
export class MarkWriter {
  readonly #write: (happened: Happened) => void;
  readonly #sampler: Sampler;
  #marks: Mark[] = [];
  #more: { tick: number; counts: number[] } | undefined;
  #written = -Infinity;
  #span = { begun: -Infinity, marks: 0 };

  constructor(tickRate: number, write: (happened: Happened) => void) {
    this.#write = write;
    this.#sampler = new Sampler(Math.max(1, Math.round(tickRate * SAMPLE)));
  }

  add(step: Pick<Step, 'inputs'>, passed: Passed): void {
    if (passed.log.length > 0 || step.inputs.length > 0) for (const mark of marksOf(step, passed)) this.#take(mark);
    const sample = passed.timed ? this.#sampler.add(passed) : undefined;
    const isDue = (this.#marks.length > 0 || this.#more !== undefined) && performance.now() - this.#written >= PAUSE;
    if (sample !== undefined || isDue) this.#tell(sample);
  }

  /** Writes what is left. */
  end(): void {
    if (this.#marks.length > 0 || this.#more !== undefined) this.#tell(undefined);
  }

  #take(mark: Mark): void {
    const now = performance.now();
    if (now - this.#span.begun >= SPAN) this.#span = { begun: now, marks: 0 };
    if (this.#span.marks++ < MOST_IN_SPAN) {
      this.#marks.push(mark);
      return;
    }
    this.#more ??= { tick: mark.tick, counts: MARK_KINDS.map(() => 0) };
    const kind = MARK_KINDS.indexOf(mark.kind);
    this.#more.counts[kind] = (this.#more.counts[kind] ?? 0) + 1;
  }

  #tell(sample: Happened['sample']): void {
    this.#written = performance.now();
    this.#write({ marks: this.#marks, ...(this.#more === undefined ? {} : { more: this.#more }), ...(sample === undefined ? {} : { sample }) });
    this.#marks = [];
    this.#more = undefined;
  }
}
