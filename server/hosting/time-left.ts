import type { Answer, LongQuestion, Question } from '../../engine/index.ts';
import { SpareTime } from '../limits/spare-time.ts';
import type { Asker, Part } from '../limits/errand.ts';
import type { Pacer } from './pacer.ts';

export interface TimeLeftOptions {
  readonly pacer: Pacer;
  /** The time that worlds of this thread leave over. Default: one of its own. */
  readonly spare: SpareTime | undefined;
  /** Whether the world ticks in another thread: then it leaves that of this one alone. Default false. */
  readonly isElsewhere: boolean | undefined;
  readonly ask: <Q extends Question>(question: Q) => Promise<Answer<Q>>;
}

/** Milliseconds that all others wait for a part which another thread does: it goes on there, and is looked at again in its next turn. */
const ELSEWHERE = 50;

async function notForLong<T>(going: Promise<Part<T>>): Promise<Part<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Part<T>>((resolve) => {
    timer = setTimeout(resolve, ELSEWHERE, { later: true });
  });
  return Promise.race([going, late]).finally(() => clearTimeout(timer));
}

/** How one world stands to the time that all worlds of the thread leave over: what it leaves of it, and what is done in it for those who ask and look. */
export class TimeLeft {
  readonly #spare: SpareTime;
  readonly #pacer: Pacer;
  readonly #isElsewhere: boolean;
  readonly #ask: TimeLeftOptions['ask'];
  readonly #unwatch: () => void;

  constructor({ pacer, spare = new SpareTime(), isElsewhere = false, ask }: TimeLeftOptions) {
    this.#spare = spare;
    this.#pacer = pacer;
    this.#isElsewhere = isElsewhere;
    this.#ask = ask;
    this.#unwatch = isElsewhere ? () => undefined : spare.watch(pacer);
  }

  /** A tick of the world begins, so many milliseconds late. */
  ticked(late: number): void {
    this.#spare.ticked(late, this.#pacer.period);
  }

  /** Milliseconds of the next step that all who look at the world may take. */
  looks(): number {
    return this.#spare.looks(this.#pacer.period, this.#pacer);
  }

  /**
   * Asks the world what may take long, in parts, so that it answers over several ticks. Rejects with a WorldwireError, with WW_RATE_LIMITED where too
   * much waits, and does not settle for one who is gone.
   */
  answer<Q extends LongQuestion>(asker: Asker, question: Q): Promise<Answer<Q>> {
    let work: number | undefined;
    let going: Promise<{ readonly done: Answer<Q> } | undefined> | undefined;
    const part = async (milliseconds: number): Promise<{ readonly done: Answer<Q> } | undefined> => {
      work ??= (await this.#ask({ ask: 'begin', question })).work;
      const answer = await this.#ask({ ask: 'goOn', work, milliseconds });
      return answer.done ? { done: answer.answer as Answer<Q> } : undefined;
    };
    return this.#spare.do<Answer<Q>>(
      asker,
      {
        part: (milliseconds) => {
          if (!this.#isElsewhere) return part(milliseconds);
          // What comes of it between two turns is there for the next one: only where it is to go on it is asked again.
          going ??= part(milliseconds).then((came) => {
            if (came === undefined) going = undefined;
            return came;
          });
          return notForLong(going);
        },
        drop: () => {
          if (work !== undefined) void this.#ask({ ask: 'drop', work }).catch(() => undefined);
        },
      },
      this.#isElsewhere ? this.#pacer : undefined,
    );
  }

  /** The world has no ticks any more to have regard to. */
  end(): void {
    this.#unwatch();
  }
}
