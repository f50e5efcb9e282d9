import { performance } from 'node:perf_hooks';
import type { Asker, Errand, Paced } from './errand.ts';
import { ErrandQueues, type Queue, type Waiting } from './errand-queues.ts';

/** The part of all time that errands may take where worlds leave it, and that they are given where worlds leave none. */
const MOST = 0.4,
  LEAST = 0.05;
/** Part of the time in which this process had the processor, from which on a late tick is its own doing. */
const BUSY = 0.75;
/** The part of all time that looks may take. */
const LOOKS = 0.15;
/** Milliseconds for which a world counts as looked at, and between two looks at what this process has had of the processor. */
const LOOKED_LATELY = 1000,
  NOTED_EVERY = 10;
/** Milliseconds that one part takes, that are saved up at most, and that are kept free before a tick. */
const SLICE = 3,
  SAVED = 20,
  MARGIN = 1,
  SHORTEST = 1;
/** Milliseconds after which one who waits while worlds leave no time is given a part all the same. */
const LONGEST = 40;

/** Milliseconds of processor time that this process has had. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * The time that the worlds of this thread leave over between their ticks, and who of those that ask gets it. Whatever is asked is done in short
 * parts, of which none begins where it would reach into a tick; whoever has had least goes first, so that many questions of one do not keep out
 * the one of another. Where ticks come late all the same, less is done.
 */
export class SpareTime {
  readonly #worlds = new Set<Paced>();
  readonly #queues = new ErrandQueues();
  #share = MOST;
  /** Milliseconds that may be spent, where worlds leave them, and where they leave none. */
  #level = SAVED;
  #reserve = 0;
  #filled = performance.now();
  #waitingSince = 0;
  #planned = false;
  #timer: NodeJS.Timeout | undefined;
  #noted = { at: 0, busy: 0 };
  readonly #lookedAt = new Map<Paced, number>();
  /** When a world was last looked at. */
  #looked = -Infinity;

  /** Has regard to a world's ticks. Returns what ends it. */
  watch(world: Paced): () => void {
    this.#worlds.add(world);
    return () => this.#worlds.delete(world);
  }

  /** How many errands wait. */
  get waiting(): number {
    return this.#queues.size;
  }

  /** A tick has begun, by so many milliseconds late of so many to the next. Where this process was busy all the while, fewer errands are done. */
  ticked(late: number, period: number): void {
    // Where nobody asks or looks there is nothing of which less could be done, and the processor's time need not be asked for.
    if (this.#queues.size === 0 && performance.now() - this.#looked > LOOKED_LATELY) {
      this.#share = Math.min(MOST, this.#share + 0.005);
      return;
    }
    if (late > period / 2 && this.#wasBusy()) this.#share = Math.max(LEAST, this.#share * 0.8);
    else this.#share = Math.min(MOST, this.#share + 0.005);
    this.#note();
    if (this.#queues.size > 0 && !this.#planned) this.#plan();
  }

  /** Whether it is this process that has had the processor since the last tick, and not another, which less work here would not help. */
  #wasBusy(): boolean {
    const passed = performance.now() - this.#noted.at;
    return passed > 0 && processorTime() - this.#noted.busy > passed * BUSY;
  }
  #note(): void {
    if (performance.now() - this.#noted.at < NOTED_EVERY) return;
    this.#noted = { at: performance.now(), busy: processorTime() };
  }

  /**
   * Milliseconds of a step that all who look at a world may take, sending included, of so many to the next. Worlds of this thread that
   * are looked at share them.
   */
  looks(period: number, world: Paced): number {
    const now = performance.now();
    this.#looked = now;
    this.#lookedAt.set(world, now);
    for (const [other, at] of this.#lookedAt) if (now - at > LOOKED_LATELY) this.#lookedAt.delete(other);
    const shared = this.#worlds.has(world) ? this.#lookedAt.size : 1;
    return (LOOKS * period * (this.#share / MOST)) / shared;
  }

  /**
   * Does an errand in its turn. Rejects with WW_RATE_LIMITED where too much waits, and never settles for one who is gone.
   * @param world whose thread does the work, where that is not this one
   */
  do<T>(asker: Asker, errand: Errand<T>, world?: Paced): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const refused = this.#queues.add({ asker, errand: errand as Errand<unknown>, world, resolve: resolve as (value: unknown) => void, reject });
      if (refused !== undefined) {
        reject(refused);
        return;
      }
      if (this.#queues.size === 1) this.#waitingSince = performance.now();
      if (!this.#planned) this.#plan();
    });
  }

  #fill(): void {
    const now = performance.now();
    const passed = now - this.#filled;
    this.#filled = now;
    this.#level = Math.min(SAVED, this.#level + passed * this.#share);
    this.#reserve = Math.min(SLICE, this.#reserve + passed * LEAST);
  }

  /** Milliseconds until one of the worlds is due. */
  #room(world: Paced | undefined): number {
    let next = world?.next ?? Infinity;
    for (const each of this.#worlds) next = Math.min(next, each.next);
    return next - performance.now() - MARGIN;
  }

  #plan(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#planned = false;
    const queue = this.#queues.next();
    const waiting = queue?.waiting[0];
    if (queue === undefined || waiting === undefined) return;
    this.#fill();
    const room = this.#room(waiting.world);
    const given = this.#level > 0 && room >= SHORTEST ? Math.min(SLICE, room) : 0;
    const forced = given === 0 && this.#reserve >= SHORTEST && performance.now() - this.#waitingSince > LONGEST ? SHORTEST : 0;
    if (given === 0 && forced === 0) {
      // A tick that has passed plans anew as well.
      const wait = this.#level <= 0 ? -this.#level / this.#share : Math.max(1, Math.min(room + MARGIN, 20));
      this.#timer = setTimeout(() => this.#plan(), Math.min(50, Math.max(1, wait)));
      return;
    }
    this.#planned = true;
    let begun = 0;
    let going: Promise<'later' | undefined> | undefined;
    // Both in one turn of the event loop, with what the first sets off in between and nothing else; ticks and sockets have their turn before the next.
    setImmediate(() => {
      begun = performance.now();
      going = this.#part(queue, waiting, given + forced);
    });
    setImmediate(() => {
      const took = performance.now() - begun;
      void (going as Promise<'later' | undefined>).then((how) => {
        this.#account(
          queue,
          how === undefined ? { forced: forced > 0 } : 'elsewhere',
          how === undefined && waiting.world === undefined ? took : performance.now() - begun,
        );
        this.#plan();
      });
    });
  }

  /** What was only waited for counts for whose it is, so that all others come first, and has had nothing of this thread's time. */
  #account(queue: Queue, how: 'elsewhere' | { readonly forced: boolean }, took: number): void {
    if (how !== 'elsewhere') {
      this.#level -= took;
      if (how.forced) this.#reserve -= took;
    }
    this.#waitingSince = performance.now();
    this.#queues.had(queue, took);
  }

  async #part(queue: Queue, waiting: Waiting, milliseconds: number): Promise<'later' | undefined> {
    const { asker, errand, resolve, reject } = waiting;
    if (asker.gone()) {
      this.#queues.end(queue, waiting);
      errand.drop?.();
      return undefined;
    }
    try {
      const came = errand.part(milliseconds);
      const part = came instanceof Promise ? await came : came;
      if (part === undefined) return undefined;
      if ('later' in part) {
        // Behind all else that the same one has asked, which need not wait for it.
        const at = queue.waiting.indexOf(waiting);
        if (at >= 0) queue.waiting.push(...queue.waiting.splice(at, 1));
        return 'later';
      }
      this.#queues.end(queue, waiting);
      resolve(part.done);
    } catch (error) {
      this.#queues.end(queue, waiting);
      reject(error);
    }
    return undefined;
  }
}
