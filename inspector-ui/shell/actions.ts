import type { LogEntry } from '../../server/protocol.ts';
import { session } from '../session/session.ts';
import { openDialog } from '../controls/dialog.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { takenWords } from './taken-words.ts';

/** What the whole page can do to its world, each telling what came of it. */

export async function undo(): Promise<void> {
  const answer = await session.control('undo');
  if (toldIfRefused(answer)) tell(takenWords('Undone', answer, personName));
}

export async function redo(): Promise<void> {
  const answer = await session.control('redo');
  if (toldIfRefused(answer)) tell(takenWords('Done again', answer, personName));
}

/** Names of those who have left since: the log still tells of them. */
const seen = new Map<string, string>();
session.status.subscribe(() => {
  for (const { userId, name } of session.status.value?.users ?? []) seen.set(userId, name);
});

/** Learns from the log how those were called who had left before this page came. */
export function learnPeople(entries: readonly LogEntry[]): void {
  for (const { source, message } of entries) {
    const name = isUserId(source) ? /^(.+?) (?:joined as |left(?: on one machine)?: )/.exec(message)?.[1] : undefined;
    if (name !== undefined) seen.set(source, name);
  }
}

/** The name of a user, also of one who has left; an id says nothing to anybody, and stands only where it is no person's. */
export function personName(userId: string): string {
  return knownName(userId) ?? (isUserId(userId) ? 'somebody who left' : userId);
}
export function knownName(userId: string): string | undefined {
  if (userId === 'host') return 'host';
  return (
    session.status.value?.users.find((user) => user.userId === userId)?.name ??
    session.people.value.find(({ user }) => user.userId === userId)?.user.name ??
    seen.get(userId)
  );
}

/** Whether something is the id of a person, as servers make them; the others are systems, components and programs. */
function isUserId(source: string): boolean {
  return /^u-[0-9a-f]{16}$/.test(source);
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
