import { USERS } from '../../engine/hierarchy-top.ts';
import type { FirstRows, FirstRowsQuestion, TreeRow } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import { noRowsAhead } from './first-look.ts';
import { session, WIRE_VERSION } from './session.ts';

/** What the page's first script has asked (`early.ts`), which is another file so that it runs before this one. */
export interface Early {
  readonly question: FirstRowsQuestion;
  /** What was answered; null where nothing of use was. */
  readonly coming: Promise<FirstRows | null>;
  /** The same once it is there. */
  answer: FirstRows | null;
}
declare global {
  var worldwireEarly: Early | undefined;
}

/** The top of the hierarchy of the world that is going to be entered, known before the server has been met. */
export interface Ahead {
  readonly world: string;
  /** What is unfolded in it, and what it shows the inside of. */
  readonly expanded: readonly string[];
  readonly root: string | null;
  /** Nothing was remembered of the world. */
  readonly isNew: boolean;
  readonly total: number;
  /** The first of them. */
  readonly rows: readonly TreeRow[];
}

/** Null where nothing is known ahead. What the server tells once the world has been entered takes its place. */
export const ahead = new Cell<Ahead | null>(null);

/** Whether no world has been entered yet, so that what is known ahead is all that there is. */
export function isBefore(): boolean {
  return session.entered.value === 0;
}

/** As a world has been entered: whether it is the one of which the page shows what was known ahead, so that what is shown may stay. */
export function isAsForeseen(): boolean {
  return session.entered.value === 1 && ahead.value?.world === session.world.value;
}

function take(early: Early): void {
  if (ahead.value === null && !isTaken(early)) noRowsAhead();
}

/** Returns whether anything is known ahead now. */
function isTaken({ question, answer }: Early): boolean {
  if (!isBefore() || answer === null || answer.version !== WIRE_VERSION || answer.world === null) return false;
  const { world, total, rows, unfolded } = answer;
  // Of a world other than the one that was asked for it is not known here what is remembered of it.
  if (unfolded !== null && world !== question.world && question.world !== undefined) return false;
  const { expanded, root } = unfolded === null ? question : { expanded: withUsers(unfolded, total, rows), root: null };
  ahead.value = { world, expanded: expanded ?? [], root: root ?? null, isNew: unfolded !== null, total, rows };
  return rows.length > 0;
}

/** At a first visit the entity of users is unfolded as all at the top, although it may only come to be as this page, with its user, enters. */
function withUsers(unfolded: readonly string[], total: number, rows: readonly TreeRow[]): readonly string[] {
  return rows.length < total || rows.some(({ id }) => id === USERS) ? unfolded : [...unfolded, USERS];
}

/** Milliseconds that the page waits for the first rows at most, before it is drawn without them. */
const MOST_WAIT = 100;

const { worldwireEarly: early } = globalThis;

/**
 * Settles when what can be known ahead is known, or is not to be waited for. The page is drawn first then, so that its rows are in its first frame and
 * not in another one behind that.
 */
export const foreseen: Promise<void> =
  early === undefined ? Promise.resolve(noRowsAhead()) : Promise.race([early.coming.then(() => take(early)), after(MOST_WAIT)]);

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
