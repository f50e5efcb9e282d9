import type { Kinship } from '../../server/protocol.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { grouped, plural } from '../controls/words.ts';
import { select, selectAll, selected, selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import { learnRow } from './lineage.ts';

/** Selecting by what entities are to each other, and by what a query finds. */

/** As many as a view of what several have in common takes. */
const MOST = 10_000;

/** What is said where nobody is found. */
const NOBODY: { readonly [to in Kinship]: string } = {
  here: 'Nothing of it is there any more.',
  parents: 'What is selected stands at the top: nothing is above it.',
  children: 'Nothing hangs below what is selected.',
  below: 'Nothing hangs below what is selected.',
  alike: 'What is selected is there no more.',
  tagged: 'What is selected has no tag.',
  template: 'What is selected follows no template, and nothing follows it.',
};

/** Selects who stands so to what is selected. */
export async function selectKin(to: Kinship): Promise<void> {
  if (selection.value.length === 0) return;
  const answer = await session.kin(selection.value, to);
  if (!toldIfRefused(answer) || !answer.ok) return;
  if (answer.total > answer.rows.length) tooMany(answer.total);
  else if (answer.rows.length === 0) tell(NOBODY[to], true);
  else take(answer.rows);
}

/** Selects those of some that are there, and says how many they are. */
export async function selectHere(ids: readonly string[]): Promise<number> {
  const answer = await session.kin(ids, 'here');
  if (!toldIfRefused(answer) || !answer.ok) return ids.length;
  if (answer.rows.length === 0) tell(NOBODY.here, true);
  else take(answer.rows);
  return answer.rows.length;
}

/** Selects all that a query finds; what of it was selected last stays the one that is shown. */
export async function selectFound(query: string): Promise<void> {
  const answer = await session.rows({ kind: 'tree', expanded: [], offset: 0, limit: 0, query }, 0, MOST - 1);
  if (!toldIfRefused(answer) || !answer.ok) return;
  if (answer.rows.length === 0) tell('This finds nothing that could be selected.', true);
  else take(answer.rows);
  if (answer.rows.length === MOST) tell(`At most ${grouped(MOST)} entities can be selected at once: these are the first of what is found.`, true);
}

function take(rows: readonly { readonly entity: string; readonly parent?: string | null }[]): void {
  const ids = rows.map(({ entity }) => entity);
  for (const { entity, parent } of rows) learnRow(entity, parent ?? null);
  const before = selected.value;
  const last = before !== null && ids.includes(before) ? before : (ids.at(-1) as string);
  select(last, { show: true });
  selectAll([...ids.filter((id) => id !== last), last]);
  if (ids.length > 1) tell(`Selected ${plural(ids.length, 'entity', 'entities')}.`);
}

function tooMany(total: number): void {
  tell(`At most ${grouped(MOST)} entities can be selected at once; these are ${grouped(total)}.`, true);
}
