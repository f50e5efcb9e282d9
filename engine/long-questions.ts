import type { Answer, Answers, LongQuestion } from './door.ts';
import { WorldwireError } from './errors.ts';
import { captureItem, captureItemCopy, roomForScene } from './scene/capture.ts';
import { SceneWriter } from './scene/write.ts';
import { changesOf } from './watch/changes-watch.ts';
import { texts } from './watch/texts.ts';
import { trafficAfter } from './watch/traffic-after.ts';
import { kin } from './watch/kin.ts';
import { sendRows } from './watch/sends-watch.ts';
import { locate, rowsBetween } from './watch/rows-source.ts';
import type { Watchers } from './watch/watchers.ts';
import type { CopySpace } from './world/copy-space.ts';
import { entityDetail, entityView } from './world/describe.ts';
import { find } from './world/find.ts';
import { Patience, type InParts } from './world/in-parts.ts';
import { parseQuery } from './world/query.ts';
import type { LiveWorld } from './editing/live-world.ts';

/** Entities of one answer. */
const MOST_LISTED = 10_000;
/** Entities that are written, and children that are counted, between two places where it may be left off. */
const WRITTEN = 50,
  CHILDREN = 500;
/** Entities of a subtree that is written at once, which takes less than the copy that a larger one is written from. */
const SMALL = 150;
/** Works at a time; the host lets fewer wait. */
const MOST_WORKS = 5_000;

type Kinds = { readonly [K in LongQuestion['ask']]: (question: Extract<LongQuestion, { ask: K }>) => InParts<Answers[K]> };

/** Answers what may take long, at once or in parts. */
export class LongQuestions {
  private readonly kinds: Kinds;
  private readonly now: (() => number) | undefined;
  private readonly works = new Map<number, InParts<Answer<LongQuestion>>>();
  private last = 0;

  /**
   * @param space where captures are copied to
   * @param now a clock in milliseconds; without one each work is done in one go
   */
  constructor(world: LiveWorld, watchers: Watchers, space: CopySpace, now: (() => number) | undefined) {
    this.now = now;
    this.kinds = {
      entities: (question) => entities(world, question),
      entity: ({ entity }) => once(() => entityDetail(world, rowOf(world, entity))),
      history: () => once(() => ({ entries: world.history.rows() })),
      changes: ({ limit }) => once(() => changesOf(world, limit)),
      item: ({ entity }) => item(world, entity),
      *locate({ what, wanted }) {
        return yield* locate(world, yield* watchers.rowsOf(world, what), wanted);
      },
      firstRows: ({ what, unfoldTops }) => watchers.firstRows(world, what, unfoldTops),
      *room() {
        yield* roomForScene(world, space);
        return {};
      },
      texts: (question) => texts(world, question),
      kin: ({ of, to }) => kin(world, of, to),
      sends: ({ run }) => once(() => ({ sends: sendRows(world, run) })),
      traffic: (question) => trafficAfter(world, question),
      *rows({ what, from, to }) {
        return yield* rowsBetween(world, yield* watchers.rowsOf(world, what), from, to);
      },
    };
  }

  /** The work on an answer, of which nothing is done yet. */
  work(question: LongQuestion): InParts<Answer<LongQuestion>> {
    return (this.kinds[question.ask] as (question: LongQuestion) => InParts<Answer<LongQuestion>>)(question);
  }

  begin(question: LongQuestion): number {
    if (this.works.size >= MOST_WORKS) throw new WorldwireError('WW_LIMIT', `A world works on ${MOST_WORKS} questions at a time.`);
    this.works.set(++this.last, this.work(question));
    return this.last;
  }

  goOn(number: number, milliseconds: number): Answers['goOn'] {
    const work = this.works.get(number);
    if (work === undefined) throw new WorldwireError('WW_BAD_REQUEST', `no work has the number ${number}`);
    try {
      const part = new Patience(this.now, milliseconds).goOn(work);
      if (part === undefined) return { done: false };
      this.works.delete(number);
      return { done: true, answer: part.done };
    } catch (error) {
      this.works.delete(number);
      throw error;
    }
  }

  drop(number: number): void {
    // What it holds of the world is let go of.
    this.works.get(number)?.return(undefined as never);
    this.works.delete(number);
  }
}

/** What is answered in one go. */
function* once<T>(answer: () => T): InParts<T> {
  const answered = answer();
  yield;
  return answered;
}

/** Entities that a query finds, in order of creation. What goes before it is described is left out, and counted. */
function* entities(world: LiveWorld, { query, offset, limit }: Extract<LongQuestion, { ask: 'entities' }>): InParts<Answers['entities']> {
  const rows = yield* find(world, parseQuery(query, world.registry.components));
  const created = rows.slice(offset, offset + Math.min(limit, MOST_LISTED)).map((row) => [row, world.entities.created[row]] as const);
  const out: Answers['entities']['entities'][number][] = [];
  let children = 0;
  for (const [row, at] of created) {
    if (!world.entities.alive(row) || world.entities.created[row] !== at) continue;
    const view = entityView(world, row);
    out.push(view);
    children += view.children.length + 20;
    if (children < CHILDREN) continue;
    children = 0;
    yield;
  }
  return { total: rows.length, entities: out };
}

/** The text of a subtree as it is at the beginning. */
function* item(world: LiveWorld, entity: string): InParts<Answers['item']> {
  const row = rowOf(world, entity);
  // A small one is written before anything can change; of a large one a copy is taken.
  const isSmall = world.entities.subtree(row).length <= SMALL;
  const writer = new SceneWriter(isSmall ? captureItem(world, row) : captureItemCopy(world, row));
  const parts: string[] = [];
  try {
    for (let done = false; !done;) {
      if (parts.length > 0) yield;
      const part = writer.next(isSmall ? 2 * SMALL : WRITTEN);
      parts.push(part.text);
      done = part.done;
    }
  } finally {
    writer.drop();
  }
  return { text: parts.join('') };
}

/** The row of an entity. Throws WW_UNKNOWN_ENTITY. */
export function rowOf(world: LiveWorld, id: string): number {
  const row = world.entities.rowOf(id);
  if (row === undefined) throw new WorldwireError('WW_UNKNOWN_ENTITY', `no entity has the id ${id}`);
  return row;
}
