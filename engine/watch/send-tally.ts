import type { AnswerGroup, SendAnswers } from '../door.ts';
import { ROUND_TRIPS } from '../round-trips.ts';
import { USUAL_WITHIN } from '../send-limits.ts';
import { readPlace } from '../send-place.ts';
import type { Asking } from '../world/traffic.ts';
import { answerWords, shapeOf } from './answer-words.ts';

/** What is kept of one send: kinds of answers, and ids with each. */
const MOST_GROUPS = 50,
  MOST_IDS = 100;
/** Messages of one connection, and of all, that an answer is waited for. What is asked past that is not waited for: its answer would be another's. */
const MOST_PENDING = 16,
  MOST_WAITING = 200_000;
/** Sends of which answers are kept: those that go on, and those that are over and still told. */
const MOST_TALLIES = 128;

interface Pending {
  readonly of: Tally;
  readonly entity: string;
  readonly real: number;
  readonly until: number;
}
/** Answers by their kinds: so many kinds as are kept, and all others together. */
class Kinds {
  readonly #groups = new Map<string, { count: number; readonly entities: Set<string> }>();
  others = 0;

  add(said: string, entity: string): void {
    let group = this.#groups.get(said);
    if (group === undefined) {
      if (this.#groups.size >= MOST_GROUPS) {
        this.others++;
        return;
      }
      this.#groups.set(said, (group = { count: 0, entities: new Set() }));
    }
    group.count++;
    if (group.entities.size < MOST_IDS) group.entities.add(entity);
  }

  /** The most frequent first. */
  told(): readonly AnswerGroup[] {
    return [...this.#groups].sort(([, a], [, b]) => b.count - a.count).map(([said, { count, entities }]) => ({ said, count, entities: [...entities] }));
  }
}

/** What was answered to one send. */
class Tally {
  readonly by: 'text' | 'shape' | readonly (string | number)[];
  asked = 0;
  answered = 0;
  silent = 0;
  waiting = 0;
  readonly kinds = new Kinds();
  /** By their shapes, where they are told apart by their text. */
  readonly shapes: Kinds | undefined;
  /** Who has not answered what was said to them last. */
  readonly silentNow = new Set<string>();
  readonly trips = Array.from({ length: ROUND_TRIPS.length + 1 }, () => 0);
  least = Infinity;
  most = 0;

  constructor(by: string | undefined) {
    this.by = readPlace(by ?? 'text') ?? 'text';
    this.shapes = this.by === 'text' ? new Kinds() : undefined;
  }

  /** @param ids whether it is told what they said, and who they are */
  told(ids: boolean): SendAnswers {
    return {
      asked: this.asked,
      answered: this.answered,
      silent: this.silent,
      waiting: this.waiting,
      // Of one that nobody looks at, the counts are told and nothing of what was said.
      groups: ids ? this.kinds.told() : [],
      ...(ids && this.shapes !== undefined ? { shapes: this.shapes.told() } : {}),
      others: this.kinds.others,
      silentNow: this.silentNow.size,
      silentEntities: ids ? [...this.silentNow].slice(0, MOST_IDS) : [],
      trips: [...this.trips],
      times: this.answered === 0 ? null : { least: this.least, middle: this.upTo(0.5), most95: this.upTo(0.95), most: this.most },
    };
  }

  /** The upper end of the place up to which so large a part of the round trips is. */
  private upTo(part: number): number {
    let left = Math.ceil(this.answered * part);
    for (const [at, count] of this.trips.entries()) {
      left -= count;
      if (left <= 0) return Math.min(ROUND_TRIPS[at] ?? Infinity, this.most);
    }
    return this.most;
  }
}

/**
 * Counts what is answered to messages that were said to many: the next message of a connection is the answer to the oldest that waits for one. It is beside the
 * world, as all that is kept for those who look; round trips are counted by the world's steps, as messages come in with them.
 */
export class SendTallies {
  private readonly tallies = new Map<number, Tally>();
  private readonly pending = new Map<number, Pending[]>();
  private waiting = 0;

  asked(row: number, entity: string, run: Asking, real: number): void {
    let tally = this.tallies.get(run.run);
    if (tally === undefined) {
      this.tallies.set(run.run, (tally = new Tally(run.spec.by)));
      if (this.tallies.size > MOST_TALLIES) this.tallies.delete(this.tallies.keys().next().value as number);
    }
    let queue = this.pending.get(row);
    if (queue === undefined) this.pending.set(row, (queue = []));
    while (queue.length > 0 && (queue.length >= MOST_PENDING || (queue[0] as Pending).until < real)) this.expire(queue);
    if (this.waiting >= MOST_WAITING) this.sweep(real);
    tally.asked++;
    if (this.waiting >= MOST_WAITING) {
      tally.silent++;
      return;
    }
    tally.waiting++;
    this.waiting++;
    queue.push({ of: tally, entity, real, until: real + (run.spec.within ?? USUAL_WITHIN) * 1000 });
  }

  /** A message has come over a connection. Costs one look where nothing is waited for. */
  heard(row: number, data: string | Uint8Array, size: number, real: number, nameOf: (entity: string) => string): void {
    if (this.waiting === 0) return;
    const queue = this.pending.get(row);
    if (queue === undefined) return;
    while (queue.length > 0 && (queue[0] as Pending).until < real) this.expire(queue);
    const first = queue.shift();
    if (queue.length === 0) this.pending.delete(row);
    if (first === undefined) return;
    this.waiting--;
    const { of, entity } = first;
    of.waiting--;
    of.answered++;
    of.silentNow.delete(entity);
    const took = real - first.real;
    of.least = Math.min(of.least, took);
    of.most = Math.max(of.most, took);
    const place = ROUND_TRIPS.findIndex((end) => took <= end);
    const at = place < 0 ? ROUND_TRIPS.length : place;
    of.trips[at] = (of.trips[at] as number) + 1;
    const who = { name: nameOf(entity), id: entity };
    const words = answerWords(data, size, of.by, who);
    of.kinds.add(words, entity);
    of.shapes?.add(shapeOf(words), entity);
  }

  /** The connection is gone: nothing more will come over it. */
  removed(row: number): void {
    const queue = this.pending.get(row);
    if (queue === undefined) return;
    while (queue.length > 0) this.expire(queue);
    this.pending.delete(row);
  }

  /** What was answered to a send; undefined where nothing was asked since somebody keeps count. */
  answersTo(run: number, ids: boolean): SendAnswers | undefined {
    return this.tallies.get(run)?.told(ids);
  }

  /** Gives up what is waited for no longer. */
  sweep(real: number): void {
    if (this.waiting === 0) return;
    for (const [row, queue] of this.pending) {
      while (queue.length > 0 && (queue[0] as Pending).until < real) this.expire(queue);
      if (queue.length === 0) this.pending.delete(row);
    }
  }

  private expire(queue: Pending[]): void {
    const { of, entity } = queue.shift() as Pending;
    this.waiting--;
    of.waiting--;
    of.silent++;
    of.silentNow.add(entity);
  }
}
