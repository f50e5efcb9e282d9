import type { InputResult } from '../door.ts';
import { usedBefore } from './request-id.ts';

/** Answers that are kept of one author, and of all. Past that whoever has most loses their oldest, so many at once that there is room for others. */
const MOST_EACH = 1_000,
  LEFT = 9_000;
/** Most answers that are kept of all. */
export const MOST_ANSWERS = 10_000;
/** Places that those who may not edit have, however many answers the others have. */
const GUESTS = 1_000;
/** Results that the answers of one author hold together, and those of all: a batch has one for each operation. */
const RESULTS_EACH = 100_000,
  RESULTS = 1_000_000;

/**
 * What a request came to, and by what it is known again; without that where it was answered by a version that did not tell requests apart. `guest`: its
 * author might not edit.
 */
export type Answered = readonly [author: string, result: InputResult, request?: string, by?: 'guest'];

/** Answers of one author, by their keys, and how many results they hold. */
interface Own {
  readonly keys: Set<string>;
  results: number;
}

/** Answers of those who may edit, or of the others. */
class Shelf {
  readonly authors = new Map<string, Own>();
  size = 0;
}

/**
 * Answers to requests that may be repeated. They are kept by author, so that nobody's requests push out those of another, and apart for those who may
 * edit and those who may not: of the latter there are as many as somebody likes to make up, who would push out what an edit came to, so that one which
 * arrives again would be done twice. What is kept depends on the requests and their order alone.
 */
export class Answers {
  private readonly results = new Map<string, Answered>();
  private readonly editors = new Shelf();
  private readonly guests = new Shelf();
  private held = 0;

  /** What this request came to before, if it did. Throws WW_REQUEST_ID where its author has given the id to another request. */
  get(userId: string, requestId: string, request: string): InputResult | undefined {
    const known = this.results.get(`${userId} ${requestId}`);
    if (known === undefined) return undefined;
    const [, result, before] = known;
    if (before !== undefined && before !== request) throw usedBefore(requestId, before);
    return result;
  }

  /** @param edits whether its author may edit */
  add(userId: string, requestId: string, request: string, result: InputResult, edits: boolean): void {
    const key = `${userId} ${requestId}`;
    this.keep(edits ? [key, result, request] : [key, result, request, 'guest']);
  }

  /** With author and id in one, oldest first, as snapshots hold them. */
  stored(): readonly Answered[] {
    return [...this.results.values()];
  }

  restore(stored: Iterable<Answered>): void {
    for (const answered of stored) this.keep(answered);
  }

  private keep(answered: Answered): void {
    const [key, result] = answered;
    this.drop(key);
    this.results.set(key, answered);
    const shelf = this.shelfOf(answered);
    const author = authorOf(key);
    const own = shelf.authors.get(author) ?? { keys: new Set<string>(), results: 0 };
    shelf.authors.set(author, own);
    own.keys.add(key);
    own.results += heldBy(result);
    this.held += heldBy(result);
    shelf.size++;
    this.trim(own, MOST_EACH);
    // The newest is kept whatever it holds.
    while (own.results > RESULTS_EACH && own.keys.size > 1) this.trim(own, own.keys.size - 1);
    if (this.results.size > MOST_ANSWERS) {
      this.makeRoom(this.editors, LEFT - Math.min(this.guests.size, GUESTS));
      this.makeRoom(this.guests, LEFT - this.editors.size);
    }
    while (this.held > RESULTS) this.halve();
  }

  /** Brings those of a shelf who have most down to what all may have. Where even one for each is too many, the oldest go. */
  private makeRoom(shelf: Shelf, left: number): void {
    if (shelf.size <= left) return;
    let level = 1,
      above = MOST_EACH + 1;
    while (above - level > 1) {
      const middle = (level + above) >> 1;
      let sum = 0;
      for (const { keys } of shelf.authors.values()) sum += Math.min(keys.size, middle);
      if (sum <= left) level = middle;
      else above = middle;
    }
    for (const own of Array.from(shelf.authors.values())) this.trim(own, level);
    if (shelf.size <= left) return;
    for (const [key, answered] of this.results) {
      if (this.shelfOf(answered) === shelf) this.drop(key);
      if (shelf.size <= left) return;
    }
  }

  /** Forgets the older half of what the author has whose answers hold most. */
  private halve(): void {
    let fullest: Own | undefined;
    for (const shelf of [this.guests, this.editors]) for (const own of shelf.authors.values()) if (own.results > (fullest?.results ?? 0)) fullest = own;
    if (fullest === undefined) return;
    const { results } = fullest;
    while (fullest.results > results / 2) this.trim(fullest, fullest.keys.size - 1);
  }

  /** Forgets the oldest of an author down to so many. */
  private trim({ keys }: Own, most: number): void {
    for (const key of keys) {
      if (keys.size <= most) break;
      this.drop(key);
    }
  }

  private drop(key: string): void {
    const answered = this.results.get(key);
    if (answered === undefined) return;
    const shelf = this.shelfOf(answered);
    const author = authorOf(key);
    const own = shelf.authors.get(author) as Own;
    this.results.delete(key);
    own.keys.delete(key);
    own.results -= heldBy(answered[1]);
    this.held -= heldBy(answered[1]);
    shelf.size--;
    if (own.keys.size === 0) shelf.authors.delete(author);
  }

  private shelfOf([, , , by]: Answered): Shelf {
    return by === 'guest' ? this.guests : this.editors;
  }
}

/** Results, and what is told beside them, that an answer holds. */
function heldBy(result: InputResult): number {
  return result.ok ? result.results.length + (result.kept?.length ?? 0) : result.errors.length;
}

/** Told from the key alone, so that a world that was restored forgets the same ones. */
function authorOf(key: string): string {
  return key.slice(0, key.indexOf(' '));
}
