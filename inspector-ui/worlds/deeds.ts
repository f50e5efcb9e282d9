import { askText } from '../controls/ask-text.ts';
import { confirmed } from '../controls/confirm.ts';
import { tell, telling } from '../controls/notices.ts';
import { saveFile } from '../controls/save-file.ts';
import { plural } from '../controls/words.ts';
import { session } from '../session/session.ts';
import { askServer, fileName, type FolderFiles } from './asking.ts';

interface Opened {
  readonly name: string;
  readonly title: string;
}

/** Opens a world and shows it; gives why not. */
export async function openAndEnter(body: object): Promise<string | null> {
  const said = await telling('Opening the world…', askServer<Opened>('./api/worlds', 'POST', body));
  if (!said.ok) return said.errors[0]?.message ?? said.message;
  await session.enter(said.json.name);
  return null;
}

/** Whether new worlds can have files here. */
export async function hasFolder(): Promise<boolean> {
  const said = await askServer<FolderFiles>('./api/files');
  return said.ok && said.json.folder;
}

/** A world without anything in it, of a file of its own where there is a folder for that. */
export async function newWorld(): Promise<void> {
  const folder = await hasFolder();
  const name = await askText('New world', 'New world', {
    hint: folder ? 'It is written to a new file of the worlds folder, called so.' : 'The server has no worlds folder, so it has no file until it is given one.',
    yes: 'Make it',
    check: (text) => {
      const file = fileName(text);
      if (file === '') return 'Give it a name.';
      return openAndEnter({
        scene: { format: 'worldwire/scene', version: 1, name: text.trim(), entities: [] },
        ...(folder ? { file } : { name: serverName(file) }),
      });
    },
  });
  if (name !== null) tell(`${name.trim()} runs.`);
}

/** Another world of the same scene, as it is now. */
export async function duplicateWorld(): Promise<void> {
  const world = session.world.value;
  if (world === null) return;
  const folder = await hasFolder();
  const title = titleOf(world);
  const name = await askText(`Duplicate ${title} as`, `${world}-copy`, {
    hint:
      `Its scene as it is now${folder ? ', written to a new file of the worlds folder' : ''}. ` +
      'What runs in it, its journal and its versions stay with this one.',
    yes: 'Duplicate',
    check: async (text) => {
      const file = fileName(text);
      if (file === '') return 'Give it a name.';
      const scene = await textOf(world);
      if (scene === undefined) return 'The server did not give its scene.';
      return openAndEnter({ text: scene, ...(folder ? { file } : { name: serverName(file) }) });
    },
  });
  if (name !== null) tell(`The copy of ${title} runs, and connects as it does.`);
}

/** Calls the world otherwise. */
export async function renameWorld(): Promise<void> {
  const title = titleOf(session.world.value ?? '');
  await askText('Call this world', title, {
    hint: 'The name of its scene. Its address, its file and its journal stay what they are. It counts as an edit that undo does not take back.',
    yes: 'Rename',
    check: async (text) => {
      if (text.trim() === '') return 'Give it a name.';
      const answer = await session.renameWorld(text.trim());
      return answer.ok ? null : (answer.errors?.[0]?.message ?? answer.message);
    },
  });
}

/** Gives the scene to the person, as a save would write it now. */
export async function downloadScene(): Promise<void> {
  const world = session.world.value;
  if (world === null) return;
  const text = await telling('Writing the scene…', textOf(world));
  if (text === undefined) tell('The server did not give its scene.', true);
  else saveFile(text, `${world}.scene.json`, 'application/json');
}

/** Ends the world, having said what that loses. */
export async function closeWorld(): Promise<void> {
  const world = session.world.value;
  if (world === null) return;
  const title = titleOf(world);
  if (!(await confirmed(`Close ${title}?`, losses(), 'Close'))) return;
  const said = await telling(`Closing ${title}…`, askServer<undefined>(`./api/worlds/${encodeURIComponent(world)}`, 'DELETE'));
  if (!said.ok) tell(said.message, true);
  else tell(`${title} is closed.`);
}

/** What is lost with the world, and what is not. */
function losses(): string[] {
  const status = session.status.value,
    run = session.run.value;
  const open = status?.connections.Open ?? 0,
    others = session.people.value.length - 1;
  const edits =
    status?.unsaved !== true
      ? 'Nothing unsaved is lost.'
      : run?.journal?.state === 'on'
        ? 'What was edited since it was saved is in no file. It is kept in its journal, and goes on when its file is opened again.'
        : 'What was edited since it was saved is lost, and cannot be undone.';
  return [
    edits,
    run?.file.name === undefined ? 'It has no file, so nothing of it is left.' : `Its file ${run.file.name} stays.`,
    open > 0 ? `${plural(open, 'open connection')} will close.` : 'No connection is open.',
    ...(others > 0 ? [`${plural(others, 'other person is', 'other people are')} in this world, and will be put out of it.`] : []),
  ];
}

async function textOf(world: string): Promise<string | undefined> {
  const answer = await fetch(`./api/worlds/${encodeURIComponent(world)}/scene`, { credentials: 'same-origin', cache: 'no-store' }).catch(() => undefined);
  return answer?.ok === true ? answer.text() : undefined;
}

function titleOf(world: string): string {
  return session.worlds.value.find(({ name }) => name === world)?.title ?? world;
}

/** A name for a world without a file. */
function serverName(file: string): string {
  return file.replace(/\.scene\.json$/, '').replace(/[^A-Za-z0-9._-]+/g, '-');
}
