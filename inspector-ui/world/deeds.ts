import { personName } from '../session/people-names.ts';
import { session } from '../session/session.ts';
import { openDialog } from '../controls/dialog.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { takenWords } from '../changes/taken-words.ts';

/** What the whole page can do to its world, each telling what came of it. */

export async function undo(): Promise<void> {
  const answer = await session.control('undo');
  if (toldIfRefused(answer)) tell(takenWords('Undone', answer, personName));
}

export async function redo(): Promise<void> {
  const answer = await session.control('redo');
  if (toldIfRefused(answer)) tell(takenWords('Done again', answer, personName));
}

/** Enters another world, or says why not; false where that was refused. */
export async function enterWorld(world: string): Promise<boolean> {
  const entered = await session.enter(world);
  if (!entered && session.phase.value === 'online') tell(session.refusal.value, true);
  return entered;
}

/** Saves; where another program has changed the file, shows how, and asks. */
export async function save(): Promise<void> {
  const answer = await session.control('save');
  if (!answer.ok && answer.code === 'WW_FILE_CHANGED') await showFileChanged();
  else if (toldIfRefused(answer)) tell('Saved.');
}

/** Shows how the file differs from the world, and what can be done about it. */
export async function showFileChanged(): Promise<void> {
  await import('./file-changed.ts');
  openDialog('ww-file-changed');
}

export async function togglePause(): Promise<void> {
  toldIfRefused(await session.control(session.run.value?.paused === true ? 'resume' : 'pause'));
}
export async function step(ticks: number): Promise<void> {
  toldIfRefused(await session.control('step', { ticks }));
}
export async function setSpeed(speed: number): Promise<void> {
  toldIfRefused(await session.control('speed', { speed }));
}
