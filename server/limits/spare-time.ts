import { performance } from 'node:perf_hooks';
import { WorldwireError } from '../../engine/index.ts';

/** Who asks for something that takes time. */
export interface Asker {
  /** Whose share of the time it takes: a user, or the address of one who is none. */
  readonly who: string;
  /** Who may edit is served before those who may only look. */
  readonly first: boolean;
  /** Whether nobody waits for the answer any more: then it is not worked out. */
  readonly gone: () => boolean;
}

/** What a part of an errand came to: `done`, with what came of it; `later`, where it goes on elsewhere, and others come first; else there is more to do. */
export type Part<T> = { readonly done: T } | { readonly later: true } | undefined;

/** A piece of work that can be done in parts. */
export interface Errand<T> {
  /** Does some of it, for about so many milliseconds. Gives what came of it when it is done. */
  part(milliseconds: number): Part<T> | Promise<Part<T>>;
  /** It is not gone on with, since who asked is gone. */
  drop?(): void;
  /** Bytes that it holds while it waits. */
  readonly bytes?: number;
}

/** When a world that ticks in this thread, or waits for one that does elsewhere, is due. */
export interface Paced {
  /** `performance.now()` of its next tick; Infinity where there is none to come. */
  readonly next: number;
}

interface Waiting {
  readonly asker: Asker;
  readonly errand: Errand<unknown>;
  readonly world: Paced | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}
interface Queue {
  readonly who: string;
  readonly first: boolean;
  /** Milliseconds that it has had, counted on from those who waited when it came. */
  had: number;
  bytes: number;
  waiting: Waiting[];
}

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
/** Milliseconds by which one may have had more than others before another is served. */
const STAY = 30;
/** Errands that one may have waiting, and all together; and bytes. */
const MOST_EACH = 100,
  MOST_ALL = 2_000,
  BYTES_EACH = 4 * 1024 * 1024,
  BYTES_ALL = 64 * 1024 * 1024;
/** Milliseconds after which one who waits while worlds leave no time is given a part all the same. */
const LONGEST = 40;

/** Refused since too much waits already; `retryAfter` is in whole seconds. */
export class TooMuchWaits extends WorldwireError {
  readonly retryAfter: number;

  constructor(message: string, retryAfter: number) {
    super('WW_RATE_LIMITED', message);
    this.retryAfter = retryAfter;
  }
}

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
  readonly #queues = new Map<string, Queue>();
  #count = 0;
  #bytes = 0;
  /** What the one who was served last has had: whoever comes is counted from there. */
  #served = 0;
  #current: Queue | undefined;
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

  /** Has regard to a world's ticks. Returns what ends it. */
  watch(world: Paced): () => void {
    this.#worlds.add(world);
    return () => this.#worlds.delete(world);
  }

  /** How many errands wait. */
  get waiting(): number {
    return this.#count;
  }

  /** A tick has begun, by so many milliseconds late of so many to the next. Where this process was busy all the while, fewer errands are done. */
  ticked(late: number, period: number): void {
    if (late > period / 2 && this.#wasBusy()) this.#share = Math.max(LEAST, this.#share * 0.8);
    else this.#share = Math.min(MOST, this.#share + 0.005);
    this.#note();
    if (this.#count > 0 && !this.#planned) this.#plan();
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
    let queue = this.#queues.get(asker.who);
    if (queue === undefined) this.#queues.set(asker.who, (queue = { who: asker.who, first: asker.first, had: this.#served, bytes: 0, waiting: [] }));
    const bytes = errand.bytes ?? 0;
    if (queue.waiting.length >= MOST_EACH) this.#sweep(queue);
    if (queue.waiting.length >= MOST_EACH || queue.bytes + bytes > BYTES_EACH)
      return Promise.reject(
        new TooMuchWaits(`${queue.waiting.length} of your questions wait already; ask again when some are answered.`, this.#seconds(queue)),
      );
    if (this.#count >= MOST_ALL || this.#bytes + bytes > BYTES_ALL) {
      for (const other of Array.from(this.#queues.values())) this.#sweep(other);
      if (this.#count >= MOST_ALL || this.#bytes + bytes > BYTES_ALL)
        return Promise.reject(new TooMuchWaits('More questions wait at this server than it takes; ask again in a moment.', this.#seconds(queue)));
    }
    const own = queue;
    return new Promise<T>((resolve, reject) => {
      own.waiting.push({ asker, errand: errand as Errand<unknown>, world, resolve: resolve as (value: unknown) => void, reject });
      own.bytes += bytes;
      this.#bytes += bytes;
      if (this.#count++ === 0) this.#waitingSince = performance.now();
      if (!this.#planned) this.#plan();
    });
  }

  #seconds(queue: Queue): number {
    return Math.min(30, Math.max(1, Math.ceil((queue.waiting.length + this.#count / 10) / 50)));
  }

  #sweep(queue: Queue): void {
    for (const waiting of queue.waiting.filter(({ asker }) => asker.gone())) this.#end(queue, waiting).errand.drop?.();
  }

  #end(queue: Queue, waiting: Waiting): Waiting {
    const at = queue.waiting.indexOf(waiting);
    // It may have been dropped while it was worked on.
    if (at < 0) return waiting;
    queue.waiting.splice(at, 1);
    const bytes = waiting.errand.bytes ?? 0;
    queue.bytes -= bytes;
    this.#bytes -= bytes;
    this.#count -= 1;
    if (queue.waiting.length === 0 && queue.had <= this.#served) this.#queues.delete(queue.who);
    return waiting;
  }

  /** Who has had least; those who may edit before all others. */
  #next(): Queue | undefined {
    let best: Queue | undefined;
    for (const queue of this.#queues.values()) {
      if (queue.waiting.length === 0) {
        if (queue.had <= this.#served) this.#queues.delete(queue.who);
        continue;
      }
      if (best === undefined || (queue.first === best.first ? queue.had < best.had : queue.first)) best = queue;
    }
    // Whoever is being served stays for a while: many questions that are all half done keep everybody waiting, and hold more memory.
    const current = this.#current;
    if (current !== undefined && best !== undefined && current.waiting.length > 0 && current.first === best.first && current.had - best.had < STAY)
      return current;
    this.#current = best;
    return best;
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
    const queue = this.#next();
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
    queue.had += took;
    if (!queue.first) this.#served = Math.max(this.#served, queue.had - took);
  }

  async #part(queue: Queue, waiting: Waiting, milliseconds: number): Promise<'later' | undefined> {
    const { asker, errand, resolve, reject } = waiting;
    if (asker.gone()) {
      this.#end(queue, waiting);
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
      this.#end(queue, waiting);
      resolve(part.done);
    } catch (error) {
      this.#end(queue, waiting);
      reject(error);
    }
    return undefined;
  }
}
