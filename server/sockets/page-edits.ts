import { basename } from 'node:path';
import { WorldwireError, type Author, type Input, type InputResult, type JoinedUser } from '../../engine/index.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import type { Request } from '../hosting/requests.ts';
import type { Answer, Message, Reply } from '../protocol.ts';
import { historyOf } from '../security/history.ts';
import { ACTION_RIGHTS } from '../security/action-rights.ts';
import { demand } from '../security/roles.ts';
import type { Identity } from '../security/sessions.ts';
import type { PageContext } from './page-context.ts';
import type { Inside } from './page-looks.ts';
import type { Handlers } from './reception.ts';

/** Who edits. */
export interface Editor {
  /** Who is at the page; throws where nobody has said hello. */
  known(): JoinedUser;
  /** By which token they came. */
  identity(): Identity;
  /** Throws where the page is in no world. */
  inside(): Inside;
}

/** How many refusals of a batch of commands are told. */
const MOST_TOLD = 20;
const OK: Reply<object> = { ok: true };

/** What a page changes in its world, and how it has it run. */
export function editHandlers(
  context: () => PageContext,
  editor: Editor,
): Pick<Handlers, 'edit' | 'command' | 'commands' | 'spawn' | 'send' | 'rename' | 'stopSends' | 'revert' | 'control' | 'difference'> {
  return {
    edit: async ({ operations, requestId, group, label, history, durable }) => {
      const asked = { ...(group === undefined ? {} : { group }), ...(label === undefined ? {} : { label }), ...historyOf(editor.identity(), history) };
      const { world } = editor.inside();
      const result = await submit(editor, { type: 'operations', operations, ...asked }, requestId);
      return durable === true && result.ok ? { ...result, ...(await world.durable()) } : result;
    },
    command: ({ command, requestId }) => submit(editor, { type: 'command', command }, requestId),
    commands: (message) => commandsOf(editor, message),
    spawn: ({ item, parent, requestId, group, history }) => {
      const asked = { ...(group === undefined ? {} : { group }), ...historyOf(editor.identity(), history) };
      return submit(editor, { type: 'spawn', item, parent, ...asked }, requestId);
    },
    send: ({ send, requestId }) => submit(editor, { type: 'send', send }, requestId),
    rename: ({ name, requestId }) => submit(editor, { type: 'rename', name }, requestId),
    stopSends: ({ run, requestId }) => submit(editor, { type: 'stopSends', ...(run === undefined ? {} : { run }) }, requestId),
    revert: ({ changes, requestId }) => submit(editor, { type: 'revert', changes }, requestId),
    control: (message) => control(context(), editor, message),
    difference: async () => ({ ok: true, ...(await editor.inside().world.difference()) }),
  };
}

async function commandsOf(editor: Editor, { commands, requestId }: Message<'commands'>): Promise<Answer<'commands'>> {
  const author = editor.known();
  demand(author.role, 'edit');
  // The world keeps fewer answers than a batch may have commands.
  return now(editor).once({ author, requestId }, 'commands', commands, async () => {
    const answers = await Promise.all(commands.map((command, index) => submit(editor, { type: 'command', command }, `${requestId} ${index}`)));
    const refused = answers.flatMap((answer, index) => (answer.ok ? [] : [{ index, message: answer.errors[0]?.message ?? answer.message }]));
    return { ok: true, done: answers.length - refused.length, refused: refused.slice(0, MOST_TOLD) };
  });
}

async function control(
  context: PageContext,
  editor: Editor,
  { action, requestId, ticks, speed, file, overwrite }: Message<'control'>,
): Promise<Answer<'control'>> {
  const author = editor.known();
  demand(author.role, ACTION_RIGHTS[action]);
  if (action === 'undo' || action === 'redo') return submit(editor, { type: action }, requestId);
  const { world } = editor.inside();
  if (action === 'reload') {
    await context.worlds.reload(world, editor.known().name, { author, requestId });
    return OK;
  }
  let answer: Answer<'control'> = OK;
  if (action === 'pause') world.pause();
  else if (action === 'resume') world.resume();
  else if (action === 'step') {
    const still = (): void => demand(editor.known().role, ACTION_RIGHTS.step);
    answer = { ok: true, tick: await world.step(ticks ?? 1, { author, requestId }, still) };
  } else if (action === 'save') answer = { ok: true, tick: (await world.save({ author, requestId }, overwrite)).tick };
  else if (action === 'saveAs') answer = { ok: true, ...(await savedAs(world, file ?? '', { author, requestId })) };
  else if (action === 'record') await world.past.begin();
  else if (action === 'stopRecording') world.past.end();
  else if (speed === undefined) throw new WorldwireError('WW_BAD_REQUEST', 'The action speed needs `speed`, from 0.01 to 100.');
  else world.setSpeed(speed);
  context.ran(world);
  return answer;
}

function submit(editor: Editor, input: Input, requestId: string): Promise<InputResult> {
  const world = now(editor);
  const still = (): Author => {
    const author = editor.known();
    demand(author.role, 'edit');
    return author;
  };
  return world.submit(still(), input, requestId, still);
}

/** The world, where it is shown as it is: nobody changes what has been. */
function now(editor: Editor): HostedWorld {
  const { world, views } = editor.inside();
  if (views.past !== null) throw new WorldwireError('WW_IN_THE_PAST');
  return world;
}

/** Saves under another name, and tells that without the folder. */
async function savedAs(world: HostedWorld, name: string, request: Request): Promise<{ tick: number; file: string }> {
  const { tick, file } = await world.saveAs(name, request);
  return { tick, file: basename(file) };
}
