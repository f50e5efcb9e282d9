import type { Answer, Question, WorldwireError } from '../../engine/index.ts';
import type { HostedDoor } from './hosted-door.ts';

/** How a world stands, as it told last. */
export type Status = Answer<{ readonly ask: 'status' }>;

/** Milliseconds that a world in a thread has to tell how it stands, and that one has which has been asked that for longer already. */
const SOON = 1000,
  ONCE_MORE = 20;

export interface ReachOptions {
  readonly door: HostedDoor;
  /** Why nothing is asked of it any more; undefined while it runs. */
  readonly closed: () => WorldwireError | undefined;
}

/** How a world is asked by those who must not wait for it for ever: one that has a thread to itself may be at something in there that has no end. */
export class Reach {
  readonly #options: ReachOptions;
  #known: Status | undefined;
  /** The question how it stands that is not answered yet: it serves whoever asks meanwhile, so that a stuck world is not asked again and again. */
  #asked: { readonly since: number; readonly answer: Promise<Status> } | undefined;

  constructor(options: ReachOptions) {
    this.#options = options;
  }

  /** How it stood when it told last; undefined where it never has. */
  get known(): Status | undefined {
    return this.#known;
  }
  /** WW_WORLD_STUCK while it does not answer. */
  get stuck(): WorldwireError | undefined {
    return this.#options.door.thread?.stuck;
  }

  /** Asks it, for those who have the patience of the world itself. Rejects with a WorldwireError. */
  patiently<Q extends Question>(question: Q): Promise<Answer<Q>> {
    const closed = this.#options.closed();
    return closed === undefined ? this.#options.door.ask(question) : Promise.reject(closed);
  }

  /** Asks it. Rejects with WW_WORLD_STUCK where it does not answer for as long as its thread's patience goes, at once where it has not already. */
  ask<Q extends Question>(question: Q): Promise<Answer<Q>> {
    return this.orStuck(() => this.patiently(question));
  }

  /** What comes of something that the world is to do; rejects with WW_WORLD_STUCK where it does not answer meanwhile, whatever becomes of it later. */
  orStuck<T>(act: () => Promise<T>): Promise<T> {
    const { thread } = this.#options.door;
    if (thread === undefined) return act();
    if (thread.stuck !== undefined) return Promise.reject(thread.stuck);
    return new Promise((resolve, reject) => {
      const unwatch = thread.onTrouble(reject);
      act().then(resolve, reject).finally(unwatch);
    });
  }

  /** How it stands; undefined where it does not answer within a second. Rejects where it is closed. */
  async status(): Promise<Status | undefined> {
    const asked = (this.#asked ??= this.#ask());
    if (this.#options.door.thread === undefined) return asked.answer;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, performance.now() - asked.since < SOON ? SOON : ONCE_MORE, undefined);
    });
    return Promise.race([asked.answer, late]).finally(() => clearTimeout(timer));
  }

  #ask(): { readonly since: number; readonly answer: Promise<Status> } {
    const answer = this.patiently({ ask: 'status' })
      .then((status) => (this.#known = status))
      .finally(() => {
        this.#asked = undefined;
      });
    // Whoever waits no more is not told.
    answer.catch(() => undefined);
    return { since: performance.now(), answer };
  }
}
