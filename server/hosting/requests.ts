import type { Author } from '../../engine/index.ts';

/** Who asks, and the id under which they do. */
export interface Request {
  readonly author: Pick<Author, 'userId'>;
  readonly requestId: string | undefined;
}

/** Authors, and requests of each, whose answers are kept. */
const MOST_AUTHORS = 1000;
const MOST_EACH = 100;

/** Answers to requests that are no inputs, so that one that arrives again counts once, as inputs do in the world itself. */
export class Requests {
  readonly #authors = new Map<string, Map<string, Promise<unknown>>>();

  /**
   * Does what is asked, or gives what came of it when this author asked the same under this id before, be it a failure or still going on.
   * @param again whether what failed is done when it is asked again
   */
  once<T>(request: Request | undefined, what: string, act: () => Promise<T>, again = false): Promise<T> {
    if (request?.requestId === undefined) return act();
    const { author, requestId } = request;
    const answers = this.#authors.get(author.userId) ?? new Map<string, Promise<unknown>>();
    // Last in order, so that whoever has not asked for longest is forgotten first.
    this.#authors.delete(author.userId);
    this.#authors.set(author.userId, answers);
    forgetFirst(this.#authors, MOST_AUTHORS);
    const key = `${what} ${requestId}`;
    const known = answers.get(key);
    if (known !== undefined) return known as Promise<T>;
    const answer = act();
    answers.set(key, answer);
    forgetFirst(answers, MOST_EACH);
    if (again)
      answer.catch(() => {
        if (answers.get(key) === answer) answers.delete(key);
      });
    return answer;
  }
}

function forgetFirst<K>(map: Map<K, unknown>, most: number): void {
  if (map.size <= most) return;
  const [first] = map.keys();
  if (first !== undefined) map.delete(first);
}
