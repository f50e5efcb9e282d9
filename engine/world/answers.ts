import type { InputResult } from '../door.ts';
import { usedBefore } from './request-id.ts';

/** Answers that are kept of one author, and of all; past that whoever has most loses their oldest, so many at once that there is room for others. */
const MOST_EACH = 1_000,
  MOST = 10_000,
  LEFT = 9_000;

/** What a request came to, and by what it is known again; without that where it was answered by a version that did not tell requests apart. */
export type Answered = readonly [author: string, result: InputResult, request?: string];

/**
 * Answers to requests that may be repeated. They are kept by author, so that nobody's requests push out those of another. What is kept depends on the
 * requests and their order alone.
 */
export class Answers {
  private readonly results = new Map<string, Answered>();
  private readonly byAuthor = new Map<string, Set<string>>();

  /** What this request came to before, if it did. Throws WW_REQUEST_ID where its author has given the id to another request. */
  get(userId: string, requestId: string, request: string): InputResult | undefined {
    const known = this.results.get(`${userId} ${requestId}`);
    if (known === undefined) return undefined;
    const [, result, before] = known;
    if (before !== undefined && before !== request) throw usedBefore(requestId, before);
    return result;
  }

  add(userId: string, requestId: string, request: string, result: InputResult): void {
    this.keep([`${userId} ${requestId}`, result, request]);
  }

  /** With author and id in one, oldest first, as snapshots hold them. */
  stored(): readonly Answered[] {
    return [...this.results.values()];
  }

  restore(stored: Iterable<Answered>): void {
    for (const answered of stored) this.keep(answered);
  }

  private keep(answered: Answered): void {
    const [key] = answered;
    this.results.set(key, answered);
    const author = authorOf(key);
    const own = this.byAuthor.get(author) ?? new Set<string>();
    this.byAuthor.set(author, own.add(key));
    this.trim(author, own, MOST_EACH);
    if (this.results.size > MOST) this.makeRoom();
  }

  /** Brings those who have most down to what all may have. Where even one for each is too many, the oldest go. */
  private makeRoom(): void {
    let level = MOST_EACH;
    const counts = Array.from(this.byAuthor.values(), ({ size }) => size);
    while (level > 1 && counts.reduce((sum, count) => sum + Math.min(count, level), 0) > LEFT) level -= Math.ceil(level / 10);
    for (const [author, own] of this.byAuthor) this.trim(author, own, level);
    for (const key of this.results.keys()) {
      if (this.results.size <= LEFT) return;
      const author = authorOf(key);
      const own = this.byAuthor.get(author);
      if (own !== undefined) this.trim(author, own, own.size - 1);
    }
  }

  /** Forgets the oldest of an author down to so many. */
  private trim(author: string, own: Set<string>, most: number): void {
    for (const key of own) {
      if (own.size <= most) break;
      own.delete(key);
      this.results.delete(key);
    }
    if (own.size === 0) this.byAuthor.delete(author);
  }
}

/** Told from the key alone, so that a world that was restored forgets the same ones. */
function authorOf(key: string): string {
  return key.slice(0, key.indexOf(' '));
}
