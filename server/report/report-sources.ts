import { open, readFile, stat } from 'node:fs/promises';
import { whyUnread } from '../files/why-unread.ts';
import { readVersion, versionsIn, type Version } from '../versions/version-file.ts';

/** Bytes of a scene, of all texts of versions together, and of the end of a server's log, that go into a report. */
const LARGEST_SCENE = 32 << 20,
  MOST_VERSIONS = 8 << 20,
  LOG_END = 8 << 20;

/** What a report is made from besides the journal. */
export interface Sources {
  readonly scene: string | undefined;
  /** Versions that are kept, and the texts of the newest of them. */
  readonly versions: readonly Version[];
  readonly texts: ReadonlyMap<number, string>;
  readonly serverLog: readonly string[] | undefined;
  readonly missing: readonly string[];
}

export async function sourcesOf({
  scene,
  versions: folder,
  serverLog,
}: {
  readonly scene: string;
  readonly versions: string;
  readonly serverLog: string | undefined;
}): Promise<Sources> {
  const missing: string[] = [];
  const { versions, skipped } = await versionsIn(folder);
  missing.push(...skipped.map((words) => `of the versions: ${words}`));
  const texts = new Map<number, string>();
  let bytes = 0;
  for (const version of versions.toReversed()) {
    if (texts.size > 0 && bytes + version.bytes > MOST_VERSIONS) break;
    if (version.bytes > LARGEST_SCENE) break;
    try {
      texts.set(version.number, (await readVersion(folder, version.number)).text);
      bytes += version.bytes;
    } catch (error) {
      missing.push(`version ${version.number}: ${(error as Error).message}`);
    }
  }
  return {
    scene: await sceneText(scene, missing),
    versions,
    texts,
    serverLog: serverLog === undefined ? undefined : await endOfLog(serverLog, missing),
    missing,
  };
}

async function sceneText(file: string, missing: string[]): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    if (size <= LARGEST_SCENE) return await readFile(file, 'utf8');
    missing.push(`the scene file has ${size} bytes and is left out`);
  } catch (error) {
    missing.push(`the scene file cannot be read: ${whyUnread(error)}`);
  }
  return undefined;
}

/** The last lines of a log that lies in a file. */
async function endOfLog(file: string, missing: string[]): Promise<string[] | undefined> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const from = Math.max(0, size - LOG_END);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
      const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
      if (lines.at(-1) === '') lines.pop();
      if (from === 0) return lines;
      missing.push(`the server's log has ${size} bytes, of which the last ${LOG_END} are there`);
      return lines.slice(1);
    } finally {
      await handle.close();
    }
  } catch (error) {
    missing.push(`the server's log ${file} cannot be read: ${whyUnread(error)}`);
    return undefined;
  }
}
