import { WorldwireError, type Author, type Envelope, type Input, type InputResult } from '../../engine/index.ts';

/** How many inputs may wait for their step. */
const MOST_WAITING = 20_000;
/** How many inputs one step takes in, so that a flood of them is spread over many ticks. */
const MOST_PER_STEP = 2_000;

/** Inputs that are taken however many wait: nobody would say them again, so that a refusal would lose them. */
export const TOLD_ONCE: ReadonlySet<Input['type']> = new Set(['join', 'leave', 'access', 'accessChanged', 'takenUp', 'ran']);

interface Waiting {
  readonly envelope: Envelope;
  readonly still: (() => Author) | undefined;
  readonly resolve: (result: InputResult) => void;
  readonly reject: (error: Error) => void;
}

/** The queue in front of a world: inputs in order of arrival, each with a promise of its result. */
export class Inbox {
  #waiting: Waiting[] = [];
  #under: Waiting[] = [];
  #closed: WorldwireError | undefined;

  get size(): number {
    return this.#waiting.length;
  }

  /**
   * Puts an input in the queue; resolves with what it came to. Rejects with WW_LIMIT where too much waits, but for what the world is told once: who
   * comes and goes, what they decide, and what has become of its jobs.
   * @param still looks the author up once more in the step that takes it in; what it throws is what it comes to
   */
  put(author: Author, input: Input, requestId?: string, still?: () => Author): Promise<InputResult> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    if (this.#waiting.length >= MOST_WAITING && !TOLD_ONCE.has(input.type))
      return Promise.reject(new WorldwireError('WW_LIMIT', `More than ${MOST_WAITING} edits wait for this world; try again when it has caught up.`));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ envelope: { author, ...(requestId === undefined ? {} : { requestId }), input }, still, resolve, reject });
    });
  }

  /** The inputs of the next step. */
  take(): Envelope[] {
    this.#under = this.#waiting.splice(0, MOST_PER_STEP).flatMap(standing);
    return this.#under.map((entry) => entry.envelope);
  }

  /** Settles the inputs that `take` gave last with the results of their step, in the same order. */
  settle(results: readonly InputResult[]): void {
    if (this.#under.length === 0) return;
    for (const [index, entry] of this.#under.splice(0).entries()) {
      const result = results[index];
      if (result === undefined) entry.reject(new WorldwireError('WW_INTERNAL', 'The world gave no result for this input.'));
      else entry.resolve(result);
    }
  }

  /** The step failed as a whole. */
  fail(error: Error): void {
    for (const entry of this.#under.splice(0)) entry.reject(error);
  }

  /** The world does not come to what waits: that is refused, but for what it is told once. */
  refuse(error: Error): void {
    const refused = this.#waiting.filter(({ envelope }) => !TOLD_ONCE.has(envelope.input.type));
    this.#waiting = this.#waiting.filter(({ envelope }) => TOLD_ONCE.has(envelope.input.type));
    for (const entry of refused) entry.reject(error);
  }

  /** Takes no more, and refuses what waits. */
  close(error: WorldwireError): void {
    this.#closed = error;
    for (const entry of this.#waiting.splice(0)) entry.reject(error);
    this.fail(error);
  }
}

/** An input with its author as they stand now; none where they were put out meanwhile, or have lost the right: then it is refused. */
function standing(entry: Waiting): Waiting[] {
  if (entry.still === undefined) return [entry];
  try {
    return [{ ...entry, envelope: { ...entry.envelope, author: entry.still() } }];
  } catch (error) {
    entry.reject(error as Error);
    return [];
  }
}
