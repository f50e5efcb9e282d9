import { WorldwireError } from '../../engine/index.ts';
import type { Asker, Errand, Paced } from './errand.ts';

/** An errand that waits for its turn, and what is told when it is done. */
export interface Waiting {
  readonly asker: Asker;
  readonly errand: Errand<unknown>;
  readonly world: Paced | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}
/** What one asker has waiting. */
export interface Queue {
  readonly who: string;
  readonly first: boolean;
  /** Milliseconds that it has had, counted on from those who waited when it came. */
  had: number;
  bytes: number;
  waiting: Waiting[];
}

/** Milliseconds by which one may have had more than others before another is served. */
const STAY = 30;
/** Errands that one may have waiting, and all together; and bytes. */
const MOST_EACH = 100,
  MOST_ALL = 2_000,
  BYTES_EACH = 4 * 1024 * 1024,
  BYTES_ALL = 64 * 1024 * 1024;

/** Refused since too much waits already; `retryAfter` is in whole seconds. */
export class TooMuchWaits extends WorldwireError {
  readonly retryAfter: number;

  constructor(message: string, retryAfter: number) {
    super('WW_RATE_LIMITED', message);
    this.retryAfter = retryAfter;
  }
}

/** The errands that wait, in a queue for each asker, so that many of one do not keep out the one of another. */
export class ErrandQueues {
  readonly #queues = new Map<string, Queue>();
  #count = 0;
  #bytes = 0;
  /** What the one who was served last has had: whoever comes is counted from there. */
  #served = 0;
  #current: Queue | undefined;

  /** How many errands wait. */
  get size(): number {
    return this.#count;
  }

  /** Takes an errand in. Gives what refuses it where too much waits. */
  add(waiting: Waiting): TooMuchWaits | undefined {
    const { asker, errand } = waiting;
    let queue = this.#queues.get(asker.who);
    if (queue === undefined) this.#queues.set(asker.who, (queue = { who: asker.who, first: asker.first, had: this.#served, bytes: 0, waiting: [] }));
    const bytes = errand.bytes ?? 0;
    if (queue.waiting.length >= MOST_EACH) this.#sweep(queue);
    if (queue.waiting.length >= MOST_EACH || queue.bytes + bytes > BYTES_EACH)
      return new TooMuchWaits(`${queue.waiting.length} of your questions wait already; ask again when some are answered.`, this.#seconds(queue));
    if (this.#count >= MOST_ALL || this.#bytes + bytes > BYTES_ALL) {
      for (const other of Array.from(this.#queues.values())) this.#sweep(other);
      if (this.#count >= MOST_ALL || this.#bytes + bytes > BYTES_ALL)
        return new TooMuchWaits('More questions wait at this server than it takes; ask again in a moment.', this.#seconds(queue));
    }
    // Where all that it held was let go of just now, it is known no longer.
    this.#queues.set(asker.who, queue);
    queue.waiting.push(waiting);
    queue.bytes += bytes;
    this.#bytes += bytes;
    this.#count += 1;
    return undefined;
  }

  /** Who has had least; those who may edit before all others. */
  next(): Queue | undefined {
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

  /** Counts for an asker so many milliseconds that were spent on an errand of theirs. */
  had(queue: Queue, took: number): void {
    queue.had += took;
    if (!queue.first) this.#served = Math.max(this.#served, queue.had - took);
  }

  /** An errand waits no more. */
  end(queue: Queue, waiting: Waiting): Waiting {
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

  #seconds(queue: Queue): number {
    return Math.min(30, Math.max(1, Math.ceil((queue.waiting.length + this.#count / 10) / 50)));
  }

  #sweep(queue: Queue): void {
    for (const waiting of queue.waiting.filter(({ asker }) => asker.gone())) this.end(queue, waiting).errand.drop?.();
  }
}
