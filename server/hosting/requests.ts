import { requestOf, usedBefore, type Author } from '../../engine/index.ts';

/** Who asks, and the id under which they do. */
export interface Request {
  readonly author: Pick<Author, 'userId'>;
  readonly requestId: string | undefined;
}

/** What was asked, as `requestOf` tells it, and what comes of it. */
interface Kept {
  readonly asked: string;
  readonly answer: Promise<unknown>;
}

/** Authors, and requests of each, whose answers are kept. */
const MOST_AUTHORS = 1000;
const MOST_EACH = 100;

/** Answers to requests that are no inputs, so that one that arrives again counts once, as inputs do in the world itself. */
export class Requests {
  readonly #authors = new Map<string, Map<string, Kept>>();

  /**
   * Does what is asked, or gives what came of it when this author asked the same under this id before, be it a failure or still going on. Rejects with
   * WW_REQUEST_ID where the id is that of another request.
   * @param what its kind, and `body` what it says beside that
   * @param again whether what failed is done when it is asked again
   */
  once<T>(request: Request | undefined, what: string, body: unknown, act: () => Promise<T>, again = false): Promise<T> {
    if (request?.requestId === undefined) return act();
    const { author, requestId } = request;
    const answers = this.#authors.get(author.userId) ?? new Map<string, Kept>();
    // Last in order, so that whoever has not asked for longest is forgotten first.
    this.#authors.delete(author.userId);
    this.#authors.set(author.userId, answers);
    forgetFirst(this.#authors, MOST_AUTHORS);
    const asked = requestOf(what, body);
    const known = answers.get(requestId);
    if (known !== undefined) return known.asked === asked ? (known.answer as Promise<T>) : Promise.reject(usedBefore(requestId, known.asked));
    const answer = act();
    answers.set(requestId, { asked, answer });
    forgetFirst(answers, MOST_EACH);
    if (again)
      answer.catch(() => {
        if (answers.get(requestId)?.answer === answer) answers.delete(requestId);
      });
    return answer;
  }
}

function forgetFirst<K>(map: Map<K, unknown>, most: number): void {
  if (map.size <= most) return;
  const [first] = map.keys();
  if (first !== undefined) map.delete(first);
}
