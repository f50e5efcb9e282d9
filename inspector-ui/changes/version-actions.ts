import type { Version } from '../../server/protocol.ts';
import { session } from '../session/session.ts';
import { confirmed } from '../controls/confirm.ts';
import { tell, telling, toldIfRefused } from '../controls/notices.ts';
import { plural } from '../controls/words.ts';

/** Something that is taken back from a version, and how it is called. */
export interface Part {
  readonly entity: string;
  readonly what?: string;
}

/** Takes something back from a version and says what came of it. */
export async function takeBackFrom(version: number, parts: readonly Part[] | undefined, called: string): Promise<boolean> {
  const answer = await telling(`Taking back from version ${version}…`, session.takeBackFrom(version, parts));
  if (!toldIfRefused(answer.ok ? answer : { ...answer, errors: [] }) || !answer.ok) return false;
  const left = answer.left.length === 0 ? '' : ` Not brought back: ${answer.left.slice(0, 3).join('; ')}${answer.left.length > 3 ? ' …' : ''}.`;
  tell(
    answer.operations === 0 ? `Nothing was changed: ${called} is as version ${version} has it.${left}` : `Taken back: ${called}. Undo brings it again.${left}`,
  );
  return answer.operations > 0;
}

/** Takes all back, having asked; one who looks at a version is brought back to now for it. */
export async function takeAllBackFrom(version: number): Promise<boolean> {
  const others = new Set(session.people.value.map(({ user }) => user.userId)).size - 1;
  const lines = [
    'The world is put back to what that version holds. Its connections and its time go on, and nothing is saved by it.',
    ...(others > 0 ? [`${plural(others, 'other person is', 'other people are')} in this world; what they edited since is put back too.`] : []),
    'What is there now is kept as a version where none holds it yet, and it is one step of undo.',
  ];
  if (!(await confirmed(`Take all back from version ${version}?`, lines, 'Take back'))) return false;
  if (session.past.value !== null && !toldIfRefused(await session.goTo(null))) return false;
  return takeBackFrom(version, undefined, `all of version ${version}`);
}

/** Shows a version in all of the page, to be looked at. */
export async function lookAt(version: Version): Promise<void> {
  toldIfRefused(await telling(`Bringing back version ${version.number}…`, session.goToVersion(version)));
}
