import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { WorldwireError } from '../../engine/index.ts';
import { runningServers } from '../files/running-servers.ts';
import { TokenFile } from '../security/token-file.ts';
import { makeKept } from '../security/tokens.ts';

/** Milliseconds in which a server must have seen a token that was made for it, and between two tries. */
const PATIENCE = 10_000,
  AGAIN = 300;

/** The version that is to be restored. */
export interface ToRestore {
  readonly number: number;
  readonly sha256: string;
}

interface Answer {
  readonly versions?: readonly ToRestore[];
  readonly operations?: number;
  readonly left?: readonly string[];
  readonly message?: string;
}

/**
 * Has the server that runs a world put it back to a version, as an edit. Only one is asked that notes in the state folder that it runs: it is let in by a
 * token of that folder, which is taken back at once. It must know the version as the command line does: who can put files beside a scene could name
 * another of its worlds there. Gives what came of it in words.
 */
export async function restoreAt(
  { world, origin }: { readonly world: string; readonly origin?: string },
  stateFolder: string,
  scene: string,
  { number, sha256 }: ToRestore,
): Promise<string[]> {
  const server = (await runningServers(stateFolder)).find((each) => each.origin === origin);
  if (server === undefined)
    throw new WorldwireError(
      'WW_FILE_IN_USE',
      `${scene} is open in the world ${world}${origin === undefined ? '' : ` at ${origin}`}, which is no server of the state folder ${stateFolder}: ` +
        'take it back from the version in the page of that one.',
    );
  if (!server.answers) throw new WorldwireError('WW_FILE_IN_USE', `${scene} is open in the world ${world} at ${server.origin}, which does not answer now.`);
  const tokens = await TokenFile.open(join(stateFolder, 'tokens.json'), { error: () => undefined });
  const made = await makeKept(tokens, { role: 'Builder', name: 'worldwire versions restore, for a moment' });
  try {
    const versions = `${server.origin}/api/worlds/${encodeURIComponent(world)}/versions`;
    const { versions: known = [] } = await ask(`${versions}?limit=5000`, made.token);
    if (!known.some((each) => each.number === number && each.sha256 === sha256))
      throw new WorldwireError(
        'WW_NO_VERSION',
        `What lies beside ${scene} names the world ${world} at ${server.origin}, and that one has no such version ${number}: nothing was changed.`,
      );
    const { operations = 0, left = [] } = await ask(`${versions}/${number}/take-back`, made.token, '{}');
    if (operations === 0) return [`The world ${world} at ${server.origin} holds what version ${number} does, so nothing was changed.`, ...left];
    return [
      `The world ${world} at ${server.origin} is version ${number} again, by one edit of ${operations === 1 ? 'one operation' : `${operations} operations`}.`,
      ...left.map((words) => `Not brought back: ${words}`),
      'What was there before is kept as a version where none held it, so it can be taken back in the same way. Nothing was saved: save it in the page.',
    ];
  } finally {
    await tokens.remove(made.id);
  }
}

/** Asks until the server knows the token, which it looks for twice a second. */
async function ask(address: string, token: string, body?: string): Promise<Answer> {
  for (const until = Date.now() + PATIENCE; ;) {
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { method: 'POST', body }),
      redirect: 'error',
    });
    const answer = (await response.json().catch(() => ({}))) as Answer & { readonly error?: { readonly message?: string } };
    if (response.ok) return answer;
    if (response.status !== 401 || Date.now() > until)
      throw new WorldwireError('WW_BAD_OPERATION', answer.message ?? answer.error?.message ?? `the server answered ${response.status}`);
    await wait(AGAIN);
  }
}
