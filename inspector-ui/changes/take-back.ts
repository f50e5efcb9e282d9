import type { ChangeRow, ViewUpdate } from '../../server/protocol.ts';
import { session } from '../session/session.ts';
import { confirmed } from '../controls/confirm.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { plural } from '../controls/words.ts';
import { pathOf, whatOf } from './change-words.ts';

/** As many as a view gives. */
export const MOST_CHANGES = 10_000;

/** Takes differences back and says what came of it. */
export async function takeBack(rows: readonly ChangeRow[]): Promise<boolean> {
  const [first] = rows;
  if (first === undefined) return false;
  const answer = await session.revert(rows.map(({ change }) => change));
  if (!toldIfRefused(answer.ok ? answer : { ...answer, errors: [] })) return false;
  const what = rows.length > 1 ? plural(rows.length, 'change') : [pathOf(first), whatOf(first)].filter((part) => part !== '').join(', ');
  tell(`Taken back: ${what}. Undo brings it again.`);
  return true;
}

/** Takes all differences back, having asked. */
export async function takeAllBack(): Promise<boolean> {
  const { rows, total } = await allChanges();
  if (rows.length === 0) {
    tell('Nothing has been changed since this world was loaded.');
    return false;
  }
  const others = new Set(rows.map(({ author }) => author).filter((author) => author !== session.me.value?.userId)).size;
  const lines = [
    'The world is put back to what was loaded. Its connections and its time go on.',
    ...(others > 0 ? [`Among them is the work of ${plural(others, 'other person', 'other people')}.`] : []),
    ...(total > rows.length ? [`Only the newest ${plural(rows.length, 'change')} of ${total} can be taken back.`] : []),
    'It is one step of undo.',
  ];
  if (!(await confirmed(`Take back ${rows.length === 1 ? 'the only change' : `all ${plural(rows.length, 'change')}`}?`, lines, 'Take back'))) return false;
  return takeBack(rows);
}

/** The differences as they are now. */
function allChanges(): Promise<Pick<Extract<ViewUpdate, { kind: 'changes' }>, 'rows' | 'total'>> {
  return new Promise((resolve) => {
    const handle = session.watch({ kind: 'changes', limit: MOST_CHANGES }, (update) => {
      if (update.kind !== 'changes' && update.kind !== 'fault') return;
      handle.close();
      resolve(update.kind === 'changes' ? update : { rows: [], total: 0 });
    });
  });
}
