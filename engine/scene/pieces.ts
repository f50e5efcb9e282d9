/** A scene's text in parts: what stands beside the entities, and those some at a time. */
export interface Pieces {
  /** The scene, with a text in the place of its entities. */
  readonly head: Record<string, unknown>;
  /** About how many entities there are, by the first of them; it may be far off. */
  readonly expected: number;
  /** Further entities each time, in their order. Throws a SyntaxError where a part is no JSON. */
  readonly lists: Iterable<readonly unknown[]>;
}

/** Characters of a part: it and what is made of it fit into a processor's cache, and are gone before the collector looks at them. */
export const PART = 64 * 1024;
/** A text of no more parts is read whole. */
const FEW = 8;
/** Places at which a part may end that are tried before the rest of the text is taken for one. */
const MOST_TRIES = 4;

const NAME = '"entities"';
/** Stands in the head in the place of the entities. */
const MARK = 'here stand the entities';
const OPENING = /"entities"[ \t\n\r]*:[ \t\n\r]*\[/y;
/** Between two entities that begin with their ids, as all do that we have written. */
const BETWEEN = /\}[ \t\n\r]*,(?=[ \t\n\r]*\{[ \t\n\r]*"id"[ \t\n\r]*:)/g;

/**
 * Parts a large text, which JSON.parse then reads in two thirds of the time and without a value that is as large as the world. Undefined where the
 * text is small, or written otherwise than scenes usually are: such a one is to be read whole.
 *
 * Nothing is guessed: the head has the mark under `entities`, so the list that was cut out is that of the entities, and a part that parses as
 * further members of a list has ended between two of them.
 */
export function piecesOf(body: string, part = PART): Pieces | undefined {
  if (body.length <= FEW * part) return undefined;
  OPENING.lastIndex = body.indexOf(NAME);
  if (OPENING.lastIndex < 0 || !OPENING.test(body)) return undefined;
  const open = OPENING.lastIndex,
    close = body.lastIndexOf(']');
  const before = body.slice(0, open - 1),
    after = body.slice(close + 1);
  if (close < open || before.includes(MARK) || after.includes(MARK)) return undefined;
  const head = parsed(`${before}"${MARK}"${after}`);
  if (typeof head !== 'object' || head === null || (head as Record<string, unknown>)['entities'] !== MARK) return undefined;
  return { head: head as Record<string, unknown>, expected: expectedIn(body, open, close, part), lists: listsOf(body, open, close, part) };
}

function expectedIn(body: string, open: number, close: number, part: number): number {
  let found = 1;
  BETWEEN.lastIndex = open;
  for (let between = BETWEEN.exec(body); between !== null && between.index < open + part; between = BETWEEN.exec(body)) found++;
  // The first are often smaller, by the length of their numbers.
  return Math.ceil((found / part) * (close - open));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function* listsOf(body: string, open: number, close: number, part: number): Generator<readonly unknown[]> {
  let from = open;
  while (from < close) {
    let list: unknown,
      end = from;
    for (let tries = 0; !Array.isArray(list); tries++) {
      end = tries < MOST_TRIES ? endOfPart(body, tries === 0 ? from + part : end, close) : close;
      const text = `[${body.slice(from, end)}]`;
      list = end < close ? parsed(text) : (JSON.parse(text) as unknown);
    }
    yield list as unknown[];
    // The comma behind it.
    from = end + 1;
  }
}

/** Where a part can end that has at least the characters up to here: behind an entity, or at the end of them all. */
function endOfPart(body: string, least: number, close: number): number {
  if (least >= close) return close;
  BETWEEN.lastIndex = least;
  const found = BETWEEN.exec(body);
  return found === null || found.index >= close ? close : BETWEEN.lastIndex - 1;
}
