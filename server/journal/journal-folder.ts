import { createHash } from 'node:crypto';
import { mkdir, readdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { flushFolder, targetOf } from '../files/whole-file.ts';
import { packedLog } from './packed-logs.ts';

/** A stretch of a world's life on disk: its state at the beginning, and what reached it from there. */
export interface SegmentFiles {
  readonly number: number;
  /** Its bytes, those of the snapshot included. */
  readonly bytes: number;
  readonly hasLog: boolean;
  /** Whether its log is packed (`packed-logs.ts`). */
  readonly isPacked: boolean;
  readonly hasSnapshot: boolean;
  /** When something was written to it last, in milliseconds since 1970. */
  readonly written: number;
}

/** Files that are looked at at once. */
const AT_ONCE = 64;
const FILE = /^(\d{8})\.(log|snapshot)(\.gz)?$/;
/** What a snapshot or the packing of a log leaves that was being written as its process was killed. */
const HALF = /^\d{8}\.(?:snapshot|log\.gz)\.new$/;

/** The folder of a scene's journal: named after the file, and told from others that are called alike by where that lies. */
export async function journalFolder(stateFolder: string, scene: string): Promise<string> {
  const file = await targetOf(scene);
  const place = createHash('sha256').update(file).digest('hex').slice(0, 12);
  const name = basename(file)
    .replace(/(?:\.scene)?\.json$/i, '')
    .replace(/[^\w.-]+/g, '-')
    .slice(0, 60);
  return join(stateFolder, 'journals', `${name === '' ? 'world' : name}-${place}`);
}

export function logFile(folder: string, segment: number): string {
  return join(folder, `${String(segment).padStart(8, '0')}.log`);
}
export function snapshotFile(folder: string, segment: number): string {
  return join(folder, `${String(segment).padStart(8, '0')}.snapshot`);
}

/** Makes the folder where there is none, for its owner alone: what passed through a world is nobody else's to read. Takes away half snapshots. */
export async function prepareFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  // A folder is there after power was cut when the one that it lies in is on the disk.
  if (first !== undefined) for (let made = folder; made.length >= first.length; made = dirname(made)) await flushFolder(dirname(made));
  for (const name of await readdir(folder)) if (HALF.test(name)) await unlink(join(folder, name)).catch(() => undefined);
}

/** The segments of a folder, oldest first. What else lies in it is none. A folder that is not there has none. */
export async function segmentsIn(folder: string): Promise<SegmentFiles[]> {
  const found = new Map<number, { -readonly [each in keyof Omit<SegmentFiles, 'number'>]: SegmentFiles[each] }>();
  const names = await readdir(folder).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  });
  const files = names.flatMap((name) => {
    const [, number, kind, packed] = FILE.exec(name) ?? [];
    return number === undefined || (kind === 'snapshot' && packed !== undefined)
      ? []
      : [{ file: join(folder, name), number: Number(number), kind, isPacked: packed !== undefined }];
  });
  for (let at = 0; at < files.length; at += AT_ONCE)
    await Promise.all(
      files.slice(at, at + AT_ONCE).map(async ({ file, number, kind, isPacked }) => {
        const about = await stat(file).catch(() => undefined);
        if (about?.isFile() !== true) return;
        const segment = found.get(number) ?? { bytes: 0, hasLog: false, isPacked: false, hasSnapshot: false, written: 0 };
        segment.bytes += about.size;
        segment.written = Math.max(segment.written, about.mtimeMs);
        if (kind === 'log') segment.hasLog = true;
        else segment.hasSnapshot = true;
        segment.isPacked ||= isPacked;
        found.set(number, segment);
      }),
    );
  return [...found].map(([number, segment]) => ({ number, ...segment })).sort((a, b) => a.number - b.number);
}

/** What is kept of a journal, at most: bytes, and milliseconds back. */
export interface JournalKeep {
  readonly bytes: number;
  readonly milliseconds: number;
}

/**
 * Takes away the oldest segments past what is kept. The newest with a snapshot, and all after it, stay: a world is taken up from them.
 * @param now milliseconds since 1970
 */
export async function trim(folder: string, keep: JournalKeep, now: number): Promise<void> {
  const segments = await segmentsIn(folder);
  const needed = segments.findLast(({ hasSnapshot }) => hasSnapshot)?.number ?? 0;
  let bytes = segments.reduce((sum, each) => sum + each.bytes, 0);
  for (const segment of segments) {
    if (segment.number >= needed || (bytes <= keep.bytes && now - segment.written <= keep.milliseconds)) return;
    // The snapshot goes first: a log without one is only ever gone on with.
    const log = logFile(folder, segment.number);
    for (const file of [snapshotFile(folder, segment.number), packedLog(log), log]) await unlink(file).catch(() => undefined);
    bytes -= segment.bytes;
  }
}
