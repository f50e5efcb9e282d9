import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { HOST, type Envelope, type JoinedUser, type Step, type StepResult, type WorldDoor } from '../../engine/index.ts';
import type { Inbox } from './inbox.ts';
import type { Links } from './links-port.ts';
import type { Outgoing } from './outgoing.ts';
import type { Turn } from './pacer.ts';
import type { WorldJournal } from '../journal/world-journal.ts';
import type { Past } from '../past/past.ts';
import type { TracedStep, WorldTrace } from './trace-file.ts';
import type { Watchers } from './watchers.ts';
import type { WorldLog } from './world-log.ts';
import { StepWords } from '../recording/recording.ts';
import type { WorldRecording } from '../recording/world-recording.ts';

export interface SteppingOptions {
  readonly door: WorldDoor;
  readonly links: Links;
  readonly inbox: Inbox;
  readonly watchers: Watchers;
  readonly outgoing: Outgoing;
  readonly recording: WorldRecording;
  readonly journal: WorldJournal | undefined;
  readonly past: Past;
  readonly log: WorldLog;
  /** Told the number of each edit; those of one group that follow each other are one to people, as a drag is. */
  readonly edited: (edit: number, group: string | undefined, userId: string) => void;
  /** Told who has come in, or goes by another name. */
  readonly came: (user: JoinedUser) => void;
  /** How its ticks keep up: those left out since the start, and milliseconds between two. */
  readonly pace: () => { readonly late: number; readonly period: number };
  /** Where its steps are told one by one. Default: nowhere, at no cost. */
  readonly trace?: WorldTrace;
  /** Milliseconds of the next step that all who look may take. */
  readonly looks: () => number;
  /** Real time in milliseconds, as the world counts it. Default the machine's. */
  readonly now?: () => number;
  /** The time of day, in milliseconds since 1970, which is told beside the tick. Default the machine's. */
  readonly wall?: () => number;
}

/** Of which kind a step was, and how many milliseconds the world took for it. */
export interface Took {
  readonly mode: Turn;
  readonly took: number;
}

/** Milliseconds between two steps beyond which nobody here could have heard anything in between. Worlds have one at least every tenth of a second. */
const STANDSTILL = 500;

const UNSEEN: Pick<Step, 'views' | 'looks'> = {};

/** The steps of a world: what has come in goes into one, and what comes out of it goes to whom it concerns. */
export class Stepping {
  readonly #options: SteppingOptions;
  readonly #now: () => number;
  readonly #wall: () => number;
  readonly #stepped = new Set<(result: StepResult, took: Took) => void>();
  #began = 0;
  /** Real time of the last step. */
  #last = 0;
  #tick = 0;
  #lateBefore = 0;
  #failures = 0;
  /** Of the step that is traced: when links handed over, and their messages up to the step before. */
  #collect = { begun: 0, took: 0 };
  #messagesIn = 0;
  #messagesOut = 0;

  constructor(options: SteppingOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#wall = options.wall ?? Date.now;
  }

  /** The tick reached. */
  get tick(): number {
    return this.#tick;
  }

  /** Real time counts from now on, and goes on from what the world has behind it. */
  begin({ tick, real }: { readonly tick: number; readonly real: number }): void {
    this.#tick = tick;
    this.#last = real;
    this.#began = this.#now() - real;
  }

  /** Calls after each step, when its updates have been handed out. Returns what ends it. */
  onStep(listener: (result: StepResult, took: Took) => void): () => void {
    this.#stepped.add(listener);
    return () => this.#stepped.delete(listener);
  }

  turn(mode: Turn): void | Promise<void> {
    const waiting = this.#options.recording.before(this.#tick);
    return waiting === undefined ? this.#awake(mode) : waiting.then(() => this.#awake(mode));
  }

  /** For a trace: what links have done for this step, and carried since the one before. */
  #linksSince(): Pick<TracedStep, 'collect' | 'messagesIn' | 'messagesOut' | 'queuedBytes'> {
    const { messagesIn, messagesOut, queuedBytes } = this.#options.links.stats;
    const since = { collect: this.#collect, messagesIn: messagesIn - this.#messagesIn, messagesOut: messagesOut - this.#messagesOut, queuedBytes };
    this.#messagesIn = messagesIn;
    this.#messagesOut = messagesOut;
    return since;
  }

  /** A turn failed. Returns how many have, one after another. */
  failed(): number {
    return ++this.#failures;
  }

  /**
   * Does a step. Where the process was stopped or the machine slept, sockets are read first, so that no timer runs out that what they
   * hold would have stopped.
   */
  #awake(mode: Turn): void | Promise<void> {
    return this.#real() - this.#last > STANDSTILL ? this.#catchUp().then(() => this.#step(mode)) : this.#step(mode);
  }

  async #catchUp(): Promise<void> {
    const { links } = this.#options;
    links.sweep?.();
    // Sockets are read between two of these.
    for (let turn = 0; turn < 3; turn++) await nextTurn();
    links.sweep?.();
  }

  /** Whole milliseconds since it began. */
  #real(): number {
    return Math.floor(this.#now() - this.#began);
  }

  #step(mode: Turn): void | Promise<void> {
    const { links, inbox, watchers, recording, journal, door, looks, trace } = this.#options;
    const inputs: Envelope[] = [];
    // The clock is read before links are asked what has come in. Read after it, a stop of the process between the two would count as silence of those heard.
    const real = this.#real();
    this.#last = real;
    const collecting = trace === undefined ? 0 : performance.now();
    const events = links.collect(mode);
    if (trace !== undefined) this.#collect = { begun: collecting, took: performance.now() - collecting };
    if (events.length > 0) inputs.push({ author: HOST, input: { type: 'link', events } });
    if (inbox.size > 0) inputs.push(...inbox.take());
    const step: Step = {
      mode,
      real,
      wall: this.#wall(),
      inputs,
      // What nobody looks at needs no time for looks, nor a share of that of the others.
      ...(watchers.isIdle ? UNSEEN : { views: watchers.take(), looks: { allowed: looks(), charged: watchers.takeCharges() } }),
      ...(trace === undefined ? {} : { trace: true }),
    };
    const words = new StepWords(step);
    recording.step(this.#tick, step, words);
    journal?.step(this.#tick, step, words);
    const begun = performance.now();
    const result = door.step(step);
    return result instanceof Promise ? result.then((value) => this.#after(step, value, begun)) : this.#after(step, result, begun);
  }

  /** For who goes back to the last minutes. */
  #keep(step: Step, result: StepResult, took: number): void {
    const { links, past } = this.#options;
    const { messagesIn, messagesOut } = links.stats;
    past.add(step, {
      tick: result.tick,
      ...(step.wall === undefined ? {} : { wall: step.wall }),
      timed: step.mode === 'tick',
      took,
      log: result.log,
      messagesIn,
      messagesOut,
    });
  }

  /** Results are those of all inputs but what links have told, in their order. */
  #tellEdits(step: Step, { results }: StepResult): void {
    const inputs = step.inputs.filter(({ input }) => input.type !== 'link');
    for (const [index, each] of results.entries()) {
      const { author = HOST, input } = inputs[index] ?? {};
      if (input?.type === 'join' && each.ok) this.#options.came(input.user);
      if (!each.ok || each.edit === undefined) continue;
      const group = input !== undefined && 'group' in input && input.group !== undefined ? `${author.userId} ${input.group}` : undefined;
      this.#options.edited(each.edit, group, author.userId);
    }
  }

  #after(step: Step, result: StepResult, begun: number): void {
    const { links, inbox, watchers, outgoing, journal, past, log, pace, trace } = this.#options;
    const { mode } = step;
    const took = performance.now() - begun;
    this.#failures = 0;
    this.#tick = result.tick;
    if (past.isKept) this.#keep(step, result, took);
    journal?.lived(took, step);
    const performing = trace === undefined ? 0 : performance.now();
    if (result.effects.length > 0) outgoing.perform(result.effects);
    const handing = trace === undefined ? 0 : performance.now();
    watchers.hand(result.updates);
    if (result.halted !== undefined) watchers.halt(result.halted);
    if (result.results.length > 0) this.#tellEdits(step, result);
    inbox.settle(result.results);
    for (const entry of result.log) log.tell(entry);
    for (const listener of this.#stepped) listener(result, { mode, took });
    if (trace !== undefined) {
      const effects = { begun: performing, took: handing - performing };
      const views = { begun: handing, took: result.updates.length === 0 ? 0 : performance.now() - handing };
      trace.step({ mode, tick: result.tick, inputs: result.results.length, begun, took, spans: result.spans ?? [], effects, views, ...this.#linksSince() });
    }
    if (mode === 'pass') return;
    const { late, period } = pace();
    links.adapt({ tickTime: performance.now() - begun, late: late - this.#lateBefore, interval: period });
    this.#lateBefore = late;
  }
}
