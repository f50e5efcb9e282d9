import type { InputResult } from '../door.ts';

/** Answers that are kept of one author, and of all; past that whoever has most loses their oldest, so many at once that there is room for others. */
const MOST_EACH = 1_000,
  MOST = 10_000,
  LEFT = 9_000;

/**
 * Answers to requests that may be repeated. They are kept by author, so that nobody's requests push out those of another. What is kept depends on the
 * requests and their order alone.
 */
export class Answers {
  private readonly results = new Map<string, InputResult>();
  private readonly byAuthor = new Map<string, Set<string>>();

  get(userId: string, requestId: string): InputResult | undefined {
    return this.results.get(`${userId} ${requestId}`);
  }

  add(userId: string, requestId: string, result: InputResult): void {
    this.keep(`${userId} ${requestId}`, result);
  }

  /** By author and id in one, oldest first, as snapshots hold them. */
  stored(): readonly (readonly [string, InputResult])[] {
    return [...this.results];
  }

  restore(stored: Iterable<readonly [string, InputResult]>): void {
    for (const [key, result] of stored) this.keep(key, result);
  }

  private keep(key: string, result: InputResult): void {
    this.results.set(key, result);
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
