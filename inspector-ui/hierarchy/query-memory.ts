import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';

/** Queries that somebody has used last, and those that they have kept, on this machine. */
export interface Queries {
  readonly recent: readonly string[];
  readonly saved: readonly string[];
}
const MOST = 12;

const known = recall('queries') as Partial<Queries> | undefined;
const texts = (list: unknown): string[] => (Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string').slice(0, 50) : []);
export const queries = new Cell<Queries>({ recent: texts(known?.recent), saved: texts(known?.saved) });
queries.subscribe(() => remember('queries', { recent: [...queries.value.recent], saved: [...queries.value.saved] }));

/** What the search of the hierarchy shows now; empty where it shows the tree. */
export const searched = new Cell('');

/** Set where a query is to be searched for that was typed elsewhere; a new object each time. */
export const wantedQuery = new Cell<{ readonly text: string } | null>(null);

/** Somebody has gone on from the results of a query. */
export function usedQuery(text: string): void {
  if (text === '' || queries.value.recent[0] === text) return;
  queries.value = { ...queries.value, recent: [text, ...queries.value.recent.filter((each) => each !== text)].slice(0, MOST) };
}

export function keepQuery(text: string, on: boolean): void {
  const saved = queries.value.saved.filter((each) => each !== text);
  queries.value = { ...queries.value, saved: on ? [...saved, text] : saved };
}
