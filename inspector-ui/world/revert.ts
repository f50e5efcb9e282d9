import { session } from '../session/session.ts';
import { confirmed } from '../controls/confirm.ts';
import { tell, telling, toldIfRefused } from '../controls/notices.ts';
import { plural } from '../controls/words.ts';

/** Puts the world back to its file, having said what that loses. */
export async function askRevert(): Promise<void> {
  const status = session.status.value;
  const open = status?.connections.Open ?? 0,
    others = session.people.value.length - 1;
  const lines = [
    status?.unsaved === true ? 'What was edited since it was saved is lost, and cannot be undone.' : 'Nothing unsaved is lost.',
    'The world begins again at tick 0, with an empty history.',
    open > 0 ? `${plural(open, 'open connection')} will close, and connect anew.` : 'Connections begin anew.',
    ...(others > 0 ? [`${plural(others, 'other person is', 'other people are')} in this world; theirs is put back too.`] : []),
  ];
  if (!(await confirmed('Revert to the file?', lines, 'Revert'))) return;
  if (toldIfRefused(await telling('Putting the world back to its file…', session.control('reload')))) tell('Back to the file.');
}
