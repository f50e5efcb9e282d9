import type { ChangePlace, FieldChange, FieldHistory } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import { askedChange, type AskedChange } from '../session/asked-change.ts';
import { session } from '../session/session.ts';

/** What is known so far of when a field changed. */
export interface FieldSearch {
  readonly asked: AskedChange;
  /** Newest first. */
  readonly changes: readonly FieldChange[];
  readonly isGoing: boolean;
  /** The first answer, which says what the field held then; and the last, from which it goes on. */
  readonly first?: FieldHistory;
  readonly last?: FieldHistory;
  /** Ticks of which it is not known what happened in them. */
  readonly holes: FieldHistory['holes'];
  /** Why there is no answer; empty where there is. */
  readonly trouble: string;
}

/** The search that is shown; null where none is. */
export const fieldSearch = new Cell<FieldSearch | null>(null);
/** How far one that takes long has come: the tick back to which all is looked through, and how much of all that is. */
export const searched = new Cell<{ readonly tick: number; readonly share: number } | null>(null);

session.searching.subscribe(() => {
  const way = session.searching.value;
  if (way !== null && fieldSearch.value?.isGoing === true) searched.value = { tick: way.tick, share: way.share };
});

let begun: AskedChange | null = null;

/** Begins with what was asked for last, also where that was before this was loaded. */
function begin(): void {
  const asked = askedChange.value;
  if (asked === begun) return;
  begun = asked;
  if (asked === null) fieldSearch.value = null;
  else void look({ asked, changes: [], isGoing: true, holes: [], trouble: '' });
}
askedChange.subscribe(begin);
begin();

/** Looks further back from where the search has come to. */
export function searchFurther(): void {
  const search = fieldSearch.value;
  if (search === null || search.isGoing) return;
  void look({ ...search, isGoing: true, trouble: '' }, search.last?.next);
}

/** Has it end where it is. */
export function endSearch(): void {
  if (fieldSearch.value?.isGoing === true) void session.endSearch();
}

/** Forgets it. */
export function closeSearch(): void {
  endSearch();
  begun = askedChange.value = null;
  fieldSearch.value = null;
}

async function look(search: FieldSearch, before?: ChangePlace): Promise<void> {
  searched.value = null;
  fieldSearch.value = search;
  const { place, until } = search.asked;
  const from = before !== undefined ? { before } : until === undefined ? {} : { until };
  const answer = await session.searchField({ ...place, ...from });
  // Another was asked for since, or none any more.
  if (fieldSearch.value !== search) return;
  searched.value = null;
  if (!answer.ok) {
    fieldSearch.value = { ...search, isGoing: false, trouble: answer.message };
    return;
  }
  fieldSearch.value = {
    asked: search.asked,
    changes: [...search.changes, ...answer.changes],
    isGoing: false,
    first: search.first ?? answer,
    last: answer,
    holes: [...search.holes, ...answer.holes],
    trouble: '',
  };
}
