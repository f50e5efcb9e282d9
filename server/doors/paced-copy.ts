import { performance } from 'node:perf_hooks';
import { WorldwireError, type Answer, type Question, type WorldDoor } from '../../engine/index.ts';

/** What a copy of a world needs of whoever turns it. */
export interface Turns {
  readonly ask: <Q extends Question>(question: Q) => Promise<Answer<Q>>;
  /** Resolves between two ticks with so many milliseconds to spare. */
  readonly gap: (least: number) => Promise<void>;
  /** Does a job between two turns: none begins before it has ended. */
  readonly exclusive: <T>(job: () => Promise<T>) => Promise<T>;
}

/** The same for a world that nobody turns. */
export function standing(door: Pick<WorldDoor, 'ask'>): Turns {
  return { ask: (question) => door.ask(question), gap: () => Promise.resolve(), exclusive: (job) => job() };
}

/** Milliseconds that making a part of the text may take; and how many the copy, and the part in which it is put in order, would like to have. */
const SLICE = 2,
  COPY = 12;
/** Entities in a part. */
const FIRST_PART = 200,
  SMALLEST_PART = 20,
  LARGEST_PART = 20_000;

/**
 * A copy of a world that runs, taken between two ticks. Its text is made part by part, each as large as goes into the time that is left before the
 * next tick. Whoever takes one releases it, since the world keeps it until then.
 */
export class PacedCopy {
  readonly tick: number;
  /** Number of the last edit that is in it. */
  readonly edits: number;
  readonly #turns: Turns;
  readonly #capture: number;
  #took = 0;

  private constructor(turns: Turns, of: { readonly tick: number; readonly edits: number; readonly capture: number; readonly took: number }) {
    this.#turns = turns;
    this.tick = of.tick;
    this.edits = of.edits;
    this.#capture = of.capture;
    this.#took = of.took;
  }

  /**
   * Takes a copy of the scene that a save would write, or of the whole state.
   * @param taken is called with it before the world has its next turn
   */
  static take(turns: Turns, of: 'scene' | 'state', taken: (copy: PacedCopy) => void = () => undefined): Promise<PacedCopy> {
    const { ask, gap, exclusive } = turns;
    return (of === 'scene' ? makeRoom(turns) : Promise.resolve())
      .then(() => gap(COPY))
      .then(() =>
        exclusive(async () => {
          const begun = performance.now();
          const { tick } = await ask({ ask: 'status' });
          const { capture, edits } = await ask({ ask: 'capture', ...(of === 'state' ? { of } : {}) });
          const copy = new PacedCopy(turns, { tick, edits, capture, took: performance.now() - begun });
          taken(copy);
          return copy;
        }),
      );
  }

  /** Milliseconds that the copy and its text have taken so far. */
  get took(): number {
    return this.#took;
  }

  /** The text, part by part. One that is no longer wanted ends early. */
  async *parts(isWanted: () => boolean = () => true): AsyncGenerator<string> {
    const { ask, gap } = this.#turns;
    let size = FIRST_PART,
      least = COPY;
    for (let done = false; !done && isWanted();) {
      await gap(least);
      least = SLICE;
      const begun = performance.now();
      const part = await ask({ ask: 'pull', capture: this.#capture, entities: size });
      const took = performance.now() - begun;
      this.#took += took;
      // At most four times as many as before, and about as many as take half of what a part may.
      const factor = Math.min(4, Math.max(0.25, SLICE / 2 / Math.max(took, 0.01)));
      size = Math.round(Math.min(LARGEST_PART, Math.max(SMALLEST_PART, size * factor)));
      done = part.done;
      yield part.text;
    }
  }

  /** Writes it to a disk by `write`, and releases it: where that does not fail, its edits count as saved. */
  async onDisk<T>(write: () => Promise<T>): Promise<T> {
    let isThere = false;
    try {
      const written = await write();
      isThere = true;
      return written;
    } finally {
      // What was not written is still unsaved, and its copy must not stay behind.
      await this.release(isThere);
    }
  }

  /** Lets the world forget it. `durable`: all of it is on a disk, so that its edits are saved. */
  async release(durable = false): Promise<void> {
    await this.#turns.ask({ ask: 'release', capture: this.#capture, durable }).catch(() => undefined);
  }
}

/** The whole text of what a save of a world would write. */
export async function savedText(turns: Turns): Promise<string> {
  const copy = await PacedCopy.take(turns, 'scene');
  try {
    const parts: string[] = [];
    for await (const part of copy.parts()) parts.push(part);
    return parts.join('');
  } finally {
    await copy.release();
  }
}

/** Has a world make the room ahead that it copies itself into, in the time that its ticks leave. One that has no time for it does so as it copies. */
async function makeRoom({ ask, gap }: Turns): Promise<void> {
  let work: number;
  try {
    ({ work } = await ask({ ask: 'begin', question: { ask: 'room' } }));
  } catch (error) {
    if (error instanceof WorldwireError && error.code === 'WW_LIMIT') return;
    throw error;
  }
  while (!(await ask({ ask: 'goOn', work, milliseconds: SLICE })).done) await gap(SLICE);
}
