import { RHYTHM } from './rhythm.ts';
import { TickMeter, type Measured } from './tick-meter.ts';

/** Kind of a turn: `tick` lets time pass in the world, `pass` only takes inputs in. */
export type Turn = 'tick' | 'pass';

export interface PacerOptions {
  /** Ticks a second at speed 1. */
  readonly tickRate: number;
  /** Does one turn. The next begins only when this one has ended. */
  readonly turn: (mode: Turn) => void | Promise<void>;
  /** A turn failed; the pacer goes on unless it is stopped. */
  readonly failed: (error: unknown) => void;
  /** A tick begins, so many milliseconds after it was due. */
  readonly ticking?: (late: number) => void;
}

/** Ticks that somebody lets pass. */
interface Stepping {
  left: number;
  /** Throws what refuses them from now on. */
  readonly still: () => unknown;
  readonly done: () => void;
  readonly refused: (why: unknown) => void;
}

/** A world that is paused, or whose ticks are far apart, still takes inputs in, at least this often, so that times in real time act. */
const PASS_INTERVAL = 50;
/** Milliseconds between ticks below which one that begins a millisecond late comes too late. */
const CLOSE = 8;
/** Milliseconds by which a timer of a process that does nothing else ends late at most. */
const PUNCTUAL = 1.5;
/** Milliseconds before a tick in which what has come waits for it, and parts of the time that passes between ticks may take: one in so many. */
const NEARLY = 2,
  EARLY_SHARE = 10;
/** Nobody waits longer than this for a gap between ticks. */
const LONGEST_WAIT = 250;

/**
 * Turns at a fixed rate. Deadlines follow from the first one, so that nothing drifts; a turn that comes a whole period or more too late is
 * not made up for: the ticks in between are counted in `late` and left out.
 */
export class Pacer {
  readonly #options: PacerOptions;
  #speed = 1;
  #paused = false;
  #running = false;
  #busy = false;
  #poked = false;
  /** Somebody waits for what has come in to be taken in before the next tick. */
  #hurried = false;
  /** `performance.now()` before which no pass comes between two ticks. */
  #earlyFrom = 0;
  #due = 0;
  #lastPass = 0;
  #late = 0;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #steps: Stepping[] = [];
  #jobs: (() => Promise<void>)[] = [];
  #gaps: { least: number; until: number; resolve: () => void }[] = [];
  #stopped: (() => void) | undefined;
  readonly #meter = new TickMeter();

  constructor(options: PacerOptions) {
    this.#options = options;
  }

  get paused(): boolean {
    return this.#paused;
  }
  get speed(): number {
    return this.#speed;
  }
  /** Ticks left out since the start because they came too late. */
  get late(): number {
    return this.#late;
  }
  /** Milliseconds between two ticks. */
  get period(): number {
    return 1000 / (this.#options.tickRate * this.#speed);
  }

  /** `performance.now()` of the next tick: past while one is under way, Infinity where none is to come. */
  get next(): number {
    if (this.#busy) return -Infinity;
    if (!this.#running || (this.#paused && this.#steps.length === 0)) return Infinity;
    return this.#steps.length > 0 ? 0 : this.#due;
  }

  start(paused = false): void {
    if (this.#running) return;
    this.#running = true;
    this.#paused = paused;
    this.#due = this.#shared(performance.now());
    this.#arm();
  }

  /** Ends after the turn under way; resolves when it has ended. */
  async stop(): Promise<void> {
    this.#running = false;
    RHYTHM.leave(this);
    this.#disarm();
    if (this.#busy)
      await new Promise<void>((resolve) => {
        this.#stopped = resolve;
      });
    for (const step of this.#steps.splice(0)) step.done();
    for (const gap of this.#gaps.splice(0)) gap.resolve();
    for (const job of this.#jobs.splice(0)) await job();
  }

  pause(): void {
    this.#paused = true;
    RHYTHM.leave(this);
    this.#arm();
  }

  /** Pauses, and lets no more of the ticks pass that were asked for one by one. */
  halt(): void {
    this.pause();
    for (const step of this.#steps.splice(0)) step.done();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#due = this.#shared(performance.now());
    this.#arm();
  }

  /**
   * Pauses, lets this many ticks pass one after another, and resolves when they have.
   * @param still asked before each tick whether that may still be; what it throws ends the ticks that are left, and rejects
   */
  step(ticks: number, still: () => unknown = () => undefined): Promise<void> {
    this.#paused = true;
    RHYTHM.leave(this);
    return new Promise((resolve, reject) => {
      this.#steps.push({ left: ticks, still, done: resolve, refused: reject });
      this.#arm();
    });
  }

  /** Factor on the tick rate: 2 is twice as fast. */
  setSpeed(speed: number): void {
    this.#speed = speed;
    this.#due = this.#shared(performance.now() + this.period);
    this.#arm();
  }

  /**
   * Something waits to be taken in: a world that takes passes does so now, another with its next tick, or in a hurry by a pass before that: one
   * between two ticks, and none where those before took more than a tenth of the time.
   */
  poke(inHurry = false): void {
    const isKnown = this.#poked && (this.#hurried || !inHurry);
    this.#poked = true;
    this.#hurried ||= inHurry;
    if (!isKnown && (this.#passes() || this.#mayHurry(performance.now()))) this.#arm();
  }

  /**
   * Begins a tick that is later than its timer would be. To be called between two of many things that come in: the event loop reads all sockets that
   * have something, some thousands of them, before it looks at its timers again.
   */
  readonly look = (): void => {
    if (this.#busy || !this.#running || this.#paused || performance.now() - this.#due < PUNCTUAL) return;
    this.#disarm();
    this.#fire();
  };

  /** Does something while no turn is under way. */
  exclusive<T>(job: () => T | Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#jobs.push(async () => {
        try {
          resolve(await job());
        } catch (error) {
          reject(error as Error);
        }
      });
      if (this.#running) this.#arm();
      else if (!this.#busy) void this.#work();
    });
  }

  /** Resolves between two turns, when the next is at least so many milliseconds away, or when there has been no such gap for long. */
  gap(least: number): Promise<void> {
    return new Promise((resolve) => {
      this.#gaps.push({ least: Math.min(least, this.period * 0.8), until: performance.now() + LONGEST_WAIT, resolve });
      if (!this.#busy) setImmediate(() => this.#giveGap());
    });
  }

  /** Milliseconds that a tick has taken lately, on the mean; undefined where none has passed. */
  get lately(): number | undefined {
    const { rate, tickTime } = this.measured();
    return rate === 0 ? undefined : tickTime;
  }

  /** What was measured lately: ticks a second, and milliseconds a tick. */
  measured(): Measured {
    return this.#meter.read(performance.now(), this.period);
  }

  #disarm(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    if (this.#immediate !== undefined) clearImmediate(this.#immediate);
    this.#timer = this.#immediate = undefined;
  }

  /**
   * Plans the next turn. A timer can end up to a millisecond late; only where turns lie so close that this matters does the last stretch go by
   * turns of the event loop, which keep a processor busy. One that ends early is followed by another.
   */
  #arm(): void {
    if (this.#busy) return;
    this.#disarm();
    if (!this.#running) return;
    const wait = this.#wait(performance.now());
    const close = this.period < CLOSE;
    if (wait <= 0 || (close && wait < 1)) this.#immediate = setImmediate(this.#fire);
    else this.#timer = setTimeout(this.#wake, close ? Math.floor(wait) : Math.ceil(wait));
  }

  /**
   * The next moment that it shares with other worlds of the process for its first tick. A world that is paused or has ended takes no part: what it
   * does not take up need not be kept free, and `resume` asks anew.
   */
  #shared(from: number): number {
    if (this.#running && !this.#paused && this.period >= CLOSE) return RHYTHM.join(this, from, this.period);
    RHYTHM.leave(this);
    return from;
  }

  /** Milliseconds until the next turn. */
  #wait(now: number): number {
    if (this.#jobs.length > 0 || this.#steps.length > 0) return 0;
    const tick = this.#paused ? Infinity : this.#due - now;
    if (this.#passes()) return Math.min(tick, this.#poked ? 0 : this.#lastPass + PASS_INTERVAL - now);
    return this.#mayHurry(now) ? 0 : tick;
  }

  #mayHurry(now: number): boolean {
    return this.#hurried && now >= this.#earlyFrom && this.#due - now > NEARLY;
  }

  #passes(): boolean {
    return this.#paused || this.period > 2 * PASS_INTERVAL;
  }

  /** A timer has ended. Where the process slept until then, all that came in is read already; else it is read first. */
  readonly #wake = (): void => {
    this.#timer = undefined;
    const wait = this.#wait(performance.now());
    if (wait <= 0 && wait > -PUNCTUAL) this.#fire();
    else this.#arm();
  };

  readonly #fire = (): void => {
    this.#immediate = undefined;
    if (this.#busy || !this.#running) return;
    if (this.#jobs.length > 0) {
      void this.#work();
      return;
    }
    this.#dropRefused();
    const now = performance.now();
    if (this.#wait(now) > 0) {
      this.#arm();
      return;
    }
    this.#poked = this.#hurried = false;
    if (this.#steps.length > 0) this.#turn('tick');
    else if (this.#paused || now < this.#due) {
      this.#lastPass = now;
      this.#turn('pass');
    } else {
      this.#options.ticking?.(now - this.#due);
      const missed = Math.max(0, Math.floor((now - this.#due) / this.period));
      this.#late += missed;
      this.#due += (missed + 1) * this.period;
      this.#turn('tick');
    }
  };

  /** Ends the ticks that are wanted by whoever may want none any more, up to the first who may. */
  #dropRefused(): void {
    for (let step = this.#steps[0]; step !== undefined; step = this.#steps[0]) {
      try {
        step.still();
        return;
      } catch (error) {
        this.#steps.shift();
        step.refused(error);
      }
    }
  }

  #turn(mode: Turn): void {
    this.#busy = true;
    const begun = performance.now();
    try {
      const going = this.#options.turn(mode);
      if (going instanceof Promise) void going.catch((error: unknown) => this.#options.failed(error)).then(() => this.#ended(mode, begun));
      else this.#ended(mode, begun);
    } catch (error) {
      this.#options.failed(error);
      this.#ended(mode, begun);
    }
  }

  #ended(mode: Turn, begun: number): void {
    const now = performance.now();
    if (mode === 'tick') this.#meter.add(now, now - begun);
    else this.#earlyFrom = Math.max(this.#due, begun + (now - begun) * EARLY_SHARE);
    const step = this.#steps[0];
    if (mode === 'tick' && step !== undefined && --step.left <= 0) {
      this.#steps.shift();
      step.done();
    }
    this.#free();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) await job();
    this.#free();
  }

  #free(): void {
    this.#busy = false;
    this.#stopped?.();
    this.#giveGap();
    this.#arm();
  }

  /** One waiter a gap: who needs more asks again, and the event loop turns in between. */
  #giveGap(): void {
    const gap = this.#gaps[0];
    if (gap === undefined || this.#busy) return;
    const now = performance.now();
    const left = this.#paused ? PASS_INTERVAL : this.#due - now;
    if (left < gap.least && now < gap.until && this.#running) return;
    this.#gaps.shift();
    gap.resolve();
  }
}
