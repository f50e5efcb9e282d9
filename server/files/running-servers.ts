import { mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';

/** Milliseconds that a server has to say that it lives. */
const PATIENCE = 2000;

/** A server of a state folder whose process is there. */
export interface NotedServer {
  readonly origin: string;
  /** False where it takes connections and says nothing, as one does that was stopped by a debugger or is stuck. */
  readonly answers: boolean;
}

/** Notes in a state folder that a server of it runs, and where. Returns what takes the note away. Leaves nothing where that cannot be written. */
export async function noteRunning(stateFolder: string, port: number, origin: string): Promise<() => Promise<void>> {
  const folder = join(stateFolder, 'servers');
  const file = join(folder, `${port}.json`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, `${JSON.stringify({ origin, pid: process.pid })}\n`, { mode: 0o600 });
  } catch (error) {
    // A disk that is full makes the file and has no room for what is in it.
    await unlink(file).catch(() => undefined);
    throw error;
  }
  return () => unlink(file).catch(() => undefined);
}

/**
 * The servers of a state folder that run. One that ended without taking its note away is left out: its process may be gone, or its number that of
 * another program by now, so that each is asked as well.
 * @param patience milliseconds after which a server that says nothing counts as one that does not answer
 */
export async function runningServers(stateFolder: string, patience = PATIENCE): Promise<NotedServer[]> {
  const folder = join(stateFolder, 'servers');
  const files = await readdir(folder).catch(() => []);
  const noted = await Promise.all(
    files.map(async (file) => {
      const origin = await originOf(join(folder, file));
      const life = origin === undefined ? 'none' : await lifeAt(origin, patience);
      return origin === undefined || life === 'none' ? [] : [{ origin, answers: life === 'answers' }];
    }),
  );
  return noted.flat();
}

/** Where the server of a note listens; undefined where its process has ended. */
async function originOf(file: string): Promise<string | undefined> {
  try {
    const { origin, pid } = JSON.parse(await readFile(file, 'utf8')) as { origin?: unknown; pid?: unknown };
    if (typeof origin !== 'string' || typeof pid !== 'number') return undefined;
    process.kill(pid, 0);
    return origin;
  } catch {
    return undefined;
  }
}

/** Whether a server of ours answers at an origin, or something takes the connection and says nothing; `none` where nobody or somebody else is there. */
function lifeAt(origin: string, patience: number): Promise<'answers' | 'silent' | 'none'> {
  return new Promise((resolve) => {
    const request = get(`${origin}/healthz`, { agent: false, signal: AbortSignal.timeout(patience) }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? 'answers' : 'none');
    });
    request.on('error', ({ name }) => resolve(name === 'TimeoutError' || name === 'AbortError' ? 'silent' : 'none'));
  });
}
