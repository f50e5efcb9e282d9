import { mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Notes in a state folder that a server of it runs, and where. Returns what takes the note away. */
export async function noteRunning(stateFolder: string, port: number, origin: string): Promise<() => Promise<void>> {
  const folder = join(stateFolder, 'servers');
  const file = join(folder, `${port}.json`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, `${JSON.stringify({ origin, pid: process.pid })}\n`, { mode: 0o600 });
  return () => unlink(file).catch(() => undefined);
}

/** Origins of the servers of a state folder that run. */
export async function runningServers(stateFolder: string): Promise<string[]> {
  const folder = join(stateFolder, 'servers');
  const files = await readdir(folder).catch(() => []);
  const origins = await Promise.all(files.map((file) => originOf(join(folder, file))));
  return origins.filter((origin) => origin !== undefined);
}

/** Where the server of a note listens; undefined where it ended without taking its note away. */
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
